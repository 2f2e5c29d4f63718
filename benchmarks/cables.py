"""Two places with a cable between them that can be pulled: network namespaces, or where none can be made, a proxy.

In a namespace it is the kernel that loses the packets: nothing is told to either end, as with a real cable.
"""

from __future__ import annotations

import ctypes
import os
import secrets
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

_CLONE_NEWNET = 0x40000000
_NAMED = Path("/run/netns")
_MOST_LOOKS = 500
_MALL, _TILL, _BITS = "10.77.0.1", "10.77.0.2", 30


class Cable(Protocol):
    """What lies between a mall and a till."""

    kind: str
    host: str
    """Where the mall is to listen."""

    def at_mall(self) -> AbstractContextManager[None]:
        """Within it, what is begun stands at the mall's end."""

    def at_till(self) -> AbstractContextManager[None]:
        """Within it, what is begun stands at the till's end."""

    def reach(self, port: int) -> int:
        """The port by which the till finds what listens on `port` at the mall."""

    def pull(self) -> None:
        """Nothing goes through any more, and nobody is told."""

    def plug(self) -> None:
        """It is whole again; what was lost stays lost."""

    def close(self) -> None:
        """Leave nothing behind."""


def lay() -> Cable:
    """A cable as real as this machine allows."""
    if not can_make_rooms():
        return ProxyCable()
    return NamespaceCable()


def can_make_rooms() -> bool:
    """Whether this process may make network namespaces."""
    if not shutil.which("ip") or os.geteuid() != 0:
        return False
    name = f"pos-try-{secrets.token_hex(3)}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, check=False)
    if made.returncode == 0:
        _ip("netns", "del", name)
    return made.returncode == 0


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


class NamespaceCable:
    """Two namespaces, a pair of virtual network cards between them. Mutable: pulled and plugged."""

    kind, host = "namespaces", _MALL

    def __init__(self) -> None:
        mark = secrets.token_hex(3)
        self._mall, self._till = f"pos-mall-{mark}", f"pos-till-{mark}"
        self._cards = f"pm{mark}", f"pt{mark}"
        try:
            for room in (self._mall, self._till):
                _ip("netns", "add", room)
                _ip("-n", room, "link", "set", "lo", "up")
            mall_card, till_card = self._cards
            peer = ("peer", "name", till_card, "netns", self._till)
            _ip("link", "add", mall_card, "netns", self._mall, "type", "veth", *peer)
            for room, card, address in ((self._mall, mall_card, _MALL), (self._till, till_card, _TILL)):
                _ip("-n", room, "address", "add", f"{address}/{_BITS}", "dev", card)
                _ip("-n", room, "link", "set", card, "up")
        except BaseException:
            self.close()
            raise

    @contextmanager
    def at_mall(self) -> Iterator[None]:
        """See `Cable`."""
        with _within(self._mall):
            yield

    @contextmanager
    def at_till(self) -> Iterator[None]:
        """See `Cable`."""
        with _within(self._till):
            yield

    def reach(self, port: int) -> int:
        """See `Cable`."""
        return port

    def pull(self) -> None:
        """See `Cable`: the mall's card goes down, so that the till's loses its carrier and keeps its address."""
        _ip("-n", self._mall, "link", "set", self._cards[0], "down")

    def plug(self) -> None:
        """See `Cable`; returns once the till's card has its carrier again, as the lamp beside a real socket says."""
        _ip("-n", self._mall, "link", "set", self._cards[0], "up")
        for _ in range(_MOST_LOOKS):
            told = subprocess.run(
                ["ip", "-n", self._till, "link", "show", self._cards[1]], check=True, capture_output=True, text=True
            )
            if "LOWER_UP" in told.stdout and "state UP" in told.stdout:
                return
            time.sleep(0.02)

    def close(self) -> None:
        """See `Cable`; the cards go with their namespaces."""
        for room in (self._mall, self._till):
            with suppress(subprocess.CalledProcessError):
                _ip("netns", "del", room)


@contextmanager
def _within(room: str) -> Iterator[None]:
    """This thread, and those that it starts, in a namespace."""
    before = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    there = os.open(_NAMED / room, os.O_RDONLY)
    try:
        _enter(there)
        yield
    finally:
        _enter(before)
        os.close(there)
        os.close(before)


def _enter(namespace: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.setns(namespace, _CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


class ProxyCable:
    """Bytes handed on from one socket to another until it is pulled: then they are taken and go nowhere.

    Whoever comes meanwhile is let in and never answered, and what was open stays dead. Mutable.
    """

    kind, host = "proxy", "127.0.0.1"

    def __init__(self) -> None:
        self._listening = socket.create_server((self.host, 0))
        self._is_whole, self._open, self._target = True, list[socket.socket](), 0
        self._threads = [threading.Thread(target=self._accept, name="cable", daemon=True)]
        self._threads[0].start()

    @contextmanager
    def at_mall(self) -> Iterator[None]:
        """See `Cable`."""
        yield

    @contextmanager
    def at_till(self) -> Iterator[None]:
        """See `Cable`."""
        yield

    def reach(self, port: int) -> int:
        """See `Cable`."""
        self._target = port
        return int(self._listening.getsockname()[1])

    def pull(self) -> None:
        """See `Cable`."""
        self._is_whole = False

    def plug(self) -> None:
        """See `Cable`."""
        self.hang_up()
        self._is_whole = True

    def hang_up(self) -> None:
        """End every connection that is open."""
        for one in self._open:
            _hang_up(one)

    def close(self) -> None:
        """See `Cable`."""
        _hang_up(self._listening)
        for one in self._open:
            _hang_up(one)
        for thread in self._threads:
            thread.join()
        for one in (self._listening, *self._open):
            one.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(near)
            if not self._is_whole:
                continue
            far = socket.create_connection((self.host, self._target))
            self._open.append(far)
            for source, target in ((near, far), (far, near)):
                thread = threading.Thread(target=self._carry, args=(source, target), daemon=True)
                self._threads.append(thread)
                thread.start()

    def _carry(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65_536):
                if self._is_whole:
                    target.sendall(part)
            if self._is_whole:
                target.shutdown(socket.SHUT_WR)


def _hang_up(one: socket.socket) -> None:
    with suppress(OSError):
        one.shutdown(socket.SHUT_RDWR)
