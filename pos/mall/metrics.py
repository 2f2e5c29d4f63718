"""The mall in figures, for Prometheus: requests as its workers count them, everything else as the database has it.

Where several workers run, PROMETHEUS_MULTIPROC_DIR is set before this is imported, and what they count is added up.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import sqlalchemy as sa
from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from pos.mall import tables
from pos.mall.tables_of_service import heard, held
from pos.mall.watching import Seen
from pos.till.ports import Clock

_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_requests = Histogram(
    "mall_request_seconds", "Requests by what they asked and became", ("method", "route", "status"), buckets=_BUCKETS
)
_received = Counter("mall_received_bytes", "Bodies of requests", ("route",))
_connections = Gauge("mall_database_connections", "Connections to the database in use", multiprocess_mode="livesum")


def count(seen: Seen) -> None:
    """Count a request."""
    _requests.labels(seen.method, seen.route, str(seen.status)).observe(seen.seconds)
    _received.labels(seen.route).inc(seen.received)


def watch_pool(engine: sa.Engine) -> None:
    """Let the gauge follow an engine's connections."""

    @sa.event.listens_for(engine, "checkout")
    def _out(*_: object) -> None:
        _connections.inc()

    @sa.event.listens_for(engine, "checkin")
    def _in(*_: object) -> None:
        _connections.dec()


class State(msgspec.Struct, frozen=True):
    """The whole mall at one instant, by its database."""

    entries: int
    unread: int
    oldest_unread_seconds: float
    reviews: int
    alarms: int
    cursor: int
    tills: int
    heard_minute: int
    heard_hour: int


def state_of(connection: sa.Connection, clock: Clock) -> State:
    """How the mall stands."""
    now, h, p = clock.now(), held.c, tables.projected.c
    both = held.outerjoin(tables.projected, (h.boutique == p.boutique) & (h.till == p.till) & (h.epoch == p.epoch))
    lag = h.next - sa.func.coalesce(p.next, h.first)
    query = sa.select(
        *(sa.func.coalesce(sa.func.sum(h.next - h.first), 0), sa.func.coalesce(sa.func.sum(lag), 0)),
        sa.func.min(sa.case((lag > 0, h.received_at))),
    ).select_from(both)
    entries, unread, oldest = connection.execute(query).one()
    waiting = 0.0 if oldest is None else (now - now.fromisoformat(oldest)).total_seconds()

    def rows(table: sa.Table, *which: sa.ColumnElement[bool]) -> int:
        return int(connection.execute(sa.select(sa.func.count()).select_from(table).where(*which)).scalar_one())

    since = [(now - timedelta(minutes=minutes)).isoformat() for minutes in (2, 60)]
    return State(
        *(int(entries), int(unread), max(waiting, 0.0), rows(tables.review), rows(tables.alarm)),
        int(connection.execute(sa.select(tables.chain.c.cursor)).scalar_one()),
        rows(tables.till, tables.till.c.revoked_at.is_(None)),
        *(rows(heard, heard.c.at >= moment) for moment in since),
    )


_TOLD = {
    "entries": "Entries held",
    "unread": "Entries that are held and not read yet",
    "oldest_unread_seconds": "For how long the oldest of them has waited since its journal was last added to",
    "reviews": "Entries that somebody has to look at",
    "alarms": "Places where a journal did not hold",
    "cursor": "The newest change of the feed",
    "tills": "Tills that are not shut out",
    "heard_minute": "Tills that asked something within two minutes",
    "heard_hour": "Tills that asked something within an hour",
}


class _Held:
    """Asks the database when Prometheus asks."""

    def __init__(self, engine: sa.Engine, clock: Clock) -> None:
        self._engine, self._clock = engine, clock

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with self._engine.connect() as connection:
            state = state_of(connection, self._clock)
        for name, words in _TOLD.items():
            yield GaugeMetricFamily(f"mall_{name}", words, value=getattr(state, name))


def page(engine: sa.Engine, clock: Clock) -> bytes:
    """What Prometheus reads."""
    told = CollectorRegistry()
    told.register(_Held(engine, clock))
    counted: CollectorRegistry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        counted = CollectorRegistry()
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call] # it says nothing of its types
    return generate_latest(told) + generate_latest(counted)
