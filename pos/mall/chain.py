"""The reference mall: a chain's journals, feed and tills. The web asks it for tills, operators ask it directly.

It holds no state of its own between calls but the database, so that several can stand side by side.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from datetime import datetime

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.catalogue import Price, Product
from pos.domain.errors import Refused
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.mall import changes, claims, entrance, intake, projection, runs, sowing, tables, views
from pos.mall.archive import Archive, epochs_of
from pos.mall.changes import change_of
from pos.mall.engine import open_engine
from pos.mall.enquiries import Enquiries, decoded
from pos.mall.entrance import Asked
from pos.mall.gate import Gate
from pos.mall.hearing import Hearing
from pos.mall.office import Office
from pos.mall.passes import Passes
from pos.mall.projection import Doubt
from pos.mall.reading import Reading
from pos.mall.schema import bring_up
from pos.mall.seed import read_seed
from pos.sync.contract import Enrol, Enrolled, FeedAnswer, Health, Pass, Push, PushAnswer, TillName, Time
from pos.sync.signing import answer_bytes, feed_bytes, time_bytes
from pos.till.ports import Clock

_OWN_KEYS = sa.text(
    "INSERT INTO chain (id, signing_key, pepper, cursor) VALUES (1, :key, :pepper, 0) ON CONFLICT DO NOTHING"
)
_HOLD_UP = ("journal.broken", "journal.epoch")


class Mall(Office):
    """A chain and its tills. `enquiries` answers what tills ask at the counter, `archive` what is asked of journals."""

    def __init__(
        self,
        url: str,
        *,
        clock: Clock,
        doubt: Doubt = lambda _entry: None,
        beside: Callable[[], None] | None = None,
    ) -> None:
        """Open the database at `url`, made where it is new. `doubt` is for trials: a reason against an entry.

        What is taken in is read at once, or by somebody who stands beside and whom `beside` calls.
        """
        super().__init__(open_engine(url), clock)
        self._doubt, self._beside = doubt, beside
        self._hearing = Hearing()
        self.reading = Reading(self._engine, clock, doubt)
        bring_up(self._engine)
        with self._engine.begin() as connection:
            self._key, self._pepper = _own_keys(connection)
            entrance.announce_tills(connection)
        self._passes = Passes(self._key)
        self.gate = Gate(self._engine, clock, self._key, self._project)
        self.archive = Archive(self._engine, clock, self._key)
        self.enquiries = Enquiries(self._engine, clock, self._passes, read=self.reading.read)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()

    # --- what tills ask ----------------------------------------------------------------------------------------

    def health(self) -> Health:
        """The mall's time; asks the database, so that a mall without one is not well."""
        with self._engine.connect() as connection:
            connection.execute(sa.select(1))
        return Health(self._clock.now().isoformat())

    def enrol(self, asked: Enrol) -> Enrolled:
        """Let a new till in."""
        with self._engine.begin() as connection:
            name = entrance.redeem(connection, asked, now=self._clock.now())
        public_key = self._key.public_key().public_bytes_raw()
        return Enrolled(name.boutique, name.till, self._pepper, public_key, self.gate.sealing_key)

    def push(self, asked: Asked) -> PushAnswer:
        """Take in entries; in one transaction, and what it answers is true whatever becomes of the answer."""
        now = self._clock.now()
        with self._engine.begin() as connection:
            till = entrance.admit(connection, asked, now=now)
            self._hearing.note(connection, till.name, now=now)
            push = decoded(asked.body, Push)
            try:
                with connection.begin_nested():
                    held = intake.take_in(connection, till, push, now=now)
                broken = None
            except Refused as refused:
                held, broken = intake.Held(), refused
                if refused.code in _HOLD_UP:
                    intake.raise_alarm(connection, till.name, push.epoch, refused, now=now)
        if broken is not None:
            raise broken
        self._project(till.name)
        told = answer_bytes(till.name, epoch=push.epoch, next_seq=held.next, head=held.head)
        return PushAnswer(push.epoch, held.next, held.head, self._key.sign(told))

    def give_pass(self, asked: Asked) -> Pass:
        """A pass for the till that asks: who it is, for ten minutes, so that nobody has to look it up meanwhile."""
        now = self._clock.now()
        with self._engine.begin() as connection:
            till = entrance.admit(connection, asked, now=now)
        return self._passes.give(till.name, till.public_key, now=now)

    def time(self, asked: Asked, nonce: str) -> Time:
        """What time it is here, for the till that asks; `nonce` is its own word, so that no answer serves twice."""
        with self._engine.begin() as connection:
            till = entrance.hear(connection, asked, passes=self._passes, now=self._clock.now())
        at = self._clock.now().isoformat()
        return Time(at, self._key.sign(time_bytes(till.name, nonce=nonce, at=at)))

    def feed(self, asked: Asked, cursor: int) -> FeedAnswer:
        """What changed after `cursor` for the till that asks."""
        with self._engine.begin() as connection:
            till = entrance.hear(connection, asked, passes=self._passes, now=self._clock.now())
            self._hearing.note(connection, till.name, now=self._clock.now())
            claims.look_again(connection, now=self._clock.now())
            return changes.page_after(connection, cursor, boutique=till.name.boutique)

    def signed_feed(self, asked: Asked, cursor: int) -> tuple[bytes, bytes]:
        """The same as it is sent, and the mall's signature over it: for this till, cursor and request."""
        body = msgspec.json.encode(self.feed(asked, cursor))
        told = feed_bytes(asked.name, asked=cursor, at=asked.at, digest=hashlib.sha256(body).digest())
        return body, self._key.sign(told)

    # --- what operators do -------------------------------------------------------------------------------------

    def seed(self, document: str) -> TillName:
        """Put a chain's document (TOML) into the feed; again changes only what differs. Tells its first till's name.

        Raises Refused("seed.rejected") with nothing changed.
        """
        seed = read_seed(document)
        with self._engine.begin() as connection:
            sowing.sow(connection, seed, pepper=self._pepper, now=self._clock.now())
        return TillName(seed.boutique.id, seed.boutique.till)

    def invite(self, name: TillName) -> str:
        """A one-time code with which a new till becomes `name`, good for a day, and whom the till is to believe."""
        with self._engine.begin() as connection:
            code = entrance.invite(connection, name, now=self._clock.now())
        return self.gate.slip(code)

    def revoke(self, name: TillName) -> bool:
        """Shut a till out: with what it brings at once, with all else within seconds. False where there is none."""
        with self._engine.begin() as connection:
            return entrance.revoke(connection, name, now=self._clock.now())

    def announce(self, *products: Product) -> None:
        """Bring products, new or changed."""
        self._announce(change_of(product) for product in products)

    def announce_price(self, code: str, won: Won, *, since: datetime) -> None:
        """Bring a price of a product that holds from an instant on. Raises Refused("product.unknown")."""
        with self._engine.begin() as connection:
            document = changes.find(connection, "product", code)
            if document is None:
                raise Refused("product.unknown", product=code)
            product = msgspec.json.decode(document, type=Product)
            prices = (*product.prices, Price(since, won))
            changes.announce(connection, [change_of(msgspec.structs.replace(product, prices=prices))])

    def send_policy(self, document: str) -> None:
        """Send a policy document as it stands; whether it is understood is for the tills to say."""
        self._announce([change_of(document)])

    def begin_run(self) -> None:
        """Somebody starts it for tills: what the feed tells from now on cannot be taken for what was told before."""
        with self._engine.begin() as connection:
            runs.begin(connection, changes.newest(connection, lock=True))

    def catch_up(self) -> None:
        """Read what was stored and not read, after a stop in between, or by an older mall that could not."""
        c = tables.till.c
        with self._engine.begin() as connection:
            names = [TillName(*row) for row in connection.execute(sa.select(c.boutique, c.till))]
        for name in names:
            self.reading.read(name)
            with self._engine.begin() as connection:
                for epoch in epochs_of(connection, name):
                    projection.read_again(connection, name, epoch, now=self._clock.now(), doubt=self._doubt)

    # --- what operators see ------------------------------------------------------------------------------------

    def entries(self, name: TillName) -> tuple[Entry, ...]:
        """A till's journal as it is held."""
        return self.archive.entries(name)

    def sales(self, name: TillName) -> tuple[views.HeldSale, ...]:
        """A till's sales."""
        with self._engine.begin() as connection:
            return views.sales_of(connection, name)

    def sums(self, name: TillName, *, day: str | None = None) -> views.Sums:
        """A till's sales added up, of one business day ("2026-11-02") or of all."""
        with self._engine.begin() as connection:
            return views.sums_of(connection, name, day)

    def reviews(self, name: TillName) -> tuple[views.Review, ...]:
        """A till's entries that could not be used."""
        with self._engine.begin() as connection:
            return views.reviews_of(connection, name)

    def alarms(self, name: TillName) -> tuple[views.Alarm, ...]:
        """Where a till's journal did not hold."""
        with self._engine.begin() as connection:
            return views.alarms_of(connection, name)

    # -----------------------------------------------------------------------------------------------------------

    def _announce(self, brought: Iterable[changes.Change]) -> None:
        with self._engine.begin() as connection:
            changes.announce(connection, brought)

    def _project(self, name: TillName) -> None:
        if self._beside is None:
            self.reading.read(name)
        else:
            self._beside()


def _own_keys(connection: sa.Connection) -> tuple[Ed25519PrivateKey, bytes]:
    """The mall's key and pepper, made when its database is new, by whichever of its processes comes first."""
    query = sa.select(tables.chain)
    if connection.execute(query).first() is None:
        row = {"key": Ed25519PrivateKey.generate().private_bytes_raw(), "pepper": secrets.token_bytes(32)}
        connection.execute(_OWN_KEYS, row)
    held = connection.execute(query).one()
    return Ed25519PrivateKey.from_private_bytes(held.signing_key), held.pepper
