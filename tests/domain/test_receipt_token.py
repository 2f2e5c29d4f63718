"""The long code on a receipt: what it tells again, and that nothing broken is taken for one."""

from typing import Any

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.papers.receipt_token import is_receipt, is_refund, is_token, read_token, sale_of, token, told_of
from pos.domain.sale import Sale
from pos.domain.tender import CardApproval, Payment
from tests.domain.baskets import PLANS, SHOP
from tests.domain.offers import Scene, scenes
from tests.domain.sales import a_delivery, a_sale
from tests.domain.sales import sale_of as sold_as

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
NAMES = st.text("ABC012-", min_size=1, max_size=12)
IDS = st.one_of(st.uuids().map(lambda one: one.hex), NAMES)
APPROVALS = st.builds(
    CardApproval, NAMES, NAMES, NAMES, st.sampled_from(["한빛카드", ""]), NAMES, NAMES, NAMES, st.integers(0, 24)
)
PAYMENTS = st.builds(
    Payment,
    IDS,
    st.sampled_from(["cash", "card", "easy", "transfer", "exchange"]),
    st.integers(0, 10_000_000),
    approval=st.one_of(st.none(), APPROVALS),
    origin=st.sampled_from([None, "cash", "card"]),
    charge=st.one_of(st.just(""), IDS),
)


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    """Any sale that a shop could make, however it was paid."""
    scene: Scene = draw(scenes())
    found = scene.quote()
    payments = tuple(draw(st.lists(PAYMENTS, max_size=3)))
    sale = sold_as(found, payments, number=draw(st.integers(1, 999_999_999)), shop=scene.shop)
    lines = tuple(replace(line, serials=tuple(draw(st.lists(NAMES, max_size=2)))) for line in sale.lines)
    return replace(sale, id=draw(IDS), lines=lines)


def signed(sale: Sale) -> str:
    """The code as this till would print it."""
    told = told_of(sale)
    return token(told, KEY.sign(told))


def is_believed(text: str) -> bool:
    """Whether a till of the chain would take goods back on the word of this code, which is refused or not."""
    try:
        found = read_token(text)
        KEY.public_key().verify(found.signature, found.told)
    except (Refused, InvalidSignature) as error:
        return not isinstance(error, InvalidSignature) and error.code != "return.unknown_receipt"
    return True


def facts(sale: Sale) -> dict[str, Any]:
    """What a return needs of a sale."""
    return {
        "sale": (sale.id, sale.boutique, sale.till, sale.number, sale.code, sale.terms, sale.cashier),
        "at": sale.at.replace(microsecond=0),
        "sums": (sale.total, sale.taxable, sale.exempt, sale.vat, sale.delivery_fee, sale.goods, sale.discount),
        "lines": [
            (one.product, one.quantity, one.amount, one.paid, one.tax, one.kind, one.warranty_months, one.serials)
            for one in sale.lines
        ],
        "paid": [(one.id, one.kind, one.money, one.amount, one.charge, one.approval) for one in sale.payments],
    }


@given(sales())
def test_what_is_told_is_read_again(sale: Sale) -> None:
    again = sale_of(read_token(signed(sale)), SHOP)
    assert facts(again) == facts(sale)
    assert (again.member, again.shift, again.uses, again.begins) == (None, "", (), None)


@settings(max_examples=300)
@given(st.data(), st.sampled_from([a_sale(), a_delivery()]))
def test_a_broken_code_is_refused_or_was_never_signed(data: st.DataObject, sale: Sale) -> None:
    whole = signed(sale)
    at = data.draw(st.integers(0, len(whole) - 1))
    letters = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789=가 ", min_size=0, max_size=4)
    broken = whole[:at] + data.draw(letters) + whole[at + data.draw(st.integers(0, 4)) :]
    if broken == whole:
        return
    assert not is_believed(broken)


@given(st.binary(max_size=400))
def test_rubbish_is_refused_or_was_never_signed(raw: bytes) -> None:
    assert not is_believed(token(raw, bytes(64)))


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    for form in (text, f"PR1{text}"):
        assert not is_believed(form)


def test_another_spelling_of_the_same_bytes_is_none() -> None:
    whole = signed(a_sale())
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
    others = [whole[:-1] + one for one in letters if one != whole[-1]]
    for other in [*others, whole.lower(), whole[3:], "PR2" + whole[3:], whole + "="]:
        assert not is_believed(other)
    assert is_believed(whole)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("SEL01-1-000123", (True, False, False)),
        ("SEL01-1-R000007", (True, True, False)),
        ("SEL01-1-00123", (False, False, False)),
        ("8800000000015", (False, False, False)),
        ("PR1", (False, False, False)),
        ("PR1" + "A" * 119, (False, False, False)),
        ("PR1" + "A" * 120, (True, False, True)),
        ("pr1" + "a" * 120, (False, False, False)),
        ("SEL01-1-000123\n", (False, False, False)),
        ("", (False, False, False)),
    ],
)
def test_which_scan_is_what(text: str, kinds: tuple[bool, bool, bool]) -> None:
    assert (is_receipt(text), is_refund(text), is_token(text)) == kinds


def test_the_code_of_a_sale_is_a_receipt_and_its_token_too() -> None:
    sale = a_delivery()
    assert is_receipt(sale.code)
    assert is_token(signed(sale))
    assert not is_refund(signed(sale))


def test_nothing_personal_is_in_it() -> None:
    sale = replace(a_delivery(), member="M1", uses=("plus:e1",), begins=None)
    assert PLANS
    told = told_of(sale)
    assert b"M1" not in told
    assert b"r1" not in told  # the sealed address
    assert b"plus:" not in told


def test_it_knows_no_names_but_those_of_today() -> None:
    found = read_token(signed(a_sale()))
    assert found.products == ("ARIA", "GREEN")
    assert [line.name.ko for line in sale_of(found, {}).lines] == ["ARIA", "GREEN"]
    assert [line.name.ko for line in sale_of(found, SHOP).lines] == ["상품 ARIA", "상품 GREEN"]


def test_a_delivery_is_known_to_be_one_for_its_days_begin_when_it_came() -> None:
    sale = a_delivery()
    assert sale.shipping is not None
    again = sale_of(read_token(signed(sale)), SHOP)
    assert again.shipping is not None
    assert (again.shipping.latest, again.shipping.recipient) == (sale.shipping.latest, "")
    assert sale_of(read_token(signed(a_sale())), SHOP).shipping is None
