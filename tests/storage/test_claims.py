"""Claims wait until a return settles them; their pictures are sealed, and gone when their key is."""

from datetime import timedelta

import pytest

from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.errors import Unavailable
from pos.domain.facts import ClaimMade, SaleCompleted
from pos.storage import photographs
from pos.till.back.past import Photograph
from pos.till.feed import FeedPage
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import delivered
from tests.storage.given_back import claim, take_back

PICTURE = b"\xff\xd8\xff" + b"a cup in pieces at somebody's home " * 40
LATER = NOW + timedelta(days=30)


def make(rig: Rig, claim_id: str, *pictures: str) -> None:
    sealed = tuple(Photograph(name, claim_id, PICTURE) for name in pictures)
    facts = (ClaimMade(claim(claim_id, "d", *pictures)),)
    rig.store.commit(Commit("C1", NOW, NOW.date(), facts, photographs=sealed))


def holds(rig: Rig, piece: bytes) -> bool:
    """Whether any file of the database has these bytes, once it is opened with the till's key."""
    rig.database.checkpoint()
    with rig.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT sealed FROM photograph").scalars().all()
        secrets = connection.exec_driver_sql("SELECT secret FROM photograph_key").scalars().all()
    return any(piece in bytes(one) for one in (*rows, *secrets))


def test_claims_wait_until_a_return_settles_them(rig: Rig) -> None:
    sale = delivered("d")
    rig.commit(SaleCompleted(sale))
    for name in ("b", "a"):
        make(rig, name)
    assert rig.past.open_claims() == (claim("b", "d"), claim("a", "d"))
    take_back(rig, "r", sale, claim="b")
    take_back(rig, "q", sale, claim="nobody's")
    assert rig.past.open_claims() == (claim("a", "d"),) and rig.verify().holds


def test_a_picture_opens_and_is_in_no_journal(rig: Rig) -> None:
    make(rig, "c", "one", "two")
    assert rig.past.photograph("one") == rig.past.photograph("two") == PICTURE
    assert rig.past.photograph("three") is None
    assert rig.past.open_claims()[0].photographs == ("one", "two")
    assert not holds(rig, b"in pieces")
    assert all(b"in pieces" not in entry.payload for entry in rig.outbox.unsent(most=99, most_bytes=10**9))


def test_each_picture_has_a_key_of_its_own_and_is_unreadable_without_it(rig: Rig) -> None:
    make(rig, "c", "one", "two")
    with rig.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM photograph_key WHERE id = 'one'")
    assert (rig.past.photograph("one"), rig.past.photograph("two")) == (None, PICTURE)
    with rig.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO photograph_key SELECT 'one', secret FROM photograph_key")
    with pytest.raises(Unavailable, match=r"database\.broken"):
        rig.past.photograph("one")


def test_pictures_are_destroyed_long_after_their_claim_was_settled_or_made(rig: Rig) -> None:
    sale = delivered("d")
    rig.commit(SaleCompleted(sale))
    make(rig, "settled", "one", "two")
    make(rig, "open", "three")
    take_back(rig, "r", sale, claim="settled")
    with rig.database.read() as connection:
        sealed, key = connection.exec_driver_sql(
            "SELECT sealed, secret FROM photograph JOIN photograph_key USING (id) WHERE id = 'one'"
        ).one()
    photographs.destroy(rig.database, settled_before=NOW)
    assert rig.past.photograph("one") == PICTURE
    assert holds(rig, sealed) and holds(rig, key)
    photographs.destroy(rig.database, settled_before=LATER)
    assert [rig.past.photograph(name) for name in ("one", "two", "three")] == [None, None, None]
    assert not holds(rig, sealed) and not holds(rig, key)
    assert rig.verify().holds


def test_a_claim_that_was_not_written_leaves_no_picture(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise Unavailable("disk.full")

    monkeypatch.setattr("pos.storage.recipients.follow", full)
    with pytest.raises(Unavailable):
        make(rig, "c", "one")
    assert rig.past.photograph("one") is None and rig.past.open_claims() == ()


def test_what_the_office_decided_is_known_until_the_claim_is_over(rig: Rig) -> None:
    sale = delivered("d")
    rig.commit(SaleCompleted(sale))
    for name in ("a", "b"):
        make(rig, name)
    refused, accepted = (
        ClaimDecided("a", "1", "refused", NOW, "too_late"),
        ClaimDecided("b", "1", "accepted", NOW),
    )
    nothing = (ClaimDecided("a", "2", "accepted", NOW), ClaimDecided("none", "1", "accepted", NOW))
    assert rig.outbox.arrive(FeedPage(9, decided=(refused, accepted, *nothing))) == ()
    assert rig.past.claims_decided() == (refused, accepted)
    again = ClaimDecided("b", "1", "refused", LATER, "other_cause")
    assert rig.outbox.arrive(FeedPage(10, decided=(again,))) == ()
    assert rig.outbox.arrive(FeedPage(11, decided=(ClaimDecided("b", "1", "refused", LATER),))) == ("feed.rejected",)
    assert rig.past.claims_decided() == (refused, again)
    rig.commit(ClaimClosed("a", refused.reason))
    take_back(rig, "r", sale, claim="b")
    rig.commit(ClaimClosed("b", again.reason))
    assert rig.past.claims_decided() == () == rig.past.open_claims() and rig.verify().holds
    with rig.database.read() as connection:
        told = connection.exec_driver_sql("SELECT id, settled_by FROM claim ORDER BY id").all()
    assert [tuple(one) for one in told] == [("a", ""), ("b", "r")], "what a return settled stays so"
