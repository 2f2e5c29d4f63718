"""A till's records as they lie on the disk: its secrets, and its database to be read. It makes and changes nothing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from pos.app.settings import Settings
from pos.domain.errors import Refused, Unavailable

if TYPE_CHECKING:
    from pos.storage.engine import Database
    from pos.storage.keys import KeyRing, KeyStore


def key_store(folder: Path, settings: Settings) -> KeyStore:
    """Where this till's secrets lie. Raises Refused("key.file_not_allowed") for a file outside the demo."""
    from pos.storage.keys import FileKeys, SystemKeys

    if settings.keys == "file":
        if not settings.demo:
            raise Refused("key.file_not_allowed")
        return FileKeys(folder / "keys")
    return SystemKeys(settings.vault)


def has_database(folder: Path) -> bool:
    """Whether there is a database; SQLite would take an empty file for a new one."""
    path = folder / "till.db"
    return path.is_file() and path.stat().st_size > 0


def load_keys(folder: Path, settings: Settings) -> KeyRing:
    """The secrets of a till that was enrolled and has its database.

    Raises Unavailable("enrol.unfinished"), ("database.missing"), and a key's code.
    """
    if not settings.till:
        raise Unavailable("enrol.unfinished")
    if not has_database(folder):
        raise Unavailable("database.missing", path=str(folder / "till.db"))
    keys = key_store(folder, settings).load()
    if keys is None:
        raise Unavailable("key.missing")
    return keys


@contextmanager
def open_to_read(folder: Path, settings: Settings) -> Iterator[tuple[KeyRing, Database]]:
    """The database as it is, also beside a running till: nothing is made, brought up or moved into the file.

    Raises what `load_keys` raises, and Unavailable("database.newer") or ("database.older") for another version's.
    """
    from pos.storage.engine import Database

    keys = load_keys(folder, settings)
    database = Database(_never_written(folder / "till.db"), keys.database)
    try:
        _check_version(database)
        yield keys, database
    finally:
        database.close()


def _never_written(path: Path) -> Path:
    """A name under which SQLite opens the file to read it only; by its plain name it would, at the end, tidy it."""
    if sys.platform == "win32":  # a Path turns the slashes of such a name
        return path
    return Path(f"file:{quote(str(path.resolve()))}?mode=ro")


def _check_version(database: Database) -> None:
    from pos.storage.tables import REVISION

    with database.read() as connection:
        found = str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar())
    if found != REVISION:
        raise Unavailable("database.newer" if found > REVISION else "database.older", found=found, known=REVISION)
