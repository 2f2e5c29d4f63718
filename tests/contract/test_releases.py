"""Tills and malls of every release, and those of today: nothing that one needs of the other has gone away.

Old tills are played again as they spoke, old malls answer as they did; the documents are compared besides.
"""

import json
import secrets
import shutil
from collections.abc import Iterator
from contextlib import closing
from functools import cache
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

from pos.domain.facts import decode_fact
from pos.sync import contract
from pos.sync.contract import (
    Authority,
    DayAnswer,
    EasyOrdersAnswer,
    Enrolled,
    FeedAnswer,
    Health,
    LostEntries,
    MachineAnswer,
    MemberAnswer,
    MembersFound,
    Pass,
    PersonTaken,
    Problem,
    Push,
    PushAnswer,
    RecipientTaken,
    Released,
    ReservationAnswer,
    SaleAnswer,
    StaffTaken,
    Standing,
    Stopped,
    Time,
    VoucherAnswer,
)
from tests.contract import releases as releases_there
from tests.contract.compat import Json, breaks
from tests.contract.releases import accepted, folders, recording_of, schema_of, todays
from tests.contract.story import Ends, Message, Recording, record
from tests.mall.tills import NAME, FixedClock, small_mall

ANSWERS: dict[tuple[str, str], type] = {
    ("POST", contract.ENROL): Enrolled,
    ("POST", contract.JOURNAL): PushAnswer,
    ("GET", contract.FEED): FeedAnswer,
    ("GET", contract.MEMBER): MemberAnswer,
    ("PUT", contract.MEMBER): PersonTaken,
    ("POST", contract.MEMBERS): MembersFound,
    ("GET", contract.EASY_ORDERS): EasyOrdersAnswer,
    ("GET", contract.VOUCHER): VoucherAnswer,
    ("GET", contract.SALE): SaleAnswer,
    ("GET", contract.MACHINE): MachineAnswer,
    ("POST", contract.STOP_ORDER): Stopped,
    ("PUT", contract.RECIPIENT): RecipientTaken,
    ("PUT", contract.STAFF): StaffTaken,
    ("GET", contract.TIME): Time,
    ("GET", contract.HEALTH): Health,
    ("GET", contract.AUTHORITY): Authority,
    ("POST", contract.PASS): Pass,
    ("GET", contract.JOURNAL): LostEntries,
    ("GET", contract.STANDING): Standing,
    ("GET", contract.DAY): DayAnswer,
    ("PUT", contract.RESERVATION): ReservationAnswer,
    ("DELETE", contract.RESERVATION): Released,
}
MADE_ANEW = frozenset({"pepper", "mall_key", "signature", "pin_verifier", "sealing_key", "certificate", "text"})
"""What each mall has of its own."""

releases = pytest.mark.parametrize("release", folders(), ids=lambda folder: folder.name)


def test_there_are_releases() -> None:
    assert folders()


# --- the documents ----------------------------------------------------------------------------------------------------


@releases
def test_nothing_that_a_release_needs_has_gone(release: Path) -> None:
    found = set(breaks(schema_of(release), todays()))
    assert found - set(accepted()) == set(), "docs/contract.md, Changing the contract"


def test_what_was_accepted_is_so_still() -> None:
    now = todays()
    found = {one for release in folders() for one in breaks(schema_of(release), now)}
    assert set(accepted()) <= found
    assert all(len(reason) > 20 for reason in accepted().values())


# --- an old till and a new mall ---------------------------------------------------------------------------------------


@cache
def todays_answers(release: Path) -> tuple[tuple[Message, int, str, str], ...]:
    """What a till of a release said, and what a mall of today answers: status, media type, body."""
    return tuple(_played(recording_of(release)))


def _played(told: Recording) -> Iterator[tuple[Message, int, str, str]]:
    with small_mall(told.seed) as mall, closing(Ends(mall)) as ends:
        letters = iter(told.invitation.replace("-", ""))
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(secrets, "choice", lambda _letters: next(letters))
            assert mall.invite(NAME) == told.invitation
        for message in told.messages:
            status, media, answer = ends.ask(message.method, message.target, message.headers, message.body.encode())
            yield message, status, media, answer.decode()


def _missing(old: object, new: object, where: str = "") -> Iterator[str]:
    """Where something that was told is not told any more, or is something else; more may be told."""
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in old.items():
            if key not in MADE_ANEW:
                yield from _missing(value, new.get(key, "nothing"), f"{where}.{key}")
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, pair in enumerate(zip(old, new, strict=True)):
            yield from _missing(*pair, f"{where}[{place}]")
    elif old != new:
        yield f"{where}: {old!r} is {new!r}"


@releases
def test_an_old_till_hears_of_todays_mall_what_it_heard_of_its_own(release: Path) -> None:
    for message, status, media, answer in todays_answers(release):
        assert (status, media) == (message.status, message.media), message.name
        assert list(_missing(json.loads(message.answer), json.loads(answer))) == [], message.name


@releases
def test_what_todays_mall_answers_is_what_an_old_till_can_read(release: Path) -> None:
    document = schema_of(release)
    for message, status, media, answer in todays_answers(release):
        operation = document["paths"][message.path][message.method.lower()]
        told = operation["responses"]["200" if status == 200 else "default"]
        validator = jsonschema_rs.validator_for({**told["content"][media]["schema"], **_components(document)})
        assert [str(error) for error in validator.iter_errors(json.loads(answer))] == [], message.name


def _components(document: Json) -> Json:
    return {"components": document["components"]}


@releases
def test_the_story_asks_for_everything_there_was(release: Path) -> None:
    asked = {(message.method, message.path) for message in recording_of(release).messages}
    offered = {
        (method.upper(), path)
        for path, operations in schema_of(release)["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert asked == offered


def test_todays_story_asks_for_everything_there_is_and_can_be_played_again() -> None:
    clock = FixedClock()
    with small_mall(clock=clock) as mall:
        told = record(mall, clock)
    offered = {
        (method.upper(), path)
        for path, operations in todays()["paths"].items()
        for method in operations
        if method != "parameters"
    }
    assert {(message.method, message.path) for message in told.messages} == offered, "tests/contract/story.py"
    for message, status, _, answer in _played(told):
        assert status == message.status, message.name
        assert list(_missing(json.loads(message.answer), json.loads(answer))) == [], message.name
        msgspec.json.decode(answer, type=ANSWERS[message.method, message.path] if status == 200 else Problem)


def test_a_mall_that_tells_less_is_found() -> None:
    message = next(one for one in recording_of(folders()[0]).messages if one.name == "member")
    told = json.loads(message.answer)
    assert list(_missing(told, told | {"newer": 1})) == []
    del told["member"]["mobile"]
    assert list(_missing(json.loads(message.answer), told)) == [".member.mobile: '010-0000-0101' is 'nothing'"]


# --- a new till and an old mall ---------------------------------------------------------------------------------------


@releases
def test_a_new_till_reads_what_an_old_mall_answers(release: Path) -> None:
    for message in recording_of(release).messages:
        kind = ANSWERS[message.method, message.path] if message.status == 200 else Problem
        msgspec.json.decode(message.answer, type=kind)


@releases
def test_a_new_mall_reads_the_facts_of_an_old_till(release: Path) -> None:
    told = next(one for one in recording_of(release).messages if one.name == "push")
    for entry in msgspec.json.decode(told.body, type=Push).entries:
        decode_fact(entry.payload)


# --- the next release -------------------------------------------------------------------------------------------------


def test_a_release_is_made_beside_those_before(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(releases_there.RELEASES / "1", tmp_path / "1")
    monkeypatch.setattr(releases_there, "RELEASES", tmp_path)
    releases_there.main()
    assert [one.name for one in folders()] == ["1", "2"]
    assert schema_of(tmp_path / "2") == todays()
    assert recording_of(tmp_path / "2").messages


def test_what_breaks_is_not_released(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(releases_there.RELEASES / "1", tmp_path / "1")
    less = todays()
    del less["paths"][contract.VOUCHER]
    monkeypatch.setattr(releases_there, "RELEASES", tmp_path)
    monkeypatch.setattr(releases_there, "todays", lambda: less)
    with pytest.raises(SystemExit, match=r"vouchers/\{code\}: is gone"):
        releases_there.main()
    assert [one.name for one in folders()] == ["1"]
