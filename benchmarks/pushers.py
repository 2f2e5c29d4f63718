"""Tills as the mall sees them, made quickly: keys, journals of sales of five lines, signed pushes over a bare socket.

What is sent is what a till sends, to the byte; what sends it does as little as it can, for it shares the machine.
"""

from __future__ import annotations

import socket
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Thread

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.catalogue import products
from pos.app.clock import SystemClock
from pos.app.settings import RESOURCES
from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.facts import SaleCompleted, encode_fact
from pos.domain.journal import START, Entry, entry_hash, write_time
from pos.domain.policy import read_policy
from pos.domain.quote import quote
from pos.domain.sale import Sale, lines_of
from pos.domain.tender import Payment
from pos.mall.chain import Mall
from pos.sync import contract, signing
from pos.sync.contract import Enrol, Push, TillName

LINES = 5
_ID, _NUMBER, _BOUTIQUE = b"sale-00000000", b"987654321", b"B00000"
_CLOCK = SystemClock()


def _template() -> tuple[bytes, str]:
    """A sale's payload with a mark where each sale has something of its own, and its business day."""
    now = _CLOCK.now()
    stock = {product.code: product for product in products(LINES)}
    basket = Basket(_ID.decode(), now, now)
    for place, code in enumerate(stock):
        basket = baskets.add(basket, code, quantity=place % 3 + 1)
    policy = read_policy((RESOURCES / "policies" / "2025-02-10.toml").read_text("utf-8"))
    found = quote(basket, stock, policy)
    sale = Sale(
        *(_ID.decode(), _BOUTIQUE.decode(), "1", int(_NUMBER), now.date(), now, "C1", "shift-1", found.terms),
        *(lines_of(found, stock, {}), found.goods, found.discount, found.total, found.taxable, found.exempt),
        *(found.vat, (Payment("p1", "cash", found.total, handed_over=found.total),)),
    )
    return encode_fact(SaleCompleted(sale)), sale.day.isoformat()


PAYLOAD, _DAY = _template()


@dataclass(slots=True)
class Pusher:
    """A till with a key and the end of its journal. Mutable: it writes on."""

    name: TillName
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    seq: int = 1
    head: bytes = START

    @classmethod
    def enrolled(cls, mall: Mall, number: int) -> Pusher:
        """One in a boutique of its own."""
        pusher = cls(TillName(f"B{number:05d}", "1"))
        code, public = mall.invite(pusher.name), pusher.key.public_key().public_bytes_raw()
        mall.enrol(Enrol(code, public, pusher.key.sign(signing.enrol_bytes(code, public))))
        return pusher

    def sell(self, count: int) -> bytes:
        """The body of a push with its next `count` sales."""
        first = self.seq
        entries = tuple(self._sold() for _ in range(count))
        return msgspec.json.encode(Push(1, first, entries))

    def _sold(self) -> Entry:
        payload = PAYLOAD.replace(_ID, b"sale-%08d" % self.seq).replace(_NUMBER, b"%d" % self.seq)
        payload = payload.replace(_BOUTIQUE, self.name.boutique.encode())
        at = write_time(_CLOCK.now())
        bare = Entry(self.name.till, 1, self.seq, at, _DAY, "C1", "SaleCompleted", payload, self.head, b"")
        self.head, self.seq = entry_hash(bare), self.seq + 1
        return msgspec.structs.replace(bare, hash=self.head, signature=self.key.sign(self.head))

    def request(self, body: bytes, target: str = contract.JOURNAL, method: str = "POST") -> bytes:
        """The request around it, signed now: a signature is good for five minutes."""
        at = write_time(_CLOCK.now())
        told = signing.request_bytes(self.name, method=method, target=target, at=at, body=body)
        return _http(method, target, body, self.name, at, self.key.sign(told))


def _http(method: str, target: str, body: bytes, name: TillName, at: str, signature: bytes) -> bytes:
    told = (
        f"{method} {target} HTTP/1.1\r\nHost: mall\r\nContent-Length: {len(body)}\r\n{contract.TILL_HEADER}: {name}\r\n"
        f"{contract.TIME_HEADER}: {at}\r\n{contract.SIGNATURE_HEADER}: {b64encode(signature).decode()}\r\n\r\n"
    )
    return told.encode() + body


class Wire:
    """One kept connection."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=120)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, request: bytes) -> bytes:
        """The answer's body. Raises RuntimeError for any answer but 200."""
        self._socket.sendall(request)
        seen = b""
        while b"\r\n\r\n" not in seen:
            seen += self._more()
        head, _, body = seen.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").lower().split("\r\n")
        length = next(int(line.partition(":")[2]) for line in lines if line.startswith("content-length:"))
        while len(body) < length:
            body += self._more()
        if " 200 " not in lines[0]:
            raise RuntimeError(f"{lines[0]}: {body[:300]!r}")
        return body

    def _more(self) -> bytes:
        part = self._socket.recv(65536)
        if not part:
            raise RuntimeError("the mall hung up")
        return part

    def close(self) -> None:
        """Let it go."""
        self._socket.close()


def send_all(port: int, told: Sequence[tuple[Pusher, Sequence[bytes]]]) -> None:
    """Each till sends its pushes in order over a connection of its own, all of them at once."""
    wires = [Wire(port) for _ in told]
    failed: list[BaseException] = []

    def send(wire: Wire, pusher: Pusher, bodies: Sequence[bytes]) -> None:
        try:
            for body in bodies:
                wire.ask(pusher.request(body))
        except BaseException as error:
            failed.append(error)
            raise
        finally:
            wire.close()

    threads = [Thread(target=send, args=(wire, *one)) for wire, one in zip(wires, told, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise RuntimeError("a push was not taken in") from failed[0]
