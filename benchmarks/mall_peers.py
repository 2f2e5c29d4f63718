"""What the mall's intake is held against, by the same framework and server: an endpoint that does nothing with what it
is sent, and one that decodes it and COPYs the same rows, durably, without asking whether they are true.

`python -m benchmarks.mall_peers nothing|copied URL` is one of them, `… 2 URL` a mall of two workers whom nobody reads
beside, `… 2+ URL` one with its reader; each prints its port.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import threading
from typing import Any

import msgspec
import psycopg
import uvicorn
from litestar import Litestar, Request, Response, post

from pos.app.clock import SystemClock
from pos.mall.workers import Plan, serve_all
from pos.sync import contract
from pos.sync.contract import Push

_FIELDS = ("till", "epoch", "seq", "at", "day", "who", "kind", "payload", "previous", "hash", "signature")
_TYPES = ("text", "text", "int4", "int8", *("text",) * 4, *("bytea",) * 4, "text")
_COPY = f"COPY entry (boutique, {', '.join(_FIELDS)}, received_at) FROM STDIN (FORMAT BINARY)"
_ANSWER = b'{"epoch":1,"next":1,"head":"","signature":""}'
_own = threading.local()


@post(contract.JOURNAL, status_code=200)
async def nothing(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Reads what it is sent, and that is all."""
    await request.body()
    return Response(_ANSWER, media_type="application/json")


def copying(url: str) -> Any:
    """The endpoint that copies what it is sent into the table of entries of the database at `url`."""

    def copy(body: bytes, boutique: str) -> None:
        if not hasattr(_own, "connection"):
            _own.connection = psycopg.connect(url)
        connection: psycopg.Connection = _own.connection
        push = msgspec.json.decode(body, type=Push)
        with connection.transaction(), connection.cursor().copy(_COPY.encode()) as rows:
            rows.set_types(_TYPES)
            for entry in push.entries:
                rows.write_row((boutique, *(getattr(entry, name) for name in _FIELDS), entry.at))

    @post(contract.JOURNAL, status_code=200)
    async def copied(request: Request[Any, Any, Any]) -> Response[bytes]:
        body, boutique = await request.body(), request.headers[contract.TILL_HEADER].partition("/")[0]
        await asyncio.to_thread(copy, body, boutique)
        return Response(_ANSWER, media_type="application/json")

    return copied


def _be_a_mall(workers: int, url: str, *, reads: bool) -> None:
    plan = Plan(url, SystemClock(), "127.0.0.1", 0, workers=workers, reads=reads)
    serve_all(plan, lambda _, address: print(address.rpartition(":")[2], flush=True))


def main(which: str, url: str) -> None:
    """Be it until the process is ended."""
    if which[0].isdigit():
        _be_a_mall(int(which[0]), url, reads=which.endswith("+"))
        return
    app = Litestar(
        route_handlers=[nothing if which == "nothing" else copying(url)],
        request_max_body_size=contract.MOST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    print(listening.getsockname()[1], flush=True)
    uvicorn.Server(uvicorn.Config(app, http="h11", ws="none", lifespan="off", log_config=None, access_log=False)).run(
        [listening]
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
