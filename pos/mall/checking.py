"""Whether a sale, a return or a cash receipt in a journal can be what it says: place, lines, sums, benefits. It reckons
no price."""

from __future__ import annotations

from pos.domain import plus
from pos.domain.back.returns import Rebate, Return, ReturnLine
from pos.domain.cash_receipt import NOBODY, CashReceipt, Number
from pos.domain.errors import Refused
from pos.domain.plus import Entitlement, Plan
from pos.domain.sale import Sale, SaleLine
from pos.domain.tender import Payment
from pos.mall.stock import MOST_UNITS
from pos.sync.contract import TillName

_BENEFITS = ("plus:", "payback:", "promotion:")
_EXCLUSIVE = ("plus:", "payback:")
_MOST_USES = 64
_MOST_ROUNDED = 100
_MOST_DAYS = 3_660
_MOST_WON = 2**53
_MOST_SHOWN = 7


def check_sale(name: TillName, sale: Sale) -> None:
    """Raises Refused: "sale.place", "sale.lines", "sale.sums", "sale.delivery", "sale.uses", "sale.claims" or
    "sale.begins"."""
    if (sale.boutique, sale.till) != (name.boutique, name.till):
        raise Refused("sale.place")
    if not all(_makes_sense(line) for line in sale.lines):
        raise Refused("sale.lines")
    if not _adds_up(sale):
        raise Refused("sale.sums")
    if sale.delivery_fee < 0 or (sale.delivery_fee and sale.shipping is None):
        raise Refused("sale.delivery")
    if not _uses_fit(sale):
        raise Refused("sale.uses")
    if not _claims_fit(sale):
        raise Refused("sale.claims")
    if sale.begins is not None and not _begins_here(sale, sale.begins):
        raise Refused("sale.begins")


def check_return(name: TillName, back: Return) -> None:
    """Raises Refused: "return.place", "return.lines", "return.sums" or "return.plan"."""
    if (back.boutique, back.till) != (name.boutique, name.till) or bool(back.sale) != bool(back.original):
        raise Refused("return.place")
    has_receipt = bool(back.sale)
    if not (back.lines or _is_rebate(back)) or not all(
        _can_be_back(line, has_receipt=has_receipt) for line in back.lines
    ):
        raise Refused("return.lines")
    if not _comes_out_even(back):
        raise Refused("return.sums")
    if back.plan is not None and not _goes_on(back, back.plan):
        raise Refused("return.plan")


def check_cash_receipt(receipt: CashReceipt) -> None:
    """Raises Refused: "cash_receipt.sums", "cash_receipt.original" or "cash_receipt.number", where that shows one."""
    if not 0 < receipt.amount <= _MOST_WON or not 0 <= receipt.vat <= receipt.amount or receipt.at.tzinfo is None:
        raise Refused("cash_receipt.sums")
    if receipt.cancels is not None and receipt.cancels.receipt in ("", receipt.id):
        raise Refused("cash_receipt.original")
    shown = sum(letter.isdigit() for letter in receipt.masked)
    is_nobody = receipt.masked == Number("self", NOBODY).masked
    if not receipt.masked.isprintable() or (shown > _MOST_SHOWN and not is_nobody) or receipt.number.isdigit():
        raise Refused("cash_receipt.number")


def _can_be_back(line: ReturnLine, *, has_receipt: bool) -> bool:
    serials = (*line.serials, *line.new_serials)
    return (
        line.product.isprintable()
        and (line.position >= 1 if has_receipt else line.position == 0)
        and 0 < line.quantity <= MOST_UNITS
        and (line.amount == 0 if line.replaced else line.amount >= 0 and not line.new_serials)
        and all(serial.isprintable() for serial in serials)
        and max(len(line.serials), len(line.new_serials)) <= line.quantity
        and len(set(serials)) == len(serials)
        and all(one.amount >= 0 for one in line.undone)
    )


def _is_rebate(back: Return) -> bool:
    """A benefit that was granted later, each of its shares on a line of a sale, and no goods."""
    return (
        back.benefit.startswith(_EXCLUSIVE)
        and bool(back.sale)
        and bool(back.rebates or back.delivery_fee)
        and all(one.position >= 1 and one.amount > 0 for one in back.rebates)
        and len({one.position for one in back.rebates}) == len(back.rebates)
        and not (back.clawback or back.credit or back.plan)
    )


def _comes_out_even(back: Return) -> bool:
    """A clawback below nothing lets go of one from before, and pays first for what of it stayed unpaid."""
    parts = (*back.parts, *back.credit)
    off: tuple[ReturnLine | Rebate, ...] = (*back.lines, *back.rebates)
    exempt = sum(one.amount for one in off if one.tax == "exempt")
    return (
        min(back.delivery_fee, back.vat, back.refund, *(part.amount for part in parts)) >= 0
        and back.amount == sum(one.amount for one in off) + back.delivery_fee
        and (_is_rebate(back) and not back.lines if back.benefit else not back.rebates)
        and (back.exempt, back.taxable) == (exempt, back.amount - exempt)
        and back.refund == sum(part.amount for part in parts) == back.amount - back.clawed_back + back.unpaid
        and (back.refund == 0 if back.unpaid > 0 else back.unpaid >= min(back.clawed_back, 0))
        and len({part.id for part in parts}) == len(parts)
    )


def _goes_on(back: Return, plan: Entitlement) -> bool:
    """The benefit that the sale began, and nothing that no till can count with."""
    return (plan.id, plan.at_boutique) == (back.sale, True) and _is_countable(plan)


def _makes_sense(line: SaleLine) -> bool:
    off = sum(discount.amount for discount in line.discounts)
    return (
        line.product.isprintable()
        and 0 < line.quantity <= MOST_UNITS
        and line.amount == line.unit_price * line.quantity
        and all(discount.amount >= 0 for discount in line.discounts)
        and 0 <= off <= line.amount
        and len(line.serials) <= line.quantity
        and len(set(line.serials)) == len(line.serials)
        and all(serial.isprintable() for serial in line.serials)
        and (line.plan is None or _is_plan(line.plan))
    )


def _adds_up(sale: Sale) -> bool:
    goods = sum(line.amount for line in sale.lines)
    discount = sum(discount.amount for line in sale.lines for discount in line.discounts)
    paid = sum(payment.amount for payment in sale.payments)
    if not all(_may_be_rounded(payment) for payment in sale.payments) or any(one.rounded for one in sale.payments[:-1]):
        return False  # only what pays the whole rest is rounded, and nothing is paid after it
    total = goods - discount + sale.delivery_fee
    return (
        sale.goods == goods and sale.discount == discount and sale.total == total == paid == sale.taxable + sale.exempt
    )


def _may_be_rounded(payment: Payment) -> bool:
    """Only cash is, by less than a note or a coin that it is rounded to, and not below what lay on the counter."""
    if not payment.rounded:
        return True
    in_cash = payment.amount + payment.rounded
    return payment.kind == "cash" and abs(payment.rounded) < _MOST_ROUNDED and payment.handed_over >= in_cash >= 0


def _uses_fit(sale: Sale) -> bool:
    """Each benefit once, of a kind there is; one of Plus and payback at most, for a member; what is given is told."""
    uses = set(sale.uses)
    given = {discount.cause.benefit for line in sale.lines for discount in line.discounts} - {""}
    exclusive = [use for use in uses if use.startswith(_EXCLUSIVE)]
    return (
        len(uses) == len(sale.uses) <= _MOST_USES
        and all(use.startswith(_BENEFITS) and not use.endswith(":") for use in uses)
        and len(exclusive) <= 1
        and (not exclusive or sale.member is not None)
        and given <= uses
    )


def _claims_fit(sale: Sale) -> bool:
    """Each benefit once, of a member, none that was given; what would have come off is no more than was paid."""
    named = {one.benefit for one in sale.claims}
    return (
        len(named) == len(sale.claims) <= _MOST_USES
        and all(one.benefit.startswith(_EXCLUSIVE) and not one.benefit.endswith(":") for one in sale.claims)
        and not named.intersection(sale.uses)
        and (not named or sale.member is not None)
        and all(0 < one.amount <= sale.total and 0 <= one.worth <= _MOST_WON for one in sale.claims)
    )


def _begins_here(sale: Sale, begun: Entitlement) -> bool:
    """It is this sale's, and runs in days that every till can count with: the boutiques hear of it as it is."""
    return (begun.id, begun.member, begun.at_boutique) == (sale.id, sale.member, True) and _is_countable(begun)


def _is_countable(held: Entitlement) -> bool:
    if held.bought_at.tzinfo is None:
        return False
    try:
        plus.last_day(held)
    except OverflowError:
        return False
    return _is_plan(held.plan)


def _is_plan(plan: Plan) -> bool:
    return 0 <= plan.days <= _MOST_DAYS and all(amount >= 0 for amount in plan.amounts)
