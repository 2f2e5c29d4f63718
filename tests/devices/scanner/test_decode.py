"""Bytes of a serial scanner to codes, with silence, GS1 and garbage."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos.devices.scanner.decode import (
    MOST_CHARACTERS,
    SILENCE_MS,
    FrameReader,
    Scanned,
    Unreadable,
    read_code,
)


@pytest.mark.parametrize(
    ("frame", "reading"),
    [
        (b"8801234567893", Scanned("8801234567893")),
        (b"]E08801234567893", Scanned("8801234567893", "]E0")),
        (b"]C1010880123456789310LOT1\x1d21S9", Scanned("8801234567893", "]C1", batch="LOT1", serial="S9")),
        (b"]d20118801234567890" + b"17260131", Scanned("18801234567890", "]d2", expires="260131")),
        (b"]Q1M-000123", Scanned("M-000123", "]Q1")),
        (b"]C0ABC/1.2", Scanned("ABC/1.2", "]C0")),
        (b"]C1not gs1 at all", Scanned("not gs1 at all", "]C1")),
        ("회원-1".encode(), Scanned("회원-1")),
        (b"0108801234567893", Scanned("0108801234567893")),  # without an AIM id it is our own code first
        (b"]]]", Scanned("]]]")),
        (b"", None),
        (b"  ", None),
        (b"\xff\xfe\x00", Unreadable("scan.garbage")),
        (b"12\x0734", Unreadable("scan.garbage")),
        (b"12\x1d34", Unreadable("scan.garbage")),
        (b"9" * (MOST_CHARACTERS + 1), Unreadable("scan.too_long")),
    ],
)
def test_a_frame(frame: bytes, reading: Scanned | Unreadable | None) -> None:
    assert read_code(frame) == reading


@settings(deadline=None)
@given(st.binary(max_size=80))
def test_any_frame_is_read_or_refused(frame: bytes) -> None:
    reading = read_code(frame)
    if isinstance(reading, Scanned):
        assert reading.code.isprintable()


@settings(deadline=None)
@given(st.binary(max_size=30).map(lambda rest: b"]C1" + rest))
def test_any_frame_with_an_aim_id_is_read_or_refused(frame: bytes) -> None:
    read_code(frame)


def test_codes_end_at_line_ends_however_the_bytes_arrive() -> None:
    frames = FrameReader()
    readings = []
    for at, byte in enumerate(b"111\r\n222\r333\n"):
        readings += frames.feed(bytes((byte,)), at)
    assert readings == [Scanned("111"), Scanned("222"), Scanned("333")]


def test_silence_ends_a_code() -> None:
    frames = FrameReader()
    assert frames.feed(b"12", 0) == []
    assert frames.feed(b"34", SILENCE_MS - 1) == []
    assert frames.tick(2 * SILENCE_MS - 2) == []
    assert frames.tick(2 * SILENCE_MS - 1) == [Scanned("1234")]
    assert frames.tick(10_000) == []


def test_silence_is_noticed_with_the_next_byte_too() -> None:
    frames = FrameReader()
    frames.feed(b"12", 0)
    assert frames.feed(b"34\r", SILENCE_MS) == [Scanned("12"), Scanned("34")]


def test_a_frame_without_end_is_refused_once_and_costs_no_memory() -> None:
    frames = FrameReader()
    for at in range(1_000):
        assert frames.feed(b"9" * 100, at) == []
    assert frames.feed(b"\r8\r", 1_001) == [Unreadable("scan.too_long"), Scanned("8")]


def test_fifty_codes_a_second_are_fifty_codes() -> None:
    frames = FrameReader()
    codes = [Scanned(f"{number % 3:013d}") for number in range(50)]  # equal ones among them
    readings = []
    for place, code in enumerate(codes):
        readings += frames.feed(code.code.encode() + b"\r", place * 20)
    assert readings == codes
