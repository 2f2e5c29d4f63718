"""What became of a return, as finished texts: cash to hand out, which way the rest went, what is still owed and why."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.back.returns import PaidOut, Part, Return, ReturnLine
from pos.domain.calendar import korean_day
from pos.domain.money import Won
from pos.domain.plus import Entitlement
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.returning import told
from pos.ui.screens.returning.sums import Sum
from pos.ui.words import Words

_WHY = {"unknown": "unknown", "asked": "unknown", "not_sent": "not_sent", "declined": "declined"}


@dataclass(frozen=True, slots=True)
class ResultView:
    """`figure` is what matters most: the cash that goes out, otherwise what went back. `owed` says what did not.

    `going` is what goes out for what came back.
    """

    code: str
    caption: str
    figure: str
    parts: tuple[Sum, ...]
    going: tuple[str, ...]
    owed: str
    unpaid: str
    notes: tuple[str, ...]
    is_busy: bool

    @property
    def has_owed(self) -> bool:
        """Whether the customer leaves without all of it."""
        return bool(self.owed)


def present(counter: Counter, back: Return, words: Words, *, is_busy: bool) -> ResultView:
    """A return that is written down; while `is_busy` the terminal is still being asked."""
    paid = {one.part: one for one in counter.ports.past.paid_out(back.id)}
    owed = [part for part in back.parts if part.id not in paid]
    cash = sum(one.amount + one.interest for one in paid.values() if one.how == "cash")
    caption, figure = _headline(back, cash, sum(one.amount for one in paid.values()), is_busy=is_busy)
    return ResultView(
        code=words("returning.done.code", code=back.code) if back.number else "",
        caption=words(f"returning.done.{caption}"),
        figure=won(figure, words.language) if figure is not None else "",
        parts=tuple(_part(one, paid.get(one.id), words, is_busy=is_busy) for one in back.parts),
        going=tuple(_going(line, words) for line in back.lines if line.replaced),
        owed="" if is_busy or not owed else _owed(counter, back, owed, words),
        unpaid=words("returning.unpaid", amount=won(back.unpaid, words.language)) if back.unpaid else "",
        notes=_notes(back, words),
        is_busy=is_busy,
    )


def _headline(back: Return, cash: Won, paid: Won, *, is_busy: bool) -> tuple[str, Won | None]:
    if is_busy:
        return "busy", back.refund
    if cash:
        return "cash", cash
    if paid:
        return "card", paid
    if back.parts:
        return "owed", back.refund
    return ("replaced" if any(line.replaced for line in back.lines) else "nothing"), None


def _plan(back: Return, plan: Entitlement) -> str:
    if plan.ended:
        return "ended"
    return "goes_on" if any(plan.serial in line.new_serials for line in back.lines) else "taken_over"


def _going(line: ReturnLine, words: Words) -> str:
    name = line.name.in_language(words.language)
    key = "returning.done.going_serial" if line.new_serials else "returning.done.going"
    return words(key, name=name, count=line.quantity, serial=", ".join(line.new_serials))


def _part(one: Part, paid: PaidOut | None, words: Words, *, is_busy: bool) -> Sum:
    name, amount = told.part(one, words)
    how = "cash" if paid and paid.how == "cash" else "paid"
    state = how if paid else "asking" if is_busy else "owed"
    line = words(f"returning.done.part_{state}", way=name)
    return Sum(line, won(amount, words.language), "ink" if paid else "muted" if is_busy else "danger")


def _owed(counter: Counter, back: Return, owed: list[Part], words: Words) -> str:
    attempts = counter.ports.past.refund_attempts(back.id)
    last = next((one.outcome for one in reversed(attempts) if one.part.id in {part.id for part in owed}), "")
    why = words(f"returning.done.why.{_WHY.get(last, 'other')}")
    until = told.day(back.due, words, today=korean_day(counter.now())) if back.due else "–"
    amount = won(sum(part.amount for part in owed), words.language)
    return words("returning.done.still_owed", amount=amount, why=why, day=until)


def _notes(back: Return, words: Words) -> tuple[str, ...]:
    """What becomes of Plus, and what a manager should look at."""
    notes = []
    if back.plan is not None:
        notes.append(words(f"returning.plan.{_plan(back, back.plan)}"))
    flags = [words(f"returning.flag.{flag}") for flag in back.flags if words.has(f"returning.flag.{flag}")]
    if flags:
        notes.append(words("returning.flags", flags=" · ".join(flags)))
    return tuple(notes)
