"""What a return would come to, before anybody does it: verdicts, shares, what is taken back, and which way money goes.

Like a quote it is derived anew at each change, and every amount can be traced to the sale it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.back.judging import Judge, Judged, judge_unproven
from pos.domain.back.machine_return import PlanAfter, plan_after, settled
from pos.domain.back.refunds import allocate, less, sources, vat_of
from pos.domain.back.returns import AT_FAULT, Clawback, Original, Part, Wanted
from pos.domain.calendar import WorkingDays
from pos.domain.catalogue import Product
from pos.domain.errors import Detail, Refused
from pos.domain.money import Won, vat_inside
from pos.domain.plus import Entitlement, Use
from pos.domain.policy import Policy
from pos.domain.warranty import Machine

OFFLINE_MOST: Won = 200_000
"""Above this refund, and for every machine, a return on the word of the receipt's code alone needs a manager."""


class Facts(msgspec.Struct, frozen=True):
    """What is known besides the sale: the benefit it began with its uses, machines by serial, and what was allowed.

    `held` is the benefit as it stands now. `by_code`: the sale is known from its receipt's code and from nowhere else.
    """

    held: Entitlement | None = None
    uses: tuple[Use, ...] = ()
    machines: tuple[Machine, ...] = ()
    approvals: tuple[Approval, ...] = ()
    by_code: bool = False


class Need(msgspec.Struct, frozen=True):
    """What a manager has to allow: the action, and exactly what about."""

    code: str
    about: str
    facts: dict[str, Detail] = {}


class Proposal(msgspec.Struct, frozen=True):
    """What the return would be. `needs` is what no manager allowed yet, `allowed` what one did. Sums as in `Return`.

    `plan` is the Plus benefit afterwards, where it rested on one of the machines.
    """

    lines: tuple[Judged, ...] = ()
    needs: tuple[Need, ...] = ()
    allowed: tuple[Approval, ...] = ()
    amount: Won = 0
    taxable: Won = 0
    exempt: Won = 0
    vat: Won = 0
    delivery_fee: Won = 0
    clawback: tuple[Clawback, ...] = ()
    clawback_vat: Won = 0
    refund: Won = 0
    unpaid: Won = 0
    plan: PlanAfter | None = None

    @property
    def refused(self) -> Judged | None:
        """The first line that cannot come back."""
        return next((one for one in self.lines if one.verdict.is_refused), None)

    @property
    def clawed_back(self) -> Won:
        """All that is taken back."""
        return sum(one.amount for one in self.clawback)


def propose(
    original: Original, wanted: Sequence[Wanted], policy: Policy, calendar: WorkingDays, now: datetime, facts: Facts
) -> Proposal:
    """What bringing `wanted` back at `now` comes to, by `policy`, the terms of the sale.

    What cannot come back is in the verdicts of its lines. Raises IndexError for a line that is not there.
    """
    judge = Judge(original, policy, calendar, now, facts.machines)
    judged = tuple(judge(one) for one in wanted)
    fee, percent = _fee_back(original, wanted), policy.rules.vat.percent
    amount = sum(one.line.amount for one in judged) + fee
    exempt = sum(one.line.amount for one in judged if one.line.tax == "exempt")
    plan = plan_after(original, wanted, facts.held, facts.uses)
    clawback = settled(original, plan.clawback if plan else (), (one.line for one in judged))
    taken_back, before = sum(one.amount for one in clawback), sum(one.clawed_back for one in original.returns)
    # What is let go of again pays first for what could not be taken back.
    open_before = min(sum(one.unpaid for one in original.returns), max(-taken_back, 0))
    refund = amount - taken_back - open_before
    found = Proposal(
        lines=judged,
        amount=amount,
        taxable=amount - exempt,
        exempt=exempt,
        vat=vat_of(original, amount - exempt, percent),
        delivery_fee=fee,
        clawback=clawback,
        clawback_vat=vat_inside(before + taken_back, percent) - vat_inside(before, percent),
        refund=max(refund, 0),
        unpaid=max(-refund, 0) - open_before,
        plan=plan,
    )
    return _allowed(found, _needs(original, found, by_code=facts.by_code), facts.approvals, now)


def propose_without_receipt(
    wanted: Sequence[Wanted],
    products: Mapping[str, tuple[Product, Won]],
    policy: Policy,
    calendar: WorkingDays,
    now: datetime,
    approvals: Sequence[Approval] = (),
) -> Proposal:
    """A return that no receipt proves; only a manager can allow it. `products` gives each with what is paid for one."""
    judged = tuple(judge_unproven(one, *products[one.product], policy, calendar, now) for one in wanted)
    amount = sum(one.line.amount for one in judged)
    exempt = sum(one.line.amount for one in judged if one.line.tax == "exempt")
    about = f"{','.join(_named(one) for one in judged)}:{amount}"
    needs = (Need("return.no_receipt", about, {"amount": amount}), *_opened(judged, "no_receipt")) if judged else ()
    found = Proposal(
        lines=judged,
        amount=amount,
        taxable=amount - exempt,
        exempt=exempt,
        vat=vat_inside(amount - exempt, policy.rules.vat.percent),
        refund=amount,
    )
    return _allowed(found, needs, approvals, now)


def money_back(
    original: Original, *, refund: Won, credit: Won, new_id: Callable[[], str]
) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The refund as money, cards first, and as credit for other goods, by the payments it came from.

    Raises Refused("refund.too_much") where more would go back than was paid: nothing ever does.
    """
    found = sources(original)
    parts, missing = allocate(found, refund - credit, new_id)
    paying, short = allocate(less(found, parts), credit, new_id)
    if missing or short:
        raise Refused("refund.too_much", amount=missing + short)
    # A payment that now pays for other goods, too, cannot be cancelled whole.
    shared = {one.of for one in paying}
    return tuple(replace(one, whole=0) if one.of in shared else one for one in parts), paying


def _fee_back(original: Original, wanted: Sequence[Wanted]) -> Won:
    """The delivery fee goes back with the last of the goods, where the shop answers for all of them (16 (3))."""
    sale = original.sale
    if not sale.delivery_fee or any(back.delivery_fee for back in original.returns):
        return 0
    going = [one for one in wanted if not one.replaced]
    gone = [line.reason for back in original.returns for line in back.lines if not line.replaced]
    if not AT_FAULT.issuperset([*gone, *(one.reason for one in going)]):
        return 0
    # What came for nothing may stay with the customer.
    places = [place for place, line in enumerate(sale.lines, 1) if line.paid] or range(1, len(sale.lines) + 1)
    brought = {place: sum(one.quantity for one in going if one.position == place) for place in places}
    return sale.delivery_fee if all(original.left(place) == brought[place] for place in places) else 0


def _needs(original: Original, found: Proposal, *, by_code: bool) -> Iterator[Need]:
    yield from _opened(found.lines, original.sale.id)
    if found.plan is not None and found.plan.is_taken_over:
        held = found.plan.held
        facts: dict[str, Detail] = {"machine": held.machine, "plan": held.plan.id}
        yield Need("return.plan_taken_over", f"{original.sale.id}:{held.machine}:{held.serial}", facts)
    if by_code and (found.refund > OFFLINE_MOST or any(one.line.kind == "machine" for one in found.lines)):
        most: dict[str, Detail] = {"amount": found.refund, "most": OFFLINE_MOST}
        lines = ",".join(f"{one.line.position}x{one.line.quantity}" for one in found.lines)
        yield Need("return.offline_limit", f"{original.sale.id}:{lines}:{found.refund}", most)


def _opened(judged: Sequence[Judged], sale: str) -> Iterator[Need]:
    for one in judged:
        if one.verdict.needs_approval:
            wanted = one.wanted
            unit = (str(wanted.position), one.line.product, str(wanted.quantity), wanted.condition, *wanted.serials)
            yield Need(
                one.verdict.code,
                ":".join((sale, *unit)),
                {"product": one.line.product, "quantity": one.wanted.quantity},
            )


def _named(one: Judged) -> str:
    """A line that no receipt proves, with all that a manager looks at."""
    wanted = one.wanted
    said = (wanted.product, str(wanted.quantity), wanted.condition, wanted.reason, *wanted.serials)
    return ":".join(said)


def _still_good(approvals: Sequence[Approval], now: datetime) -> list[Approval]:
    """Those that last, oldest first: a minute each, and on while a manager stands there allowing the next thing."""
    good: list[Approval] = []
    for one in sorted(approvals, key=lambda one: one.at, reverse=True):
        if not one.is_fresh(good[-1].at if good else now):
            break
        good.append(one)
    return good[::-1]


def _allowed(found: Proposal, needs: Iterable[Need], approvals: Sequence[Approval], now: datetime) -> Proposal:
    """The proposal with what is still to be allowed, and with the approvals that it rests on."""
    given = {(one.action, one.about): one for one in _still_good(approvals, now)}
    asked = tuple(needs)
    named: list[tuple[str, str]] = [(need.code, need.about) for need in asked]
    return replace(
        found,
        needs=tuple(need for need, name in zip(asked, named, strict=True) if name not in given),
        allowed=tuple(one for name, one in given.items() if name in named),
    )
