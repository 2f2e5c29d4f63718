"""A PostgreSQL of one's own for a benchmark: durable (flushes are real), private, gone afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

_SETTINGS = "-c listen_addresses= -c max_connections=200 -c shared_buffers=512MB -c max_wal_size=8GB"


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """A URL to put a name of a database into. `folder` is on the disk that is measured."""
    sockets = Path(tempfile.mkdtemp(prefix="pos-bench-"))  # a socket's path must be short
    folder.chmod(0o711)
    place = Path(tempfile.mkdtemp(prefix="pg-", dir=folder if _is_reachable(folder) else "/var/tmp"))
    as_owner: list[str] = []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(place, "postgres")
        shutil.chown(sockets, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    control = [*as_owner, program("pg_ctl"), "-D", str(place / "data"), "-w"]
    try:
        _run([*as_owner, program("initdb"), "-D", str(place / "data"), "-U", "pos", "-A", "trust", "-E", "UTF8"])
        settings = f"{_SETTINGS} -c unix_socket_directories={sockets}"
        _run([*control, "-l", str(place / "log"), "-o", settings, "start"])
        try:
            yield f"postgresql://pos@/{{}}?host={sockets}"
        finally:
            _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(place)
        shutil.rmtree(sockets)


def _is_reachable(folder: Path) -> bool:
    """Whether PostgreSQL's own user comes to it; a test's folder is its own."""
    return all(one.stat().st_mode & 0o001 for one in (folder, *folder.resolve().parents))


def database(places: str, name: str) -> str:
    """The URL of a new database of that name."""
    ask(places.format("postgres"), f"CREATE DATABASE {name}")
    return places.format(name)


def ask(url: str, statement: str) -> list[tuple[object, ...]]:
    """What a statement finds; each is its own transaction."""
    with psycopg.connect(url, autocommit=True) as connection:
        found = connection.execute(statement.encode())
        return list(found) if found.description else []


def program(name: str) -> str:
    """A program of the newest PostgreSQL; Debian keeps them off the path. Raises RuntimeError where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    chosen = str(found[-1]) if found else shutil.which(name)
    if not chosen:
        raise RuntimeError(f"{name} is missing: installer/setup.sh test installs PostgreSQL")
    return chosen


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
