"""A membership that is limited, lifted, announced as lost and cancelled, by a manager; the dates stand there before."""

from datetime import timedelta

from msgspec.structs import replace

from pos.domain.facts import decode_fact
from pos.domain.people.standing import LossAnnounced, MembershipLost, MemberSuspended, MemberTold
from tests.ui.fakes import Till
from tests.ui.person_front import PersonFront
from tests.ui.shop import JISU, STAFF

FRONT = PersonFront


def furnish(till: Till) -> None:
    """A manager signed in, and a member."""
    till.books.put(JISU)
    till.counter.staff = replace(STAFF[1], language="ko")


def opens(front: PersonFront) -> None:
    front.till.desk.open("person", about=JISU.number)
    front.touch("person-row-standing")


def told(front: PersonFront) -> object:
    return decode_fact(front.till.memory.entries[-1].payload)


def test_the_dates_stand_there_before_it_is_done_with_what_they_follow_from(front: PersonFront) -> None:
    opens(front)
    front.press("1")
    seen = front.seen()
    assert "5월 7일 (수)까지" in seen and "5월 3일 (토) + 3일" in seen and "약관 7조 3항" in seen
    assert [front.find(f"person-row-{number}").isVisible() for number in range(1, 9)] == [True] * 8
    front.press("Enter")
    assert front.notices() == ["member.reason"] and front.till.memory.entries == []
    front.press("5", "Enter")
    assert front.notices() == ["note.missing"]
    front.press("Right", "Enter")
    fact = told(front)
    assert isinstance(fact, MemberSuspended)
    assert (fact.reason, fact.note, str(fact.cure_until)) == (5, "열흘 사이 반복된 반품", "2025-05-07")


def test_they_are_told_loss_is_announced_and_comes_no_earlier_than_it_may(front: PersonFront) -> None:
    opens(front)
    front.press("1", "5", "Right", "Enter", "Enter")
    assert told(front) == MemberTold(JISU.number, "suspension")
    seen = front.seen()
    assert "창구에서 알림" in seen and "10:24 · Alex Morgan" in seen
    assert "7조 2항 5호" in seen and "혜택 없이 구매" in seen
    front.press("2", "Right", "Enter")
    assert isinstance(told(front), LossAnnounced)
    front.press("Enter")
    assert told(front) == MemberTold(JISU.number, "loss")
    assert "5월 9일 (금)부터" in front.seen()
    front.press("2")
    assert isinstance(told(front), MemberTold), "it is not offered before the day"
    front.till.clock.at += timedelta(days=6)
    opens(front)
    front.press("2")
    assert "말소할까요" in front.seen()
    front.press("1")
    assert isinstance(told(front), MembershipLost)
    assert JISU.number not in front.till.books.members and front.at == "sale"


def test_lifting_needs_a_word_why(front: PersonFront) -> None:
    opens(front)
    front.press("1", "5", "Right", "Enter", "Esc", "1", "Enter")
    assert front.notices() == ["note.missing"]
    front.press("Right", "Enter", "Esc")
    assert front.till.books.members[JISU.number].standing == "active"
    assert "정상" in front.seen()


def test_a_cashier_sees_it_and_changes_nothing(front: PersonFront) -> None:
    front.counter.staff = STAFF[0]
    opens(front)
    front.press("1")
    assert "제한과 해제는 점장이" in front.seen() and front.page.page.course.stage == "page"


def test_a_section_is_a_way_out_of_a_step(front: PersonFront) -> None:
    opens(front)
    front.press("1", "5", "Right", "Enter", "Esc", "1")
    assert "풀기" in front.seen().splitlines()
    front.touch("person-row-profile")
    assert front.text("person-heading") == "인적 사항" and "풀기" not in front.seen().splitlines()
