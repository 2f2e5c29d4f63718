"""Running the mall: beside the program for the demo and for tests, or as a program of its own."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable
from types import TracebackType

import uvicorn
from litestar.types import ASGIApp

from pos.domain.errors import Unavailable
from pos.mall.chain import Mall
from pos.mall.faults import Faults
from pos.mall.secure import Secure
from pos.mall.watching import Seen, log_it, watched
from pos.mall.web import create_app
from pos.till.ports import Clock

_START_SECONDS = 30.0
_GRACE_SECONDS = 1
_KEPT_SECONDS = 75  # longer than any till keeps it: whoever waits longer never sends into a connection that ends


class Server(uvicorn.Server):
    """Says when it listens."""

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None], secure: Secure | None) -> None:
        super().__init__(config)
        self._on_ready, self._secure = on_ready, secure
        self._watching: asyncio.Task[None] | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self._secure is not None:  # who takes over from a process that died has what the mall was started with
            await asyncio.to_thread(self._secure.look_again)
        await super().startup(sockets)
        if self._secure is not None:
            self._watching = asyncio.create_task(self._secure.watch())
        self._on_ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._watching is not None:
            self._watching.cancel()
        await super().shutdown(sockets)


class RunningMall:
    """A mall on a thread, at an address that stays the same when it stops and starts again.

    While it is stopped, connections are refused; `mall` can be asked all the same.
    """

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        faults: Faults | None = None,
        host: str = "127.0.0.1",
        port: int = 0,
        secure: Secure | None = None,
    ) -> None:
        """`url` is the database's; the kernel chooses the port unless one is given. In the clear without `secure`."""
        self._secure = secure
        self.faults = faults or Faults()
        self.mall = Mall(url, clock=clock, doubt=self.faults.doubt)
        if secure is not None:
            self.mall.gate.use_authority(secure.certificate)
        self._host, self._port = host, port
        self._server: Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Where tills find it, once it was started."""
        return f"{'https' if self._secure else 'http'}://{self._host}:{self._port}"

    def start(self) -> None:
        """Listen; returns when it does. Raises Unavailable("mall.not_started")."""
        listening = bind(self._host, self._port)
        self._port = listening.getsockname()[1]
        ready = threading.Event()
        server = Server(config_of(self.mall, self.faults, self._secure), ready.set, self._secure)
        thread = threading.Thread(target=server.run, args=([listening],), name="mall", daemon=True)
        thread.start()
        self._server, self._thread = server, thread
        if not ready.wait(_START_SECONDS):
            raise Unavailable("mall.not_started")

    def stop(self) -> None:
        """Stop listening; what was taken in is held."""
        if self._server is not None and self._thread is not None:
            self._server.should_exit = True
            self._thread.join()
            self._server = self._thread = None

    def close(self) -> None:
        """Stop for good."""
        self.stop()
        self.mall.close()

    def __enter__(self) -> RunningMall:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(
    url: str,
    *,
    clock: Clock,
    host: str,
    port: int,
    on_ready: Callable[[Mall, str], None],
    secure: Secure | None = None,
) -> None:
    """Be the mall until the process is asked to end. `on_ready` gets the mall and its address."""
    mall = Mall(url, clock=clock)
    if secure is not None:
        mall.gate.use_authority(secure.certificate)
    mall.begin_run()
    mall.catch_up()
    listening = bind(host, port)
    address = f"{'https' if secure else 'http'}://{host}:{listening.getsockname()[1]}"
    try:
        Server(config_of(mall, None, secure), lambda: on_ready(mall, address), secure).run([listening])
    finally:
        listening.close()
        mall.close()


def bind(host: str, port: int) -> socket.socket:
    """A socket at an address. Raises Unavailable("mall.not_started")."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Only a socket that names its protocol is sent from without delay: otherwise each answer takes 40 ms more.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise Unavailable("mall.not_started", host=host, port=port) from error
    return listening


def config_of(
    mall: Mall, faults: Faults | None, secure: Secure | None, *observers: Callable[[Seen], None]
) -> uvicorn.Config:
    """How the mall is served; `observers` are told of each request."""
    return config_around(watched(create_app(mall, faults=faults), log_it, *observers), secure)


def config_around(app: ASGIApp, secure: Secure | None) -> uvicorn.Config:
    """How an application is served."""
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=_KEPT_SECONDS,
        timeout_graceful_shutdown=_GRACE_SECONDS,
    )
    config.load()
    config.ssl = None if secure is None else secure.context
    return config
