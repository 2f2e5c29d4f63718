"""How much goes back, which way, and by when (terms 11, 16): shares to the won that add up, VAT that adds up.

Everything is reckoned from what was paid, never from what things cost today.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

import msgspec

from pos.domain.back.returns import Original, PaidOut, Part, Return, Undone
from pos.domain.calendar import WorkingDays
from pos.domain.money import Won, vat_inside
from pos.domain.policy import Refund
from pos.domain.tender import MoneyKind, Payment, Rounding, rounded

_FIRST: dict[MoneyKind, int] = {"card": 0, "easy": 0, "transfer": 1, "cash": 2}
"""Money goes back to cards first (terms 16 (2))."""


def share(amount: Won, *, of: int, before: int, after: int) -> Won:
    """The part of `amount` that falls on the units after the first `before`, up to `after`, of `of` units.

    Each boundary is rounded to the nearest won, a half up, so that all parts of any split add up to the amount.
    """
    return _up_to(amount, after, of) - _up_to(amount, before, of)


def paid_share(original: Original, position: int, quantity: int, *, also: int = 0) -> Won:
    """What was paid for the next `quantity` units of a line that come back, after `also` more of the same return.

    What went back of them since, because a benefit was granted later, is not paid any more.
    """
    line, before = original.line(position), original.returned(position) + also
    paid = share(line.paid, of=line.quantity, before=before, after=before + quantity)
    return paid - sum(rebate for _, rebate in _rebated(original, position, before, before + quantity))


def undone(original: Original, position: int, quantity: int, *, also: int = 0) -> tuple[Undone, ...]:
    """The share of each benefit's discount that goes back with those units."""
    line, before = original.line(position), original.returned(position) + also
    shares: dict[str, Won] = {}
    for discount in line.discounts:
        part = share(discount.amount, of=line.quantity, before=before, after=before + quantity)
        shares[discount.cause.benefit] = shares.get(discount.cause.benefit, 0) + part
    for benefit, rebate in _rebated(original, position, before, before + quantity):
        shares[benefit] = shares.get(benefit, 0) + rebate
    return tuple(Undone(benefit, amount) for benefit, amount in shares.items() if benefit and amount)


def vat_of(original: Original, taxable: Won, percent: int) -> Won:
    """The VAT inside the next `taxable` won that go back, so that all refunds together carry the VAT of the sale."""
    sale = original.sale
    left = sale.taxable - sum(one.taxable for one in original.returns)
    left_vat = sale.vat - sum(one.vat for one in original.returns)
    return left_vat - vat_inside(left - taxable, percent)


class Source(msgspec.Struct, frozen=True):
    """A payment of the sale and what of it has not gone back. `whole`: it is all that its charge still holds."""

    payment: Payment
    left: Won
    whole: bool = True


def sources(original: Original) -> tuple[Source, ...]:
    """Where money can go back to, cards first; what was promised and not yet paid out is gone already.

    A payment whose whole was cancelled and charged anew for what the customer keeps is replaced by the new charge.
    """
    left = {one.id: Source(one, one.amount, one.kind != "exchange") for one in original.sale.payments}
    for back in original.returns:
        for part in (*back.parts, *back.credit):
            source = left.get(part.of)
            if source is not None:
                again = _charged_anew(part.of, original.returns, original.paid_out)
                payment = _recharged(source.payment, again) if again else source.payment
                left[part.of] = Source(payment, source.left - part.amount, source.whole and part not in back.credit)
    return tuple(sorted((one for one in left.values() if one.left > 0), key=lambda one: _FIRST[one.payment.money]))


def allocate(found: Iterable[Source], amount: Won, new_id: Callable[[], str]) -> tuple[tuple[Part, ...], Won]:
    """`amount` as parts of the sources, in their order, and what no source could take."""
    parts: list[Part] = []
    for source in found:
        taken = min(source.left, amount)
        if taken:
            payment = source.payment
            whole, charge = source.left if source.whole else 0, payment.charge or payment.id
            parts.append(Part(new_id(), payment.id, payment.money, taken, whole, charge, payment.approval))
            amount -= taken
    return tuple(parts), amount


def less(found: Iterable[Source], parts: Iterable[Part]) -> tuple[Source, ...]:
    """The sources after some parts were taken out of them."""
    taken: dict[str, Won] = {}
    for part in parts:
        taken[part.of] = taken.get(part.of, 0) + part.amount
    return tuple(Source(one.payment, one.left - taken.get(one.payment.id, 0), one.whole) for one in found)


def rounded_back(original: Original | None, back: Return, part: Part, rule: Rounding | None) -> Won:
    """What goes out in cash for a part more (or less: negative) than it is.

    All parts of a cash payment together are what lay on the counter for it: each boundary is rounded, and the last is
    what was paid. What was paid another way is rounded by itself.
    """
    sale = original.sale if original else None
    payment = next((one for one in sale.payments if one.id == part.of), None) if sale else None
    if original is None or payment is None or part.kind != "cash":
        return rounded(part.amount, rule) - part.amount
    before = 0
    for one in (*(one for one in original.returns if one.id != back.id and _is_before(one, back)), back):
        for other in (*one.credit, *one.parts):
            if other.id == part.id:
                break
            before += other.amount if other.of == part.of else 0
    paid = _in_cash(payment, before + part.amount, rule) - _in_cash(payment, before, rule)
    return paid - part.amount


def due_day(returned: date, rule: Refund, calendar: WorkingDays) -> date:
    """By when a refund is paid out: so many working days after the goods came back (terms 16 (1)).

    Raises Refused("calendar.not_covered") where the calendar of holidays does not reach.
    """
    return calendar.after(returned, working_days=rule.working_days)


def interest(amount: Won, *, due: date, paid: date, percent: int) -> Won:
    """The interest on a refund that is late: whole days from the day after it was due, of 365, rounded up to the won.

    E-commerce Act, enforcement decree 21-3, as terms 16 (1) ask.
    """
    days = max((paid - due).days, 0)
    return -(-amount * percent * days // (100 * 365))


def owed(one: Return, paid_out: Iterable[PaidOut]) -> tuple[Part, ...]:
    """The parts of a refund that have not been paid out."""
    paid = {done.part for done in paid_out}
    return tuple(part for part in one.parts if part.id not in paid)


def _rebated(original: Original, position: int, before: int, after: int) -> Iterator[tuple[str, Won]]:
    """What benefits that were granted later gave back of some units: each fell on those that were left by then."""
    line, gone = original.line(position), 0
    for back in original.returns:
        for rebate in back.rebates:
            if rebate.position == position and gone < line.quantity:
                first, last = max(before - gone, 0), max(after - gone, 0)
                yield back.benefit, share(rebate.amount, of=line.quantity - gone, before=first, after=last)
        gone += sum(one.quantity for one in back.lines if one.position == position and not one.replaced)


def _charged_anew(of: str, returns: Iterable[Return], paid_out: Iterable[PaidOut]) -> Payment | None:
    """The newest charge for what the customer keeps of a payment."""
    parts = {part.id for back in returns for part in back.parts if part.of == of}
    found = [one.recharged for one in paid_out if one.part in parts and one.recharged is not None]
    return max(reversed(found), key=lambda one: one.approval.approved_at if one.approval else "", default=None)


def _is_before(one: Return, back: Return) -> bool:
    """Whether a return was written down before another; one without a number is being written now.

    Each till counts its own, and a clock that was set back changes no number.
    """
    if not back.number:
        return True
    if (one.boutique, one.till) == (back.boutique, back.till):
        return 0 < one.number < back.number
    return one.at < back.at


def _in_cash(payment: Payment, back: Won, rule: Rounding | None) -> Won:
    """What has gone out for the first `back` won of a cash payment; goods that paid in its place were never rounded."""
    whole = rounded(payment.amount, rule) if payment.kind == "exchange" else payment.amount + payment.rounded
    return whole if back >= payment.amount else min(rounded(back, rule), whole)


def _up_to(amount: Won, units: int, of: int) -> Won:
    return (2 * amount * units + of) // (2 * of)


def _recharged(payment: Payment, again: Payment) -> Payment:
    """The payment under its own id, with the new charge's attempt and approval."""
    return msgspec.structs.replace(payment, approval=again.approval, charge=again.id)
