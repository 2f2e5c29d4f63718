"""Which shift an entry belongs to, and which drawer a shift may use."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.drawer import Count, Move
from pos.domain.errors import Refused
from pos.domain.facts import (
    ApprovalGiven,
    DrawerMoved,
    DrawerOpened,
    Fact,
    Reprinted,
    SaleCompleted,
    ShiftClosed,
    ShiftCounted,
    ShiftOpened,
)
from pos.domain.sums.belonging import NOBODYS, Opened, Roster, check_drawer, drawer_for_next, shift_of
from pos.domain.sums.report import Report
from tests.domain.products import NOW
from tests.domain.sales import a_sale

PAID_IN = DrawerMoved(Move("in", 1_000, "잔돈"))


def report(shift: str) -> Report:
    return Report("SEL01", "1", shift, NOW.date(), NOW, NOW, "C1")


def own(shift: str, drawer: int = 1) -> ShiftOpened:
    return ShiftOpened(shift, 0, drawer, True)


def walk(*told: tuple[str, Fact]) -> list[str]:
    roster = Roster()
    return [roster.add(fact, who=who) for who, fact in told]


def test_everybodys_shift_is_everybodys() -> None:
    told = walk(("C1", PAID_IN), ("C1", ShiftOpened("s", 0)), ("C2", PAID_IN), ("till", PAID_IN))
    assert told == [NOBODYS, "s", "s", "s"]


def test_who_has_a_shift_of_their_own_works_in_it() -> None:
    told = walk(("C1", own("a")), ("C2", own("b")), ("C1", PAID_IN), ("C2", PAID_IN), ("B1", Reprinted("x")))
    assert told == ["a", "b", "a", "b", NOBODYS]


def test_own_goes_before_everybodys_and_everybodys_goes_on() -> None:
    told = walk(("C1", ShiftOpened("s", 0)), ("C2", own("b")), ("C2", PAID_IN), ("C1", PAID_IN))
    assert told == ["s", "b", "b", "s"]


def test_what_names_a_shift_belongs_to_it_whoever_does_it() -> None:
    about = Approval("shift.difference", "a:-500", "B2", "거스름돈 착오", NOW)
    told = walk(
        ("C1", own("a")),
        ("B1", own("b")),
        ("B1", DrawerOpened("count", "a")),
        ("B1", ShiftCounted("a", 1, Count())),
        ("B1", ApprovalGiven("", about)),
        ("B1", ShiftClosed(report("a"))),
        ("B1", PAID_IN),
        ("C1", PAID_IN),
    )
    assert told == ["a", "b", "a", "a", "a", "a", "b", NOBODYS]


def test_a_sale_belongs_to_the_shift_it_names_where_that_is_open() -> None:
    sold = SaleCompleted(replace(a_sale(1), shift="a"))
    assert walk(("C1", own("a")), ("C2", own("b")), ("C2", sold))[-1] == "a"
    assert walk(("C2", own("b")), ("C2", sold), ("C2", DrawerOpened("sale", "sale-1")))[1:] == ["b", "b"]


@given(st.lists(st.tuples(st.sampled_from(["C1", "C2", "C3"]), st.sampled_from(["open", "share", "close", "move"]))))
def test_a_roster_says_what_the_open_shifts_say(told: list[tuple[str, str]]) -> None:
    """Walking along, and looking at what is open at the time, are the same answer."""
    roster, found = Roster(), list[Opened]()
    for place, (who, does) in enumerate(told):
        if does in ("open", "share"):
            opened = Opened(f"s{place}", who, does == "open")
            found.append(opened)
            assert roster.add(ShiftOpened(opened.id, 0, 1, opened.own), who=who) == opened.id
            continue
        expected = shift_of(who, found)
        fact: Fact = ShiftClosed(report(expected.id)) if does == "close" and expected else PAID_IN
        assert roster.add(fact, who=who) == (expected.id if expected else NOBODYS)
        if does == "close" and expected:
            found.remove(expected)


def test_the_first_free_drawer_is_proposed_and_a_taken_one_refused() -> None:
    first = Opened("a", "C1", True, 1)
    assert drawer_for_next(2, ()) == 1
    assert drawer_for_next(2, (first,)) == 2
    with pytest.raises(Refused, match=r"shift\.drawer_taken.*free=2"):
        check_drawer(1, drawers=2, found=(first,))
    check_drawer(2, drawers=2, found=(first,))


def test_trays_are_swapped_where_no_drawer_is_free() -> None:
    one, two = Opened("a", "C1", True, 1), Opened("b", "C2", True, 2)
    check_drawer(1, drawers=1, found=(one,))
    check_drawer(2, drawers=2, found=(one, two))
    assert drawer_for_next(2, (one, two, Opened("c", "C3", True, 1))) == 2


@pytest.mark.parametrize("drawer", [0, 2, -1])
def test_a_drawer_that_is_not_there_is_refused(drawer: int) -> None:
    with pytest.raises(Refused, match=r"shift\.drawer "):
        check_drawer(drawer, drawers=1, found=())
