"""Joining: eight keys beside what is typed, nothing ticked beforehand, what is missing said where it is missing."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from pos.domain.errors import Refused, Unavailable
from pos.domain.people.joining import REQUIRED
from pos.till import printing, selling, session
from pos.till.feed import Member
from pos.till.ports import Job
from tests.domain.sales import told
from tests.ui.fakes import Till
from tests.ui.shop import JISU, barcode
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
NEW = "SEL01-1-M000001"
PLACES = ("mobile", "name", "guardian_name", "guardian_mobile", "consent_terms", "consent_privacy")


def furnish(till: Till) -> None:
    """One member, who joined long ago."""
    till.books.put(JISU)


def write(text: str) -> None:
    """Into the field with the focus; hangul comes from the input method."""
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        field.setText(text)
        field.textEdited.emit(text)


def space() -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, Qt.Key.Key_Space)


def at() -> str:
    """The place with the focus."""
    focus = QApplication.focusWidget()
    return focus.objectName().removeprefix("joining-") if focus else ""


def typed(front: Shopfront, name: str) -> str:
    field = front.find(f"joining-{name}")
    assert isinstance(field, QLineEdit)
    return field.text()


def ticked(front: Shopfront) -> list[str]:
    boxes = [front.find(f"joining-consent_{kind}") for kind in ("terms", "privacy", "crm", "marketing", "transfer")]
    names = [box.objectName() for box in boxes if isinstance(box, QAbstractButton) and box.isChecked()]
    return [name.removeprefix("joining-consent_") for name in names]


def wrong(front: Shopfront) -> dict[str, str]:
    """What is said to be missing or wrong, by its place."""
    shown = ((place, front.find(f"joining-{place}")) for place in PLACES)
    said = {place: box.accessibleDescription() for place, box in shown if box.isVisible()}
    return {place: text for place, text in said.items() if text and "시행" not in text}


def begin(front: Shopfront, mobile: str = "01044443333", name: str = "박서연") -> None:
    front.press("F3", mobile, "Enter")
    write(name)
    front.press("Enter")


def member(front: Shopfront) -> Member | None:
    return front.till.books.members.get(NEW)


def test_what_is_required_is_typed_ticked_and_done_by_six_keys(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    front.press("F3", "01044443333", "Enter")
    assert (front.at, at(), typed(front, "mobile"), ticked(front)) == ("joining", "name", "010-4444-3333", [])
    write("박서연")
    front.press("Enter")
    space()
    space()
    assert (at(), ticked(front)) == ("consent_privacy", list(REQUIRED))
    front.press("Enter")
    joined = member(front)
    assert joined is not None and (joined.name, joined.mobile) == ("박서연", "01044443333")
    assert [one.kind for one in joined.consents] == list(REQUIRED)
    assert front.at == "sale" and front.counter.basket is not None and front.counter.basket.member == NEW
    assert front.rows == ["아침 숲 1 6,900"]
    assert front.notices() == ["member.joined"]
    assert "박서연" not in front.seen() and "4444" not in front.seen()
    assert [paper.title for paper in front.till.printer.papers] == [f"회원 가입 확인서 {NEW}"]
    assert "박서연" not in str(front.till.memory.entries) and "44443333" not in str(front.till.memory.entries)
    assert typed(front, "mobile") == typed(front, "name") == ""


def test_by_touch_what_is_optional_is_ticked_one_by_one(front: Shopfront) -> None:
    front.touch("tab-member")
    front.touch("member-join")
    assert at() == "mobile"
    write("0104444")
    assert typed(front, "mobile") == "010-4444"
    write("3333")
    front.find("joining-name").setFocus()
    write("Jordan")
    front.touch("joining-all")
    assert ticked(front) == list(REQUIRED)
    front.touch("joining-consent_marketing")
    front.touch("joining-join")
    joined = member(front)
    assert joined is not None and [one.kind for one in joined.consents] == [*REQUIRED, "marketing"]


def test_everything_that_is_missing_is_said_at_its_place_and_the_first_is_gone_to(front: Shopfront) -> None:
    front.press("F3", "F3")
    front.touch("joining-join")
    assert at() == "mobile" and front.window.flash.tone == "bad"
    assert wrong(front) == {
        "mobile": "휴대전화 번호를 입력하세요",
        "name": "이름을 입력하세요",
        "consent_terms": "동의해야 가입할 수 있습니다",
        "consent_privacy": "동의해야 가입할 수 있습니다",
    }
    write("021234567")
    front.press("Enter")
    assert at() == "mobile" and wrong(front) == {"mobile": "휴대전화 번호가 아닙니다. 다시 확인하세요"}
    assert front.till.memory.entries == []


def test_somebody_under_fourteen_has_a_representative(front: Shopfront) -> None:
    begin(front)
    front.press("F8", "F7")
    assert at() == "guardian_name"
    front.touch("joining-join")
    assert (at(), wrong(front)) == ("guardian_name", {"guardian_name": "법정대리인 이름을 입력하세요"})
    write("박가람")
    front.press("Enter")
    write("+82 10-7777-8888")
    front.press("Enter", "Enter", "Enter")
    joined = member(front)
    assert joined is not None and joined.guardian is not None and joined.guardian.name == "박가람"
    assert "법정대리인의 동의를 받았습니다." in told(front.till.printer.papers[0])


def test_a_mobile_somebody_has_here_is_said_masked_and_one_key_attaches_them(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    front.press("F3", "F3")
    write("01012345678")
    front.press("Enter")
    assert front.text("joining-known") == "이미 가입된 번호입니다 · 김*수 · 010-****-5678 · M000101"
    front.press("Enter")
    assert front.at == "sale" and front.counter.basket is not None and front.counter.basket.member == "M000101"
    assert typed(front, "mobile") == ""


def test_a_mobile_somebody_has_elsewhere_is_heard_of_before_more_is_typed(front: Shopfront) -> None:
    front.till.mall.put(Member("M000777", "최다온", "010-2222-9999"))
    front.press("F3", "F3")
    write("01022229999")
    assert "최*온" in front.text("joining-known") and "최다온" not in front.seen()
    front.press("Backspace")
    assert not front.find("joining-known").isVisible()


def test_without_the_mall_it_works_and_that_is_said(front: Shopfront) -> None:
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    begin(front)
    assert "번호는 이 매장에서 먼저 드리고, 본사와 합칩니다" in front.text("joining-offline")
    front.press("F8", "Enter")
    assert member(front) is not None
    assert front.counter.basket is not None and front.counter.basket.member == NEW


def test_the_korean_text_comes_first_and_is_said_to_bind(front: Shopfront) -> None:
    begin(front)
    front.press("F2")
    assert front.text("joining-korean").startswith("2025년 2월 10일 시행 이용약관")
    assert not front.find("joining-english").isVisible() and "효력은 한국어 본문에 있습니다." in front.seen()
    front.press("F2")
    assert front.text("joining-english").startswith("I agree to the terms of sale")
    space()
    front.press("Enter")
    assert (at(), ticked(front)) == ("consent_privacy", ["terms"])
    front.touch("joining-read-marketing")
    front.touch("joining-text-tick")
    front.press("Esc")
    assert ticked(front) == ["terms", "marketing"]


def test_what_may_be_left_out_is_folded_away_and_checked_where_it_is_given(front: Shopfront) -> None:
    begin(front)
    assert not front.find("joining-email").isVisible()
    front.press("F8", "F6")
    assert at() == "email"
    for text in ("sy@example.com", "", "00000", "서울특별시 중구 세종대로 200"):
        if text:
            write(text)
        front.press("Enter")
    front.touch("joining-sex-female")
    front.touch("joining-join")
    assert at() == "postcode" and "우편번호" in front.find("joining-postcode").accessibleDescription()
    write("04524")
    front.touch("joining-join")
    joined = member(front)
    assert joined is not None and (joined.email, joined.sex, joined.addresses[0].postcode) == (
        "sy@example.com",
        "female",
        "04524",
    )


def test_the_customer_looks_at_it_large_and_the_last_key_is_there_too(front: Shopfront) -> None:
    begin(front)
    front.press("F8", "F5")
    for text in ("박서연", "010-4444-3333", "필수 개인정보 수집·이용 동의", "동의 안 함"):
        assert text in front.seen(), text
    front.press("Esc")
    assert typed(front, "name") == "박서연" and "동의 안 함" not in front.seen()
    front.press("F5", "Enter")
    assert member(front) is not None


def test_what_was_typed_is_kept_while_somebody_only_looks_elsewhere(front: Shopfront) -> None:
    front.scan(barcode("C001"))
    begin(front)
    QApplication.processEvents()
    front.press("F1", "Esc")
    assert at() == "consent_terms"
    space()
    front.scan(barcode("C002"))
    assert front.notices() == ["scan.refused"]
    front.press("Esc", "F3", "F3")
    assert (typed(front, "name"), ticked(front)) == ("박서연", ["terms"])
    front.press("Esc")
    front.press("F3", "01055556666", "Enter")
    assert (typed(front, "mobile"), typed(front, "name"), ticked(front)) == ("010-5555-6666", "", [])


def test_nothing_stays_once_nobody_is_signed_in_or_the_basket_is_gone(front: Shopfront) -> None:
    begin(front)
    front.press("F8")
    front.till.stage.start(session.lock(front.counter))
    assert (typed(front, "mobile"), typed(front, "name"), ticked(front)) == ("", "", [])
    front.counter.staff = front.till.memory.people[0]
    front.scan(barcode("C001"))
    selling.scan(front.counter, barcode("C001"))
    front.window.go("sale")
    begin(front)
    front.press("Esc", "F9")
    assert (typed(front, "mobile"), typed(front, "name")) == ("", "")


def test_a_paper_for_who_is_gone_is_dropped_and_a_copy_says_that_it_is_one(front: Shopfront) -> None:
    memory = front.till.memory
    memory.job_list.append(Job("j1", "joined", "M000999"))
    front.till.stage.start(printing.work(front.counter))
    assert [(job.state, job.code) for job in memory.job_list] == [("dropped", "member.unknown")]
    assert front.till.printer.papers == []
    front.till.stage.start(printing.reprint_membership(front.counter, JISU.number))
    assert told(front.till.printer.papers[0]).startswith("** 재발행 **")
    front.till.desk.do(printing.reprint_membership(front.counter, "M000999"))
    assert front.notices() == ["member.unknown"]


def test_a_refusal_that_is_about_no_field_is_said_aloud_and_everything_stays(front: Shopfront) -> None:
    begin(front)
    front.press("F8")
    front.till.memory.refuse_with = Refused("disk.full")
    front.press("Enter")
    assert front.notices() == ["disk.full"] and typed(front, "name") == "박서연"
