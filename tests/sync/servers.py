"""Servers that are not the mall: each does one wrong thing to every connection, on loopback, for tests."""

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self


class WrongServer:
    """Reads the head of each request and then does what it was told with the connection, until it is closed."""

    def __init__(self, act: Callable[[socket.socket, threading.Event], None]) -> None:
        self._act = act
        self._over = threading.Event()
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self._open: list[socket.socket] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for connection in self._open:
            connection.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection: socket.socket) -> None:
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                part = connection.recv(65_536)
                if not part:
                    return
                head += part
            self._act(connection, self._over)
            connection.close()
        except OSError:
            return


def answers(raw: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Send these bytes and hang up."""

    def act(connection: socket.socket, _over: threading.Event) -> None:
        connection.sendall(raw)

    return act


def answers_http(
    body: bytes, *, status: str = "200 OK", headers: str = ""
) -> Callable[[socket.socket, threading.Event], None]:
    """Send an answer that is well formed."""
    return answers(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n{headers}\r\n".encode() + body)


def never_answers(_connection: socket.socket, over: threading.Event) -> None:
    """Take the request and say nothing."""
    over.wait()


def drips(start: bytes, drop: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Send a start, and then a drop at a time for ever: something always comes, and never the end."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.wait(0.02):
            connection.sendall(drop)

    return act


def floods(start: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Send without end, as fast as it is taken."""

    def act(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(start)
        while not over.is_set():
            connection.sendall(b" " * 65_536)

    return act
