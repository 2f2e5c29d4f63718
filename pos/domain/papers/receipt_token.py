"""The code on a receipt that tells a till what was sold and how it was paid, though it never saw the sale.

Letters and digits only, so that every scanner types it right; signed by the till that sold, and nothing personal in it.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import UTC, date, datetime
from typing import Annotated, TypeAlias

import msgspec

from pos.domain.calendar import KST, korean_day
from pos.domain.catalogue import Name, Product, Tax
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale, SaleLine, Shipping
from pos.domain.tender import CardApproval, MoneyKind, Payment, TenderKind

PREFIX = "PR1"
MOST_PRINTED = 970
"""The longest code that is printed: a QR code of version 20, which fits every paper, and a few seconds of typing."""
_SIGNATURE = 64
_CODE = re.compile(r"[A-Z0-9]{1,16}-[A-Z0-9]{1,8}-\d{6,9}")
_REFUND = re.compile(r"[A-Z0-9]{1,16}-[A-Z0-9]{1,8}-R\d{6,9}")
_TOKEN = re.compile(r"PR1[A-Z2-7]{120,2000}")

_HEX = re.compile(r"[0-9a-f]{32}")
_IS_HEX, _IS_TEXT = b"\x00", b"\x01"

_Card: TypeAlias = tuple[str, str, str, str, str, str, str]


_Amount: TypeAlias = Annotated[Won, msgspec.Meta(ge=0, le=10**12)]
_Count: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
_Ordinal: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=date.max.toordinal())]
_Moment: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=4_102_444_800)]
"""Seconds since 1970, up to the year 2100."""


class _Line(msgspec.Struct, frozen=True, array_like=True):
    product: str
    quantity: _Count
    amount: _Amount
    paid: _Amount
    exempt: bool
    kind: str
    warranty_months: _Count
    serials: tuple[str, ...] = ()


class _Paid(msgspec.Struct, frozen=True, array_like=True):
    id: bytes
    kind: TenderKind
    amount: _Amount
    origin: MoneyKind | None = None
    charge: bytes = b""
    card: _Card | None = None
    instalments: _Count = 0


class _Told(msgspec.Struct, frozen=True, array_like=True):
    id: bytes
    boutique: str
    till: str
    number: _Count
    at: _Moment
    terms: str
    vat: _Amount
    fee: _Amount
    cashier: str
    lines: tuple[_Line, ...]
    paid: tuple[_Paid, ...]
    latest: _Ordinal = 0


class Token(msgspec.Struct, frozen=True):
    """A code that was read: whose it says it is, what was signed, and by what. Believe it once that is verified."""

    boutique: str
    till: str
    number: int
    products: tuple[str, ...]
    told: bytes
    signature: bytes


def is_receipt(text: str) -> bool:
    """Whether a scan is the code of a receipt, short or long, or of a refund's."""
    return any(form.fullmatch(text) for form in (_CODE, _REFUND, _TOKEN))


def is_refund(text: str) -> bool:
    """Whether a scan is the code of a refund's receipt."""
    return _REFUND.fullmatch(text) is not None


def is_token(text: str) -> bool:
    """Whether a scan is a receipt's long code."""
    return _TOKEN.fullmatch(text) is not None


def told_of(sale: Sale) -> bytes:
    """What a till signs of a sale: enough for a return anywhere, without a member or a name."""
    lines = tuple(
        _Line(
            line.product,
            line.quantity,
            line.amount,
            line.paid,
            line.tax == "exempt",
            line.kind,
            line.warranty_months,
            line.serials,
        )
        for line in sale.lines
    )
    paid = tuple(_paid(payment) for payment in sale.payments)
    at = int(sale.at.timestamp())
    told = _Told(
        _short(sale.id),
        sale.boutique,
        sale.till,
        sale.number,
        at,
        sale.terms,
        sale.vat,
        sale.delivery_fee,
        sale.cashier,
        lines,
        paid,
        sale.shipping.latest.toordinal() if sale.shipping else 0,
    )
    return msgspec.msgpack.encode(told)


def on_paper(long: str, short: str) -> str:
    """What a receipt's QR code holds: the long code, or the short one where there is none or it is too long."""
    return long if 0 < len(long) <= MOST_PRINTED else short


def token(told: bytes, signature: bytes) -> str:
    """The code as it is printed."""
    return PREFIX + base64.b32encode(signature + told).decode().rstrip("=")


def read_token(text: str) -> Token:
    """Take a code apart. Raises Refused("return.unknown_receipt") for what is none; its signature is still to check."""
    try:
        body = text.removeprefix(PREFIX)
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        told = msgspec.msgpack.decode(raw[_SIGNATURE:], type=_Told)
        is_canonical = token(raw[_SIGNATURE:], raw[:_SIGNATURE]) == text
    except (binascii.Error, ValueError, msgspec.MsgspecError, RecursionError) as error:
        raise Refused("return.unknown_receipt") from error
    if not is_canonical:
        raise Refused("return.unknown_receipt")
    products = tuple(line.product for line in told.lines)
    return Token(told.boutique, told.till, told.number, products, raw[_SIGNATURE:], raw[:_SIGNATURE])


def sale_of(token: Token, products: dict[str, Product]) -> Sale:
    """The sale that a verified code tells of, with the names that `products` have today."""
    told = msgspec.msgpack.decode(token.told, type=_Told)
    at = datetime.fromtimestamp(told.at, UTC).astimezone(KST)
    lines = tuple(_line(one, products.get(one.product)) for one in told.lines)
    goods = sum(line.amount for line in lines)
    paid = sum(line.paid for line in lines)
    exempt = sum(line.paid for line in lines if line.tax == "exempt")
    latest = date.fromordinal(told.latest) if told.latest else None  # nobody's address, but that it was delivered
    return Sale(
        id=_long(told.id),
        boutique=told.boutique,
        till=told.till,
        number=told.number,
        day=korean_day(at),
        at=at,
        cashier=told.cashier,
        shift="",
        terms=told.terms,
        lines=lines,
        goods=goods,
        discount=goods - paid,
        total=paid + told.fee,
        taxable=paid + told.fee - exempt,
        exempt=exempt,
        vat=told.vat,
        payments=tuple(_payment(one) for one in told.paid),
        delivery_fee=told.fee,
        shipping=Shipping("", latest, latest) if latest else None,
    )


def _line(one: _Line, product: Product | None) -> SaleLine:
    """A line as it was sold; what came off it was for a reason that the code does not tell."""
    off = one.amount - one.paid
    tax: Tax = "exempt" if one.exempt else "taxable"
    return SaleLine(
        one.product,
        product.name if product else Name(one.product, one.product),
        product.range if product else None,
        tax,
        one.quantity,
        one.amount // one.quantity if one.quantity else 0,
        one.amount,
        (Discount(Cause("receipt.discount", ""), off),) if off else (),
        one.serials,
        one.kind,
        one.warranty_months,
    )


def _paid(payment: Payment) -> _Paid:
    approval = payment.approval
    card = None
    if approval is not None:
        card = (
            approval.approval_number,
            approval.approved_at,
            approval.masked_number,
            approval.issuer,
            approval.acquirer,
            approval.merchant,
            approval.terminal,
        )
    months = approval.instalments if approval else 0
    charge = _short(payment.charge)
    return _Paid(_short(payment.id), payment.kind, payment.amount, payment.origin, charge, card, months)


def _payment(one: _Paid) -> Payment:
    approval = CardApproval(*one.card, one.instalments) if one.card else None
    return Payment(_long(one.id), one.kind, one.amount, approval=approval, origin=one.origin, charge=_long(one.charge))


def _short(name: str) -> bytes:
    """An id in few bytes: thirty-two hexadecimal digits are sixteen of them, another one is its own letters."""
    if not name:
        return b""
    return _IS_HEX + bytes.fromhex(name) if _HEX.fullmatch(name) else _IS_TEXT + name.encode()


def _long(short: bytes) -> str:
    kind, content = short[:1], short[1:]
    return content.hex() if kind == _IS_HEX else content.decode()
