"""Whatever order the mall hears of two people in, and however often: one member, or nobody, and never half of one."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.people.joining import ConsentsChanged
from pos.domain.people.standing import MemberLeft
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.feed import Member
from tests.mall.conftest import Databases
from tests.mall.people import HONG, MARKETING, PRIVACY, TERMS, asked_for, bring, everything_of, found, join, write
from tests.mall.tills import SEED, FixedClock, Till

MOMENTS = ("join A", "put A", "join B", "put B", "last of B")


class Two:
    """A mall and two tills apart, which each let a new person join again and again. Mutable: it counts them."""

    def __init__(self, mall: Mall, clock: FixedClock) -> None:
        self.mall, self.count = mall, 0
        self.tills = [Till.enrolled_at(mall, clock, name=TillName(name, "1")) for name in ("SEL01", "BUS01")]

    def play(self, order: list[str], *, leaves: bool) -> tuple[Member, Member]:
        """Let somebody join at both, say or do something last, and let the mall hear of it in some order; who it is."""
        self.count += 1
        ours, theirs = self.tills
        person = replace(HONG, mobile=f"010{self.count:08}", email=f"p{self.count}@example.com")
        one = replace(person, number=f"A-{self.count}")
        two = replace(person, number=f"B-{self.count}", email=f"q{self.count}@example.com")
        places = [join(ours, one), join(theirs, two)]
        last = write(theirs, MemberLeft(two.number) if leaves else ConsentsChanged(two.number, (MARKETING,)))
        arrives: dict[str, Callable[[], bool]] = {
            "join A": lambda: ours.push(places[0], places[0]).next > places[0],
            "put A": lambda: _is_taken(ours, one, places[0]),
            "join B": lambda: theirs.push(places[1], places[1]).next > places[1],
            "put B": lambda: _is_taken(theirs, two, places[1]),
            "last of B": lambda: theirs.push(last, last).next > last,
        }
        waiting = list(order)
        for _ in MOMENTS:
            waiting = [moment for moment in waiting if not arrives[moment]()]
        assert not waiting and all(arrives[moment]() for moment in order), "and all of it again"
        return one, two


def _is_taken(till: Till, member: Member, seq: int) -> bool:
    """Whether the mall takes somebody in now, as against: come again."""
    try:
        bring(till, member, seq)
    except Refused as refused:
        return refused.code != "mall.busy"
    return True


@pytest.fixture(scope="module")
def two(in_files: Databases) -> Iterator[Two]:
    with in_files.one(SEED) as url:
        clock = FixedClock()
        mall = Mall(url, clock=clock)
        yield Two(mall, clock)
        mall.close()


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(MOMENTS))
def test_who_joined_twice_is_one_member_in_any_order(two: Two, order: list[str]) -> None:
    one, other = two.play(order, leaves=False)
    till = two.tills[0]
    whole = replace(one, email=other.email, consents=(TERMS, PRIVACY, MARKETING))
    assert asked_for(till, one.number) == asked_for(till, other.number) == whole
    assert found(till, one.mobile) == [one.number]


@settings(max_examples=6, deadline=None)
@given(order=st.permutations(MOMENTS))
def test_who_left_is_gone_in_any_order(two: Two, order: list[str]) -> None:
    one, other = two.play(order, leaves=True)
    till = two.tills[0]
    assert two.mall.dossier(other.number).standing == "withdrawn"
    left = everything_of(two.mall)
    assert other.email not in left
    if two.mall.dossier(one.number).standing == "withdrawn":
        assert found(till, one.mobile) == [] and one.mobile not in left, "they were known as one when they left"
    else:
        assert asked_for(till, one.number) == replace(one, consents=(TERMS, PRIVACY))
        assert found(till, one.mobile) == [one.number]
