"""The exact bytes that till and mall sign, each kind under a name of its own, so that none can pass for another.

Both ends import it, beside the contract; it knows no network and no database.
"""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from pos.sync.contract import DayAnswer, Standing, TillName


def _told(purpose: str, *parts: str | bytes) -> bytes:
    """Each part with its length before it, so that none can shift into the next."""
    told = bytearray()
    for part in (purpose, *parts):
        raw = part.encode() if isinstance(part, str) else part
        told += b"%d:" % len(raw) + raw
    return bytes(told)


def enrol_bytes(code: str, public_key: bytes) -> bytes:
    """What a new till signs."""
    return _told("pos.enrol.1", code, public_key)


def request_bytes(name: TillName, *, method: str, target: str, at: str, body: bytes) -> bytes:
    """What a till signs for every request: `target` is path and query, `at` the time it claims."""
    digest = hashlib.sha256(body).digest()
    return _told("pos.request.1", name.boutique, name.till, method, target, at, digest)


def pass_bytes(name: TillName, *, public_key: bytes, until: str) -> bytes:
    """What the mall signs when it gives a till a pass."""
    return _told("pos.pass.1", name.boutique, name.till, public_key, until)


def answer_bytes(name: TillName, *, epoch: int, next_seq: int, head: bytes) -> bytes:
    """What the mall signs when it tells a till how far it has its journal."""
    return _told("pos.answer.1", name.boutique, name.till, str(epoch), str(next_seq), head)


def standing_bytes(name: TillName, standing: Standing) -> bytes:
    """What the mall signs when a till asks how it has its journal."""
    numbers = (standing.epoch, standing.next, standing.seq, standing.held_in, int(standing.allowed))
    told = [str(number) for number in numbers]
    return _told("pos.standing.1", name.boutique, name.till, *told, standing.head, standing.hash)


def feed_bytes(name: TillName, *, asked: int, at: str, digest: bytes) -> bytes:
    """What the mall signs of a page of the feed: whom it is for, after which cursor, the time that the request claimed,
    the SHA-256 of the body."""
    return _told("pos.feed.1", name.boutique, name.till, str(asked), at, digest)


def shut_out_bytes(name: TillName, *, at: str) -> bytes:
    """What the mall signs when it says to a till that it is shut out: `at` is the time that the request claimed."""
    return _told("pos.revoked.1", name.boutique, name.till, at)


def time_bytes(name: TillName, *, nonce: str, at: str) -> bytes:
    """What the mall signs when a till asks what time it is."""
    return _told("pos.time.1", name.boutique, name.till, nonce, at)


def day_bytes(name: TillName, answer: DayAnswer, *, until: int) -> bytes:
    """What the mall signs when it tells what it holds of a day up to a place."""
    held = answer.held
    numbers = (until, held.entries, held.sales, held.sold, held.returns, held.refunded, held.seq)
    told = [str(number) for number in numbers]
    return _told("pos.day.1", name.boutique, name.till, answer.day, *told, held.head, str(answer.unread))


def salvage_bytes(name: TillName, *, digest: bytes, letters: int, sealed: bytes) -> bytes:
    """What a till signs at the end of a file with what it could not send: `digest` is that of all lines before."""
    return _told("pos.salvage.1", name.boutique, name.till, digest, str(letters), sealed)


def is_signed(told: bytes, *, signature: bytes, public_key: bytes) -> bool:
    """Whether `signature` is that of the key's owner over `told`."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, told)
    except (InvalidSignature, ValueError):
        return False
    return True
