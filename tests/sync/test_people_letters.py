"""People on their way to the mall: after their entries, one who is refused stops nobody, and none stands in a log."""

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.people.joining import MemberJoined
from pos.mall.chain import Mall
from pos.sync.contract import PersonPut, PersonTaken
from pos.till.books import Sent
from pos.till.feed import FeedPage, Member, MemberSent, Merged
from tests.mall.people import HONG, PRIVACY, TERMS
from tests.mall.tills import SEED, FixedClock
from tests.sync.rig import Rig

HOME = Recipient("홍길동", "01011112222", "04524", "서울특별시 중구 세종대로 110")
GONE = Unavailable("mall.unreachable")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Rig(mall, clock)
    mall.close()


def join(rig: Rig, count: int = 1) -> None:
    """People join at the till; who they are waits beside its journal."""
    for number in range(1, count + 1):
        person = replace(HONG, number=f"N{number}", mobile=f"0101111{number:04}")
        rig.till.write(MemberJoined(person.number, (TERMS, PRIVACY)))
        rig.outbox.people.append(MemberSent(1, len(rig.till.journal), person))


def known(rig: Rig) -> set[str]:
    return {one.number for page in rig.outbox.pages for one in page.members}


def refuse(rig: Rig, monkeypatch: pytest.MonkeyPatch, is_bad: Callable[[MemberSent], bool], error: TillError) -> None:
    """The mall has something against some people, for ever."""
    bring = rig.wire.put_member

    def put(sent: MemberSent) -> None:
        if is_bad(sent):
            raise error
        bring(sent)

    monkeypatch.setattr(rig.wire, "put_member", put)


def test_people_follow_the_journal_without_waiting(rig: Rig) -> None:
    rig.run(1)
    join(rig)
    rig.loop.wake()
    rig.run(0)
    assert rig.wire.asked == ["feed", "push", "member"] and not rig.outbox.people
    rig.run(30)
    assert known(rig) == {"N1"}, "and the feed brings them as the mall has them"


@pytest.mark.parametrize("error", [Refused("mall.refused", cause="request.invalid"), Unavailable("mall.busy")])
def test_one_who_is_refused_stops_nobody(rig: Rig, monkeypatch: pytest.MonkeyPatch, error: TillError) -> None:
    join(rig, 3)
    rig.outbox.addresses.append(Sent("sealed-1", "sale-1", HOME))
    refuse(rig, monkeypatch, lambda sent: sent.member.number == "N2", error)
    rig.run(60)
    assert [sent.member.number for sent in rig.outbox.people] == ["N2"] and not rig.outbox.addresses
    assert known(rig) == {"N1", "N3"} and rig.loop.connection.code in ("", error.code)
    rig.till.sell()
    rig.loop.wake()
    rig.run(0)
    assert rig.outbox.next == 5, "and a sale goes at once"
    monkeypatch.undo()
    rig.run(300)
    assert not rig.outbox.people and rig.loop.connection.state == "online"


def test_one_whose_answer_was_lost_is_brought_again(rig: Rig) -> None:
    join(rig)
    rig.wire.after = [None, GONE]
    rig.run(10)
    assert rig.wire.asked.count("member") == 2 and not rig.outbox.people and known(rig) == {"N1"}


def test_people_the_mall_cannot_have_stand_in_no_log(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    join(rig)
    rig.wire.before = [None, Refused("mall.refused", cause="x"), None, GONE]
    with caplog.at_level(logging.DEBUG):
        rig.run(60)
    assert not rig.outbox.people
    assert not any(word in caplog.text for word in ("길동", "0101111", "hong@"))


def test_a_person_travels_whole_and_the_first_words_are_understood_for_ever() -> None:
    put = PersonPut(1, 3, replace(HONG, addresses=(HOME,), consents=(TERMS,)))
    assert msgspec.json.decode(msgspec.json.encode(put), type=PersonPut) == put
    first = b'{"epoch":1,"seq":3,"member":{"number":"N1","name":"a","mobile":"b","newer":1},"newer":1}'
    assert msgspec.json.decode(first, type=PersonPut) == PersonPut(1, 3, Member("N1", "a", "b"))
    assert msgspec.json.decode(b'{"number":"N1","newer":1}', type=PersonTaken) == PersonTaken("N1")
    page = msgspec.json.decode(b'{"cursor":1,"merged":[{"number":"N2","into":"N1","newer":1}]}', type=FeedPage)
    assert page.merged == (Merged("N2", "N1"),)
