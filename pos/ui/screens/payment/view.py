"""What the payment screen shows, as finished texts: its state follows from the counter and what was asked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos.domain.money import Won
from pos.domain.tender import NOTES, Payment, quick_cash
from pos.till.counter import Counter
from pos.till.paying import checkout
from pos.ui.figures import amount, won
from pos.ui.screens.exchange import view as exchange
from pos.ui.screens.payment import fields
from pos.ui.screens.payment.fields import FieldView, in_months, receipt_line, wish_in_words
from pos.ui.screens.payment.questions import question_of
from pos.ui.screens.payment.states import (
    NO_ERRAND,
    NOTHING_TYPED,
    Asked,
    State,
    Terminal,
    Typing,
    can_call_off,
    rules_of,
    state_of,
)
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Part:
    """What was paid already: how, of which card, how much."""

    kind: str
    detail: str
    amount: str


@dataclass(frozen=True, slots=True)
class Item:
    """What is being paid for: one line of the basket."""

    name: str
    quantity: str
    amount: str


@dataclass(frozen=True, slots=True)
class PaymentView:
    """`outcome` says what the entry would come to: change, a part, or a doubt about it.

    `can_charge` where it could be paid without change: by card, by transfer. `completes` is what the last button says
    where nothing is due. `gives_back`: `due` is what the customer gets. `in_cash` is what Enter takes. `months_from`
    says from how much on there are instalments, "" where there are. `receipt` is the cash receipt as its button says
    it, `receipt_line` as it stands beside the sums. `field` is a question that is answered by digits.
    """

    state: State
    total: str
    due: str
    items: tuple[Item, ...] = ()
    parts: tuple[Part, ...] = ()
    entry: str = ""
    is_fresh: bool = True
    outcome: str = ""
    outcome_tone: Literal["muted", "accent", "warning"] = "muted"
    quick: tuple[tuple[Won, str], ...] = ()
    question: str = ""
    explanation: str = ""
    can_leave: bool = True
    can_charge: bool = False
    completes: str = ""
    gives_back: bool = False
    in_cash: str = ""
    months_from: str = ""
    receipt: str = ""
    receipt_line: str = ""
    field: FieldView | None = None
    can_call_off: bool = False


def present(
    counter: Counter,
    words: Words,
    *,
    entered: Won,
    is_fresh: bool,
    asked: Asked = "",
    terminal: Terminal = NO_ERRAND,
    typing: Typing = NOTHING_TYPED,
) -> PaymentView:
    """The payment as it stands; `entered` is the amount in the field, in won."""
    due, state, language = checkout.due(counter), state_of(counter, asked), words.language
    back, in_cash = exchange.gets_back(counter), checkout.due_in_cash(counter)
    handed = in_cash if is_fresh else entered
    outcome, tone = _outcome(handed, due=due, in_cash=in_cash, words=words)
    question, explanation = question_of(counter, state, entered, words, terminal)
    return PaymentView(
        state=state,
        total=won(counter.quote.total if counter.quote else 0, language),
        due=won(back or due, language),
        items=_items(counter, words),
        parts=(*_credit(counter, words), *(_part(payment, words) for payment in counter.payments)),
        entry=won(entered, language),
        is_fresh=is_fresh,
        outcome=outcome,
        outcome_tone=tone,
        quick=tuple((note, amount(note)) for note in quick_cash(in_cash)),
        question=question,
        explanation=explanation,
        can_leave=not counter.payments,
        can_charge=state == "open" and 0 < entered <= due,
        completes=_completes(counter, words) if state == "nothing_due" else "",
        gives_back=bool(back),
        in_cash=won(handed, language),
        months_from=_months_from(counter, entered, words),
        receipt=_receipt(counter, words),
        receipt_line=receipt_line(counter, words) if due or counter.payments else "",
        field=fields.present(counter, state, typing, entered, words),
        can_call_off=can_call_off(counter),
    )


def _months_from(counter: Counter, entered: Won, words: Words) -> str:
    least = rules_of(counter).instalments_from
    return "" if entered >= least else words("payment.months.from", amount=won(least, words.language))


def _receipt(counter: Counter, words: Words) -> str:
    """What stands on the button: whose number was given, or that it is issued to nobody in particular."""
    wish = counter.draft.receipt if counter.draft else None
    if wish is not None:
        return wish_in_words(wish, words)
    return words("payment.receipt.use.self") if fields.unasked(counter, words) else ""


def _items(counter: Counter, words: Words) -> tuple[Item, ...]:
    lines = counter.quote.lines if counter.quote else ()
    return tuple(
        Item(line.name.in_language(words.language), amount(line.quantity), amount(line.to_pay)) for line in lines
    )


def _outcome(handed: Won, *, due: Won, in_cash: Won, words: Words) -> tuple[str, Literal["muted", "accent", "warning"]]:
    over = handed - in_cash
    if over >= NOTES[0]:
        return words("payment.implausible", amount=won(over, words.language)), "warning"
    if over > 0:
        return words("payment.change", amount=won(over, words.language)), "accent"
    if over < 0 < handed:
        return words("payment.left_over", amount=won(due - handed, words.language)), "muted"
    if in_cash != due:
        return words("payment.rounded", amount=won(in_cash, words.language)), "muted"
    return words("payment.exact") if handed else "", "muted"


def _completes(counter: Counter, words: Words) -> str:
    back = exchange.gets_back(counter)
    if back:
        return words("payment.answer.give_back", amount=won(back, words.language))
    return words("payment.answer.complete")


def _credit(counter: Counter, words: Words) -> tuple[Part, ...]:
    """What goods that come back pay of it."""
    known = exchange.of_basket(counter)
    if known is None:
        return ()
    return (Part(words("tender.exchange"), known.original.sale.code, amount(known.credit)),)


def _part(payment: Payment, words: Words) -> Part:
    detail = payment.reference
    if payment.approval is not None:
        card = f"{payment.approval.issuer} ·· {payment.approval.masked_number[-4:]}"
        months = payment.approval.instalments
        detail = f"{in_months(months, words)} · {card}" if months else card
    return Part(words(f"tender.{payment.kind}"), detail, amount(payment.amount))
