"""The Plus discount of a basket (terms 9 (5), 9 (8)): what is given, what is not and why, and what a machine begins."""

from __future__ import annotations

from datetime import datetime

from pos.domain.errors import Detail
from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, Plan, best_plan, last_day, runs, to_use, used
from pos.domain.quote.counting import Priced
from pos.domain.quote.known import Known
from pos.domain.quote.spreading import Benefit
from pos.domain.quote.values import Cause, Missed, Unit

TO_BE_CONFIRMED = "plus.to_be_confirmed"
"""Why a benefit is not given that nobody could be asked about."""


def plus(priced: Priced, missed: list[Missed]) -> tuple[Benefit | None, Entitlement | None]:
    """The Plus benefit this basket could use, and the one that its machine would begin.

    What is not given goes to `missed`: without a member, by a member who may not, none held, not started, used up,
    expired, kept for another basket, too few capsules, or not to be confirmed while the mall cannot be asked.
    """
    plan = best_plan(_plans(priced))
    dossier = priced.known.dossier
    if dossier is None:
        if plan is not None:
            missed.append(_missed(priced, "plus.no_member", plan))
        return None, None
    if dossier.standing != "active":
        missed.append(_missed(priced, "member.suspended", plan))
        return None, None
    begins = _begins(priced, dossier, plan, missed)
    held, reason = _held(priced, dossier)
    if begins is not None and (held is None or reason):
        held, reason = begins, ""
    if held is None or reason:
        missed.append(_missed(priced, reason, held.plan if held else None))
        return None, begins
    if held is not begins and not is_certain(priced.known, held):
        missed.append(_to_be_confirmed(priced, held, dossier))
        return None, begins
    return _discount(priced, held, dossier, missed), begins


def is_certain(known: Known, held: Entitlement) -> bool:
    """Whether a benefit can be given here and now: the mall was asked, this till sold it, or a manager gives it."""
    return known.is_sure or held.id in known.own or held.benefit in known.granted


def _held(priced: Priced, dossier: Dossier) -> tuple[Entitlement | None, str]:
    """The entitlement to use; while the mall cannot be asked rather one that this till sold."""
    moment, known = _moment(priced, dossier), priced.known
    if known.is_sure:
        if not known.taken and not known.held:
            return to_use(dossier.entitlements, dossier.uses, moment)
        return _of_those_left(dossier, known, moment)
    own = [one for one in dossier.entitlements if is_certain(known, one)]
    held, reason = to_use(own, dossier.uses, moment)
    if held is not None and not reason:
        return held, ""
    return to_use(dossier.entitlements, dossier.uses, moment)


def _of_those_left(dossier: Dossier, known: Known, moment: datetime) -> tuple[Entitlement | None, str]:
    """The same while the mall keeps uses for baskets: for others what could be used, of this one's the one it keeps."""
    free = [one for one in dossier.entitlements if one.benefit not in known.taken]
    held, reason = to_use(free, dossier.uses, moment)
    if held is None or reason:
        kept, why = to_use(dossier.entitlements, dossier.uses, moment)
        return kept, why or "plus.reserved"
    is_last = _nth(known, held, dossier) >= len(held.plan.amounts)
    return held, "plus.used_up" if is_last else ""


def _nth(known: Known, held: Entitlement, dossier: Dossier) -> int:
    """Which order of its plan this is, counted from 0: the one the mall keeps, or the next."""
    kept = known.held.get(held.benefit) if known.is_sure else None
    return used(held.benefit, dossier.uses) if kept is None else kept


def _moment(priced: Priced, dossier: Dossier) -> datetime:
    """The basket's moment, or the start of a benefit that began since: it is had immediately (9 (8) 2)."""
    moment, at = priced.moment, priced.known.at
    if at is None:
        return moment
    starts = [one.starts_at for one in dossier.entitlements if one.starts_at is not None and not one.ended]
    return max((start for start in starts if moment < start <= at), default=moment)


def _plans(priced: Priced) -> list[Plan]:
    """The plans of the machines that are paid for; one that gives nothing is none."""
    plans = priced.known.plans
    found = [plans[machine.plus_plan] for _, machine in priced.machines() if machine.plus_plan in plans]
    return [plan for plan in found if plan.amounts]


def _begins(priced: Priced, dossier: Dossier, plan: Plan | None, missed: list[Missed]) -> Entitlement | None:
    """What the basket's machine begins, unless a benefit runs already (9 (8) 5)."""
    if plan is None:
        return None
    if any(runs(one, dossier.uses, _moment(priced, dossier)) for one in dossier.entitlements):
        clause = priced.policy.rules.plus.clause
        missed.append(Missed("plus.new", "plus", "plus.already_active", clause, worth=plan.worth))
        return None
    line = next(priced.lines[place] for place, machine in priced.machines() if machine.plus_plan == plan.id)
    return Entitlement(
        id=priced.basket.id,
        member=dossier.member,
        plan=plan,
        machine=line.product,
        bought_at=priced.moment,
        at_boutique=True,
        serial=line.serials[0] if line.serials else "",
    )


def _discount(priced: Priced, held: Entitlement, dossier: Dossier, missed: list[Missed]) -> Benefit | None:
    plan = held.plan
    counted = priced.capsules(plan.ranges)
    nth = _nth(priced.known, held, dossier)
    amount = plan.amounts[nth]
    clause = priced.policy.rules.plus.clause
    if counted < plan.min_capsules:
        missed.append(
            Missed(held.benefit, "plus", "plus.min_capsules", clause, plan.min_capsules - counted, "capsules", amount)
        )
        return None
    last = last_day(held)
    until = last.isoformat() if last else ""
    facts: dict[str, Detail] = {
        "order": nth + 1,
        "of": len(plan.amounts),
        "left": len(plan.amounts) - nth - 1,
        "until": until,
        "capsules": counted,
        "least": plan.min_capsules,
        "amount": amount,
    }
    cause = Cause("plus.discount", clause, held.benefit, facts=facts)
    return Benefit(
        held.benefit,
        "plus",
        cause,
        priced.coffee(),
        amount=amount,
        delivers=True,
        uses_up=True,
        ends=until,
    )


def _to_be_confirmed(priced: Priced, held: Entitlement, dossier: Dossier) -> Missed:
    """What nobody can be asked about: which benefit, and what its next order is worth as far as is known here."""
    plan = held.plan
    missing = max(plan.min_capsules - priced.capsules(plan.ranges), 0)
    worth = plan.amounts[_nth(priced.known, held, dossier)]
    unit: Unit = "capsules" if missing else ""
    clause = priced.policy.rules.plus.clause
    return Missed(held.benefit, "plus", TO_BE_CONFIRMED, clause, missing, unit, worth)


def _missed(priced: Priced, code: str, plan: Plan | None) -> Missed:
    clause = priced.policy.rules.plus.clause
    if plan is None:
        return Missed("plus", "plus", code, clause)
    missing = max(plan.min_capsules - priced.capsules(plan.ranges), 0)
    worth = plan.amounts[0] if plan.amounts else 0
    free_at = priced.known.free_at.isoformat() if priced.known.free_at is not None else None
    facts: dict[str, Detail] = {"free_at": free_at} if code == "plus.reserved" else {}
    return Missed("plus", "plus", code, clause, missing, "capsules" if missing else "", worth, facts=facts)
