"""The till's own check finds what was changed, by whom ever, and where."""

import random
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.domain.back.returns import Clawback, Part, ReturnLine
from pos.domain.basket import Basket
from pos.domain.errors import Unavailable
from pos.domain.facts import (
    EpochOpened,
    Fact,
    ReturnCompleted,
    SaleCompleted,
    SignedIn,
)
from pos.domain.journal import START, Break, entry_hash, make_entry, write_time
from pos.storage import tables
from pos.storage.engine import Database
from pos.storage.journal import entries
from pos.storage.keys import fresh
from pos.storage.schema import bring_up
from pos.storage.verify import verify
from pos.till.ports import Commit, Draft
from tests.domain.products import NOW
from tests.storage.conftest import Rig, sale_of
from tests.storage.given_back import back, line

Patch = pytest.MonkeyPatch
PAGE = 2_048
EVERYTHING = (*(table.name for table in reversed(tables.VIEWS)), "journal")


def test_an_honest_till_verifies(sold: Rig) -> None:
    verdict = sold.verify()
    assert verdict.holds
    assert (verdict.entries, verdict.sales) == (8, 5)


def test_a_changed_amount_is_found_at_its_sale(sold: Rig) -> None:
    sold.tamper("UPDATE journal SET payload = CAST(replace(payload, '24400', '14400') AS BLOB) WHERE seq = 5")
    verdict = sold.verify()
    assert verdict.broken is not None and verdict.broken.seq == 5


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE sale SET total = total - 10000 WHERE number = 2", "sale"),
        ("UPDATE payment SET amount = 1 WHERE position = 3", "payment"),
        ("UPDATE sale_line SET quantity = 9 WHERE sale = 's1'", "sale_line"),
        ("DELETE FROM payment WHERE sale = 's4' AND position = 3", "payment"),
        ("UPDATE shift SET float_won = 0", "shift"),
    ],
)
def test_a_changed_view_is_found(sold: Rig, statement: str, table: str) -> None:
    sold.tamper(statement)
    assert sold.verify().differing == (table,)


def test_random_changes_are_all_found(sold: Rig) -> None:
    """Also by somebody who recomputes the hashes of everything after the change: the signatures do not fit then."""
    chance = random.Random(20261102)
    for _ in range(60):
        with sold.database.read() as connection:
            chain = entries(connection, "1", "1")
        place = chance.randrange(len(chain))
        payload = bytearray(chain[place].payload)
        payload[chance.randrange(len(payload))] ^= 1 << chance.randrange(8)
        forged, previous = [], chain[place].previous
        for entry in [replace(chain[place], payload=bytes(payload)), *chain[place + 1 :]]:
            entry = replace(entry, previous=previous)
            previous = entry_hash(entry)
            forged.append(replace(entry, hash=previous))
        _write(sold, forged)
        verdict = sold.verify()
        assert verdict.broken is not None and verdict.broken.seq >= place + 1
        _write(sold, chain)
        assert sold.verify().holds


def _write(rig: Rig, chain: list) -> None:  # type: ignore[type-arg]  # of entries
    written = "UPDATE journal SET payload = x'{}', previous = x'{}', hash = x'{}', signature = x'{}' WHERE seq = {}"
    rig.tamper(
        *(
            written.format(
                entry.payload.hex(), entry.previous.hex(), entry.hash.hex(), entry.signature.hex(), entry.seq
            )
            for entry in chain
        )
    )


def test_a_cut_off_end_shows_against_what_the_mall_has(sold: Rig) -> None:
    """A chain cannot know its own end; the mall's acknowledged place does."""
    sold.outbox.acknowledged(9)
    sold.tamper("DELETE FROM sale_line WHERE sale = 's4'", "DELETE FROM payment WHERE sale = 's4'")
    sold.tamper("DELETE FROM sale WHERE id = 's4'", "DELETE FROM journal WHERE seq = 8")
    verdict = sold.verify()
    assert verdict.broken is not None and (verdict.broken.seq, verdict.broken.how) == (8, "gap")


def broken(rig: Rig) -> tuple[int, str] | None:
    found = rig.verify().broken
    return None if found is None else (found.seq, found.how)


def test_an_empty_journal_does_not_hold(tmp_path: Path) -> None:
    keys = fresh()
    database = Database(tmp_path / "till.db", keys.database)
    bring_up(database)
    verdict = verify(database, till="1", public_key=keys.public())
    assert (verdict.broken, verdict.holds) == (Break(1, "gap"), False)
    database.close()


def test_a_journal_emptied_with_its_views_does_not_hold(sold: Rig) -> None:
    sold.tamper(*(f"DELETE FROM {table}" for table in EVERYTHING))
    assert broken(sold) == (1, "gap")


def begin_anew(rig: Rig, fact: Fact, key: Ed25519PrivateKey, *, kind: str = "") -> None:
    """Write a journal of one entry, chained and signed, over the one that is there."""
    at, day = write_time(NOW), NOW.date()
    entry = make_entry(fact, till="1", epoch=1, seq=1, at=at, day=day, who="till", previous=START)
    entry = replace(entry, kind=kind or entry.kind)
    entry = replace(entry, hash=entry_hash(entry))
    rig.tamper(*(f"DELETE FROM {table}" for table in EVERYTHING))
    with rig.database.outside_transaction() as connection:
        values = (1, 1, at, entry.day, "till", entry.kind, entry.payload, START, entry.hash, key.sign(entry.hash))
        connection.execute(f"INSERT INTO journal VALUES ({', '.join('?' * len(values))})", values)


def test_the_first_entry_opens_the_journal_with_the_tills_own_key(sold: Rig) -> None:
    ours, theirs = sold.keys.signer(), fresh().signer()
    opened = EpochOpened("SEL01", "enrolled", sold.keys.public().hex())
    begin_anew(sold, opened, ours)
    assert broken(sold) is None
    begin_anew(sold, opened, ours, kind="SignedIn")
    assert broken(sold) == (1, "payload")
    begin_anew(sold, SignedIn(), ours)
    assert broken(sold) == (1, "payload")
    begin_anew(sold, opened, theirs)
    assert broken(sold) == (1, "signature")
    begin_anew(sold, replace(opened, public_key=theirs.public_key().public_bytes_raw().hex()), ours)
    assert broken(sold) == (1, "signature")


def test_the_newest_entry_is_signed_whatever_its_kind(sold: Rig) -> None:
    sold.commit(SignedIn())
    assert sold.verify().holds
    sold.tamper("UPDATE journal SET signature = x'' WHERE seq = 9")
    assert broken(sold) == (9, "signature")


def test_any_signature_that_is_there_is_checked(sold: Rig) -> None:
    sold.tamper("UPDATE journal SET signature = zeroblob(64) WHERE seq = 2")
    assert broken(sold) == (2, "signature")


def test_a_forged_end_without_the_tills_key_is_found(sold: Rig) -> None:
    """Entries that move no money, rewritten after the last signed one by somebody who has the file and its key."""
    sold.commit(SignedIn(), SignedIn(), SignedIn())
    with sold.database.read() as connection:
        middle, last = entries(connection, "1", "seq IN (10, 11)")
    middle = replace(middle, who="C9")
    middle = replace(middle, hash=entry_hash(middle))
    last = replace(last, previous=middle.hash)
    last = replace(last, hash=entry_hash(last))
    _write(sold, [last])
    sold.tamper(f"UPDATE journal SET who = 'C9', hash = x'{middle.hash.hex()}' WHERE seq = 10")
    assert broken(sold) == (11, "signature")
    sold.tamper("UPDATE journal SET signature = x'' WHERE seq = 11")
    assert broken(sold) == (11, "signature")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET payload = 'text' WHERE seq = 4",
        "UPDATE journal SET signature = 'text' WHERE seq = 4",
        "UPDATE journal SET hash = 'text' WHERE seq = 4",
        "UPDATE journal SET at = x'00' WHERE seq = 4",
        "UPDATE journal SET kind = 'SignedOut' WHERE seq = 4",
        "UPDATE journal SET seq = 'text' WHERE seq = 4",
        "UPDATE journal SET seq = 9000 WHERE seq = 8",
        "UPDATE journal SET seq = 'text' WHERE seq = 8",
        "UPDATE journal SET epoch = 2 WHERE seq = 8",
    ],
)
def test_what_no_till_would_write_is_found_and_stops_nothing(sold: Rig, statement: str) -> None:
    sold.tamper(statement)
    assert not sold.verify().holds and sold.verify().broken is not None


def test_a_hole_as_long_as_a_batch_is_found(sold: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos.storage.verify._BATCH", 2)
    assert sold.verify().holds
    sold.tamper("DELETE FROM journal WHERE seq BETWEEN 3 AND 7")
    assert broken(sold) == (3, "gap")


def test_guards_that_were_taken_out_or_weakened_are_missed(sold: Rig) -> None:
    with sold.database.outside_transaction() as connection:
        connection.execute("DROP TRIGGER journal_is_never_deleted")
    assert sold.verify().faults == ("journal.unguarded",)
    with sold.database.outside_transaction() as connection:
        connection.execute("CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal BEGIN SELECT 1; END")
    assert sold.verify().faults == ("journal.unguarded",)
    assert not sold.verify().holds


def test_a_receipt_number_that_is_missing_is_found(sold: Rig) -> None:
    sold.commit(SaleCompleted(replace(sale_of("later"), number=9)))
    assert sold.verify().faults == ("journal.numbers",)


def test_a_sale_that_was_not_paid_is_found(sold: Rig) -> None:
    sale = sale_of("cheap")
    sold.commit(SaleCompleted(replace(sale, payments=sale.payments[:1])))
    assert sold.verify().faults == ("journal.payments",)


def test_a_refund_number_that_is_missing_is_found(sold: Rig) -> None:
    sold.commit(ReturnCompleted(back("r", sale_of("s1"), number=2)))
    assert sold.verify().faults == ("journal.refund_numbers",)


@pytest.mark.parametrize(
    "wrong",
    [{"parts": ()}, {"refund": 7_000}, {"clawback": (Clawback("b", "s", 200),)}, {"unpaid": 1, "refund": 7_201}],
)
def test_a_refund_that_is_not_what_came_back_is_found(sold: Rig, wrong: dict[str, Any]) -> None:
    told = {"refund": 7_200, "parts": (Part("r-1", "p1", "cash", 7_200),), "unpaid": 0, **wrong}
    sold.commit(ReturnCompleted(back("r", sale_of("s1"), **told)))
    assert sold.verify().faults == ("journal.refunds",)


def test_credit_for_other_goods_and_what_could_not_be_taken_back_add_up(sold: Rig) -> None:
    credit = (Part("r-2", "p2", "card", 7_000),)
    sold.commit(ReturnCompleted(back("r", sale_of("s1"), parts=(Part("r-1", "p1", "cash", 200),), credit=credit)))
    sold.commit(ReturnCompleted(back("q", sale_of("s2"), clawback=(Clawback("b", "s", 9_000),))))
    given = {"clawback": (Clawback("b", "s", -9_000),), "refund": 14_400, "unpaid": -1_800}
    sold.commit(ReturnCompleted(back("p", sale_of("s2"), parts=(Part("p-1", "p1", "cash", 14_400),), **given)))
    assert sold.verify().holds


@pytest.mark.parametrize("more", [(line(1, 2, 0), line(1, 1, 0)), (line(9, 1, 0),), (line(1, 1, 24_401),)])
def test_more_of_a_sale_than_it_had_is_found(sold: Rig, more: tuple[ReturnLine, ...], monkeypatch: Patch) -> None:
    """The store refuses it; a program that did not would be found out."""
    monkeypatch.setattr("pos.storage.store.refuse_what_is_done", lambda cursor, facts: None)
    for number, one in enumerate(more):
        sold.commit(ReturnCompleted(back(f"r{number}", sale_of("s1"), one)))
    assert sold.verify().faults == ("journal.returns",)


def test_a_basket_that_was_sold_and_is_open_is_found(sold: Rig) -> None:
    sold.store.commit(Commit("C1", NOW, NOW.date(), save=Draft(Basket("s1", NOW, NOW))))
    assert sold.verify().faults == ("journal.draft",)


def test_a_damaged_page_is_a_finding_wherever_it_lies(sold: Rig) -> None:
    """But for the first pages, which say how to read the others: without them the file does not open."""
    sold.database.checkpoint()
    sold.database.close()
    whole = sold.path.read_bytes()
    for page in range(len(whole) // PAGE):
        damaged = bytearray(whole)
        damaged[page * PAGE + PAGE // 2] ^= 1
        sold.path.write_bytes(damaged)
        sold.database.reopen()
        if page:
            assert sold.verify().broken_file, page
        else:
            with pytest.raises(Unavailable, match=r"key\.wrong"):
                sold.verify()
        sold.database.close()
    sold.path.write_bytes(whole)
    assert sold.verify().holds
