"""The printer's end of a cable, TCP or pseudo-terminal, for the emulator; it carries bytes and breaks when told to."""

from __future__ import annotations

import contextlib
import os
import select
import socket
import struct
from typing import Protocol


class Link(Protocol):
    """One connection of a client."""

    def receive(self, most: int, seconds: float) -> bytes | None:
        """Bytes, b"" where none came within `seconds`, None when the client is gone."""

    def send(self, answer: bytes) -> None:
        """Answer the client, who may be gone."""

    def hang_up(self) -> None:
        """Let the client finish what it reads."""

    def break_off(self) -> None:
        """Cut the cable: the client sees an error."""


class TcpLink:
    """A TCP connection. Mutable: it owns a socket."""

    def __init__(self, client: socket.socket) -> None:
        self._client = client

    def receive(self, most: int, seconds: float) -> bytes | None:
        """See Link."""
        try:
            self._client.settimeout(seconds)
            return self._client.recv(most) or None
        except TimeoutError:
            return b""
        except OSError:
            return None

    def send(self, answer: bytes) -> None:
        """See Link."""
        with contextlib.suppress(OSError):
            self._client.sendall(answer)

    def hang_up(self) -> None:
        """See Link."""
        with contextlib.suppress(OSError):
            self._client.shutdown(socket.SHUT_RDWR)
        self._client.close()

    def break_off(self) -> None:
        """See Link. A linger of nothing makes the closing a reset."""
        with contextlib.suppress(OSError):
            self._client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._client.close()


class PtyLink:
    """The master of a pseudo-terminal. Mutable: it owns two file descriptors."""

    def __init__(self) -> None:
        import tty  # a pseudo-terminal is not to be had on Windows

        # The slave stays open here too, else the master reports an error whenever no client has it open.
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        self.path = os.ttyname(self._slave)
        self._is_open = True

    def receive(self, most: int, seconds: float) -> bytes | None:
        """See Link."""
        try:
            if not select.select([self._master], [], [], seconds)[0]:
                return b""
            return os.read(self._master, most) or None
        except (OSError, ValueError):
            return None

    def send(self, answer: bytes) -> None:
        """See Link."""
        with contextlib.suppress(OSError):
            os.write(self._master, answer)

    def hang_up(self) -> None:
        """See Link."""
        if self._is_open:
            self._is_open = False
            os.close(self._slave)
            os.close(self._master)

    def break_off(self) -> None:
        """See Link."""
        self.hang_up()
