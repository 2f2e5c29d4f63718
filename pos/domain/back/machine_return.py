"""What becomes of a Plus benefit when the machine it rests on comes back (terms 9 (8) 3).

A change of mind takes the discounts back that it gave; a defect takes nothing. Of several machines of one sale another
one's plan takes over what is left, with the orders that were made; a replaced machine's benefit goes on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from pos.domain.back.returns import AT_FAULT, Clawback, Original, ReturnLine, Wanted
from pos.domain.plus import Entitlement, Use, best_plan


class PlanAfter(msgspec.Struct, frozen=True):
    """The benefit as it stands afterwards, what is taken back, and whether another machine's plan takes over."""

    held: Entitlement
    clawback: tuple[Clawback, ...] = ()
    is_taken_over: bool = False


def plan_after(
    original: Original, wanted: Sequence[Wanted], held: Entitlement | None, uses: Iterable[Use]
) -> PlanAfter | None:
    """What these units mean for the benefit that the sale began, None where it does not rest on them.

    `held` is the benefit as it stands now, `uses` what sales had of it, each with what it took off.
    """
    if held is None or held.ended:
        return None
    found = next((one for one in wanted if _rests_on(original, one, held)), None)
    if found is None:
        return None
    if found.replaced:
        return PlanAfter(replace(held, serial=_new_serial(found, held)))
    taken_back = () if found.reason in AT_FAULT else _clawback(original, held, uses)
    other = _other_machine(original, wanted, held)
    if other is None:
        return PlanAfter(replace(held, ended="returned"), taken_back)
    return PlanAfter(other, taken_back, is_taken_over=True)


def settled(original: Original, taken: Iterable[Clawback], lines: Iterable[ReturnLine]) -> tuple[Clawback, ...]:
    """What is taken back in the end: a discount is not had any more where the coffee it was for comes back itself.

    Coffee of this return takes its share out of `taken`; of a discount that was taken back before, it brings the share
    back to the customer, as a clawback below nothing. Whichever comes back first, the sums are the same.
    """
    sale = original.sale.id
    undone: dict[str, int] = {}
    for share in (share for line in lines for share in line.undone):
        undone[share.benefit] = undone.get(share.benefit, 0) + share.amount
    amounts = {(one.benefit, one.sale): one.amount for one in taken}
    before = {(one.benefit, one.sale) for back in original.returns for one in back.clawback}
    for benefit, amount in undone.items():
        key = (benefit, sale)
        if key in amounts:
            amounts[key] = max(amounts[key] - amount, 0)
        elif key in before:
            amounts[key] = -amount
    return tuple(Clawback(*key, amount) for key, amount in amounts.items() if amount)


def _rests_on(original: Original, one: Wanted, held: Entitlement) -> bool:
    if original.line(one.position).product != held.machine:
        return False
    return not held.serial or not one.serials or held.serial in one.serials


def _new_serial(found: Wanted, held: Entitlement) -> str:
    if held.serial in found.serials:
        place = found.serials.index(held.serial)
        if place < len(found.new_serials):
            return found.new_serials[place]
    return found.new_serials[0] if found.new_serials else held.serial


def _clawback(original: Original, held: Entitlement, uses: Iterable[Use]) -> tuple[Clawback, ...]:
    """What each order had, unless it was taken back already; goods that came back took their share along."""
    before = {(one.benefit, one.sale) for back in original.returns for one in back.clawback}
    had = {(use.benefit, use.sale): use.amount for use in uses if use.benefit == held.benefit}
    return tuple(Clawback(*key, amount) for key, amount in had.items() if amount > 0 and key not in before)


def _other_machine(original: Original, wanted: Sequence[Wanted], held: Entitlement) -> Entitlement | None:
    """The benefit on the best of the machines that the customer keeps."""
    going: dict[int, int] = {}
    for one in wanted:
        if not one.replaced:
            going[one.position] = going.get(one.position, 0) + one.quantity
    gone = {serial for one in wanted for serial in one.serials}
    kept = [
        (place, line)
        for place, line in enumerate(original.sale.lines, 1)
        if line.plan is not None and line.plan.amounts and line.paid and original.left(place) > going.get(place, 0)
    ]
    plan = best_plan(line.plan for _, line in kept if line.plan)
    if plan is None:
        return None
    place, line = next((place, line) for place, line in kept if line.plan == plan)
    serial = next((one for one in original.serials(place) if one not in gone), "")
    return replace(held, plan=plan, machine=line.product, serial=serial)
