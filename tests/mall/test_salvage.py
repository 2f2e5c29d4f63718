"""What a till could not send is brought in a file: whole or not at all, once however often, though it is shut out."""

import io
from collections.abc import Callable, Iterator

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.people.staff import StaffAdded
from pos.mall.chain import Mall
from pos.sync import salvage
from pos.sync.contract import PersonPut, Push, StaffPut, TillName
from pos.sync.salvage import Letters, seal, sealing_key, unseal, write_salvage
from pos.till.feed import StaffChange
from tests.mall.conftest import Databases
from tests.mall.people import HONG, A, found, join
from tests.mall.tills import NAME, SEED, FixedClock, Till

BY = "기술 담당 이정비"
SOMEBODY = Recipient("김받음", "010-5555-7777", "04524", "세종대로 110", "3층")


def written(till: Till, *, since: int = 1, letters: Letters | None = None, to: bytes | None = None) -> bytes:
    """The file that a technician carries away from a till, of two pushes."""
    found, file = till.journal[since - 1 :], io.BytesIO()
    pushes = [Push(1, part[0].seq, tuple(part)) for part in (found[:2], found[2:]) if part]
    seals = till.enrolled.sealing_key if to is None else to
    write_salvage(file, till.name, pushes, letters or Letters(), key=till.key, to=seals)
    return file.getvalue()


def taken_in(mall: Mall, raw: bytes) -> tuple[int, int, int, int]:
    taken = mall.gate.take_in(io.BytesIO(raw), by=BY)
    return taken.new_entries, taken.written_since, taken.letters, taken.letters_left


BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"], indirect=True)


@pytest.fixture
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """On SQLite: a file is as whole or as broken on any database. What is stored is looked at on both."""
    kind = getattr(request, "param", "sqlite")
    databases: Databases = request.getfixturevalue("in_files" if kind == "sqlite" else "in_cluster")
    with databases.one(SEED) as url:
        yield url


@pytest.fixture
def stolen(mall: Mall, till: Till, clock: FixedClock) -> Till:
    """A till that sent one sale, sold four more without the mall, and is shut out now."""
    till.sell()
    till.push()
    till.sell(4)
    clock.pass_by(seconds=1)
    mall.revoke(NAME)
    return till


@BOTH
def test_what_a_stolen_till_had_not_sent_is_taken_in(mall: Mall, stolen: Till) -> None:
    told: list[int] = []
    taken = mall.gate.take_in(io.BytesIO(written(stolen, since=2)), by=BY, on_progress=told.append)
    assert (taken.first, taken.last, taken.new_entries, taken.written_since) == (2, 5, 4, 0)
    assert mall.entries(NAME) == tuple(stolen.journal) and mall.sums(NAME).count == 5
    assert mall.gate.salvaged(NAME) == (taken,)
    assert (taken.taken_in_by, taken.at, told) == (BY, "2026-11-02T12:00:01+09:00", [3, 5])
    with pytest.raises(Refused, match=r"mall\.revoked"):
        stolen.push()


@BOTH
def test_twice_is_once(mall: Mall, stolen: Till) -> None:
    raw = written(stolen)
    assert taken_in(mall, raw) == (4, 0, 0, 0)
    before = mall.gate.salvaged(NAME)
    assert taken_in(mall, raw) == (0, 0, 0, 0)
    assert mall.sums(NAME).count == 5 and mall.gate.salvaged(NAME) == before and mall.alarms(NAME) == ()


def test_a_till_that_only_broke_is_taken_in_and_sends_on(mall: Mall, till: Till) -> None:
    till.sell(3)
    assert taken_in(mall, written(till)) == (3, 0, 0, 0)
    till.sell()
    assert till.push(first=4).next == 5


def test_what_was_written_after_the_theft_is_told(mall: Mall, stolen: Till, clock: FixedClock) -> None:
    clock.pass_by(minutes=5)
    stolen.sell(2)
    assert taken_in(mall, written(stolen)) == (6, 2, 0, 0)


@pytest.mark.parametrize("place", [0.1, 0.5, 0.999])
def test_a_file_with_another_letter_is_refused_whole(mall: Mall, stolen: Till, place: float) -> None:
    raw = bytearray(written(stolen))
    at = int(len(raw) * place)
    raw[at] = ord("A") if raw[at] != ord("A") else ord("B")
    with pytest.raises(Refused, match=r"salvage\.(broken|unreadable)|mall\.unknown_till"):
        taken_in(mall, bytes(raw))
    assert mall.entries(NAME) == tuple(stolen.journal[:1]) and mall.gate.salvaged(NAME) == ()


def cut(lines: list[bytes]) -> list[bytes]:
    return lines[:-1]


def without_the_last_entries(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[-1]]


def the_other_way_round(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1], lines[3]]


def ended_twice(lines: list[bytes]) -> list[bytes]:
    return [*lines, lines[-1]]


@pytest.mark.parametrize("change", [cut, without_the_last_entries, the_other_way_round, ended_twice])
def test_a_file_of_which_something_is_gone_is_refused(
    mall: Mall, stolen: Till, change: Callable[[list[bytes]], list[bytes]]
) -> None:
    with pytest.raises(Refused, match=r"salvage\.broken"):
        taken_in(mall, b"".join(change(written(stolen).splitlines(keepends=True))))
    assert mall.entries(NAME) == tuple(stolen.journal[:1])


def test_without_the_signature_a_shorter_file_would_pass(
    mall: Mall, stolen: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(salvage, "is_signed", lambda *_, **__: True)
    raw = b"".join(without_the_last_entries(written(stolen, since=2).splitlines(keepends=True)))
    assert taken_in(mall, raw) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04", b"{}\n", b'{"line":"end","letters":0,"sealed":"","signature":""}\n']
)
def test_what_is_no_such_file_is_refused(mall: Mall, raw: bytes) -> None:
    with pytest.raises(Refused, match=r"salvage\.unreadable"):
        taken_in(mall, raw)


def test_a_file_of_another_till_is_refused(mall: Mall, stolen: Till, clock: FixedClock) -> None:
    """Under its own name its entries are another's; under another name its signature is."""
    other = Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))
    file = io.BytesIO()
    write_salvage(file, other.name, [Push(1, 1, tuple(stolen.journal))], Letters(), key=other.key, to=b"")
    with pytest.raises(Refused, match=r"salvage\.broken"):
        taken_in(mall, file.getvalue())
    file = io.BytesIO()
    write_salvage(file, NAME, [Push(1, 1, tuple(stolen.journal))], Letters(), key=other.key, to=b"")
    with pytest.raises(Refused, match=r"salvage\.broken"):
        taken_in(mall, file.getvalue())
    assert mall.entries(other.name) == () and len(mall.entries(NAME)) == 1


def test_a_till_that_nobody_knows_is_refused(mall: Mall, stolen: Till, clock: FixedClock) -> None:
    stranger = Till(mall, clock, name=TillName("BUS07", "9"))
    stranger.sell()
    file = io.BytesIO()
    write_salvage(file, stranger.name, [Push(1, 1, tuple(stranger.journal))], Letters(), key=stranger.key, to=b"")
    with pytest.raises(Refused, match=r"mall\.unknown_till"):
        taken_in(mall, file.getvalue())


def test_a_journal_that_was_written_anew_raises_the_alarm(mall: Mall, stolen: Till) -> None:
    """Whoever has the till's key can sign a file; what the mall holds already stays as it is."""
    stolen.journal[0] = stolen.forge(stolen.journal[0], who="S9")
    with pytest.raises(Refused) as refused:
        taken_in(mall, written(stolen))
    assert (refused.value.code, refused.value.facts["how"]) == ("salvage.broken", "fork")
    assert [alarm.how for alarm in mall.alarms(NAME)] == ["fork"] and len(mall.entries(NAME)) == 1


def test_a_file_that_begins_too_late_says_from_where(mall: Mall, stolen: Till) -> None:
    with pytest.raises(Refused) as refused:
        taken_in(mall, written(stolen, since=4))
    assert (refused.value.code, refused.value.facts) == ("salvage.gap", {"expects": 2, "first": 4})


def test_who_brings_a_file_is_written_down(mall: Mall, stolen: Till) -> None:
    with pytest.raises(Refused, match=r"note\.missing"):
        mall.gate.take_in(io.BytesIO(written(stolen)), by=" ")


# --- letters --------------------------------------------------------------------------------------------------------


@BOTH
def test_an_address_arrives_sealed(mall: Mall, stolen: Till) -> None:
    raw = written(stolen, letters=Letters((("sale-3", SOMEBODY),)))
    assert all(told.encode() not in raw for told in (SOMEBODY.name, SOMEBODY.phone, SOMEBODY.address))
    assert taken_in(mall, raw) == (4, 0, 1, 0)
    assert taken_in(mall, raw) == (0, 0, 1, 0)


def test_who_joined_at_a_stolen_till_is_a_member(mall: Mall, till: Till, busan: Till) -> None:
    seq = join(till)
    mall.revoke(NAME)
    raw = written(till, letters=Letters(members=(PersonPut(1, seq, HONG),)))
    assert all(told.encode() not in raw for told in (HONG.name, HONG.mobile, HONG.email))
    assert taken_in(mall, raw)[2:] == (1, 0)
    assert found(busan, HONG.mobile) == [A]


def test_who_was_shut_out_gives_nobody_power(mall: Mall, stolen: Till, clock: FixedClock) -> None:
    stolen.write(StaffAdded("C9", "manager"))
    put = StaffPut(1, 6, StaffChange("C9", name="김도둑", role="manager", pin_verifier="x"))
    assert taken_in(mall, written(stolen, letters=Letters(staff=(put,)))) == (5, 0, 0, 1)
    assert Till.enrolled_at(mall, clock, name=TillName("SEL01", "2")).feed().staff == ()


def test_a_till_that_only_broke_brings_its_changes_of_people(mall: Mall, till: Till) -> None:
    till.write(StaffAdded("C9", "cashier"))
    put = StaffPut(1, 1, StaffChange("C9", name="김새로", role="cashier", pin_verifier="x"))
    assert taken_in(mall, written(till, letters=Letters(staff=(put,)))) == (1, 0, 1, 0)
    assert [one.id for one in till.feed().staff] == ["C9"]


def test_without_the_malls_key_letters_stay_out(mall: Mall, stolen: Till) -> None:
    raw = written(stolen, letters=Letters((("sale-3", SOMEBODY),)), to=b"")
    assert SOMEBODY.name.encode() not in raw
    assert taken_in(mall, raw) == (4, 0, 0, 1)


def test_letters_for_another_mall_stay_shut_and_the_sales_are_taken(mall: Mall, stolen: Till) -> None:
    other = sealing_key(Ed25519PrivateKey.generate()).public_key().public_bytes_raw()
    assert taken_in(mall, written(stolen, letters=Letters((("sale-3", SOMEBODY),)), to=other)) == (4, 0, 0, 1)


def test_only_whom_it_is_sealed_to_opens_it() -> None:
    key, plain = X25519PrivateKey.generate(), "김받음".encode()
    sealed = seal(plain, to=key.public_key().public_bytes_raw(), of="SEL01/1")
    assert unseal(sealed, key=key, of="SEL01/1") == plain
    for other, of, raw in (
        (X25519PrivateKey.generate(), "SEL01/1", sealed),
        (key, "SEL01/2", sealed),
        (key, "SEL01/1", sealed[:-1]),
        (key, "SEL01/1", b""),
    ):
        with pytest.raises(ValueError):
            unseal(raw, key=other, of=of)


def test_a_mall_opens_what_was_sealed_before_it_was_restarted() -> None:
    key = Ed25519PrivateKey.generate()
    again = Ed25519PrivateKey.from_private_bytes(key.private_bytes_raw())
    assert sealing_key(key).private_bytes_raw() == sealing_key(again).private_bytes_raw()
    assert sealing_key(key).private_bytes_raw() != key.private_bytes_raw()
    assert msgspec.json.encode(Letters()) == b'{"recipients":[],"members":[],"staff":[]}'
