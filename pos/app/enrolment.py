"""Making a till's folder with the mall's one-time code. Secrets or a journal that stand there are never given up."""

from __future__ import annotations

import base64
import uuid
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import replace

from pos.app.clock import SystemClock
from pos.app.equipment import check_terminal
from pos.app.lock import FolderLock
from pos.app.records import has_database, key_store
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import EpochOpened
from pos.till.ports import Clock, Commit
from pos.whole_file import replace_whole

if TYPE_CHECKING:
    from pos.storage.keys import KeyRing

_AUTHORITY = "authority.pem"


def enrol_till(folder: Path, settings: Settings, code: str, *, clock: Clock | None = None) -> Settings:
    """Make a till's folder: keys, identity from the mall, an empty journal. Asking again goes on where it stopped.

    `settings` says which mall and which devices; boutique and till come from the mall, and the secrets are those the
    folder already names. Raises Refused("enrol.already") for a folder with a till, ("mall.clock"),
    Unavailable("till.already_open"), what `sync.client.enrol` raises, and what opening raises.
    """
    from pos.storage import keys as secrets
    from pos.sync.client import enrol
    from pos.sync.slip import read_slip

    slip = read_slip(code)
    _make_folder(folder)
    with FolderLock(folder):
        settings = _going_on(folder, settings)
        settings, authority = _believing(folder, settings, slip.authority)
        vault = key_store(folder, settings)
        ring = vault.load()
        if ring is None and has_database(folder):
            raise Unavailable("key.missing")
        ring = ring or secrets.fresh()
        vault.save(ring)
        _check_clock(settings, authority, clock or SystemClock())
        enrolled = enrol(settings.mall, slip.code, ring.signer(), authority=authority)
        ring = replace(ring, pepper=enrolled.pepper)
        vault.save(ring)
        named = settings.enrolled(
            enrolled.boutique,
            enrolled.till,
            base64.b64encode(enrolled.mall_key).decode(),
            mall_seal=base64.b64encode(enrolled.sealing_key).decode(),
        )
        begin_journal(folder, named, ring, clock or SystemClock())
        write_settings(folder, named)
        return named


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("disk.unwritable") from error


def _going_on(folder: Path, settings: Settings) -> Settings:
    """The settings to enrol with, written down; the secrets of a till that stands here already are never given up."""
    vault = ""
    if (folder / "till.toml").exists():
        kept = read_settings(folder)
        if kept.till and has_database(folder):
            raise Refused("enrol.already", till=f"{kept.boutique}/{kept.till}")
        if kept.till:  # its name and keys still stand at the mall: a new journal under them would contradict it
            raise Unavailable("database.missing", path=str(folder / "till.db"))
        vault = kept.vault
    terminal = "simulated" if settings.demo else settings.terminal
    settings = replace(settings, vault=vault or uuid.uuid4().hex, terminal=terminal)
    check_terminal(settings)
    write_settings(folder, settings)
    return settings


def _believing(folder: Path, settings: Settings, start: str) -> tuple[Settings, str]:
    """Whom to believe over https, learned before a word of ours is said; in the clear there is nobody to believe.

    Raises Refused("enrol.no_authority") for a code without one, and what `sync.client.learn_authority` raises.
    """
    from pos.sync.client import learn_authority

    if not settings.mall.startswith("https:"):
        return settings, ""
    if not start:
        raise Refused("enrol.no_authority")
    authority = learn_authority(settings.mall, start)
    settings = replace(settings, authority=_AUTHORITY)
    try:
        replace_whole(folder / _AUTHORITY, authority.encode("ascii"))
    except OSError as error:
        raise Unavailable("disk.unwritable") from error
    write_settings(folder, settings)
    return settings, authority


def _check_clock(settings: Settings, authority: str, clock: Clock) -> None:
    """Time never runs back in a journal: one that began weeks ahead would stand still for as long."""
    from pos.sync.client import health
    from pos.sync.contract import MOST_SKEW_SECONDS

    told, ours = health(settings.mall, authority=authority).time, clock.now()
    try:
        off = abs((datetime.fromisoformat(told) - ours).total_seconds())
    except (ValueError, TypeError) as error:  # no time, or one without an offset
        raise Unavailable("mall.garbage", cause="time") from error
    if off > MOST_SKEW_SECONDS:
        raise Refused("mall.clock", mall=told, till=ours.isoformat())


def begin_journal(folder: Path, settings: Settings, ring: KeyRing, clock: Clock) -> None:
    """The database of a folder with the first entry of its journal, where it has none."""
    from pos.storage.engine import Database
    from pos.storage.schema import bring_up
    from pos.storage.shelf import SqlShelf
    from pos.storage.store import SqlStore

    database = Database(folder / "till.db", ring.database)
    try:
        bring_up(database)
        if not SqlShelf(database, till=settings.till).last_time():
            moment = clock.now()
            opened = EpochOpened(settings.boutique, "enrolled", ring.public().hex())
            first = Commit("till", moment, korean_day(moment), facts=(opened,))
            SqlStore(database, till=settings.till, key=ring.signer()).commit(first)
    finally:
        database.close()
