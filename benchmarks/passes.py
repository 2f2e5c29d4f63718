"""What a pass spares the mall: a question of a till that is looked up and locked, against one that shows a pass.

`python -m benchmarks.passes` on a private PostgreSQL whose flushes are real; beside it what one signature costs, and
what a shared secret would cost in its place.
"""

from __future__ import annotations

import hashlib
import hmac
import sys
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from benchmarks.cluster import cluster, database
from benchmarks.figures import median, seconds
from pos.domain.calendar import KST
from pos.domain.journal import write_time
from pos.mall import entrance
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync import contract, signing
from pos.sync.contract import Enrol, TillName

_CALLS = 400
_NAME = TillName("SEL01", "1")


class _Still:
    """A clock that stands."""

    def now(self) -> datetime:
        return datetime(2026, 11, 2, 12, tzinfo=KST)


def main(folder: Path) -> dict[str, float]:
    """Microseconds, by what was measured: the middle of several hundred."""
    key = Ed25519PrivateKey.generate()
    found = _signatures(key)
    with cluster(folder) as places:
        mall = Mall(database(places, "passes"), clock=_Still())
        try:
            public = key.public_key().public_bytes_raw()
            code = mall.invite(_NAME)
            mall.enrol(Enrol(code, public, key.sign(signing.enrol_bytes(code, public))))
            asked = _asked(key, "POST", contract.PASS)
            with_pass = msgspec.structs.replace(_asked(key, "GET", "/v1/x"), shown=mall.give_pass(asked).text)
            found["looked up and locked"] = _micros(lambda: _hear(mall, _asked(key, "GET", "/v1/x")))
            found["with a pass"] = _micros(lambda: _hear(mall, with_pass))
        finally:
            mall.close()
    return found


def _signatures(key: Ed25519PrivateKey) -> dict[str, float]:
    told, public, secret = b"x" * 200, key.public_key().public_bytes_raw(), b"s" * 32
    signature = key.sign(told)
    return {
        "one signature checked": _micros(lambda: signing.is_signed(told, signature=signature, public_key=public)),
        "one shared secret checked": _micros(lambda: hmac.digest(secret, told, hashlib.sha256)),
    }


def _asked(key: Ed25519PrivateKey, method: str, target: str) -> Asked:
    at = write_time(_Still().now())
    told = signing.request_bytes(_NAME, method=method, target=target, at=at, body=b"")
    return Asked(method, target, str(_NAME), at, key.sign(told))


def _hear(mall: Mall, asked: Asked) -> None:
    """Who asks, in a transaction as every question has one."""
    with mall._engine.begin() as connection:
        entrance.hear(connection, asked, passes=mall._passes, now=_Still().now())


def _micros(call: Callable[[], object]) -> float:
    call()
    return median(seconds(call) for _ in range(_CALLS)) * 1e6


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()) as place:
        Path(place).chmod(0o755)
        for name, micros in main(Path(place)).items():
            print(f"{name}: {micros:.0f} µs")
