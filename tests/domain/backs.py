"""Sales that were paid, and what comes back of them, for tests of returns."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import count
from typing import Any

from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.back.proposal import Facts, Proposal, money_back, propose
from pos.domain.back.returns import Original, Return, Wanted
from pos.domain.calendar import WorkingDays
from pos.domain.errors import Refused
from pos.domain.plus import Entitlement, Use
from pos.domain.quote import Known
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from tests.domain.baskets import PLANS, TERMS, basket_of, member, quoted
from tests.domain.products import NOW
from tests.domain.sales import APPROVAL, sale_of

CALENDAR = WorkingDays()
MACHINES = {"UNO", "DUO", "PRO1"}


def ids(prefix: str = "i") -> Callable[[], str]:
    """Ids one after the other."""
    numbers = count(1)
    return lambda: f"{prefix}{next(numbers)}"


def sold(*lines: tuple[str, int], by: Sequence[tuple[str, int]] = (), when: datetime = NOW, **more: Any) -> Sale:
    """A member's sale, each product a line, machines numbered "UNO-1" and on; the rest of `by` is paid by card."""
    basket = basket_of(*lines, now=when, member="M1")
    for line in basket.lines:
        for number in range(line.quantity if line.product in MACHINES else 0):
            basket = baskets.add_serial(basket, line.id, f"{line.product}-{line.id}{number}")
    known = more.pop("known", None) or Known(dossier=member(), plans=PLANS)
    found = quoted(basket, known)
    sale = sale_of(found, paid(found.total + more.get("delivery_fee", 0), by), number=1)
    fee = more.get("delivery_fee", 0)
    sums = {"total": sale.total + fee, "taxable": sale.taxable + fee}
    sums["vat"] = (2 * sums["taxable"] * 10 + 110) // 220
    return replace(sale, at=when, day=when.date(), **sums, **more)


def paid(total: int, by: Sequence[tuple[str, int]] = ()) -> tuple[Payment, ...]:
    """Payments of so much each way, and the rest by card."""
    ways = [*by, ("card", total - sum(amount for _, amount in by))]
    return tuple(
        Payment(f"p{place}", kind, amount, approval=APPROVAL if kind in ("card", "easy") else None)  # type: ignore[arg-type]  # ways to pay
        for place, (kind, amount) in enumerate(ways, 1)
        if amount
    )


def back(position: int, quantity: int = 1, reason: str = "defect", condition: str = "unopened", **more: Any) -> Wanted:
    """So many units of a line."""
    return Wanted(position, quantity, condition, reason, **more)  # type: ignore[arg-type]  # one of the reasons


def machine(original: Original, position: int, reason: str = "change_of_mind", **more: Any) -> Wanted:
    """The first machine of a line that the customer still has."""
    return back(position, 1, reason, serials=original.serials(position)[:1], **more)


def held_by(sale: Sale) -> Facts:
    """The benefit a sale began, with what the sale itself had of it."""
    begun = sale.begins
    return Facts() if begun is None else Facts(begun, uses_of(sale, begun))


def uses_of(sale: Sale, held: Entitlement) -> tuple[Use, ...]:
    """What a sale had of a benefit."""
    had = sum(d.amount for line in sale.lines for d in line.discounts if d.cause.benefit == held.benefit)
    return (Use(held.benefit, sale.id, had),) if had else ()


def proposed(
    original: Original, *wanted: Wanted, facts: Facts | None = None, now: datetime | None = None, **more: Any
) -> Proposal:
    """What bringing these back comes to, an hour after the sale unless said otherwise."""
    moment = now or original.sale.at.replace(hour=23)
    return propose(
        original, wanted, more.get("policy", TERMS), more.get("calendar", CALENDAR), moment, facts or Facts()
    )


def can_be_done(found: Proposal) -> bool:
    """Whether nothing stands in the way, nor anybody has to allow it."""
    return bool(found.lines) and found.refused is None and not found.needs


def done(original: Original, found: Proposal, *, new_id: Callable[[], str], credit: int = 0) -> Original:
    """The original with this return completed, whatever a manager has to allow."""
    if found.refused is not None:
        raise Refused(found.refused.verdict.code)
    parts, paying = money_back(original, refund=found.refund, credit=credit, new_id=new_id)
    sale = original.sale
    one = Return(
        id=new_id(),
        boutique=sale.boutique,
        till=sale.till,
        number=len(original.returns) + 1,
        day=sale.day,
        at=sale.at,
        cashier="C1",
        shift="shift-1",
        sale=sale.id,
        original=sale.code,
        sold_at=sale.at,
        terms=sale.terms,
        lines=tuple(judged.line for judged in found.lines),
        amount=found.amount,
        taxable=found.taxable,
        exempt=found.exempt,
        vat=found.vat,
        refund=found.refund,
        due=None,
        clawback=found.clawback,
        clawback_vat=found.clawback_vat,
        unpaid=found.unpaid,
        delivery_fee=found.delivery_fee,
        parts=parts,
        credit=paying,
        plan=found.plan.held if found.plan else None,
    )
    return replace(original, returns=(*original.returns, one))


def known_after(original: Original, facts: Facts) -> Facts:
    """The facts as the next return finds them: the benefit as it stands, uses less what went back with goods."""
    held = facts.held
    gone: dict[str, int] = {}
    for one in original.returns:
        held = one.plan or held
        for undone in (undone for line in one.lines for undone in line.undone):
            gone[undone.benefit] = gone.get(undone.benefit, 0) + undone.amount
    own = original.sale.id
    uses = (replace(u, amount=u.amount - (gone.get(u.benefit, 0) if u.sale == own else 0)) for u in facts.uses)
    return replace(facts, held=held, uses=tuple(uses))


def one_by_one(
    sale: Sale, steps: Iterable[Sequence[Callable[[Original], Wanted]]], *, facts: Facts | None = None
) -> Original:
    """The sale after these returns, one after the other."""
    original, new_id, begun = Original(sale), ids(), facts or held_by(sale)
    for step in steps:
        wanted = [want(original) for want in step]
        found = proposed(original, *wanted, facts=known_after(original, begun))
        original = done(original, found, new_id=new_id)
    return original
