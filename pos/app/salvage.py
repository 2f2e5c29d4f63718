"""Writing what a till could not send into a file, beside whatever is wrong with it. The till's folder is only read."""

from __future__ import annotations

import base64
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from pos.app.records import open_to_read
from pos.app.settings import Settings, read_settings
from pos.domain.errors import Refused, Unavailable
from pos.whole_file import OWNERS_ALONE, flush_folder

if TYPE_CHECKING:
    from pos.storage.engine import Database
    from pos.sync.contract import Push
    from pos.sync.salvage import Letters

_EVERYTHING = 2**53
_AT_ONCE = 200


class Salvaged(msgspec.Struct, frozen=True):
    """What is in the file: the places, and how many letters; those that had to stay out are `left`."""

    first: int
    last: int
    letters: int
    left: int


def salvage(folder: Path, target: Path, *, since: int = 0, on_progress: Callable[[int, int], None]) -> Salvaged:
    """Write the entries that the mall has not acknowledged, or those from a place on, and the letters, to `target`.

    `on_progress` hears how many of how many are written. Raises Refused("salvage.nothing"), ("salvage.exists"), and
    what opening the database to read it raises.
    """
    from pos.storage.outbox import SqlOutbox
    from pos.sync.contract import TillName
    from pos.sync.salvage import write_salvage

    settings = read_settings(folder)
    if target.exists():
        raise Refused("salvage.exists", path=str(target))
    with open_to_read(folder, settings) as (keys, database):
        first = since or SqlOutbox(database, till=settings.till).next_expected()
        last = _last(database)
        letters = _letters(database)
        if last < first and not len(letters):
            raise Refused("salvage.nothing")
        to = _mall_seal(settings)
        name = TillName(settings.boutique, settings.till)
        pushes = _pushes(database, settings.till, first, last, on_progress)
        beside = target.with_name(target.name + ".part")
        try:
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNERS_ALONE), "wb") as file:
                write_salvage(file, name, pushes, letters, key=keys.signer(), to=to)
                file.flush()
                os.fsync(file.fileno())
            beside.replace(target)
            flush_folder(target.parent)
        except OSError as error:
            raise Unavailable("disk.unwritable") from error
    return Salvaged(first, last, len(letters) if to else 0, 0 if to else len(letters))


def _pushes(
    database: Database, till: str, first: int, last: int, on_progress: Callable[[int, int], None]
) -> Iterator[Push]:
    """The entries as the sender would push them; each push is of one life of the journal."""
    from pos.storage.journal import OF_EPOCHS, entries
    from pos.storage.lines import lines_of
    from pos.sync.conversation import next_push

    with database.read() as connection:
        lines = lines_of(connection)
        place = first
        while place <= last:
            found = entries(connection, till, f"{OF_EPOCHS} AND seq >= ? AND seq < ?", (place, place + _AT_ONCE))
            push = next_push(found, lines=lines)
            place += len(push.entries)
            yield push
            on_progress(place - first, last - first + 1)


def _letters(database: Database) -> Letters:
    from pos.storage import member_changes, recipients, staff
    from pos.storage.engine import cursor_of
    from pos.storage.lines import lines_of
    from pos.sync.contract import PersonPut, StaffPut
    from pos.sync.salvage import Letters
    from pos.till.abreast import epoch_of

    with database.read() as connection:
        cursor, lines = cursor_of(connection), lines_of(connection)
        addresses = recipients.unsent(cursor, before=_EVERYTHING, most=_EVERYTHING)
        people = member_changes.unsent(cursor, before=_EVERYTHING, most=_EVERYTHING)
        changes = staff.unsent(cursor, before=_EVERYTHING, most=_EVERYTHING)
    return Letters(
        tuple((one.sale, one.recipient) for one in addresses),
        tuple(PersonPut(epoch_of(lines, one.seq), one.seq, one.member) for one in people),
        tuple(StaffPut(epoch_of(lines, one.seq), one.seq, one.change) for one in changes),
    )


def _last(database: Database) -> int:
    with database.read() as connection:
        found = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM journal").scalar_one()
    return int(found)


def _mall_seal(settings: Settings) -> bytes:
    try:
        return base64.b64decode(settings.mall_seal, validate=True)
    except ValueError as error:
        raise Unavailable("settings.broken", cause="mall_seal") from error
