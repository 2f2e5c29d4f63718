"""Opens a till's folder and introduces the rooms to each other. Heavy imports happen here, behind the first paint."""

from __future__ import annotations

import base64
import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos.app.clock import SystemClock
from pos.app.enrolment import enrol_till as enrol_till
from pos.app.equipment import check_terminal, open_printer, open_terminal
from pos.app.lanes import Stage, ThreadLane
from pos.app.records import key_store, load_keys
from pos.app.recovering import make_lost
from pos.app.settings import RESOURCES, Settings, read_authority, read_settings, read_suspicion, read_texts
from pos.domain.errors import Unavailable
from pos.domain.people.processors import read_processors
from pos.domain.powers import read_powers
from pos.till import bulletins, session, shut_out
from pos.till.back import claiming, settling
from pos.till.books import Enquiries
from pos.till.connection import Connection
from pos.till.counter import Counter, Notice, Ports
from pos.till.day import agreeing
from pos.till.feed import FeedPage
from pos.till.paying.cards import Terminal
from pos.till.ports import Clock, Pins, Printer

if TYPE_CHECKING:
    from pos.storage.agreement import SqlAgreements
    from pos.storage.engine import Database
    from pos.storage.keys import KeyRing, KeyStore
    from pos.storage.outbox import SqlOutbox
    from pos.storage.past import SqlPast
    from pos.storage.registry import SqlRegistry
    from pos.storage.retained import Retained
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore
    from pos.sync.agreeing import Agreeing
    from pos.sync.client import MallClient
    from pos.sync.loop import SyncLoop
    from pos.sync.passes import PassKeeper

_log = logging.getLogger("pos")


@dataclass(slots=True)
class Lanes:
    """One worker for each thing that waits.

    `asking` is the counter's own way to the mall, so that a question never stands behind the sender's long requests;
    `files` is for what is exported, perhaps to a stick that is slow or gone.
    """

    disk: ThreadLane
    vault: ThreadLane
    paper: ThreadLane
    cards: ThreadLane
    network: ThreadLane
    asking: ThreadLane
    files: ThreadLane

    @classmethod
    def make(cls) -> Lanes:
        """Fresh lanes, idle."""
        return cls(*(ThreadLane(name) for name in ("disk", "vault", "paper", "cards", "network", "asking", "files")))

    def close(self) -> None:
        """Let every lane finish what it has."""
        for lane in (self.files, self.asking, self.network, self.paper, self.cards, self.vault, self.disk):
            lane.close()


@dataclass(slots=True)
class House:
    """A till's folder, opened: its database, keys and devices."""

    folder: Path
    settings: Settings
    keys: KeyRing
    database: Database
    retained: Retained
    store: SqlStore
    shelf: SqlShelf
    outbox: SqlOutbox
    printer: Printer
    terminal: Terminal
    clock: Clock
    passes: PassKeeper | None = None

    def close(self) -> None:
        """Let go of the database, its log moved into the file where that can be done."""
        try:
            self.database.checkpoint()
        except Exception as error:  # noqa: BLE001 - the log stays beside the file, and nothing in it is lost
            _log.error("checkpoint at the close: %s", type(error).__name__)
        finally:
            self.retained.close()
            self.database.close()


def open_house(folder: Path, *, clock: Clock | None = None) -> House:
    """Open a till's folder; blocking, for the disk lane. It makes no database: only `enrol_till` does.

    Raises Unavailable with a settings, terminal, key, database or disk code, Refused("terminal.not_allowed"), and
    ("key.file_not_allowed"); nothing is changed then but the shape of the database, where it was of an older version.
    """
    settings = read_settings(folder)
    moment = clock or SystemClock()
    check_terminal(settings)
    printer, keys = open_printer(settings), load_keys(folder, settings)
    from pos.storage.doubts import still_asked
    from pos.storage.engine import Database
    from pos.storage.schema import bring_up

    database = Database(folder / "till.db", keys.database)
    try:
        bring_up(database)
        _forget(database, moment)
        terminal = open_terminal(folder, settings, moment, doubts=still_asked(database))
    except BaseException:
        database.close()
        raise
    vault = key_store(folder, settings)
    house = house_over(folder, settings, keys, database, vault=vault, printer=printer, terminal=terminal, clock=moment)
    _read_again(house)
    return house


def _read_again(house: House) -> None:
    """What an older program did not understand of the feed; what cannot be read now is read at another start."""
    try:
        house.outbox.read_again()
    except Unavailable as error:
        _log.warning("what waits of the feed was not read again: %s", error.code)


def house_over(
    folder: Path,
    settings: Settings,
    keys: KeyRing,
    database: Database,
    *,
    vault: KeyStore,
    printer: Printer,
    terminal: Terminal,
    clock: Clock,
) -> House:
    """A house over a database that is open, with the devices that were found for it; `vault` is where its keys lie."""
    from pos.storage.judging import Judge
    from pos.storage.keys import retained_key
    from pos.storage.outbox import SqlOutbox
    from pos.storage.retained import NAME, Retained
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore

    till = settings.till
    return House(
        folder=folder,
        settings=settings,
        keys=keys,
        database=database,
        retained=Retained(folder / NAME, key=lambda: retained_key(vault)),
        store=SqlStore(database, till=till, key=keys.signer()),
        shelf=SqlShelf(database, till=till),
        outbox=SqlOutbox(database, till=till, judge=Judge(read_suspicion(), clock.now)),
        printer=printer,
        terminal=terminal,
        clock=clock,
    )


def _forget(database: Database, clock: Clock) -> None:
    """What is sealed and needed no more is destroyed: pictures of claims that are over, numbers of cash receipts.

    What cannot be done now is done at another start.
    """
    from pos.storage import numbers, photographs

    try:
        photographs.destroy(database, settled_before=clock.now() - photographs.KEPT)
        numbers.destroy(database, told_before=clock.now() - numbers.KEPT)
    except Unavailable as error:
        _log.warning("old pictures or numbers are still there: %s", error.code)


def make_counter(house: House, lanes: Lanes, stage: Stage, mall: Enquiries) -> Counter:
    """The counter over an opened house; `mall` is whom it asks about members and orders."""
    from pos.exports import Exports
    from pos.storage.books import SqlBooks
    from pos.storage.ledgers import SqlLedgers
    from pos.storage.reading import SqlJournal
    from pos.storage.tax import SqlTax

    settings = house.settings
    ports = Ports(
        clock=house.clock,
        shelf=house.shelf,
        store=house.store,
        books=SqlBooks(house.database, till=settings.till),
        tax=SqlTax(house.database),
        ledgers=SqlLedgers(house.database),
        journal=SqlJournal(house.database, till=settings.till, public_key=house.keys.public()),
        exporter=Exports(),
        people=_people(house),
        texts=read_texts(),
        processors=read_processors((RESOURCES / "processors.toml").read_text("utf-8")),
        past=_past(house),
        mall=mall,
        pins=_pins(house),
        printer=house.printer,
        terminal=house.terminal,
        disk=lanes.disk,
        vault=lanes.vault,
        paper=lanes.paper,
        cards=lanes.cards,
        network=lanes.asking,
        files=lanes.files,
        start=stage.start,
        new_id=lambda: uuid.uuid4().hex,
        powers=read_powers((RESOURCES / "powers.toml").read_text("utf-8")),
        boutique=settings.boutique,
        till=settings.till,
        agreements=_agreements(house),
    )
    return Counter(ports)


def _people(house: House) -> SqlRegistry:
    """What is kept of members here."""
    from pos.storage.registry import SqlRegistry

    settings = house.settings
    return SqlRegistry(house.database, boutique=settings.boutique, till=settings.till, retained=house.retained)


def _agreements(house: House) -> SqlAgreements:
    """What is known of the days that are held against the mall's."""
    from pos.storage.agreement import SqlAgreements

    return SqlAgreements(house.database)


def _past(house: House) -> SqlPast:
    """What was sold and came back, as this till knows it and signs it."""
    from pos.storage.past import SqlPast

    settings = house.settings
    return SqlPast(house.database, boutique=settings.boutique, till=settings.till, key=house.keys.signer())


def _pins(house: House) -> Pins:
    """Who checks PINs here; wrong ones are counted in the database and in a file beside it. Nobody, once shut out."""
    from pos.storage import shut_out as told
    from pos.storage.pin_guard import PinGuard
    from pos.storage.pins import InDatabase, PinCheck, tills_of

    if told.is_noted(house.database):
        return shut_out.Nobody()
    return PinCheck(
        InDatabase(house.database),
        house.keys.pepper,
        guard=PinGuard(house.folder, house.keys.database),
        tills=lambda: tills_of(house.database, house.settings.boutique),
    )


def make_wire(house: House) -> MallClient:
    """A way to the mall; used and closed on one lane, for it serves one request at a time."""
    from pos.sync.client import MallClient
    from pos.sync.contract import TillName
    from pos.sync.passes import PassKeeper

    name = TillName(house.settings.boutique, house.settings.till)
    house.passes = house.passes or PassKeeper()
    return MallClient(
        house.settings.mall,
        name=name,
        key=house.keys.signer(),
        clock=house.clock,
        passes=house.passes,
        authority=read_authority(house.folder, house.settings),
        mall_key=_mall_key(house.settings),
    )


def make_time(house: House, wire: MallClient) -> Callable[[], datetime]:
    """How this till asks the mall what time it is; `wire` is used on its lane only."""
    from pos.sync.contract import TillName
    from pos.sync.conversation import Identity
    from pos.sync.mall_time import mall_time

    identity = Identity(TillName(house.settings.boutique, house.settings.till), _mall_key(house.settings))
    return lambda: mall_time(wire, identity)


def make_sync(
    house: House,
    wire: MallClient,
    lanes: Lanes,
    counter: Counter,
    *,
    poll: float = 20.0,
    monotonic: Callable[[], float] = time.monotonic,
) -> SyncLoop:
    """The sender of this till, telling the counter what arrives."""
    from pos.sync.contract import TillName
    from pos.sync.conversation import Identity
    from pos.sync.loop import SyncLoop

    name = TillName(house.settings.boutique, house.settings.till)
    identity = Identity(name, _mall_key(house.settings))
    return SyncLoop(
        outbox=house.outbox,
        wire=wire,
        identity=identity,
        disk=lanes.disk,
        network=lanes.network,
        clock=house.clock,
        poll=poll,
        monotonic=monotonic,
        on_connection=_connection(house, counter),
        on_arrival=_arrival(counter),
        agreeing=_agreeing(house, wire, lanes, counter),
        abreast=make_lost(house, wire, lanes, counter, identity=identity),
    )


def _agreeing(house: House, wire: MallClient, lanes: Lanes, counter: Counter) -> Agreeing:
    """Who holds this till's days against the mall's."""
    from pos.sync.agreeing import Agreeing
    from pos.sync.contract import TillName
    from pos.sync.conversation import Identity

    return Agreeing(
        counter.ports.agreements,
        wire,
        identity=Identity(TillName(house.settings.boutique, house.settings.till), _mall_key(house.settings)),
        disk=lanes.disk,
        network=lanes.network,
        clock=house.clock,
        on_found=lambda found: agreeing.found(counter, found),
    )


def _connection(house: House, counter: Counter) -> Callable[[Connection], None]:
    from pos.storage import shut_out as told

    def changed(connection: Connection) -> None:
        counter.touch("mall")
        if connection.code == shut_out.CODE:
            counter.ports.start(shut_out.hear(counter, lambda: told.note(house.database, house.clock.now())))

    return changed


def _arrival(counter: Counter) -> Callable[[FeedPage, tuple[str, ...]], None]:
    def arrived(page: FeedPage, refused: tuple[str, ...]) -> None:
        for code in refused:
            counter.tell(Notice(code, {"count": len(counter.ports.shelf.held_changes())}, "error"))
        if page.policies:
            counter.forget_policies()
        if page.claims:
            settling.wake(counter)
        if page.bulletins:
            bulletins.tell(counter)
        if page.decided:
            claiming.tell_of_decided(counter)
        if page.staff:
            counter.ports.start(session.look_again(counter))
        counter.touch("catalogue", "mall", "staff")

    return arrived


def _mall_key(settings: Settings) -> bytes:
    try:
        return base64.b64decode(settings.mall_key, validate=True)
    except ValueError as error:
        raise Unavailable("settings.broken", cause="mall_key") from error
