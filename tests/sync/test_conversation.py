"""What the till believes of an answer."""

from datetime import timedelta

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.epochs import Follows
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import SignedIn
from pos.domain.journal import START, Entry, make_entry
from pos.sync.contract import Parting, PushAnswer, TillName
from pos.sync.conversation import Identity, checked_page, connection_after, digest, next_push
from pos.sync.signing import answer_bytes
from pos.till.abreast import Line
from pos.till.connection import Connection
from pos.till.feed import FeedPage
from tests.mall.tills import NOON

NAME = TillName("SEL01", "1")
MALL = Ed25519PrivateKey.generate()
IDENTITY = Identity(NAME, MALL.public_key().public_bytes_raw())


def journal(count: int, *, epoch: int = 1) -> list[Entry]:
    entries: list[Entry] = []
    for seq in range(1, count + 1):
        previous = entries[-1].hash if entries else START
        at = "2026-11-02T12:00:00.000+09:00"
        entries.append(
            make_entry(SignedIn(), till="1", epoch=epoch, seq=seq, at=at, day=NOON.date(), who="C1", previous=previous)
        )
    return entries


ENTRIES = journal(6)


def answer(next_seq: int, head: bytes, *, epoch: int = 1, key: Ed25519PrivateKey = MALL) -> PushAnswer:
    told = answer_bytes(NAME, epoch=epoch, next_seq=next_seq, head=head)
    return PushAnswer(epoch, next_seq, head, key.sign(told))


def test_a_push_carries_what_comes_next() -> None:
    push = next_push(ENTRIES[2:5])
    assert (push.epoch, push.first, push.entries) == (1, 3, tuple(ENTRIES[2:5]))


def test_a_push_ends_with_its_epoch() -> None:
    lines = (Line(2, Follows(1, 2, ENTRIES[1].hash.hex())),)
    push = next_push(ENTRIES, lines=lines)
    assert (push.epoch, [entry.seq for entry in push.entries], push.after) == (1, [1, 2], None)
    push = next_push(ENTRIES[2:], lines=lines)
    assert (push.epoch, push.first, push.after) == (2, 3, Parting(1, 2, ENTRIES[1].hash))


@pytest.mark.parametrize("next_seq", [4, 5, 6])
def test_the_till_believes_what_the_mall_expects_next(next_seq: int) -> None:
    push = next_push(ENTRIES[2:5])
    assert digest(push, answer(next_seq, ENTRIES[next_seq - 2].hash), identity=IDENTITY) == next_seq


@pytest.mark.parametrize(
    ("given_answer", "kind", "code"),
    [
        (answer(6, ENTRIES[4].hash, key=Ed25519PrivateKey.generate()), Unavailable, "mall.garbage"),
        (msgspec.structs.replace(answer(5, ENTRIES[3].hash), next=6), Unavailable, "mall.garbage"),
        (answer(6, ENTRIES[4].hash, epoch=2), Unavailable, "mall.garbage"),
        (answer(3, ENTRIES[1].hash), Unavailable, "mall.busy"),
        (answer(2, ENTRIES[0].hash), Refused, "mall.behind"),
        (answer(7, ENTRIES[5].hash), Refused, "mall.ahead"),
        (answer(6, ENTRIES[3].hash), Refused, "journal.broken"),
    ],
    ids=["another's", "changed", "another epoch's", "nothing taken", "behind", "ahead", "another head"],
)
def test_an_answer_that_does_not_fit_is_not_believed(
    given_answer: PushAnswer, kind: type[Refused] | type[Unavailable], code: str
) -> None:
    with pytest.raises(kind) as error:
        digest(next_push(ENTRIES[2:5]), given_answer, identity=IDENTITY)
    assert error.value.code == code


def test_a_push_carries_no_more_than_it_may() -> None:
    assert next_push(ENTRIES, most=2).entries == tuple(ENTRIES[:2])
    assert len(next_push(ENTRIES[:1], most=2).entries) == 1


def test_the_mall_may_hold_what_went_in_a_longer_push_whose_answer_was_lost() -> None:
    push, told = next_push(ENTRIES[2:5], most=1), answer(6, ENTRIES[4].hash)
    assert digest(push, told, identity=IDENTITY, later=ENTRIES[3:5]) == 6
    with pytest.raises(Refused, match=r"mall\.ahead"):
        digest(push, told, identity=IDENTITY, later=ENTRIES[3:4])
    with pytest.raises(Refused, match=r"journal\.broken"):
        digest(push, answer(6, ENTRIES[3].hash), identity=IDENTITY, later=ENTRIES[3:5])


def test_a_page_leads_on() -> None:
    assert checked_page(FeedPage(5, more=True), asked=4).cursor == 5
    assert checked_page(FeedPage(4), asked=4).cursor == 4


@pytest.mark.parametrize("page", [FeedPage(3), FeedPage(4, more=True)])
def test_a_page_that_leads_back_or_round_is_garbage(page: FeedPage) -> None:
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        checked_page(page, asked=4)


# --- what the screen says --------------------------------------------------------------------------------------


def test_offline_says_since_when() -> None:
    gone = connection_after(Connection("online"), Unavailable("mall.unreachable"), now=NOON)
    later = connection_after(gone, Unavailable("mall.slow"), now=NOON + timedelta(hours=1))
    assert gone == Connection("offline", "mall.unreachable", NOON)
    assert later == Connection("offline", "mall.slow", NOON)
    assert connection_after(later, None, now=NOON) == Connection("online")


@pytest.mark.parametrize("error", [Refused("journal.broken"), Unavailable("mall.garbage"), Unavailable("disk.full")])
def test_what_somebody_must_look_at_is_broken(error: Refused | Unavailable) -> None:
    assert connection_after(Connection("online"), error, now=NOON) == Connection("broken", error.code, NOON)
