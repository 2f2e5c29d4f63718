"""A member's page: masked until it is opened for a purpose, requests step by step, leaving, consents by one key."""

from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from pos.domain.delivery import Recipient
from pos.domain.facts import Fact, decode_fact
from pos.domain.people.access import RecordOpened
from pos.domain.people.joining import Consent, ConsentsChanged
from pos.domain.people.processors import HandedOver, Processor, read_processors
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import MemberLeft
from pos.ui import theme
from pos.ui.screens.person.actions import PersonPage
from tests.ui.dialogs import name_it
from tests.ui.fake_deeds import buys
from tests.ui.fakes import Till
from tests.ui.person_front import PersonFront
from tests.ui.shop import JISU, PLAN, STAFF, held_plan

FRONT = PersonFront
HOME = Recipient("김지수", "010-1234-5678", "04524", "서울특별시 중구 세종대로 110", "3층")
WHOLE = replace(
    JISU,
    addresses=(HOME,),
    email="jisu@example.com",
    consents=(Consent("terms", "2025-02-10"), Consent("privacy", "2015-11-16"), Consent("marketing", "2015-11-16")),
)
SECRETS = ("김지수", "1234-5678", "12345678", "jisu@", "세종대로", "3층")
RESOURCES = Path(__file__).parents[2] / "resources"
HANDED = HandedOver("delivery", ("name", "mobile", "address"), date(2025, 5, 3))


def furnish(till: Till) -> None:
    """A member with everything, and somebody who may settle what they ask for."""
    till.books.plan_list[PLAN.id] = PLAN
    till.books.put(WHOLE, held_plan(JISU))
    till.counter.ports.processors = processors()
    till.counter.staff = replace(STAFF[1], language="ko")


def processors() -> tuple[Processor, ...]:
    return read_processors((RESOURCES / "processors.toml").read_text("utf-8"))


def opens(front: PersonFront) -> PersonPage:
    front.till.desk.open("person", about=JISU.number)
    QApplication.processEvents()
    return front.page


def section(front: PersonFront, name: str) -> None:
    front.touch(f"person-row-{name}")


def facts(front: PersonFront) -> list[Fact]:
    return [decode_fact(entry.payload) for entry in front.till.memory.entries]


def last(front: PersonFront) -> Fact:
    return facts(front)[-1]


def test_it_begins_masked_and_says_nothing_personal(front: PersonFront) -> None:
    opens(front)
    for downs in range(6):
        seen = front.seen()
        assert not [secret for secret in SECRETS if secret in seen], downs
        front.press("Down")
    assert "김*수" in front.seen() and not facts(front)


def test_the_whole_record_is_opened_for_a_purpose_and_that_is_seen(front: PersonFront) -> None:
    page = opens(front)
    front.press("Enter")
    assert "무엇 때문에 여나요" in front.seen()
    front.press("Enter")
    assert front.window.flash.tone == "bad" and not facts(front)
    front.press("1", "Enter")
    opened = last(front)
    assert isinstance(opened, RecordOpened) and (opened.member, opened.purpose) == (JISU.number, "delivery")
    seen = front.seen()
    assert all(secret in seen for secret in ("김지수", "010-1234-5678", "jisu@example.com", "세종대로"))
    assert "열람한 것이 기록되었습니다" in seen
    page.page.sight.timer.timeout.emit()  # a minute without a hand on it
    seen = front.seen()
    assert not [secret for secret in SECRETS if secret in seen]


@pytest.mark.parametrize("way", ["closed", "signed out", "hidden"])
def test_it_is_gone_with_the_page_and_with_the_person(front: PersonFront, way: str) -> None:
    page = opens(front)
    front.press("Enter", "1", "Enter")
    assert page.page.course.whole is not None and page.page.sight.timer.isActive()
    if way == "closed":
        front.till.desk.close()
    elif way == "signed out":
        front.counter.staff = None
        front.counter.touch("session")
    else:
        front.press("Enter")
    assert page.page.course.whole is None and not page.page.sight.timer.isActive()
    texts = [one.text for one in page.page.view().facts]
    assert not [secret for secret in SECRETS if any(secret in text for text in texts)]


def test_a_purpose_that_is_not_theirs_is_not_offered(front: PersonFront) -> None:
    front.counter.staff = STAFF[2]
    opens(front)
    assert "맡은 일에 필요하지 않아" in front.seen()
    front.press("Enter")
    assert not facts(front)
    front.counter.staff = STAFF[0]
    opens(front)
    front.press("Enter")
    assert "광고 발송" not in front.seen() and "배송" in front.seen()


def test_a_copy_is_asked_for_by_who_showed_who_they_are_and_given(front: PersonFront, tmp_path: Path) -> None:
    buys(front.till, JISU.number)
    page = opens(front)
    section(front, "asking")
    front.press("1", "Enter")
    assert "member.identity" in front.notices() and not [one for one in facts(front) if isinstance(one, RequestMade)]
    front.press("1", "Enter")
    assert "사본이 준비되었습니다" in front.seen() and "구매 1건" in front.seen()
    assert page.page.course.copy is not None
    front.press("Enter")
    assert page.dialog is not None
    name_it(page.dialog, tmp_path / "copy.pdf")
    assert {path.name for path in front.till.exporter.written} == {"copy.pdf", "copy.json"}
    told = str(front.till.exporter.tables)
    assert all(text in told for text in ("김지수", "아침 숲", "이름 / Name", "광고성 정보 수신 동의"))
    assert not [one for one in front.till.memory.sales if one.id in told]
    done = last(front)
    assert isinstance(done, RequestDone) and done.outcome == "done"
    assert page.page.course.copy is None and "열람 요청 · 처리함" in front.seen()


def test_it_can_be_printed_instead_and_nothing_of_it_stays_in_the_spool(front: PersonFront) -> None:
    opens(front)
    section(front, "asking")
    front.press("1", "1", "Enter", "F12")
    assert "김지수" in str(front.till.printer.papers[-1].blocks)
    assert front.till.memory.job_list == []
    assert isinstance(last(front), RequestDone)


def test_what_is_wrong_is_frozen_and_corrected_and_who_had_it_is_named(front: PersonFront) -> None:
    front.counter.ports.people.handed_over = lambda _: (  # type: ignore[assignment]  # a delivery was made before
        replace(HANDED, day=front.counter.day()),
    )
    page = opens(front)
    section(front, "asking")
    front.press("2", "2", "6", "Enter", "3", "Enter")
    made = last(front)
    assert isinstance(made, RequestMade) and made.fields == ("mobile", "address") and made.shown == "card"
    section(front, "profile")
    assert front.seen().count("정정 중 (쓰지 않음)") == 2
    section(front, f"request:{made.request}")
    front.press("Enter", "01099998888", "Enter", "06133", "Enter")
    page.page.extra.form.edits["address"].setText("서울특별시 강남구 테헤란로 123")
    front.press("Enter", "Enter")
    member = front.till.books.member(JISU.number)
    assert member is not None and member.mobile == "01099998888"
    assert (member.addresses[0].postcode, member.addresses[0].detail) == ("06133", "")
    assert "볼로레에 알렸습니다" in front.seen()
    done = last(front)
    assert isinstance(done, RequestDone) and done.told == ("bollore",)
    front.press("Enter")
    assert "정정 중" not in front.seen()
    fields = page.screen.findChildren(QLineEdit)
    assert not [one.text() for one in fields if one.text()]


def test_a_new_mobile_goes_into_the_addresses_and_a_bad_one_nowhere(front: PersonFront) -> None:
    opens(front)
    section(front, "asking")
    front.press("2", "2", "Enter", "1", "Enter", "Enter", "12", "Enter")
    assert "member.mobile" in front.notices() and front.till.books.members[JISU.number] == WHOLE
    front.find("person-mobile").setFocus()
    front.press("Backspace", "Backspace", "01099998888", "Enter")
    assert front.till.books.members[JISU.number].addresses[0].phone == "01099998888"


def test_a_cashier_sees_to_a_request_and_refuses_none(front: PersonFront) -> None:
    front.counter.staff = STAFF[0]
    opens(front)
    section(front, "asking")
    front.press("2", "2", "Enter", "1", "Enter")
    made = last(front)
    assert isinstance(made, RequestMade)
    section(front, f"request:{made.request}")
    assert "거절은 점장이나 선임이 합니다." in front.seen()
    front.press("Del")
    assert isinstance(last(front), RequestMade)


def test_leaving_is_one_confirmation_by_who_showed_who_they_are(front: PersonFront) -> None:
    opens(front)
    section(front, "asking")
    front.press("Del")
    assert "플러스 3번 남음" in front.seen() and "5년" in front.seen() and "되돌릴 수 없음" in front.seen()
    front.press("Enter")
    assert JISU.number in front.till.books.members and front.window.flash.tone == "bad"
    front.press("1", "Enter")
    assert JISU.number not in front.till.books.members
    assert [one for one in facts(front) if isinstance(one, MemberLeft)]
    assert (front.at, front.notices()) == ("sale", ["member.has_left"])


def test_a_consent_is_taken_back_by_one_key_and_given_again_by_the_same(front: PersonFront) -> None:
    opens(front)
    section(front, "consents")
    assert "거두려면 탈퇴해야" in front.seen()
    front.press("2")
    changed = last(front)
    assert isinstance(changed, ConsentsChanged) and changed.withdrawn == ("marketing",)
    front.seen()  # what was drawn anew is seen from now on
    assert "광고를 받지 않음" in front.find("person-row-consents").accessibleName()
    front.press("2")
    changed = last(front)
    assert isinstance(changed, ConsentsChanged) and [one.kind for one in changed.given] == ["marketing"]


def test_an_open_request_leads_here_from_the_list_of_what_is_left(front: PersonFront) -> None:
    opens(front)
    section(front, "asking")
    front.press("1", "1", "Enter", "Esc")
    front.till.desk.open("open_items")
    front.press("Enter")
    assert front.at == "sale+person" and front.text("person-heading") == "열람 요청"
    assert "일 남음" in front.seen()
    front.press("Del", "Right", "Enter")
    done = last(front)
    assert isinstance(done, RequestDone) and done.outcome == "refused" and done.note


def test_in_english_nothing_is_left_out(front: PersonFront) -> None:
    front.till.desk.speak("en")
    opens(front)
    for keys in (["Enter"], ["Esc"], ["Down"], ["Down"], ["Down"], ["Down", "1"], ["Esc", "2"], ["Esc", "Del"]):
        front.press(*keys)
        assert "⟨" not in front.seen()
        buttons = [one for one in front.page.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)
