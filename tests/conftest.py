"""The guards every test runs under: no network but loopback, and no window left open."""

import gc
import ipaddress
import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.one_cache import share_what_is_compiled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

gc.disable()  # collecting the tests makes much that stays; what each test leaves is taken out after it
# Windows are drawn into memory, unless somebody wants to watch.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# pytest takes plugins from the outermost conftest only: these are the steps of the terms as scenarios.
pytest_plugins = [
    "tests.terms.steps.given",
    "tests.terms.steps.given_benefits",
    "tests.terms.steps.selling",
    "tests.terms.steps.benefits",
    "tests.terms.steps.apart",
    "tests.terms.steps.delivering",
    "tests.terms.steps.paying",
    "tests.terms.steps.closing",
    "tests.terms.steps.doubt",
    "tests.terms.steps.returning",
    "tests.terms.steps.refunding",
    "tests.terms.steps.tax",
    "tests.terms.steps.mall",
    "tests.terms.steps.people",
    "tests.terms.steps.privacy",
]

_ADDRESSED = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_NAMED = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
MUCH_RUBBISH = 20_000
_NO_HOST = {None, "", "localhost"}


def _is_loopback(host: object) -> bool:
    name = host.decode() if isinstance(host, bytes) else host
    if name in _NO_HOST:
        return True
    try:
        return ipaddress.ip_address(str(name)).is_loopback
    except ValueError:
        return False


def _keep_to_loopback(event: str, facts: tuple[object, ...]) -> None:
    if event in _ADDRESSED:
        address = facts[1]
        outward = isinstance(address, tuple) and not _is_loopback(address[0])
    elif event in _NAMED:
        outward = not _is_loopback(facts[0])
    else:
        return
    if outward:
        # Not an OSError: the code under test turns those into words, and the test would pass.
        raise RuntimeError(f"{event}, which is not loopback: {facts[0] if event in _NAMED else facts[1]}")


def pytest_configure() -> None:
    # An audit hook sees every library's sockets, and nothing can put it aside by patching.
    sys.addaudithook(_keep_to_loopback)
    share_what_is_compiled()


def pytest_collection_finish() -> None:
    """What was collected stays to the end: looking through it for rubbish each time took longer than many tests."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def rubbish_is_taken_out_between_tests() -> Iterator[None]:
    """Windows of one test are not taken apart in the middle of another, but between them."""
    gc.disable()  # a test may have switched it on
    yield
    if gc.get_count()[0] > MUCH_RUBBISH:
        gc.collect()


@pytest.fixture(autouse=True)
def no_window_left_open() -> Iterator[None]:
    """Fails a test after which a window it opened is still on the screen, and destroys every window it made.

    Those that were never shown too: whoever changes the style pays for each that is left.
    """
    before = set(map(id, _windows()))
    yield
    left = [window for window in _windows() if id(window) not in before]
    names = [f"{type(window).__name__} {window.objectName()!r}" for window in left if window.isVisible()]
    for window in left:
        window.close()
        window.deleteLater()
    if left:
        from PySide6.QtCore import QCoreApplication, QEvent

        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # no loop runs here that would do it
    assert not names, f"windows left open: {names}"


def _windows() -> "list[QWidget]":
    """All windows, seen or not; none where the test never touched Qt, which is not imported for this."""
    qt = sys.modules.get("PySide6.QtWidgets")
    if qt is None or qt.QApplication.instance() is None:
        return []
    return list(qt.QApplication.topLevelWidgets())
