"""Whether goods can have come back as a return says: compared with their sale, and with what came back before.

It says what a person should look at and undoes nothing: the money has gone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pos.domain.back.machine_return import PlanAfter, plan_after
from pos.domain.back.returns import Original, Return, ReturnLine, Wanted
from pos.domain.money import Won
from pos.domain.plus import Entitlement, Use


def reason_against(before: Original, back: Return) -> str:
    """Why a return cannot be what it says, "" where it can. `before` is the sale with what came back of it before."""
    if not all(_fits(before, line) for line in back.lines):
        return "return.lines"
    if any(one.position > len(before.sale.lines) for one in back.rebates):
        return "return.lines"
    if _is_twice(before, back):
        return "return.twice"
    if not all(_had(before, line) for line in back.lines):
        return "return.serial"
    return "return.too_much" if _is_too_much(before, back) else ""


def plan_by(before: Original, back: Return, uses: Iterable[Use]) -> PlanAfter | None:
    """What a return means for the benefit its sale began, as the chain's uses of it stand; None where nothing.

    One whose lines are not the sale's means nothing.
    """
    if not all(_fits(before, line) for line in back.lines):
        return None
    return plan_after(before, [_wanted(line) for line in back.lines], _held(before), uses)


def is_short(after: PlanAfter | None, back: Return) -> bool:
    """Whether less was taken back than orders had of the benefit that went with the machine (terms 9 (8) 3)."""
    taken = _taken_back([back])
    return after is not None and any(taken[one.benefit, one.sale] < one.amount for one in after.clawback)


def _held(before: Original) -> Entitlement | None:
    """The benefit as returns left it."""
    plans = [one.plan for one in before.returns if one.plan is not None]
    return plans[-1] if plans else before.sale.begins


def _wanted(line: ReturnLine) -> Wanted:
    return Wanted(
        line.position,
        line.quantity,
        line.condition,
        line.reason,
        serials=line.serials,
        replaced=line.replaced,
        new_serials=line.new_serials,
    )


def _fits(before: Original, line: ReturnLine) -> bool:
    lines = before.sale.lines
    return 0 < line.position <= len(lines) and lines[line.position - 1].product == line.product


def _is_twice(before: Original, back: Return) -> bool:
    """Units, or a machine, that the customer did not have any more; one that is replaced has to be there, too."""
    also: Counter[int] = Counter()
    gone: set[str] = set()
    for line in back.lines:
        place = line.position
        once = {*before.sale.lines[place - 1].serials, *_went_out(before, place)}
        lost = once.difference(before.serials(place)) | gone
        if line.quantity > before.left(place) - also[place] or lost.intersection(line.serials):
            return True
        gone.update(line.serials)
        also[place] += line.quantity
    return False


def _had(before: Original, line: ReturnLine) -> bool:
    """Whether its machines are those that went out, where numbers were kept."""
    known = before.serials(line.position)
    return not known or set(line.serials) <= set(known)


def _went_out(before: Original, position: int) -> set[str]:
    return {serial for line in before.lines_back(position) for serial in line.new_serials}


def _is_too_much(before: Original, back: Return) -> bool:
    """More money than was paid: for a line, by a payment, in all; or more let go of than had been taken back."""
    sale, all_back = before.sale, (*before.returns, back)
    for place, line in enumerate(sale.lines, 1):
        if sum(_off(each, place) for each in all_back) > line.paid:
            return True
    taken = _taken_back(all_back)
    if any(taken[one.benefit, one.sale] < 0 for one in back.clawback):
        return True
    left = Counter({payment.id: payment.amount for payment in sale.payments})
    for each in all_back:
        for part in (*each.parts, *each.credit):
            left[part.of] -= part.amount
    return min(left.values(), default=0) < 0 or sum(each.amount for each in all_back) > sale.total


def _off(back: Return, place: int) -> Won:
    """What went back of a line with a return, or with a benefit that was granted later."""
    of_goods = sum(line.amount for line in back.lines if line.position == place)
    return of_goods + sum(rebate.amount for rebate in back.rebates if rebate.position == place)


def _taken_back(returns: Iterable[Return]) -> Counter[tuple[str, str]]:
    """What was taken back of each use, less what was let go of again."""
    taken: Counter[tuple[str, str]] = Counter()
    for one in (one for back in returns for one in back.clawback):
        taken[one.benefit, one.sale] += one.amount
    return taken
