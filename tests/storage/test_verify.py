"""The till's own check finds what was changed, by whom ever, and where."""

import random

import pytest
from msgspec.structs import replace

from pos.domain.journal import ShiftOpened, SignedIn, entry_hash
from pos.storage.journal import entries
from tests.storage.conftest import Rig


@pytest.fixture
def sold(rig: Rig) -> Rig:
    rig.commit(SignedIn(), ShiftOpened("shift-1", 100_000))
    for number in range(5):
        rig.sell(f"s{number}")
    return rig


def test_an_honest_till_verifies(sold: Rig) -> None:
    verdict = sold.verify()
    assert verdict.holds
    assert (verdict.entries, verdict.sales) == (7, 5)


def test_a_changed_amount_is_found_at_its_sale(sold: Rig) -> None:
    sold.tamper("UPDATE journal SET payload = CAST(replace(payload, '24400', '14400') AS BLOB) WHERE seq = 4")
    verdict = sold.verify()
    assert verdict.broken is not None and verdict.broken.seq == 4


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
    """Also by somebody who recomputes the hashes of everything after the change: a signature is missing then."""
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
    rig.tamper()
    with rig.database.outside_transaction() as connection:
        for entry in chain:
            connection.execute(
                "UPDATE journal SET payload = ?, previous = ?, hash = ? WHERE seq = ?",
                (entry.payload, entry.previous, entry.hash, entry.seq),
            )


def test_a_cut_off_end_shows_against_what_the_mall_has(sold: Rig) -> None:
    """A chain cannot know its own end; the mall's acknowledged place does."""
    sold.outbox.acknowledged(8)
    sold.tamper("DELETE FROM sale_line WHERE sale = 's4'", "DELETE FROM payment WHERE sale = 's4'")
    sold.tamper(
        "DROP TRIGGER sale_is_never_deleted", "DELETE FROM sale WHERE id = 's4'", "DELETE FROM journal WHERE seq = 7"
    )
    verdict = sold.verify()
    assert verdict.broken is not None and (verdict.broken.seq, verdict.broken.how) == (7, "gap")
