"""The cash receipt at the counter: a number by keys, touch or scan, shown while typed and masked afterwards."""

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from pos.domain.cash_receipt import CashReceiptOwed
from pos.domain.facts import decode_fact
from pos.till import selling
from pos.ui import theme
from tests.ui.shop import barcode
from tests.ui.stage import Front

MOBILE = "01011112222"


def pay(front: Front, quantity: int) -> Front:
    """At the payment of so many times 7,200 won."""
    selling.add(front.counter, "C003", quantity=quantity)
    front.press("Enter")
    return front


@pytest.fixture
def paying(front: Front) -> Front:
    """At the payment of 21,600 won."""
    return pay(front, 3)


def owed(front: Front) -> list[tuple[str, str, int]]:
    """The receipts that are owed: use, mask, amount."""
    facts = [decode_fact(entry.payload) for entry in front.till.memory.entries]
    return [
        (one.receipt.use, one.receipt.masked, one.receipt.amount) for one in facts if isinstance(one, CashReceiptOwed)
    ]


def field(front: Front) -> str:
    return front.payment.screen.field.field.text


def test_a_mobile_number_is_one_key_the_digits_and_enter(paying: Front) -> None:
    paying.press("F8", MOBILE)
    assert field(paying) == "010-1111-2222"
    assert paying.text("field-hint") == "소득공제 · 휴대전화 번호"
    paying.press("Enter")
    assert paying.window.name == "payment"
    assert paying.payment.screen.entry.receipt.second == "소득공제 010-****-2222"
    assert paying.text("cash-receipt") == "현금영수증 · 소득공제 010-****-2222"
    paying.press("F9")
    assert owed(paying) == [("income", "010-****-2222", 21_600)]
    assert [one.number for one in paying.till.terminal.receipts] == [MOBILE]


def test_by_touch(paying: Front) -> None:
    paying.touch("pay-receipt")
    paying.touch("preset-010")
    for name in "11112223":
        paying.touch(f"pad-{name}")
    paying.touch("pad-Backspace")
    paying.touch("pad-2")
    assert field(paying) == "010-1111-2222"
    paying.touch("field-does")
    assert paying.payment.screen.entry.receipt.second == "소득공제 010-****-2222"


def test_a_business_number_is_told_apart(paying: Front) -> None:
    paying.press("F8", "1208147521")
    assert field(paying) == "120-81-47521"
    assert paying.text("field-hint") == "지출증빙 · 사업자번호"
    paying.press("Enter", "F9")
    assert owed(paying) == [("business", "***-**-*7521", 21_600)]


def test_a_card_of_the_tax_office_is_scanned_and_shown_before_it_is_taken(paying: Front) -> None:
    paying.press("F8")
    paying.window.scanned("154412345678901234")
    assert field(paying) == "1544-1234-5678-9012-34"
    assert paying.text("field-hint") == "소득공제 · 현금영수증 카드"
    assert paying.counter.draft is not None and paying.counter.draft.receipt is None
    paying.press("Enter", "F9")
    assert owed(paying) == [("income", "**************1234", 21_600)]


@pytest.mark.parametrize("wrong", [barcode("C001"), "SEL01-1-000001", "281006020000000000000001"])
def test_another_scan_is_no_number(paying: Front, wrong: str) -> None:
    paying.press("F8", "010")
    paying.window.scanned(wrong)
    assert "번호가 아닙니다" in paying.text("field-hint")
    assert (field(paying), paying.window.flash.tone) == ("010", "bad")


@pytest.mark.parametrize("wrong", ["1208147522", "0000000000", "01012"])
def test_what_is_no_number_is_said_where_it_was_typed_and_can_be_mended(paying: Front, wrong: str) -> None:
    paying.press("F8", wrong, "Enter")
    assert "번호가 아닙니다" in paying.text("field-hint")
    assert paying.counter.draft is not None and paying.counter.draft.receipt is None
    assert not paying.counter.notices
    paying.press(*["Backspace"] * len(wrong), MOBILE, "Enter")
    assert paying.counter.draft.receipt is not None


def test_a_number_can_be_withdrawn(paying: Front) -> None:
    paying.press("F8", MOBILE, "Enter", "F8")
    assert "소득공제 010-****-2222" in paying.text("field-known")
    paying.touch("field-withdraw")
    assert paying.payment.screen.entry.receipt.second == ""
    paying.press("F9")
    assert owed(paying) == []


def test_a_number_can_be_replaced_and_enter_on_nothing_keeps_it(paying: Front) -> None:
    paying.press("F8", MOBILE, "Enter", "F8", "Enter")
    assert paying.payment.screen.entry.receipt.second == "소득공제 010-****-2222"
    paying.press("F8", "1208147521", "Enter", "F9")
    assert [masked for _, masked, _ in owed(paying)] == ["***-**-*7521"]


def test_without_a_number_there_is_nothing_to_withdraw(paying: Front) -> None:
    paying.press("F8")
    assert not paying.find("field-withdraw").isVisible()
    paying.press("Del")
    assert paying.find("field").isVisible()


def test_a_large_sale_says_that_one_is_issued_without_a_number(front: Front) -> None:
    pay(front, 18)
    assert "번호가 없어도 현금영수증이 자진발급됩니다 (010-000-1234)" in front.text("cash-receipt")
    assert front.payment.screen.entry.receipt.second == "자진발급"
    front.press("F9")
    assert owed(front) == [("self", "010-000-1234", 129_600)]


def test_a_small_sale_says_nothing_of_it(paying: Front) -> None:
    assert not paying.find("cash-receipt").isVisible()
    paying.press("F9")
    assert owed(paying) == []


def test_the_whole_number_is_seen_only_while_it_is_typed(paying: Front) -> None:
    paying.press("F8", MOBILE)
    assert field(paying) == "010-1111-2222"
    paying.press("Enter")
    assert field(paying) == ""
    paying.press("F8", "0101234")
    paying.till.desk.go("sale")
    assert field(paying) == ""
    kept = [repr(decode_fact(entry.payload)) for entry in paying.till.memory.entries]
    assert MOBILE not in repr((kept, paying.till.memory.drafts, paying.counter.notices))
    paying.till.desk.go("payment")
    paying.press("F8")
    assert field(paying) == ""


def test_numbers_never_become_an_amount(paying: Front) -> None:
    paying.press("F8", MOBILE, "Esc")
    assert paying.payment.screen.entry.field.text == "21,600원"


def test_everything_has_a_name_and_room_for_a_finger(front: Front) -> None:
    pay(front, 18)
    for keys in ([], ["F6", "3"], ["Esc", "F11"], ["1"], ["Esc", "2"], ["Esc", "Esc", "F8", MOBILE], ["Enter", "F8"]):
        front.press(*keys)
        QApplication.processEvents()
        buttons = [one for one in front.window.findChildren(QAbstractButton) if one.isVisible()]
        assert [one.objectName() for one in buttons if not one.accessibleName()] == [], keys
        small = [one.objectName() for one in buttons if min(one.width(), one.height()) < theme.TOUCH]
        assert small == [], keys
        assert front.find("field").accessibleName() or not front.find("field").isVisible()


def test_it_is_said_in_english_too(front: Front) -> None:
    front.till.desk.speak("en")
    pay(front, 18)
    for keys in (["F6", "3"], ["Esc", "F11"], ["1"], ["Esc", "2"], ["Esc", "Esc", "F8", MOBILE], ["Enter"]):
        front.press(*keys)
        texts = [one.accessibleName() for one in front.payment.screen.findChildren(type(front.find("pay-card")))]
        assert not [text for text in texts if "⟨" in text]
        assert "⟨" not in front.text("field-hint") + front.payment.screen.question.explanation.text()
    assert front.payment.screen.entry.receipt.second == "Income deduction 010-****-2222"
