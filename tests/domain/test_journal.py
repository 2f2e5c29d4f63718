"""The chain: whatever is changed, taken out, swapped or put in shows."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.facts import Fact, SaleCompleted, ShiftOpened, SignedIn, decode_fact, encode_fact
from pos.domain.journal import START, Entry, entry_hash, find_break, make_entry, write_time
from tests.domain.products import NOW
from tests.domain.sales import a_sale


def a_chain() -> list[Entry]:
    chain: list[Entry] = []
    facts: tuple[Fact, ...] = (SignedIn(), ShiftOpened("s", 100_000), *(SaleCompleted(a_sale(n)) for n in (1, 2, 3)))
    for fact in facts:
        previous = chain[-1].hash if chain else START
        chain.append(
            make_entry(
                fact,
                till="1",
                epoch=1,
                seq=len(chain) + 1,
                at=write_time(NOW),
                day=NOW.date(),
                who="C1",
                previous=previous,
            )
        )
    return chain


CHAIN = a_chain()


def test_a_whole_chain_holds_from_any_place() -> None:
    assert find_break(CHAIN) is None
    assert find_break(CHAIN[2:], previous=CHAIN[1].hash, next_seq=3) is None


def test_facts_come_back_as_they_were() -> None:
    for entry in CHAIN:
        assert encode_fact(decode_fact(entry.payload)) == entry.payload
        assert type(decode_fact(entry.payload)).__name__ == entry.kind


@pytest.mark.parametrize("field", ["till", "epoch", "at", "day", "who", "kind", "payload", "previous", "hash"])
@pytest.mark.parametrize("place", [0, 2, 4])
def test_changing_anything_is_found_at_its_place(field: str, place: int) -> None:
    entry = CHAIN[place]
    old = getattr(entry, field)
    new = old + 1 if isinstance(old, int) else old[:-1] + (bytes([old[-1] ^ 1]) if isinstance(old, bytes) else "~")
    chain = [*CHAIN[:place], replace(entry, **{field: new}), *CHAIN[place + 1 :]]
    found = find_break(chain)
    assert found is not None and found.seq == place + 1


@given(st.integers(0, 10_000))
def test_somebody_who_can_recompute_one_hash_still_breaks_the_next(seed: int) -> None:
    chance = random.Random(seed)
    place = chance.randrange(len(CHAIN) - 1)
    at = chance.randrange(len(CHAIN[place].payload))
    payload = bytearray(CHAIN[place].payload)
    payload[at] ^= 1 << chance.randrange(8)
    forged = replace(CHAIN[place], payload=bytes(payload))
    forged = replace(forged, hash=entry_hash(forged))
    found = find_break([*CHAIN[:place], forged, *CHAIN[place + 1 :]])
    assert found is not None and (found.seq, found.how) == (place + 2, "previous")


def test_taking_out_swapping_and_repeating_are_gaps() -> None:
    for chain in ([*CHAIN[:2], *CHAIN[3:]], [CHAIN[1], CHAIN[0], *CHAIN[2:]], [*CHAIN[:3], *CHAIN[2:]]):
        found = find_break(chain)
        assert found is not None and found.how == "gap"


def test_text_cannot_shift_between_fields() -> None:
    one = replace(CHAIN[0], who="C1", kind="SignedIn")
    other = replace(CHAIN[0], who="C1S", kind="ignedIn")
    assert entry_hash(one) != entry_hash(other)


def test_each_entry_names_the_one_before() -> None:
    assert all(later.previous == earlier.hash for earlier, later in pairwise(CHAIN))


def test_time_that_runs_backwards_is_found() -> None:
    early = replace(CHAIN[1], at=write_time(NOW.replace(hour=9)), previous=CHAIN[0].hash)
    early = replace(early, hash=entry_hash(early))
    found = find_break([CHAIN[0], early])
    assert found is not None and (found.seq, found.how) == (2, "time")
