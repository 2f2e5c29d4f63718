"""What a return comes to, as finished texts: shares, VAT, what is taken back, which way the money goes, by when."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.back.proposal import Proposal, money_back
from pos.domain.back.returns import Clawback
from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.till.back import refunding
from pos.till.counter import Counter
from pos.till.in_hand import Returning
from pos.ui.figures import won
from pos.ui.screens.returning import told
from pos.ui.widgets.label import Tone
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Sum:
    """A name and an amount."""

    name: str
    amount: str
    tone: Tone = "ink"


@dataclass(frozen=True, slots=True)
class Sums:
    """`lines` lead to the refund, `ways` say how it goes. `unpaid` is what the customer would still owe.

    `swap` is said where no money moves at all.
    """

    lines: tuple[Sum, ...] = ()
    refund: str = ""
    ways: tuple[Sum, ...] = ()
    due: str = ""
    unpaid: str = ""
    plan: str = ""
    swap: str = ""


def sums_of(counter: Counter, hand: Returning, found: Proposal, words: Words) -> Sums:
    """The sums of a return as it stands; nothing before something can be judged."""
    if not found.lines or found.refused is not None:
        return Sums()
    speak = words.language
    if not found.amount and not found.clawback and any(one.line.replaced for one in found.lines):
        return Sums(plan=plan_text(found, words), swap=words("returning.swap"))
    goods = "goods_fee" if found.delivery_fee else "goods" if hand.original else "lowest"
    lines = [
        Sum(words(f"returning.sum.{goods}"), won(found.amount, speak)),
        Sum(words("returning.sum.vat"), won(found.vat, speak), "muted"),
        *(Sum(_order_of(counter, one, words), f"−{won(one.amount, speak)}") for one in found.clawback),
    ]
    ways, is_cash = _ways(hand, found, words)
    return Sums(
        lines=tuple(lines),
        refund=won(found.refund, speak),
        ways=ways,
        due=_due(counter, hand, words) if found.refund and not is_cash else "",
        unpaid=words("returning.unpaid", amount=won(found.unpaid, speak)) if found.unpaid else "",
        plan=plan_text(found, words),
    )


def plan_text(found: Proposal, words: Words) -> str:
    """What becomes of the Plus benefit that rests on the machine."""
    plan = found.plan
    if plan is None:
        return ""
    if plan.held.ended:
        return words("returning.plan.ended")
    return words("returning.plan.taken_over" if plan.is_taken_over else "returning.plan.goes_on")


def _order_of(counter: Counter, one: Clawback, words: Words) -> str:
    sale = counter.ports.shelf.sale(one.sale)
    return words("returning.sum.clawback", code=sale.code) if sale else words("returning.sum.clawback_elsewhere")


def _ways(hand: Returning, found: Proposal, words: Words) -> tuple[tuple[Sum, ...], bool]:
    """Which way the money goes, and whether all of it is cash, handed out at once."""
    if not found.refund:
        return (), True
    if hand.original is None:
        return (Sum(told.way("cash", None, words), won(found.refund, words.language)),), True
    try:
        parts, _ = money_back(hand.original, refund=found.refund, credit=0, new_id=str)
    except TillError:
        return (Sum(words("returning.too_much"), "", "danger"),), True
    named = (told.part(one, words) for one in parts)
    ways = tuple(Sum(name, won(amount, words.language)) for name, amount in named)
    return ways, all(one.kind == "cash" for one in parts)


def _due(counter: Counter, hand: Returning, words: Words) -> str:
    now = counter.now()
    terms = hand.original.sale.terms if hand.original else counter.policy().version
    last = refunding.due_of(counter, now, terms)
    if last is None:
        return words("returning.due_unknown")
    count = counter.policies().of(terms).rules.refund.working_days
    return words("returning.due", day=told.day(last, words, today=korean_day(now)), count=count)
