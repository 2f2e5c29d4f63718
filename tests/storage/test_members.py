"""Members are found by what they say at the counter, and nothing in the file says who they are."""

import pytest
from msgspec.structs import replace

from pos.domain.members import Dossier
from pos.storage import members
from pos.till.books import MemberRecord
from pos.till.feed import FeedPage, Member
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import HOME, begun

HONG = Member("M1", "홍길동", "010-1111-2222")
SMITH = Member("M2", "Ann Smith", "+82 10-3333-0022", addresses=(HOME,))


@pytest.fixture
def known(rig: Rig) -> Rig:
    rig.outbox.arrive(FeedPage(8, members=(SMITH, Member("M3", "홍길동", "010-4444-2222", "suspended"))))
    return rig


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("M1", ["M1"]),
        (" m2 ", ["M2"]),
        ("010-1111-2222", ["M1"]),
        ("010 1111 2222", ["M1"]),
        ("+82 10 1111 2222", ["M1"]),
        ("０１０１１１１２２２２", ["M1"]),
        ("01033330022", ["M2"]),
        ("2222", ["M1", "M3"]),
        ("0022", ["M2"]),
        ("홍길동", ["M1", "M3"]),
        ("홍 길동", ["M1", "M3"]),
        ("ann smith", ["M2"]),
        ("홍길", ["M1", "M3"]),
        ("홍", ["M1", "M3"]),
        ("길동", []),
        ("홍길동이", []),
        ("an", ["M2"]),
        ("Smith", []),
        ("22", ["M1", "M3"]),
        ("222", ["M1", "M3"]),
        ("2", []),
        ("00", ["M2"]),
        ("01011", ["M1"]),
        ("010-44", ["M3"]),
        ("+82 10-4444", ["M3"]),
        ("010111122223", []),
        ("m", ["M1", "M2", "M3"]),
        ("1111", []),
        ("M9", []),
        ("", []),
        ("%", []),
    ],
)
def test_members_are_found_by_what_they_say(known: Rig, text: str, numbers: list[str]) -> None:
    assert [member.number for member in known.books.find_members(text)] == numbers


def test_no_more_are_told_than_were_asked_for(known: Rig) -> None:
    assert [member.number for member in known.books.find_members("홍길동", most=1)] == ["M1"]


def test_a_member_comes_whole_and_nobody_is_nobody(known: Rig) -> None:
    assert known.books.member("M2") == SMITH
    assert known.books.member("M9") is None


def test_who_has_left_or_changed_their_number_is_not_found_by_the_old_one(known: Rig) -> None:
    known.outbox.arrive(FeedPage(9, members=(replace(HONG, mobile="010-5555-6666", name="홍길순"),)))
    assert [one.number for one in known.books.find_members("2222")] == ["M3"]
    assert [one.number for one in known.books.find_members("홍길동")] == ["M3"]
    assert [one.number for one in known.books.find_members("6666")] == ["M1"]
    known.outbox.arrive(FeedPage(10, members=(replace(HONG, standing="withdrawn"),)))
    assert known.books.find_members("M1") == () == known.books.find_members("010-1111-2222")


def test_a_member_whose_key_is_destroyed_is_nobody(known: Rig) -> None:
    with known.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM person_key WHERE number = 'M1'")
    assert known.books.member("M1") is None
    assert [one.number for one in known.books.find_members("2222")] == ["M3"]


def test_a_member_the_mall_told_of_is_known_from_then_on(rig: Rig) -> None:
    dossier = Dossier("M2", entitlements=(begun("e1", "M2"),))
    rig.store.commit(Commit("C1", NOW, NOW.date(), learned=MemberRecord(SMITH, dossier)))
    assert rig.books.find_members("Ann Smith") == (SMITH,)
    assert rig.books.dossier("M2") == dossier


def test_a_mark_says_nothing_and_another_till_has_others(rig: Rig) -> None:
    with rig.database.read() as connection:
        marks = set(connection.exec_driver_sql("SELECT mark FROM member_mark").scalars())
        secret = connection.exec_driver_sql("SELECT value FROM setting WHERE name = 'blind_secret'").scalar_one()
    assert len(marks) == 13 and all(len(mark) == 8 for mark in marks)
    assert len(bytes.fromhex(secret)) == 32
    with rig.database.write() as connection:
        connection.exec_driver_sql("UPDATE setting SET value = ? WHERE name = 'blind_secret'", ("00" * 32,))
        members.mark_again(connection)
        others = set(connection.exec_driver_sql("SELECT mark FROM member_mark").scalars())
    assert len(others) == 13 and not marks & others


@pytest.mark.parametrize(
    "same",
    [
        replace(HOME, name="김영희", phone="02-120-0000", note=""),
        replace(HOME, address="서울특별시  중구, 세종대로110", detail="3층301호"),
        replace(HOME, address="서울특별시 중구 세종대로 110 3층 301호", detail=""),
        replace(HOME, postcode=" ０４５２４ ", detail="3층 - 301호."),
    ],
)
def test_a_place_is_the_same_however_it_is_written(rig: Rig, same: object) -> None:
    assert rig.books.place_of(same) == rig.books.place_of(HOME)  # type: ignore[arg-type]  # a Recipient


@pytest.mark.parametrize(
    "other",
    [
        replace(HOME, postcode="04525"),
        replace(HOME, detail="3층 302호"),
        replace(HOME, address="서울특별시 중구 세종대로 11-0"),
        replace(HOME, address="서울특별시 중구 세종대로 1", detail="10-3층 301호"),
    ],
)
def test_another_place_is_another(rig: Rig, other: object) -> None:
    assert rig.books.place_of(other) != rig.books.place_of(HOME)  # type: ignore[arg-type]  # a Recipient


def test_a_place_keeps_its_mark_after_a_start(rig: Rig) -> None:
    before = rig.books.place_of(HOME)
    rig.reopen()
    assert rig.books.place_of(HOME) == before


def test_the_end_of_a_number_that_a_till_gave_is_read_aloud(rig: Rig) -> None:
    given = replace(HONG, number="SEL01-2-M520481")
    rig.outbox.arrive(FeedPage(9, members=(given, replace(SMITH, number="SEL01-2-M520482"))))
    for text in ("M520481", "m520481", "SEL01-2-M520481"):
        assert [one.number for one in rig.books.find_members(text)] == [given.number], text
    assert rig.books.find_members("M52048") == ()
