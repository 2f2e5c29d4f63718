"""Passes: who a till is and which key is its own, signed by the mall for ten minutes.

With one, a request is checked without looking the till up. It never takes the place of the request's own signature, and
whoever was shut out is shut out within seconds, whatever pass they have.
"""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.mall import tables
from pos.sync.contract import Pass, TillName
from pos.sync.signing import is_signed, pass_bytes

LASTS = timedelta(minutes=10)
HEARD_WITHIN = timedelta(seconds=10)
"""How old a worker's list of those who were shut out may be."""

_SLACK = timedelta(minutes=5)  # several workers' clocks, and that of whoever shut somebody out
_MOST_KNOWN = 20_000
_LONGEST = 1024


class Shown(msgspec.Struct, frozen=True):
    """What stands in a pass."""

    boutique: str
    till: str
    key: bytes
    until: datetime
    signature: bytes

    @property
    def name(self) -> TillName:
        """Whose it is."""
        return TillName(self.boutique, self.till)


class _Lately(msgspec.Struct, frozen=True):
    """The tills whose key changed lately: the key they have now, none for who was shut out; and when that was read."""

    at: datetime
    keys: dict[TillName, bytes | None]


class Passes:
    """Gives passes and knows its own. Mutable: it remembers which it found true, and who was shut out lately."""

    def __init__(self, key: Ed25519PrivateKey) -> None:
        self._key, self._public = key, key.public_key().public_bytes_raw()
        self._known: dict[str, Shown] = {}
        self._lately: _Lately | None = None

    def give(self, name: TillName, public_key: bytes, *, now: datetime) -> Pass:
        """A pass for a till that has just shown its key."""
        until = now + LASTS
        told = pass_bytes(name, public_key=public_key, until=until.isoformat())
        shown = Shown(name.boutique, name.till, public_key, until, self._key.sign(told))
        return Pass(_written(shown), int(LASTS.total_seconds()))

    def holder(self, connection: sa.Connection, text: str, *, now: datetime) -> tuple[TillName, bytes] | None:
        """The till that a pass names, and its key; None for what is none of ours, is over, or names a key of before."""
        shown = self._read(text)
        if shown is None or shown.until <= now:
            return None
        lately = self._changed_lately(connection, now)
        if shown.name in lately and lately[shown.name] != shown.key:
            return None
        return shown.name, shown.key

    def _read(self, text: str) -> Shown | None:
        known = self._known.get(text)
        if known is not None or len(text) > _LONGEST:
            return known
        try:
            shown = msgspec.json.decode(base64.urlsafe_b64decode(text), type=Shown)
        except (ValueError, RecursionError):  # what is no base64, no JSON, or no pass
            return None
        if _written(shown) != text:  # else one pass had any number of spellings, to be remembered each
            return None
        told = pass_bytes(shown.name, public_key=shown.key, until=shown.until.isoformat())
        if not is_signed(told, signature=shown.signature, public_key=self._public):
            return None
        if len(self._known) >= _MOST_KNOWN:
            self._known = {}
        self._known[text] = shown
        return shown

    def _changed_lately(self, connection: sa.Connection, now: datetime) -> dict[TillName, bytes | None]:
        """Those whose key changed while a pass may still be good; a pass that was given earlier is over."""
        lately = self._lately
        if lately is None or abs(now - lately.at) >= HEARD_WITHIN:
            c = tables.till.c
            since = (now - LASTS - _SLACK).isoformat()
            query = sa.select(c.boutique, c.till, c.public_key, c.revoked_at).where(
                (c.enrolled_at >= since) | (c.revoked_at >= since)
            )
            rows = connection.execute(query)
            keys = {TillName(row.boutique, row.till): None if row.revoked_at else row.public_key for row in rows}
            self._lately = lately = _Lately(now, keys)
        return lately.keys


def _written(shown: Shown) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(shown)).decode()
