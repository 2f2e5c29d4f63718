"""Two versions of the terms side by side: words for everything in them, what changed marked, by keys and by touch."""

from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from pos.domain.comparison import compare
from pos.domain.policy import Policy, Rules
from pos.ui.clauses import written
from pos.ui.screens.terms.sheet import STEP, TermsSheet
from pos.ui.screens.terms.view import key_of, told
from pos.ui.words import Words, all_words
from tests.ui.fakes import Till
from tests.ui.shop import STAFF
from tests.ui.shopfront import Shopfront


def coming(before: Policy) -> Policy:
    """A version after another: dearer deliveries, vouchers in the boutique, an earlier hour."""
    rules = before.rules
    return replace(
        before,
        version="2026-01-01",
        effective_from=before.effective_from + timedelta(days=325),
        rules=replace(
            rules,
            delivery_fee=replace(rules.delivery_fee, fee=3_000, free_from_amount=70_000),
            payback=replace(rules.payback, at_boutique=True),
            inspection=replace(rules.inspection, clause="14 (3)"),
        ),
    )


FRONT = Shopfront


def furnish(till: Till) -> None:
    """What the till knows before its window opens."""
    known = till.memory.policies()
    till.memory.policies = lambda: (*known, coming(known[-1]))  # type: ignore[method-assign]  # one more has arrived
    till.counter.staff = STAFF[1]


def blocks(front: Shopfront) -> list[str]:
    """The rules that are shown, in their order."""
    QApplication.processEvents()
    found = front.find("terms-sheet").findChildren(QWidget)
    shown = [one for one in found if one.objectName().startswith("terms-") and one.isVisible()]
    return [one.objectName().removeprefix("terms-") for one in shown]


def lines(front: Shopfront, rule: str) -> list[str]:
    return [label.text() for label in front.find(f"terms-{rule}").findChildren(QLabel)]


def test_there_are_words_and_units_for_every_rule_and_field(till: Till) -> None:
    known = till.memory.policies()
    clauses = compare(known[0], coming(known[-1]))
    keys = {key_of(clause.rule, row.field) for clause in clauses for row in clause.rows}
    keys |= {key_of(rule.name, field.name) for rule in msgspec.structs.fields(Rules) for field in of(rule.type)}
    keys |= {f"terms.rule.{clause.rule}" for clause in clauses}
    assert keys <= set(all_words())
    bare = [
        f"{clause.rule}.{row.field}"
        for clause in clauses
        for row in clause.rows
        if isinstance(row.new, int) and told(clause.rule, row.field, row.new, Words("ko")) == f"{row.new:,}"
    ]
    assert bare == []


def of(rule: type) -> tuple[msgspec.structs.FieldInfo, ...]:
    assert issubclass(rule, msgspec.Struct)
    return msgspec.structs.fields(rule)


@pytest.mark.parametrize(
    ("clause", "korean"),
    [
        ("9 (8) 3", "9조 8항 3호"),
        ("9 (3), 9 (4)", "9조 3항, 9조 4항"),
        ("11", "11조"),
        ("17 (4); privacy policy 3", "17조 4항, 개인정보처리방침 3조"),
    ],
)
def test_a_clause_is_written_as_people_say_it(clause: str, korean: str) -> None:
    assert written(clause, "ko") == korean
    assert written(clause, "en") == clause


@pytest.mark.parametrize(
    ("rule", "field", "value", "ko", "en"),
    [
        ("delivery_fee", "fee", 2_500, "2,500원", "₩2,500"),
        ("refund", "working_days", 3, "3영업일", "3 working days"),
        ("retention", "contract_years", 5, "5년", "5 years"),
        ("payback", "at_boutique", "no", "아니요", "No"),
        ("delivery", "same_day_before", "17:00:00", "17:00", "17:00"),
        ("document", "effective_from", "2025-02-10T00:00:00+09:00", "2025-02-10 00:00", "2025-02-10 00:00"),
        ("document", "version", "2025-02-10", "2025-02-10", "2025-02-10"),
        ("warranty", "service_phone", "080-734-1111", "080-734-1111", "080-734-1111"),
    ],
)
def test_a_figure_is_told_with_its_unit(rule: str, field: str, value: str | int, ko: str, en: str) -> None:
    assert told(rule, field, value, Words("ko")) == ko
    assert told(rule, field, value, Words("en")) == en


def test_what_changed_comes_first_and_alone(front: Shopfront) -> None:
    front.till.desk.open("terms")
    assert (front.text("terms-old-title"), front.text("terms-new-title")) == ("이용약관 2025-02-10",) * 2
    assert blocks(front) == ["document", "delivery_fee", "payback", "inspection"]
    assert front.text("terms-summary") == "조항 3개에서 항목 4개가 바뀌었습니다."
    assert lines(front, "delivery_fee") == [
        *("배송비", "약관 9조 3항, 9조 4항", "바뀜"),
        *("▸", "배송비", "2,500원", "3,000원"),
        *("▸", "무료 배송 기준 금액", "60,000원", "70,000원"),
    ]
    assert lines(front, "inspection")[3:] == ["▸", "조항의 자리", "14조 2항", "14조 3항"]


def test_all_of_it_is_one_key_or_touch_away(front: Shopfront) -> None:
    front.till.desk.open("terms")
    front.press("Enter")
    everything = blocks(front)
    assert len(everything) == 1 + len(Rules.__struct_fields__)
    assert everything.index("vat") < everything.index("warranty")
    assert lines(front, "payback")[3:7] == ["", "최소 구매 금액", "50,000원", "50,000원"]
    assert lines(front, "vat") == ["부가가치세", "약관 9조 2항", "", "세율 (가격에 포함)", "10%", "10%"]
    front.touch("terms-only")
    assert len(blocks(front)) == 4


def test_it_scrolls_by_keys(front: Shopfront, qtbot: QtBot) -> None:
    front.till.desk.open("terms")
    front.press("Enter")
    sheet = front.find("terms-sheet")
    assert isinstance(sheet, TermsSheet)
    bar = sheet.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 2 * STEP)
    front.press("Down", "Down", "Up")
    assert bar.value() == STEP
    front.press("Enter")
    assert bar.value() == 0


def test_other_versions_by_keys_and_touch_the_left_one_always_older(front: Shopfront) -> None:
    front.till.desk.open("terms")
    front.press("-")
    assert front.text("terms-old-title") == "이용약관 2024-11-11"
    assert "membership" in blocks(front)
    assert not front.find("terms-old-older").isEnabled()
    front.touch("terms-new-older")
    assert front.text("terms-new-title") == "이용약관 2025-02-10"
    assert not front.find("terms-new-older").isEnabled() and not front.find("terms-old-newer").isEnabled()
    front.press("+", "-")
    assert blocks(front) == ["document", "membership"]
    front.touch("terms-new-newer")
    front.touch("terms-old-newer")
    assert front.text("terms-old-title") == "이용약관 2025-02-10"


def test_which_one_is_in_force_is_said(front: Shopfront) -> None:
    front.till.desk.open("terms")
    seen = front.seen()
    assert "2025-02-10 시행 · 지금 적용 중" in seen and "2026-01-01 시행 예정" in seen


def test_a_single_version_is_shown_as_it_is(front: Shopfront) -> None:
    one = front.till.memory.policies()[:1]
    front.till.memory.policies = lambda: one  # type: ignore[method-assign]  # the first one is all there is
    front.counter.forget_policies()
    front.till.desk.open("terms")
    assert front.text("terms-summary") == "비교할 다른 약관이 없습니다."
    assert len(blocks(front)) == 1 + len(Rules.__struct_fields__)


def test_only_a_manager_sees_it(front: Shopfront) -> None:
    front.counter.staff = STAFF[0]
    front.till.desk.open("terms")
    assert front.text("terms-instead") == "약관 비교는 점장이 로그인하면 볼 수 있습니다."
    assert not front.find("terms-sheet").isVisible()
    front.press("Enter", "7", "Esc")
    assert front.at == "sale"


def test_in_english_with_names_and_room_for_fingers(front: Shopfront) -> None:
    front.till.desk.open("terms")
    front.touch("terms-only")
    front.till.desk.speak("en")
    assert "Delivery fee" in front.seen() and "₩3,000" in front.seen() and "⟨" not in front.seen()
    named = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
    assert all(one.accessibleName() for one in named)
    assert all(min(one.width(), one.height()) >= 48 for one in named)
