"""A mall on SQLite and on a real PostgreSQL: each test that asks for one runs on both."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest

from pos.mall.chain import Mall
from pos.sync.contract import TillName
from tests.mall.tills import SEED, FixedClock, Till

_numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One worker runs all that needs PostgreSQL, so that one cluster is enough."""
    for item in items:
        if "postgresql" in item.nodeid and item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.xdist_group("postgresql"))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Path]:
    """A private PostgreSQL that listens on a socket in a folder of its own."""
    folder = Path(tempfile.mkdtemp(prefix="pos-pg-"))
    as_owner = []
    if os.geteuid() == 0:  # it refuses to run as root
        shutil.chown(folder, "postgres")
        as_owner = ["runuser", "-u", "postgres", "--"]
    control = [*as_owner, _program("pg_ctl"), "-D", str(folder / "data"), "-w"]
    settings = f"-c listen_addresses= -c unix_socket_directories={folder} -c fsync=off"
    try:
        _run([*as_owner, _program("initdb"), "-D", str(folder / "data"), "-U", "pos", "-A", "trust", "-E", "UTF8"])
        _run([*control, "-l", str(folder / "log"), "-o", settings, "start"])
        yield folder
        _run([*control, "-m", "immediate", "stop"])
    finally:
        shutil.rmtree(folder)


def _program(name: str) -> str:
    """A program of the newest PostgreSQL; Debian keeps them off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    assert program, f"{name} is missing: installer/setup.sh test installs PostgreSQL"
    return program


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'mall.db'}"
        return
    folder = request.getfixturevalue("cluster")
    name = f"mall{next(_numbers)}"
    with psycopg.connect(host=str(folder), user="pos", dbname="postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield f"postgresql://pos@/{name}?host={folder}"
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def mall(database: str, clock: FixedClock) -> Iterator[Mall]:
    """A seeded mall."""
    opened = Mall(database, clock=clock)
    opened.seed(SEED)
    yield opened
    opened.close()


@pytest.fixture
def till(mall: Mall, clock: FixedClock) -> Till:
    """The boutique's first till, enrolled."""
    return Till.enrolled_at(mall, clock)


@pytest.fixture
def busan(mall: Mall, clock: FixedClock) -> Till:
    """A till of another boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
