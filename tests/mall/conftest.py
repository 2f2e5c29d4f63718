"""A mall on SQLite and on a real PostgreSQL: each test that asks for one runs on both.

A chain is seeded once for each kind of database; what a test gets is a copy, or that one put right again.
"""

import os
import shutil
import subprocess
import tempfile
from abc import ABC, abstractmethod
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


class Databases(ABC):
    """Databases of one kind; each test gets one as if nobody had used it."""

    @contextmanager
    def one(self, *seeds: str) -> Iterator[str]:
        """The URL of a database that is empty, or holds what these documents say and nothing else."""
        url = self.make(seeds)
        yield url
        self.take_back(url, seeds)

    @abstractmethod
    def make(self, seeds: tuple[str, ...]) -> str:
        """The URL of one that nobody uses."""

    @abstractmethod
    def take_back(self, url: str, seeds: tuple[str, ...]) -> None:
        """A test is done with it."""


def _sow(url: str, seeds: tuple[str, ...]) -> None:
    made = Mall(url, clock=FixedClock())
    for seed in seeds:
        made.seed(seed)
    made.close()


class Files(Databases):
    """Those of SQLite: copies of a few that were seeded. Mutable: it keeps those."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seeded: dict[tuple[str, ...], Path] = {}

    def make(self, seeds: tuple[str, ...]) -> str:
        path = self._folder / f"mall{next(_numbers)}"
        if seeds and seeds not in self._seeded:
            first = self._seeded[seeds] = self._folder / f"seeded{next(_numbers)}"
            _sow(f"sqlite:///{first}", seeds)
        if seeds:
            shutil.copy(self._seeded[seeds], path)
        return f"sqlite:///{path}"

    def take_back(self, url: str, seeds: tuple[str, ...]) -> None:
        Path(url.removeprefix("sqlite:///")).unlink(missing_ok=True)


class Cluster(Databases):
    """Those of PostgreSQL, where to make one takes longer than a test: seeded ones are put right and used again.

    Mutable: it keeps those that wait for their next test. Whoever changed more than rows gets no other after them.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[tuple[str, ...], tuple[str, str]] = {}

    def make(self, seeds: tuple[str, ...]) -> str:
        if seeds in self._waiting:
            return self._waiting[seeds][0]
        name = f"mall{next(_numbers)}"
        self._ask(f"CREATE DATABASE {name}")
        url = f"postgresql://pos@/{name}?host={self._folder}"
        if seeds:
            _sow(url, seeds)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(KEEP)
                self._waiting[seeds] = (url, _shape(connection))
        return url

    def take_back(self, url: str, seeds: tuple[str, ...]) -> None:
        if seeds:
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(ALONE)
                if _shape(connection) == self._waiting[seeds][1]:
                    connection.execute(PUT_RIGHT)
                    return
            del self._waiting[seeds]
        self._ask(f"DROP DATABASE {url.split('/')[3].partition('?')[0]} WITH (FORCE)")

    def _ask(self, statement: str) -> None:
        with psycopg.connect(host=str(self._folder), user="pos", dbname="postgres", autocommit=True) as connection:
            connection.execute(statement)


ALONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
EACH_TABLE = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
KEEP = f"""
CREATE SCHEMA kept;
DO $$ DECLARE name text; BEGIN FOR name IN {EACH_TABLE} LOOP
    EXECUTE format('CREATE TABLE kept.%1$I AS TABLE public.%1$I', name);
END LOOP; END $$
"""
PUT_RIGHT = f"""
DO $$ DECLARE name text; BEGIN FOR name IN {EACH_TABLE} LOOP
    EXECUTE format('DELETE FROM public.%1$I', name);
    EXECUTE format('INSERT INTO public.%1$I SELECT * FROM kept.%1$I', name);
END LOOP; END $$
"""
SHAPE = """
SELECT coalesce(string_agg(told, ' ' ORDER BY told), '') FROM (
    SELECT format('%s.%s %s %s', attrelid::regclass, attname, atttypid::regtype, attnotnull) AS told
        FROM pg_attribute JOIN pg_class ON attrelid = pg_class.oid WHERE relnamespace = 'public'::regnamespace
    UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index JOIN pg_class ON indrelid = pg_class.oid
        WHERE relnamespace = 'public'::regnamespace
) AS shape
"""


def _shape(connection: psycopg.Connection) -> str:
    """Every column and index: what a test may change beside the rows."""
    found = connection.execute(SHAPE).fetchone()
    assert found is not None
    return str(found[0])


@pytest.fixture(scope="session")
def in_files(tmp_path_factory: pytest.TempPathFactory) -> Databases:
    """Those of SQLite."""
    return Files(tmp_path_factory.mktemp("malls"))


@pytest.fixture(scope="session")
def in_cluster(cluster: Path) -> Databases:
    """Those of PostgreSQL."""
    return Cluster(cluster)


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an empty database; where the test asks for a mall, of the one that this mall is on."""
    databases: Databases = request.getfixturevalue("in_files" if request.param == "sqlite" else "in_cluster")
    seeds = (SEED, *getattr(request.module, "ALSO_SEEDED", ())) if "mall" in request.fixturenames else ()
    with databases.one(*seeds) as url:
        yield url


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
