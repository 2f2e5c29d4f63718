"""The place to practise beside a till: a folder in the till's own, with a database, keys and numbers of its own.

It has no settings file, so that nothing ever opens it as a till; no way to the mall, no cable to a printer, a drawer or
a card terminal; and nobody's name or PIN. What is practised on one day is gone on the next.
"""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from msgspec.structs import replace

from pos.app.bootstrap import House, house_over
from pos.app.enrolment import begin_journal
from pos.app.equipment import simulated_terminal
from pos.app.records import has_database
from pos.app.settings import Settings
from pos.domain.calendar import korean_day
from pos.domain.errors import Unavailable
from pos.domain.papers.training import TRAINING_TILL
from pos.till.feed import Language
from pos.till.ports import Clock
from pos.till.practice import PracticePaper

if TYPE_CHECKING:
    from pos.storage.engine import Database
    from pos.storage.practice import Shopful

Way: TypeAlias = Literal["on", "afresh", "back"]
"""Where to go: on with what was practised today, to begin afresh, back to the till."""

FOLDER: Final = "training"
MOST_PAPERS: Final = 20
_BEGUN = "begun"
_WORTH_NOTHING = ("key.", "database.", "terminal.")


@dataclass(frozen=True, slots=True)
class Going:
    """What goes along from a till to the place beside it: the till's settings, its shop; `afresh`: nothing stays."""

    till: Path
    settings: Settings
    shop: Shopful
    language: Language
    afresh: bool


@dataclass(slots=True)
class Door:
    """Implements `pos.till.practice.Practice`. Mutable: papers come. `change` is told where to go."""

    till: Path
    clock: Clock
    change: Callable[[Way], None]
    is_on: bool = False
    papers: tuple[PracticePaper, ...] = field(default=())

    @property
    def is_begun(self) -> bool:
        """See `Practice`."""
        return is_of_today(self.till, self.clock)

    def begin(self, *, afresh: bool) -> None:
        """See `Practice`."""
        self.change("afresh" if afresh else "on")

    def end(self) -> None:
        """See `Practice`."""
        self.change("back")

    def came(self, paper: PracticePaper) -> None:
        """One more paper; the oldest go."""
        self.papers = (*self.papers, paper)[-MOST_PAPERS:]


def is_of_today(till: Path, clock: Clock) -> bool:
    """Whether somebody has practised beside this till today."""
    try:
        begun = (till / FOLDER / _BEGUN).read_text("ascii")
    except (OSError, UnicodeDecodeError):
        return False
    return begun == korean_day(clock.now()).isoformat()


def forget_past(till: Path, clock: Clock) -> None:
    """Destroy what was practised on another day. Raises Unavailable("disk.unwritable")."""
    if (till / FOLDER).exists() and not is_of_today(till, clock):
        destroy(till)


def destroy(till: Path) -> None:
    """Destroy what was practised: its keys first, then the rest. Raises Unavailable("disk.unwritable")."""
    folder = till / FOLDER
    if not folder.exists():
        return
    if (folder / "till.toml").exists():  # somebody has put a till there
        raise Unavailable("disk.unwritable", path=str(folder))
    try:
        with contextlib.suppress(FileNotFoundError), (folder / "keys").open("r+b") as keys:
            keys.write(os.urandom(os.fstat(keys.fileno()).st_size))
            keys.flush()
            os.fsync(keys.fileno())
        shutil.rmtree(folder)
    except OSError as error:
        raise Unavailable("disk.unwritable", path=str(folder)) from error


def open_training(going: Going, clock: Clock, came: Callable[[bytes, str], None]) -> House:
    """The place beside a till, with what the shop sells today; what was practised today goes on.

    `came` gets the papers, in the thread that prints. Blocking, for the disk lane. What cannot be opened is thrown
    away and made anew. Raises Unavailable with a disk's code.
    """
    if going.afresh:
        destroy(going.till)
    forget_past(going.till, clock)
    if is_of_today(going.till, clock):
        try:
            return _open(going, clock, came)
        except Unavailable as error:
            if not error.code.startswith(_WORTH_NOTHING):
                raise
            destroy(going.till)
    _make(going, clock)
    return _open(going, clock, came)


def _settings(going: Going) -> Settings:
    """As at the till, without what leads out of here: mall, secrets, printer, card terminal."""
    return replace(
        going.settings,
        till=TRAINING_TILL,
        mall="",
        mall_key="",
        vault="",
        printer="",
        terminal="none",
        terminal_address="",
        terminal_key="",
    )


def _make(going: Going, clock: Clock) -> None:
    """Keys of its own, in a file: what they lock away is worth nothing."""
    from pos.storage.keys import FileKeys, fresh

    folder = going.till / FOLDER
    try:
        folder.mkdir(mode=0o700)
        ring = fresh(os.urandom(32))
        FileKeys(folder / "keys").save(ring)
        begin_journal(folder, _settings(going), ring, clock)
        (folder / _BEGUN).write_text(korean_day(clock.now()).isoformat(), "ascii")
    except OSError as error:
        raise Unavailable("disk.unwritable", path=str(folder)) from error


def _open(going: Going, clock: Clock, came: Callable[[bytes, str], None]) -> House:
    from pos.app.practising import MarkedPrinter
    from pos.devices.emulators.practice import PracticePrinter
    from pos.devices.printer.profile import PROFILES
    from pos.storage.engine import Database
    from pos.storage.keys import FileKeys
    from pos.storage.schema import bring_up

    folder, settings = going.till / FOLDER, _settings(going)
    vault = FileKeys(folder / "keys")
    keys = vault.load()
    if keys is None or not has_database(folder):
        raise Unavailable("database.missing", path=str(folder))
    terminal = simulated_terminal(folder, clock)
    database = Database(folder / "till.db", keys.database)
    try:
        bring_up(database)
        _furnish(database, going, clock)
    except BaseException:
        database.close()
        raise
    profile = PROFILES.get(settings.printer_profile, PROFILES["80mm"])
    return house_over(
        folder,
        settings,
        keys,
        database,
        vault=vault,
        printer=MarkedPrinter(PracticePrinter(profile, came)),
        terminal=terminal,
        clock=clock,
    )


def _furnish(database: Database, going: Going, clock: Clock) -> None:
    from pos.app.practice_people import PEOPLE, practice_members
    from pos.storage.practice import furnish

    members, dossiers = practice_members(going.shop.page.plans, clock.now())
    page = replace(going.shop.page, staff=PEOPLE[going.language], members=members, dossiers=dossiers)
    furnish(database, replace(going.shop, page=page), till=TRAINING_TILL)
