"""npm's receiptio, a client that is not ours, asks the emulated printer how it is and prints on it."""

import shutil
import subprocess
from pathlib import Path

import pytest

from pos.devices.emulators.printer import EmulatedPrinter, FaultKind

FOREIGN = Path(__file__).parents[2] / "foreign"

# It knows port 9100 only, and the emulator's port is the kernel's choice.
SCRIPT = """
const net = require('net');
const connect = net.connect;
net.connect = (port, host) => connect(Number(process.argv[1]), host);
const receiptio = require('receiptio');
receiptio.print(process.argv[3] || '', '-d 127.0.0.1 -p escpos -l ko -t 20 ' + process.argv[2]).then(said => {
    console.log(said);
    process.exit(0);
});
"""


def ask(emulator: EmulatedPrinter, option: str, receipt: str = "") -> str:
    """What receiptio says."""
    node = shutil.which("node")
    assert node, "installer/setup.sh test installs node"
    port = emulator.address.rpartition(":")[2]
    finished = subprocess.run(
        [node, "-e", SCRIPT, port, option, receipt],
        cwd=FOREIGN,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return finished.stdout.strip()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        (None, "online"),
        ("paper_low", "online"),
        ("paper_out", "paperempty"),
        ("cover_open", "coveropen"),
        ("error", "error"),
    ],
)
def test_the_printer_s_states(emulator: EmulatedPrinter, fault: FaultKind | None, said: str) -> None:
    if fault:
        emulator.set_fault(fault)
    assert ask(emulator, "-q printer") == said
    assert not emulator.failures


def test_the_drawer_s_states(emulator: EmulatedPrinter) -> None:
    assert ask(emulator, "-q drawer") == "drawerclosed"
    emulator.set_fault("drawer_open")
    assert ask(emulator, "-q drawer") == "draweropen"


def test_a_printer_that_is_gone() -> None:
    with EmulatedPrinter() as emulator:
        pass
    assert ask(emulator, "-q printer") == "disconnect"


@pytest.mark.parametrize(("fault", "said"), [("paper_out", "paperempty"), ("cover_open", "coveropen")])
def test_it_prints_nothing_in_a_state_that_forbids_it(emulator: EmulatedPrinter, fault: FaultKind, said: str) -> None:
    emulator.set_fault(fault)
    assert ask(emulator, "", "커피") == said
    assert not emulator.printed_lines


def test_it_prints(emulator: EmulatedPrinter) -> None:
    assert ask(emulator, "", "영수증\n커피 | 6,500") == "success"
    text = "".join(emulator.printed_lines)
    assert "영수증" in text
    assert "6,500" in text
