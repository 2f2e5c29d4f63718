"""A scanner on a pseudo-terminal: read, unplugged, found again."""

import queue
from collections.abc import Iterator

import pytest

from pos.devices.emulators.scanner import EmulatedSerialScanner
from pos.devices.scanner.decode import Reading, Scanned, Unreadable
from pos.devices.scanner.serial_port import PortState, SerialScanner, find_port
from pos.domain.errors import Unavailable


class Bench:
    """A scanner, its reader, and what came of both."""

    def __init__(self, suffix: bytes = b"\r") -> None:
        self.scanner = EmulatedSerialScanner(suffix=suffix)
        self.address = self.scanner.plug_in()
        self.readings: queue.Queue[Reading] = queue.Queue()
        self.states: queue.Queue[PortState] = queue.Queue()
        self.reader = SerialScanner(
            self.address, on_reading=self.readings.put, on_state=self.states.put, search_seconds=0.05
        )
        self.reader.start()
        assert self.states.get(timeout=5) == "connected"

    def close(self) -> None:
        """End both."""
        self.reader.stop()
        self.scanner.unplug()


@pytest.fixture
def bench() -> Iterator[Bench]:
    """A bench with a scanner that ends codes with CR."""
    bench = Bench()
    yield bench
    bench.close()


def test_codes_arrive_in_order_and_none_is_dropped(bench: Bench) -> None:
    wanted = [f"88012345678{number % 3:02d}" for number in range(50)]
    for code in wanted:
        bench.scanner.scan(code, aim="]E0")
    assert [bench.readings.get(timeout=5) for _ in wanted] == [Scanned(code, "]E0") for code in wanted]
    assert bench.reader.received == 50


def test_a_scanner_without_a_suffix_ends_a_code_by_falling_silent() -> None:
    bench = Bench(suffix=b"")
    bench.scanner.scan("M-0001")
    assert bench.readings.get(timeout=5) == Scanned("M-0001")
    bench.close()


def test_garbage_is_told(bench: Bench) -> None:
    bench.scanner.send(b"\xff\xfe\r")
    assert bench.readings.get(timeout=5) == Unreadable("scan.garbage")


def test_unplugging_is_told_and_does_not_end_the_reader(bench: Bench) -> None:
    bench.scanner.unplug()
    assert bench.states.get(timeout=5) == "missing"


def test_only_one_may_read_a_port(bench: Bench) -> None:
    states: queue.Queue[PortState] = queue.Queue()
    second = SerialScanner(bench.address, on_reading=lambda _: None, on_state=states.put)
    second.start()
    assert states.get(timeout=5) == "busy"
    second.stop()


@pytest.mark.parametrize("address", ["", "usb:", "usb:zz:11", "usb:1a86", "tcp://127.0.0.1:1", "serial://"])
def test_an_address_that_is_none(address: str) -> None:
    with pytest.raises(Unavailable, match=r"scanner\.address"):
        find_port(address)


def test_a_device_that_is_not_plugged_in() -> None:
    assert find_port("usb:fffe:fffe:NONE") is None
    states: queue.Queue[PortState] = queue.Queue()
    reader = SerialScanner("usb:fffe:fffe", on_reading=lambda _: None, on_state=states.put)
    reader.start()
    assert states.get(timeout=5) == "missing"
    reader.stop()
