"""Opens a till's folder and introduces the rooms to each other. Heavy imports happen here, behind the first paint."""

from __future__ import annotations

import base64
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pos.app.clock import SystemClock
from pos.app.lanes import Stage, ThreadLane
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, Unavailable
from pos.domain.journal import EpochOpened
from pos.till.counter import Counter, Notice, Ports
from pos.till.feed import FeedPage
from pos.till.ports import Clock, Commit, Printer, Terminal

if TYPE_CHECKING:
    from pos.storage.engine import Database
    from pos.storage.keys import KeyRing, KeyStore
    from pos.storage.outbox import SqlOutbox
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore
    from pos.sync.client import MallClient
    from pos.sync.loop import SyncLoop


@dataclass(slots=True)
class Lanes:
    """One worker for each thing that waits."""

    disk: ThreadLane
    vault: ThreadLane
    paper: ThreadLane
    cards: ThreadLane
    network: ThreadLane

    @classmethod
    def make(cls) -> Lanes:
        """Fresh lanes, idle."""
        return cls(*(ThreadLane(name) for name in ("disk", "vault", "paper", "cards", "network")))

    def close(self) -> None:
        """Let every lane finish what it has."""
        for lane in (self.network, self.paper, self.cards, self.vault, self.disk):
            lane.close()


@dataclass(slots=True)
class House:
    """A till's folder, opened: its database, keys and devices."""

    folder: Path
    settings: Settings
    keys: KeyRing
    database: Database
    store: SqlStore
    shelf: SqlShelf
    outbox: SqlOutbox
    printer: Printer
    terminal: Terminal
    clock: Clock

    def close(self) -> None:
        """Let go of the database, its log moved into the file."""
        self.database.checkpoint()
        self.database.close()


def key_store(folder: Path, settings: Settings) -> KeyStore:
    """Where this till's secrets lie. Raises Refused("key.file_not_allowed") for a file outside the demo."""
    from pos.storage.keys import FileKeys, SystemKeys

    if settings.keys == "file":
        if not settings.demo:
            raise Refused("key.file_not_allowed")
        return FileKeys(folder / "keys")
    return SystemKeys(settings.vault)


def open_house(folder: Path, *, clock: Clock | None = None) -> House:
    """Open a till's folder; blocking, for the disk lane.

    Raises Unavailable with a settings, key, database or disk code; nothing is changed then.
    """
    settings = read_settings(folder)
    keys = key_store(folder, settings).load()
    if keys is None:
        raise Unavailable("key.missing")
    from pos.storage.engine import Database
    from pos.storage.outbox import SqlOutbox
    from pos.storage.schema import bring_up
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore

    database = Database(folder / "till.db", keys.database)
    bring_up(database)
    till = settings.till
    moment = clock or SystemClock()
    return House(
        folder=folder,
        settings=settings,
        keys=keys,
        database=database,
        store=SqlStore(database, till=till, key=keys.signer()),
        shelf=SqlShelf(database, till=till),
        outbox=SqlOutbox(database, till=till),
        printer=_printer(settings),
        terminal=_terminal(folder, moment),
        clock=moment,
    )


def make_counter(house: House, lanes: Lanes, stage: Stage) -> Counter:
    """The counter over an opened house."""
    from pos.storage.pins import PinCheck

    ports = Ports(
        clock=house.clock,
        shelf=house.shelf,
        store=house.store,
        pins=PinCheck(house.database, house.keys.pepper),
        printer=house.printer,
        terminal=house.terminal,
        disk=lanes.disk,
        vault=lanes.vault,
        paper=lanes.paper,
        cards=lanes.cards,
        start=stage.start,
        new_id=lambda: uuid.uuid4().hex,
        boutique=house.settings.boutique,
        till=house.settings.till,
    )
    return Counter(ports)


def make_wire(house: House) -> MallClient:
    """The way to the mall; used and closed on the network lane."""
    from pos.sync.client import MallClient
    from pos.sync.contract import TillName

    name = TillName(house.settings.boutique, house.settings.till)
    return MallClient(house.settings.mall, name=name, key=house.keys.signer(), clock=house.clock)


def make_sync(house: House, wire: MallClient, lanes: Lanes, counter: Counter, *, poll: float = 20.0) -> SyncLoop:
    """The sender of this till, telling the counter what arrives."""
    from pos.sync.contract import TillName
    from pos.sync.conversation import Identity
    from pos.sync.loop import SyncLoop

    name = TillName(house.settings.boutique, house.settings.till)
    mall_key = base64.b64decode(house.settings.mall_key)
    return SyncLoop(
        outbox=house.outbox,
        wire=wire,
        identity=Identity(name, mall_key),
        disk=lanes.disk,
        network=lanes.network,
        clock=house.clock,
        poll=poll,
        on_connection=lambda _: counter.touch("mall"),
        on_arrival=_arrival(counter),
    )


def _arrival(counter: Counter) -> Callable[[FeedPage, tuple[str, ...]], None]:
    def arrived(page: FeedPage, refused: tuple[str, ...]) -> None:
        for code in refused:
            counter.tell(Notice(code, {}, "error"))
        if page.policies:
            counter.forget_policies()
        counter.touch("catalogue", "mall")

    return arrived


def enrol_till(folder: Path, settings: Settings, code: str, *, clock: Clock | None = None) -> Settings:
    """Make a till's folder: keys, identity from the mall, an empty journal. Asking again goes on where it stopped.

    `settings` says which mall and which devices; boutique and till come from the mall. Raises what `sync.client.enrol`
    raises, and what opening raises.
    """
    from pos.storage import keys as secrets
    from pos.storage.engine import Database
    from pos.storage.schema import bring_up
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore
    from pos.sync.client import enrol

    if not settings.vault:
        settings = replace(settings, vault=uuid.uuid4().hex)
        write_settings(folder, settings)
    vault = key_store(folder, settings)
    ring = vault.load() or secrets.fresh()
    vault.save(ring)
    enrolled = enrol(settings.mall, code, ring.signer())
    ring = replace(ring, pepper=enrolled.pepper)
    vault.save(ring)
    named = settings.enrolled(enrolled.boutique, enrolled.till, base64.b64encode(enrolled.mall_key).decode())
    database = Database(folder / "till.db", ring.database)
    bring_up(database)
    if not SqlShelf(database, till=named.till).last_time():
        moment = (clock or SystemClock()).now()
        opened = EpochOpened(named.boutique, "enrolled", ring.public().hex())
        first = Commit("till", moment, korean_day(moment), facts=(opened,))
        SqlStore(database, till=named.till, key=ring.signer()).commit(first)
    database.close()
    write_settings(folder, named)
    return named


def _printer(settings: Settings) -> Printer:
    from pos.devices.printer.driver import EscPosPrinter
    from pos.devices.printer.profile import PROFILES

    return EscPosPrinter(settings.printer, PROFILES[settings.printer_profile])


def _terminal(folder: Path, clock: Clock) -> Terminal:
    from pos.devices.terminal.simulated import SimulatedTerminal

    return SimulatedTerminal(clock, ledger=folder / "terminal.json")
