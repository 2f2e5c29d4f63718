"""A reseller's payback voucher on a basket (terms 9 (5), 9 (9)): from so much of anything, delivered for nothing."""

from __future__ import annotations

from pos.domain.errors import Detail
from pos.domain.payback import Voucher, reason_against
from pos.domain.quote.counting import Priced
from pos.domain.quote.spreading import Benefit
from pos.domain.quote.values import Cause, Missed, Unit


def payback(priced: Priced, missed: list[Missed]) -> Benefit | None:
    """The discount of the voucher that was shown; why it is not given goes to `missed`."""
    voucher, rule = priced.known.voucher, priced.policy.rules.payback
    if voucher is None:
        if priced.basket.voucher:
            benefit = f"payback:{priced.basket.voucher}"
            missed.append(Missed(benefit, "payback", "payback.to_be_confirmed", rule.clause))
        return None
    reason = _reason_against(priced, voucher)
    goods = priced.worth(priced.places)
    missing = max(rule.min_cart - goods, 0)
    if not reason and missing:
        reason = "payback.min_cart"
    facts: dict[str, Detail] = {
        "left": voucher.left,
        "until": voucher.until.isoformat(),
        "amount": voucher.amount,
        "code": voucher.code,
    }
    if reason == "payback.reserved" and priced.known.free_at is not None:
        facts["free_at"] = priced.known.free_at.isoformat()
    if reason:
        unit: Unit = "won" if missing else ""
        missed.append(
            Missed(voucher.benefit, "payback", reason, rule.clause, missing, unit, voucher.amount, facts=facts)
        )
        return None
    told: dict[str, Detail] = {**facts, "left": voucher.left - 1, "goods": goods, "from": rule.min_cart}
    return Benefit(
        voucher.benefit,
        "payback",
        Cause("payback.discount", rule.clause, voucher.benefit, facts=told),
        priced.places,
        amount=voucher.amount,
        delivers=True,
        uses_up=True,
        ends=voucher.until.isoformat(),
    )


def _reason_against(priced: Priced, voucher: Voucher) -> str:
    allowed = priced.policy.rules.payback.at_boutique
    reason = reason_against(voucher, member=priced.basket.member, at_boutique=allowed, moment=priced.moment)
    dossier = priced.known.dossier
    if not reason and dossier is not None and dossier.standing != "active":
        return "member.suspended"
    if not reason and voucher.benefit in priced.known.taken:
        return "payback.reserved"
    return reason
