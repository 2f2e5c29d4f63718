"""What the orders card shows, as finished texts: the orders, the chosen one, and what is asked or said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.errors import TillError, Unavailable
from pos.domain.members import mask_name
from pos.domain.money import Won
from pos.domain.sale import Sale, Shipping
from pos.domain.tender import Payment
from pos.till import orders, printing
from pos.till.books import OrderState
from pos.till.counter import Counter
from pos.till.paying.moving import IN_DOUBT
from pos.ui import notices
from pos.ui.figures import day, won
from pos.ui.notices import Explained
from pos.ui.words import Words

Step: TypeAlias = Literal["looking", "asking", "cancelling", "cancelled", "refused"]
Print: TypeAlias = Literal["", "printing", "printed", "stopped"]

_TRY_AGAIN = ("payment.unknown", "payment.not_reversed", "payment.in_progress", "order.unknown")


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in the list."""

    id: str
    title: str
    detail: str
    total: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """The chosen order. `back` says what goes back where if it is cancelled, one text a payment."""

    id: str
    title: str
    state: OrderState
    state_name: str
    state_more: str
    leaving: str
    to: str
    lines: tuple[tuple[str, str], ...]
    total: str
    back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A question, what is waited for, or how it ended: `grade` is the frame it stands in."""

    grade: Literal["panel", "news", "warning", "error"]
    title: str
    texts: tuple[str, ...] = ()
    short: str = ""


@dataclass(frozen=True, slots=True)
class OrdersView:
    """`told` takes the place of the chosen order's lines while something is asked or said about it.

    `is_in_doubt` where nobody knows whether its card was given the money back.
    """

    step: Step
    orders: tuple[OrderRow, ...] = ()
    chosen: OrderDetail | None = None
    told: Told | None = None
    can_cancel: bool = False
    can_try_again: bool = False
    print_note: str = ""
    is_in_doubt: bool = False


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is: which order, which step, what refused it, whether the terminal is at work, and the paper."""

    chosen: str = ""
    step: Step = "looking"
    error: TillError | None = None
    is_at_terminal: bool = False
    printed: Print = ""


def present(counter: Counter, words: Words, course: Course) -> OrdersView:
    """The orders of this till, newest first; the first is the chosen one where the course names none of them."""
    sales = orders.newest(counter)
    chosen = next((sale for sale in sales if sale.id == course.chosen), sales[0] if sales else None)
    if chosen is None or chosen.shipping is None:
        return OrdersView("looking")
    detail = _detail(counter, chosen, chosen.shipping, words)
    return OrdersView(
        step=course.step,
        orders=tuple(_row(counter, sale, words, is_chosen=sale.id == chosen.id) for sale in sales),
        chosen=detail,
        told=_told(detail, course, words),
        can_cancel=detail.state != "cancelled",
        can_try_again=_can_try_again(course.error),
        print_note=_print_note(counter, course, words),
        is_in_doubt=any(attempt.outcome in IN_DOUBT for attempt in counter.ports.shelf.attempts(chosen.id)),
    )


def _row(counter: Counter, sale: Sale, words: Words, *, is_chosen: bool) -> OrderRow:
    state = orders.state(counter, sale.id)
    leaves = day(sale.shipping.leaves, words.language) if sale.shipping else "–"
    title = words("orders.row", number=sale.number, day=day(sale.day, words.language))
    key = f"orders.row_detail_{state}" if words.has(f"orders.row_detail_{state}") else "orders.row_detail"
    detail = words(key, state=words(f"orders.state.{state}"), leaves=leaves)
    return OrderRow(sale.id, title, detail, won(sale.total, words.language), is_chosen)


def _detail(counter: Counter, sale: Sale, shipping: Shipping, words: Words) -> OrderDetail:
    state = orders.state(counter, sale.id) or "offered"
    recipient = counter.ports.books.recipient(shipping.recipient)
    leaves, latest = day(shipping.leaves, words.language), day(shipping.latest, words.language)
    return OrderDetail(
        id=sale.id,
        title=words("orders.number", number=sale.number, code=sale.code),
        state=state,
        state_name=words(f"orders.state.{state}"),
        state_more=words(f"orders.state_more.{state}"),
        leaving=words("orders.leaving" if leaves != latest else "orders.leaving_last", leaves=leaves, latest=latest),
        to=words("orders.to", name=mask_name(recipient.name)) if recipient else words("orders.to_nobody"),
        lines=tuple(_lines(sale, words)),
        total=won(sale.total, words.language),
        back=tuple(_back(payment, words) for payment in sale.payments),
    )


def _lines(sale: Sale, words: Words) -> list[tuple[str, str]]:
    def of(amount: Won) -> str:
        return won(amount, words.language)

    lines = [
        (words("orders.line", name=line.name.in_language(words.language), count=line.quantity), of(line.amount))
        for line in sale.lines
    ]
    if sale.discount:
        lines.append((words("orders.discount"), of(-sale.discount)))
    fee = of(sale.delivery_fee) if sale.delivery_fee else words("orders.fee_free")
    return [*lines, (words("orders.fee"), fee)]


def _back(payment: Payment, words: Words) -> str:
    card = payment.approval
    name = f"{card.issuer} {card.masked_number}" if card else ""
    return words(f"orders.back.{payment.kind}", amount=won(payment.amount, words.language), card=name)


def _told(detail: OrderDetail, course: Course, words: Words) -> Told | None:
    if course.step == "asking":
        return Told("warning", words("orders.ask"), (words("orders.ask_more"), *detail.back))
    if course.step == "cancelling":
        phase = "terminal" if course.is_at_terminal else "mall"
        return Told("panel", words(f"orders.asking.{phase}"), (words(f"orders.asking.{phase}_more"),))
    if course.step == "cancelled":
        return Told("news", words("orders.done", total=detail.total), (*detail.back, words("orders.done_more")))
    if course.step == "refused" and course.error is not None:
        told = refusal(course.error, words)
        return Told("error", told.what, (told.safe, told.do), told.short)
    return None


def refusal(error: TillError, words: Words) -> Explained:
    """Why an order was not cancelled, as it is about an order: what became of it, of the money, and what to do."""
    return notices.refusal(error, words, about=f"orders.refused.{_silence(error) or error.code}")


def _silence(error: TillError) -> str:
    """How the mall did not answer, "" where it did; without a connection it has not even heard the question."""
    if not isinstance(error, Unavailable) or not error.code.startswith("mall."):
        return ""
    return "mall_unreachable" if error.code == "mall.unreachable" else "mall_silent"


def _can_try_again(error: TillError | None) -> bool:
    return isinstance(error, Unavailable) or (error is not None and error.code in _TRY_AGAIN)


def _print_note(counter: Counter, course: Course, words: Words) -> str:
    stopped = printing.stopped_at(counter) if course.printed == "stopped" else None
    cause = f"notice.{stopped.code}.name" if stopped else ""
    told = words(cause) if words.has(cause) else words("cause.unknown")
    return words(f"orders.print.{course.printed}", cause=told) if course.printed else ""
