"""A mall on SQLite and on a real PostgreSQL: each test that asks for one runs on both.

A chain is seeded once for each kind of database; what a test gets is a copy.
"""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

from pos.mall.chain import Mall
from pos.sync.contract import TillName
from tests.cheap_pins import pins_are_cheap
from tests.mall.tills import SEED, FixedClock, Till

__all__ = ["pins_are_cheap"]

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


class Databases:
    """Databases of one kind, and the seeded ones that the others are copied from. Mutable: it keeps those."""

    def __init__(self, folder: Path, *, is_file: bool) -> None:
        self._folder, self._is_file = folder, is_file
        self._seeded: dict[tuple[str, ...], str] = {}

    def url(self, name: str) -> str:
        """Where a mall finds it."""
        return f"sqlite:///{self._folder / name}" if self._is_file else f"postgresql://pos@/{name}?host={self._folder}"

    @contextmanager
    def one(self, *seeds: str) -> Iterator[str]:
        """The name of a database that is gone afterwards: empty, or with these documents in it."""
        template, name = self._template(seeds), f"mall{next(_numbers)}"
        self._make(name, template)
        yield name
        if self._is_file:
            (self._folder / name).unlink(missing_ok=True)
        else:
            self._ask(f"DROP DATABASE {name} WITH (FORCE)")

    def _template(self, seeds: tuple[str, ...]) -> str:
        if seeds and seeds not in self._seeded:
            self._seeded[seeds] = name = f"seeded{len(self._seeded)}"
            self._make(name)
            made = Mall(self.url(name), clock=FixedClock())
            for seed in seeds:
                made.seed(seed)
            made.close()
        return self._seeded.get(seeds, "")

    def _make(self, name: str, template: str = "") -> None:
        if not self._is_file:
            self._ask(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
        elif template:
            shutil.copy(self._folder / template, self._folder / name)

    def _ask(self, statement: str) -> None:
        with psycopg.connect(host=str(self._folder), user="pos", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def in_files(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Those of SQLite."""
    return Databases(tmp_path_factory.mktemp("malls"), is_file=True)


@pytest.fixture(scope="session")
def in_cluster(cluster: Path) -> Databases:
    """Those of PostgreSQL."""
    return Databases(cluster, is_file=False)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database; where the test asks for a mall, of the one that this mall is on."""
    databases: Databases = request.getfixturevalue("in_files" if request.param == "sqlite" else "in_cluster")
    seeds = (SEED, *getattr(request.module, "ALSO_SEEDED", ())) if "mall" in request.fixturenames else ()
    with databases.one(*seeds) as name:
        yield databases.url(name)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def mall(database: str, clock: FixedClock) -> Iterator[Mall]:
    """A seeded mall. A module names further documents of its chain in ALSO_SEEDED."""
    opened = Mall(database, clock=clock)
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
