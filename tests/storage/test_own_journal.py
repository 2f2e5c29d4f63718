"""What is on its way once more after the mall was put back: addresses, members, and who works here."""

from msgspec.structs import replace

from pos.domain.facts import Fact
from pos.domain.journal import make_entry
from pos.domain.people.staff import BadgeSet, PinSet, StaffAdded, StaffRemoved
from pos.domain.settled import FeedDismissed, FeedReleased, Thing
from pos.storage.judging import Judge
from pos.storage.outbox import SqlOutbox
from pos.storage.own_journal import SqlOwnJournal
from pos.till.feed import FeedPage, Staff, StaffChange
from pos.till.ports import Commit, Job
from tests.domain.bounds import BOUNDS
from tests.domain.products import NOW, product
from tests.storage.conftest import Rig

ADDED = StaffChange(
    "X1", name="새 직원", role="cashier", pin_verifier="first", pin_digits=6, demo_pin="", must_change=True, badge=""
)


def write(rig: Rig, change: StaffChange, *facts: Fact) -> None:
    rig.store.commit(Commit("B1", NOW, NOW.date(), facts, staff=change))


def person(rig: Rig, staff_id: str) -> Staff:
    return next(one for one in rig.shelf.staff() if one.id == staff_id)


def told_all(rig: Rig) -> None:
    """The mall confirms all of it, and takes every letter."""
    rig.outbox.acknowledged(99)
    for sent in rig.outbox.unsent_staff(most=99):
        rig.outbox.staff_sent(sent)
    assert rig.outbox.unsent_staff(most=99) == ()


def test_a_pin_that_is_over_does_not_come_back_with_an_old_mall(rig: Rig) -> None:
    own = SqlOwnJournal(rig.database, rig.store, till="1", public_key=rig.keys.public())
    write(rig, ADDED, StaffAdded("X1", "cashier"), PinSet("X1", "first"))
    write(rig, StaffChange("X1", pin_verifier="own", pin_digits=6, must_change=False), PinSet("X1", "own"))
    write(rig, StaffChange("C1", active=False, badge=""), StaffRemoved("C1"))
    write(rig, StaffChange("B1", badge="keyed"), BadgeSet("B1", has_one=True))
    told_all(rig)
    before = {name: person(rig, name) for name in ("X1", "C1", "B1")}
    assert own.went_back(2) == 99
    older = (replace(before["X1"], pin_verifier="first"), replace(before["C1"], active=True))
    rig.outbox.arrive(FeedPage(rig.outbox.cursor() + 1, staff=older))
    assert {name: person(rig, name) for name in before} == before
    assert rig.outbox.cursor() == 1, "the feed is read from its beginning"
    sent = rig.outbox.unsent_staff(most=99)
    assert sent == (), "not before the mall has the entries"
    rig.outbox.acknowledged(99)
    assert [one.change.id for one in rig.outbox.unsent_staff(most=99)] == ["X1", "X1", "X1", "C1", "B1"]


def test_a_mall_that_holds_as_much_went_nowhere(rig: Rig) -> None:
    own = SqlOwnJournal(rig.database, rig.store, till="1", public_key=rig.keys.public())
    rig.outbox.acknowledged(2)
    cursor = rig.outbox.cursor()
    assert (own.went_back(2), own.confirmed(), rig.outbox.cursor()) == (2, 2, cursor)


def test_what_an_old_copy_would_still_print_is_asked_about_first(rig: Rig) -> None:
    own = SqlOwnJournal(rig.database, rig.store, till="1", public_key=rig.keys.public())
    rig.store.commit(Commit("C1", NOW, NOW.date(), jobs=(Job("j1", "receipt", "s1"),)))
    assert own.set_behind(9, end=own.end())
    assert [(job.state, job.code) for job in rig.shelf.jobs()] == [("unknown", "till.stopped")]
    assert own.behind_until() == 9


def test_what_was_decided_about_the_feed_holds_again_where_it_still_waits(rig: Rig) -> None:
    own = SqlOwnJournal(rig.database, rig.store, till="1", public_key=rig.keys.public())
    outbox = SqlOutbox(rig.database, till="1", judge=Judge(BOUNDS, lambda: NOW))
    outbox.arrive(FeedPage(50, products=(product("ARIA", 1), product("BELLO", 2))))
    aria, bello = rig.shelf.held_changes()
    gone = Thing("products", "GONE", aria.digest)
    facts = (FeedReleased((aria.thing, gone), "ok"), FeedDismissed((replace(bello.thing, digest="other"),), "no"))
    for fact in facts:
        end = own.end()
        written = make_entry(
            fact,
            till="1",
            epoch=end.epoch,
            seq=end.seq + 1,
            at=rig.shelf.last_time(),
            day=NOW.date(),
            who="B1",
            previous=bytes.fromhex(end.hash),
        )
        own.take_back((replace(written, signature=rig.keys.signer().sign(written.hash)),))
    found = rig.shelf.product("ARIA")
    assert found is not None and found.prices[-1].won == 1
    assert [one.key for one in rig.shelf.held_changes()] == ["BELLO"], "another version is another decision"
    assert rig.verify().holds
