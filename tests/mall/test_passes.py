"""A pass spares the mall the looking up, is worth nothing without the till's key, and opens no door that was shut."""

import base64
import json
from collections.abc import Iterator

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import event

from pos.domain.errors import Refused
from pos.mall import entrance, passes
from pos.mall.chain import Mall
from pos.mall.entrance import Asked
from pos.sync import contract
from pos.sync.contract import TillName
from tests.mall.tills import NAME, FixedClock, Till

OTHER = TillName("SEL01", "2")


@pytest.fixture
def other_worker(mall: Mall, database: str, clock: FixedClock) -> Iterator[Mall]:
    """Another process of the same mall: nothing in common but the database."""
    opened = Mall(database, clock=clock)
    yield opened
    opened.close()


def given_to(till: Till, mall: Mall | None = None) -> str:
    return (mall or till.mall).give_pass(till.asked("POST", contract.PASS)).text


def asks(till: Till, shown: str) -> Asked:
    return msgspec.structs.replace(till.asked("GET", f"{contract.FEED}?cursor=0"), shown=shown)


def looked_up(mall: Mall, asked: Asked) -> bool:
    """Whether the till's own row was read, and so locked, for a question that was answered."""
    told: list[str] = []

    def listen(_1: object, _2: object, statement: str, *_rest: object) -> None:
        told.append(statement)

    event.listen(mall._engine, "before_cursor_execute", listen)
    try:
        assert mall.feed(asked, 0).products
    finally:
        event.remove(mall._engine, "before_cursor_execute", listen)
    return any("till.till = " in statement for statement in told)


def test_with_a_pass_nobody_is_looked_up(mall: Mall, till: Till) -> None:
    assert looked_up(mall, asks(till, ""))
    assert not looked_up(mall, asks(till, given_to(till)))


def test_every_worker_knows_a_pass_of_any_other(mall: Mall, till: Till, other_worker: Mall) -> None:
    assert not looked_up(other_worker, asks(till, given_to(till)))


def test_a_stolen_pass_is_worth_nothing(mall: Mall, till: Till, clock: FixedClock) -> None:
    shown = given_to(till)
    thief = Till(mall, clock)
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.feed(asks(thief, shown), 0)


def test_a_pass_of_another_till_is_none(mall: Mall, till: Till, clock: FixedClock) -> None:
    other = Till.enrolled_at(mall, clock, name=OTHER)
    assert looked_up(mall, asks(till, given_to(other)))
    as_other = msgspec.structs.replace(asks(till, given_to(till)), till=str(OTHER))
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.feed(as_other, 0)


def test_a_pass_that_is_over_is_none(mall: Mall, till: Till, clock: FixedClock) -> None:
    shown = given_to(till)
    clock.pass_by(seconds=passes.LASTS.total_seconds() - 1)
    assert not looked_up(mall, asks(till, shown))
    clock.pass_by(seconds=1)
    assert looked_up(mall, asks(till, shown))


@pytest.mark.parametrize(
    "shown", ["x", "é", "=", base64.b64encode(b"{}").decode(), base64.b64encode(b"[" * 900).decode()]
)
def test_what_is_no_pass_is_passed_over(mall: Mall, till: Till, shown: str) -> None:
    assert looked_up(mall, asks(till, shown))


@pytest.mark.parametrize("more", ["!", " " * 40_000, "\u00e9"])
def test_a_pass_is_known_in_one_spelling_only(mall: Mall, till: Till, more: str) -> None:
    """Else whoever overheard one fills the memory of every worker with it."""
    shown = given_to(till)
    assert looked_up(mall, asks(till, shown[:8] + more + shown[8:]))
    assert not mall._passes._known


def test_a_pass_of_ones_own_making_is_none(mall: Mall, till: Till, clock: FixedClock) -> None:
    thief, forger = Till(mall, clock), passes.Passes(Ed25519PrivateKey.generate())
    own = forger.give(NAME, thief.key.public_key().public_bytes_raw(), now=clock.now()).text
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.feed(asks(thief, own), 0)
    longer = json.loads(base64.urlsafe_b64decode(given_to(till)))
    longer["until"] = "2030-01-01T00:00:00+09:00"
    assert looked_up(mall, asks(till, base64.urlsafe_b64encode(json.dumps(longer).encode()).decode()))


def test_an_old_question_is_none_with_a_pass_either(mall: Mall, till: Till, clock: FixedClock) -> None:
    asked = asks(till, given_to(till))
    clock.pass_by(seconds=contract.MOST_SKEW_SECONDS + 1)
    with pytest.raises(Refused, match=r"mall\.clock"):
        mall.feed(asked, 0)


def refusal(mall: Mall, asked: Asked) -> str:
    """Why a question is not answered, "" where it is."""
    try:
        mall.feed(asked, 0)
    except Refused as refused:
        return refused.code
    return ""


def shut_out_after(till: Till, clock: FixedClock, *workers: Mall, step: int = 5) -> int:
    """Seconds until no worker hears a till that was shut out and goes on asking with its pass; an hour at most."""
    shown = given_to(till)
    for worker in workers:
        worker.feed(asks(till, shown), 0)
    workers[0].revoke(till.name)
    for seconds in range(0, 3_600, step):
        if {refusal(worker, asks(till, shown)) for worker in workers} == {"mall.revoked"}:
            return seconds
        clock.pass_by(seconds=step)
    return 3_600


def test_a_till_is_shut_out_within_a_minute_by_every_worker(
    mall: Mall, till: Till, other_worker: Mall, clock: FixedClock
) -> None:
    assert shut_out_after(till, clock, mall, other_worker) <= 10


def test_without_the_list_a_pass_would_open_for_ten_minutes(
    mall: Mall, till: Till, other_worker: Mall, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passes.Passes, "_changed_lately", lambda *_: {})
    assert shut_out_after(till, clock, mall, other_worker, step=100) == 600


def test_who_brings_something_is_shut_out_at_once(mall: Mall, till: Till, other_worker: Mall) -> None:
    till.sell()
    shown = given_to(till)
    mall.revoke(till.name)
    body = msgspec.json.encode(contract.Push(1, 1, tuple(till.journal)))
    asked = msgspec.structs.replace(till.asked("POST", contract.JOURNAL, body), shown=shown)
    with pytest.raises(Refused, match=r"mall\.revoked"):
        other_worker.push(asked)
    with pytest.raises(Refused, match=r"mall\.revoked"):
        given_to(till, other_worker)
    assert mall.entries(till.name) == ()


def test_a_key_that_was_replaced_is_shut_out_within_a_minute(mall: Mall, till: Till, clock: FixedClock) -> None:
    shown = given_to(till)
    clock.pass_by(seconds=1)
    mall.feed(asks(till, shown), 0)
    again = Till.enrolled_at(mall, clock)
    clock.pass_by(seconds=15)
    with pytest.raises(Refused, match=r"mall\.signature"):
        mall.feed(asks(till, shown), 0)
    assert not looked_up(mall, asks(again, given_to(again)))


def test_the_list_is_of_those_who_could_still_have_a_pass(mall: Mall, till: Till, clock: FixedClock) -> None:
    Till.enrolled_at(mall, clock, name=OTHER)
    mall.revoke(OTHER)
    clock.pass_by(minutes=30)
    given, asked = mall._passes, asks(till, given_to(till))
    with mall._engine.begin() as connection:
        assert entrance.hear(connection, asked, passes=given, now=clock.now()).name == NAME
        assert given._changed_lately(connection, clock.now()) == {}
