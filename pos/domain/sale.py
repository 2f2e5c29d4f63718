"""What happened: a sale, complete and final. It stores results and is never reckoned again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import msgspec
from msgspec.structs import replace

from pos.domain.apart import Claimed
from pos.domain.approval import Approval
from pos.domain.catalogue import Name, Product, Tax
from pos.domain.money import Won
from pos.domain.plus import Entitlement, Plan
from pos.domain.quote.values import Discount, Quote, QuoteLine
from pos.domain.tender import Payment


class SaleLine(msgspec.Struct, frozen=True):
    """One line as it was sold. `kind` and `warranty_months` are the product's at that time, `plan` what it brings."""

    product: str
    name: Name
    range: str | None
    tax: Tax
    quantity: int
    unit_price: Won
    amount: Won
    discounts: tuple[Discount, ...] = ()
    serials: tuple[str, ...] = ()
    kind: str = ""
    warranty_months: int = 0
    plan: Plan | None = None

    @property
    def paid(self) -> Won:
        """What the customer paid for the line: its amount less its discounts."""
        return self.amount - sum(discount.amount for discount in self.discounts)


class Shipping(msgspec.Struct, frozen=True):
    """A sale that is delivered: whose sealed address, and when it leaves (terms 13 (2)). `latest` is the last day."""

    recipient: str
    leaves: date
    latest: date


class Sale(msgspec.Struct, frozen=True):
    """A sale. `id` was on disk before money was asked for; `number` counts this till's receipts without a gap.

    `terms` is the version of the terms of sale that binds it (terms 3 (5)). `member` is a number. `uses` are the
    benefits it used, `begins` is the one that its machine began, `approvals` what a second person let pass. `claims`
    are benefits that could not be asked about: not given, and for the mall to settle.
    """

    id: str
    boutique: str
    till: str
    number: int
    day: date
    at: datetime
    cashier: str
    shift: str
    terms: str
    lines: tuple[SaleLine, ...]
    goods: Won
    discount: Won
    total: Won
    taxable: Won
    exempt: Won
    vat: Won
    payments: tuple[Payment, ...]
    member: str | None = None
    delivery_fee: Won = 0
    shipping: Shipping | None = None
    uses: tuple[str, ...] = ()
    begins: Entitlement | None = None
    approvals: tuple[Approval, ...] = ()
    claims: tuple[Claimed, ...] = ()

    @property
    def change(self) -> Won:
        """What the customer got back in cash."""
        return sum(payment.change for payment in self.payments)

    @property
    def code(self) -> str:
        """The receipt's code: stable, printed as text and as QR, scanned to find the sale again."""
        return receipt_code(self.boutique, self.till, self.number)


def refund_code(boutique: str, till: str, number: int) -> str:
    """The code on a refund's receipt: boutique, till, its own running number ("SEL01-1-R000007")."""
    return f"{boutique}-{till}-R{number:06d}"


def receipt_code(boutique: str, till: str, number: int) -> str:
    """The code on a receipt: boutique, till, running number ("SEL01-1-000123")."""
    return f"{boutique}-{till}-{number:06d}"


def lines_of(quote: Quote, products: Mapping[str, Product], plans: Mapping[str, Plan]) -> tuple[SaleLine, ...]:
    """The quote's lines, as they are written into the sale, with what `products` and `plans` say of each."""
    return tuple(_line_of(line, products.get(line.product), plans) for line in quote.lines)


def _line_of(line: QuoteLine, product: Product | None, plans: Mapping[str, Plan]) -> SaleLine:
    sold = SaleLine(
        line.product,
        line.name,
        line.range,
        line.tax,
        line.quantity,
        line.unit_price,
        line.amount,
        line.discounts,
        line.serials,
    )
    if product is None:
        return sold
    plan = plans.get(product.plus_plan) if product.plus_plan else None
    return replace(sold, kind=product.kind, warranty_months=product.warranty_months, plan=plan)
