"""A stolen disk says nothing: a hundred people join, are delivered to, are corrected, suspended, and some leave; then
there is no trace of any of them in any file of the till, and none of its key outside the place where keys lie."""

from __future__ import annotations

import base64
import io
import logging
import os
import random
import sys
import tempfile
import uuid
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.app.bundle import pack
from pos.app.crash import Crash, log_to, stop_logging
from pos.app.settings import Settings, write_settings
from pos.domain.delivery import Recipient
from pos.domain.facts import decode_fact
from pos.domain.people.joining import Joining
from pos.domain.people.retention import RecordsDestroyed
from pos.storage.engine import Database
from pos.storage.keys import FileKeys
from pos.till import delivering, membership, selling
from pos.till.feed import Member
from pos.till.paying import checkout
from pos.till.people import joining, leaving, records, rights
from pos.till.ports import PrintResult
from tests.proofs.traces import ENCODINGS, Traces
from tests.storage.conftest import Rig
from tests.storage.pages import everything_in
from tests.till.scene import ARIA, Scene

MANY = 100
_FIRST, _MIDDLE, _LAST = "감남도라맹모봉사석소", "꽃달별솔샘찬혜빛결봄", "늘름미새아온울해솜희"


@dataclass(frozen=True, slots=True)
class Seeded:
    """Somebody made up, every text of theirs unlike anybody's; `moved` is the address they have corrected."""

    form: Joining
    moved: str
    note: str

    def texts(self) -> Iterator[str]:
        form = self.form
        yield from (form.name, form.mobile, form.phone, form.email, form.address, form.detail, self.moved, self.note)


def person(chance: random.Random, place: int) -> Seeded:
    name = _FIRST[place // 10] + _MIDDLE[place % 10] + chance.choice(_LAST)
    digits = f"{chance.randrange(1_000, 9_999)}-{place:02d}{chance.randrange(10, 99)}"
    form = Joining(
        name=name,
        mobile=f"010-{digits}",
        phone=f"031-{digits}",
        email=f"{chance.randbytes(5).hex()}@people.example",
        postcode="04524",
        address=f"경기도 {name}시 {chance.choice(_MIDDLE)}길 {place}",
        detail=f"{name}빌라 {chance.randrange(100, 999)}호",
        consents=frozenset(("terms", "privacy", "marketing") if place % 2 else ("terms", "privacy")),
    )
    return Seeded(form, f"서울특별시 {name}로 {place}", f"{name} 댁 문 앞에")


PEOPLE = tuple(person(random.Random(place), place) for place in range(MANY))
TEXTS = tuple(dict.fromkeys(text for one in PEOPLE for text in one.texts()))


@contextmanager
def till_in(folder: Path) -> Iterator[Scene]:
    """A till that logs, with its temporary files beside it."""
    for name in ("till", "temporary"):
        (folder / name).mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", str(folder / "temporary"))
        patch.setattr(tempfile, "tempdir", str(folder / "temporary"))
        log_to(folder / "till" / "log")
        made = Scene(folder / "till")
        made.counter.ports.new_id = lambda: uuid.uuid4().hex  # a scene's own look at the journal each time
        FileKeys(folder / "till" / "keys").save(made.rig.keys)
        settings = Settings("http://127.0.0.1:1", boutique="SEL01", till="1", demo=True, keys="file")
        write_settings(folder / "till", settings)
        yield made
        made.rig.close()
        stop_logging()


def life(scene: Scene, place: int, one: Seeded) -> None:
    """What happens to somebody; every so many have an order, a correction, a limit, a crash, and leave."""
    counter, play = scene.counter, scene.play
    member = play(joining.join(counter, one.form))
    assert membership.find(counter, one.form.mobile) == (member,)
    if place % 5 == 0:
        order(scene, member, one)
    if place % 7 == 0:
        asked = play(rights.ask(counter, member.number, "correction", shown="app", fields=("address",)))
        home = replace(member.addresses[0], address=one.moved)
        play(rights.correct(counter, asked.id, replace(member, addresses=(home,))))
    play(records.open_record(counter, member.number, "service"))
    if place % 11 == 0:
        Crash()(ValueError(one.form.name, one.form.mobile))
    if place % 3 == 0:
        play(leaving.leave(counter, member.number))


def order(scene: Scene, member: Member, one: Seeded) -> None:
    counter, home = scene.counter, member.addresses[0]
    scene.play(membership.attach(counter, member.number))
    selling.scan(counter, ARIA)
    to = Recipient(home.name, home.phone, home.postcode, home.address, home.detail, one.note)
    scene.play(delivering.deliver_to(counter, to))
    assert scene.play(checkout.pay_card(counter, checkout.due(counter))) is not None


@dataclass(frozen=True, slots=True)
class Lived:
    """The till afterwards, its folder, and what was said to the terminal it was started from."""

    scene: Scene
    folder: Path
    said: str


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    folder, said = tmp_path_factory.mktemp("stolen"), io.StringIO()
    with redirect_stdout(said), redirect_stderr(said), till_in(folder) as scene:
        for place, one in enumerate(PEOPLE):
            if place == MANY - 5:  # from here on paper is out, and what is to be printed stays
                scene.printer.answers = [PrintResult("not_started", "printer.paper_out")] * 50
            life(scene, place, one)
        yield Lived(scene, folder, said.getvalue())


def test_a_stolen_disk_says_nothing(lived: Lived, tmp_path: Path) -> None:
    folder, scene, traces = lived.folder, lived.scene, Traces.of(TEXTS)
    pack(folder / "till", folder / "till" / "bundle.zip")
    with zipfile.ZipFile(folder / "till" / "bundle.zip") as bundle:
        bundle.extractall(tmp_path)
    number = scene.rig.people.has_mobile(PEOPLE[1].form.mobile)
    assert number is not None
    scene.play(records.open_record(scene.counter, number, "service"))
    files = {path.name for path in (*folder.rglob("*"), *tmp_path.rglob("*")) if path.is_file()}
    assert {"till.db", "till.db-wal", "retained.db", "till.log", "bundle.zip", "findings.json"} <= files
    assert "fault ValueError" in (folder / "till" / "log" / "till.log").read_text("utf-8")
    assert len(scene.rig.shelf.jobs()) > 0
    assert (traces.found_under(folder), traces.found_under(tmp_path)) == ({}, {})
    assert traces.found_in(lived.said.encode()) == set()
    payloads = b"\n".join(entry.payload + entry.who.encode() for entry in scene.journal())
    assert b"MemberJoined" in payloads and traces.found_in(payloads) == set()
    scene.rig.close()
    assert traces.found_under(folder) == {}


def test_in_the_opened_database_each_persons_fields_are_still_sealed(lived: Lived) -> None:
    """And of who left the separate store, opened, has what the law keeps and nothing else."""
    rig, traces = lived.scene.rig, Traces.of(TEXTS)
    plain = everything_in(rig.path, rig.keys.database)
    assert b"MemberJoined" in plain and traces.found_in(plain) == set()
    kept = everything_in(rig.retained.path, rig.keys.database[::-1])
    gone = [one.form for place, one in enumerate(PEOPLE) if place % 3 == 0]
    allowed = {text for form in gone for text in (form.name, form.mobile)}
    found = traces.found_in(kept)
    assert gone[0].name in found and found <= allowed


def test_what_the_law_keeps_dies_on_its_day(tmp_path: Path) -> None:
    with till_in(tmp_path) as scene:
        for place in (0, 15, 30):
            life(scene, place, PEOPLE[place])
        rig = scene.rig
        scene.clock.passes(days=6 * 365)
        scene.counter.ports.mall_time = scene.clock.now
        counts = scene.play(leaving.destroy_due(scene.counter))
        assert counts == {"contract": 3, "payment": 3, "visit": 3}
        assert decode_fact(scene.journal()[-1].payload) == RecordsDestroyed(counts)
        assert rig.people.kept() == ()
        assert Traces.of(TEXTS).found_in(everything_in(rig.retained.path, rig.keys.database[::-1])) == set()


def test_the_key_is_in_no_argument_environment_log_or_url(lived: Lived) -> None:
    rig, folder = lived.scene.rig, lived.folder
    keys = (rig.keys.database, rig.keys.signing, rig.keys.database[::-1])
    written = [
        form for key in keys for form in (key, key.hex().encode(), key.hex().upper().encode(), base64.b64encode(key))
    ]
    told = [Path("/proc/self/cmdline"), Path("/proc/self/environ")] if sys.platform == "linux" else []
    places = {str(path): path.read_bytes() for path in told}
    places |= {str(path): path.read_bytes() for path in folder.rglob("*") if path.is_file() and path.name != "keys"}
    places |= {"arguments": repr(sys.argv).encode(), "environment": repr(dict(os.environ)).encode()}
    database = rig.database
    assert isinstance(database, Database)
    for engine in (database._writer, database._reader):
        places[str(id(engine))] = (
            f"{engine.url!r} {engine!r} {engine.url.render_as_string(hide_password=False)}".encode()
        )
    places["shown"] = repr((rig.keys, rig.retained, database)).encode()
    assert [name for name, raw in places.items() if any(form in raw for form in written)] == []
    assert any(form in (folder / "till" / "keys").read_bytes() for form in written)  # it is looked for as it is written


# --- the harness can fail -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_note_in_plain_text_is_found(tmp_path: Path, encoding: str) -> None:
    one = PEOPLE[42].form
    traces = Traces.of(TEXTS)
    for text in (one.name, one.mobile, one.mobile.replace("-", ""), one.email, one.address):
        (tmp_path / "note").write_bytes(b"\0" * 33 + f"… {text}!".encode(encoding, "ignore") + b"\0")
        assert list(traces.found_under(tmp_path)) == ["note"], text


def test_a_name_in_the_log_is_found(tmp_path: Path) -> None:
    log_to(tmp_path / "log")
    logging.getLogger("pos").warning("nobody at home: %s", PEOPLE[7].form.name)
    stop_logging()
    assert Traces.of(TEXTS).found_under(tmp_path) == {"log/till.log": {PEOPLE[7].form.name}}


def test_a_number_that_was_left_in_the_database_is_found(tmp_path: Path) -> None:
    mobile, rig = PEOPLE[3].form.mobile, Rig.fresh(tmp_path)
    with rig.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('note', ?)", (mobile,))
    assert Traces.of(TEXTS).found_in(everything_in(rig.path, rig.keys.database)) == {mobile}
    rig.close()


def test_nothing_is_found_where_nothing_was(tmp_path: Path) -> None:
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(200_000))
    assert Traces.of(TEXTS).found_under(tmp_path) == {}
    with pytest.raises(ValueError, match="too short"):
        Traces.of(["김"])
