"""The guards of the tests themselves can fail: a guard that never says no guards nothing."""

import socket
import urllib.request
from pathlib import Path

import pytest

OUTSIDE = "192.0.2.1"  # reserved for documentation, so nobody is there


def test_a_connection_outwards_is_refused() -> None:
    with socket.socket() as sock, pytest.raises(RuntimeError, match="not loopback"):
        sock.connect((OUTSIDE, 80))


def test_a_datagram_outwards_is_refused() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as sock, pytest.raises(RuntimeError, match="not loopback"):
        sock.sendto(b"x", (OUTSIDE, 9))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match="not loopback"):
        socket.getaddrinfo("example.invalid", 80)


def test_a_library_is_held_too() -> None:
    with pytest.raises(RuntimeError, match="not loopback"):
        urllib.request.urlopen(f"http://{OUTSIDE}/")


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_open(host: str) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.create_connection((host, server.getsockname()[1])) as client,
    ):
        assert client.getpeername()[0] == "127.0.0.1"


def test_a_window_left_open_fails_its_test(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[2]))
    monkeypatch.syspath_prepend(str(Path(__file__).parents[2]))
    guards = (pytester.path.joinpath(__file__).parents[1] / "conftest.py").read_text(encoding="utf-8")
    pytester.makeconftest(guards)
    pytester.makepyfile(
        """
        from PySide6.QtWidgets import QLabel

        def test_leaves_one(qapp):
            global label
            label = QLabel("커피")
            label.show()

        def test_leaves_none(qtbot):
            label = QLabel("커피")
            qtbot.addWidget(label)
            label.show()
        """
    )
    result = pytester.runpytest_subprocess("-p", "no:randomly", "-p", "no:xdist")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*windows left open: *QLabel*"])
