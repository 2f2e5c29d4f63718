"""The messages survive the wire, ignore what is newer, refuse what is out of bounds; what is signed is unmistakable."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.journal import Entry
from pos.sync.contract import (
    MOST_ENTRIES,
    Push,
    PushAnswer,
    TillName,
    answer_bytes,
    enrol_bytes,
    is_signed,
    request_bytes,
)

ENTRY = Entry("1", 1, 1, "2026-11-02T12:00:00.000+09:00", "2026-11-02", "C1", "SignedIn", b"{}", b"p", b"h", b"s")
texts = st.text(max_size=8)


@given(st.binary(max_size=300), st.binary(max_size=64))
def test_entries_travel_to_the_byte(payload: bytes, signature: bytes) -> None:
    push = Push(1, 1, (msgspec.structs.replace(ENTRY, payload=payload, signature=signature),))
    assert msgspec.json.decode(msgspec.json.encode(push), type=Push) == push


def test_a_field_of_a_newer_end_is_ignored() -> None:
    assert msgspec.json.decode(b'{"epoch":1,"first":1,"entries":[],"colour":"red"}', type=Push) == Push(1, 1)


@pytest.mark.parametrize(
    "body",
    [
        b'{"epoch":0,"first":1}',
        b'{"epoch":2147483648,"first":1}',
        b'{"epoch":1,"first":0}',
        b'{"epoch":1,"first":9007199254740993}',
        b'{"epoch":1,"first":1.5}',
        b'{"epoch":1}',
        msgspec.json.encode(Push(1, 1, (ENTRY,) * (MOST_ENTRIES + 1))),
    ],
)
def test_what_is_out_of_bounds_is_no_push(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Push)


def test_an_answer_has_a_whole_hash() -> None:
    short = msgspec.json.encode(PushAnswer(1, 1, b"short", b""))
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(short, type=PushAnswer)


@given(st.lists(texts, min_size=5, max_size=5), st.lists(texts, min_size=5, max_size=5))
def test_two_requests_never_look_the_same_to_a_signature(one: list[str], other: list[str]) -> None:
    def told(parts: list[str]) -> bytes:
        name = TillName(parts[0], parts[1])
        return request_bytes(name, method=parts[2], target=parts[3], at=parts[4], body=b"")

    assert (told(one) == told(other)) == (one == other)


def test_what_is_signed_for_one_purpose_serves_no_other() -> None:
    name = TillName("SEL01", "1")
    told = {
        enrol_bytes("SEL01", b"1"),
        answer_bytes(name, epoch=1, next_seq=1, head=b""),
        request_bytes(name, method="1", target="1", at="", body=b""),
    }
    assert len(told) == 3
    assert len({one.split(b":")[1][:8] for one in told}) == 3


def test_a_signature_is_checked_and_never_raises() -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    assert is_signed(b"x", signature=key.sign(b"x"), public_key=public)
    assert not is_signed(b"y", signature=key.sign(b"x"), public_key=public)
    assert not is_signed(b"x", signature=b"", public_key=public)
    assert not is_signed(b"x", signature=key.sign(b"x"), public_key=b"short")
