"""Every byte of an answer damaged, missing, or the last before the line breaks: never a second charge, no exception."""

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.devices.terminal.tl3600.opening import open_tl3600
from tests.devices.terminal.tl3600_bench import CALM, Bench, bench, card

pytestmark = pytest.mark.xdist_group("tl3600_faults")  # a group is begun first: these wait long, at the end alone

ANSWER = 35 + 157 + 2
QUICK = replace(CALM, gap=0.02)
"""Only what broke off is found out by waiting, and that soon."""

Tamper = Callable[[bytes, int], bytes]


def cut(at: int) -> Tamper:
    """The first time only `at` bytes arrive."""
    return lambda frame, sent: frame[:at] if sent == 0 else frame


def flip(at: int, bits: int) -> Tamper:
    """The first time a byte arrives damaged."""
    return lambda frame, sent: frame if sent else frame[:at] + bytes([frame[at] ^ bits]) + frame[at + 1 :]


def always(tamper: Tamper) -> Tamper:
    """Each time, and not only the first."""
    return lambda frame, _: tamper(frame, 0)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bench]:
    """A bench on TCP, with a driver that waits for little, and a disk that is not waited for a thousand times."""
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with bench(tmp_path) as one:
        one.restart(QUICK)
        yield one


def each_once(desk: Bench, tampers: Iterator[Tamper]) -> None:
    """One charge for each damage: it is approved, since the terminal sends its answer again."""
    for number, tamper in enumerate(tampers):
        desk.emulator.tamper = tamper
        answer = desk.driver.charge(card(f"a{number}"))
        assert answer.outcome == "approved", (number, answer)
        assert len(desk.emulator.charged) == number + 1


def test_an_answer_cut_anywhere_comes_again(desk: Bench) -> None:
    each_once(desk, (cut(at) for at in range(1, ANSWER)))


def test_an_answer_damaged_anywhere_comes_again(desk: Bench) -> None:
    each_once(desk, (flip(at, (0x01, 0xFF, 0x10)[at % 3]) for at in range(ANSWER)))


def test_an_answer_that_never_comes_whole_is_unknown_and_found_out(desk: Bench) -> None:
    numbers = count()
    for at in (0, 1, 16, 17, 30, 31, 32, 33, 34, 35, 36, 57, 85, 190, 192, 193):
        for tamper in (cut(max(at, 1)), flip(at, 0x01), flip(at, 0x80)):
            number = next(numbers)
            desk.emulator.tamper = always(tamper)
            answer = desk.driver.charge(card(f"a{number}"))
            assert answer.outcome == "unknown", (at, answer)
            desk.emulator.tamper = None
            assert desk.driver.enquire(card(f"a{number}")).outcome == "approved"
            assert len(desk.emulator.charged) == number + 1


def test_a_line_that_breaks_anywhere_in_the_answer_leaves_it_unknown_and_found_out(desk: Bench) -> None:
    emulator = desk.emulator

    def put_and_break(at: int) -> Tamper:
        def tamper(frame: bytes, sent: int) -> bytes:
            emulator._put(frame[:at])
            emulator._let_go(is_cut=True)
            emulator._unacknowledged = None
            return b""

        return tamper

    for at in range(ANSWER):
        emulator.tamper = put_and_break(at)
        assert desk.driver.charge(card(f"a{at}")).outcome == "unknown", at
        emulator.tamper = None
        driver = open_tl3600(emulator.address, notes=desk.notes, clock=desk.clock, deadlines=CALM)
        assert driver.enquire(card(f"a{at}")).outcome == "approved"
        desk.driver = driver
        assert len(emulator.charged) == at + 1


@pytest.mark.parametrize("position", ["before", "after"])
def test_whatever_byte_stands_beside_an_answer_changes_nothing(desk: Bench, position: str) -> None:
    """But the beginning of a frame before it: that swallows the first, and it comes again."""
    bytes_ = [
        bytes([value]) for value in (0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x15, 0x20, 0x30, 0x62, 0x7F, 0xFF)
    ]

    def beside(byte: bytes) -> Tamper:
        return lambda frame, sent: frame if sent else byte + frame if position == "before" else frame + byte

    each_once(desk, (beside(byte) for byte in bytes_))
