"""What the refunds card shows: what is owed to whom until when, the way it goes back, and how far that has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from pos.domain.back.returns import PaidOut, Part, Return
from pos.domain.calendar import korean_day
from pos.domain.errors import TillError
from pos.domain.money import Won
from pos.domain.tender import CardApproval
from pos.till.back import charges, refunding
from pos.till.back.past import Owed
from pos.till.counter import Counter
from pos.till.paying.moving import IN_DOUBT
from pos.ui import notices
from pos.ui.figures import day, won
from pos.ui.notices import Explained
from pos.ui.screens.refunds import claimed
from pos.ui.screens.refunds.pane import Choice, Entry, Fact, Pane, Told
from pos.ui.words import Words

Step: TypeAlias = Literal["looking", "reference", "whole", "working", "paid", "refused"]
Way: TypeAlias = Literal["pay", "whole", "handed", "transfer"]
_OVER = ("refund.paid",)


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is: which part, as it was chosen, which way it is paid, and how that ended."""

    chosen: str = ""
    step: Step = "looking"
    one: Owed | None = None
    way: Way = "pay"
    error: TillError | None = None
    paid: PaidOut | None = None


def in_order(counter: Counter) -> tuple[Owed, ...]:
    """What is owed, the longest overdue first."""
    return tuple(sorted(refunding.owed(counter), key=lambda one: (one.back.due or date.max, one.back.at)))


def chosen_of(counter: Counter, course: Course) -> Owed | None:
    """The part that the person means, with its charge as it stands: the one they chose, or the most urgent one."""
    if course.step != "looking" and course.one is not None:
        return course.one
    owed = in_order(counter)
    found = next((one for one in owed if one.part.id == course.chosen), owed[0] if owed else None)
    return charges.as_it_stands(counter, found) if found is not None else None


def present(counter: Counter, words: Words, course: Course) -> Pane:
    """The card as it stands."""
    owed, one = in_order(counter), chosen_of(counter, course)
    if one is None:
        return Pane()
    return Pane(
        summary=_summary(counter, owed, words),
        rows=tuple(_row(counter, each, words, is_chosen=each.part.id == one.part.id) for each in owed),
        heading=words("refunds.heading", code=one.back.code, day=day(one.back.day, words.language)),
        figure=won(one.part.amount, words.language),
        facts=_facts(counter, one, words),
        told=_told(one, course, words),
        note=words("refunds.reference_hint") if course.step == "reference" else "",
        choices=_choices(counter, one, course),
        is_busy=course.step == "working",
    )


# --- what stands where ---


def days_late(counter: Counter, one: Owed) -> int:
    """How many days a refund is late, 0 where it is not."""
    return max((korean_day(counter.now()) - one.back.due).days, 0) if one.back.due else 0


def is_in_doubt(counter: Counter, one: Owed) -> bool:
    """Whether a terminal was asked to give it back and nobody knows what became of that."""
    attempts = counter.ports.past.refund_attempts(one.back.id)
    return any(made.part.id == one.part.id and made.outcome in IN_DOUBT for made in attempts)


def charged_anew(counter: Counter, one: Owed) -> str:
    """How a new charge for what the customer keeps stands: "doubt", "approved" where it waits for its cancellation."""
    made = counter.ports.shelf.attempts(one.part.id)
    if not made:
        return ""
    return "doubt" if made[-1].outcome in IN_DOUBT else "approved" if made[-1].outcome == "approved" else ""


def card_of(approval: CardApproval | None) -> str:
    """A card as it may be shown."""
    return f"{approval.issuer} {approval.masked_number}" if approval else ""


def approved_on(approval: CardApproval) -> date | None:
    """The day of an approval, however its terminal writes it."""
    digits = "".join(letter for letter in approval.approved_at if letter.isdigit())[:8]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def way_of(part: Part, words: Words) -> str:
    """The way a part goes back, in a few words."""
    return " ".join(text for text in (words(f"tender.{part.kind}"), card_of(part.approval)) if text)


def due_in_words(counter: Counter, one: Owed, words: Words) -> str:
    """By when it is to be paid, as the terms say it."""
    if one.back.due is None:
        return words("refunds.no_day")
    days = counter.policies().of(one.back.terms).rules.refund.working_days
    return words("refunds.due", days=days, day=day(one.back.due, words.language))


def _summary(counter: Counter, owed: tuple[Owed, ...], words: Words) -> str:
    total, late = sum(one.part.amount for one in owed), sum(days_late(counter, one) > 0 for one in owed)
    if not owed:
        return ""
    key = "refunds.summary_late" if late else "refunds.summary"
    return words(key, count=len(owed), amount=won(total, words.language), late=late)


def _row(counter: Counter, one: Owed, words: Words, *, is_chosen: bool) -> Entry:
    late = days_late(counter, one)
    until = words("refunds.until", day=day(one.back.due, words.language)) if one.back.due else words("refunds.no_day")
    when = _late(late, words) if late else until
    if is_in_doubt(counter, one) or charged_anew(counter, one):
        when = f"{words('refunds.doubt')} · {when}"
    what = claimed.benefit(one.back, words) or words(f"tender.{one.part.kind}")
    title = f"{one.back.original or one.back.code} · {what}"
    return Entry(one.part.id, title, when, won(one.part.amount, words.language), is_chosen)


def _late(days: int, words: Words) -> str:
    return words("refunds.late_one" if days == 1 else "refunds.late", days=days)


def _facts(counter: Counter, one: Owed, words: Words) -> tuple[Fact, ...]:
    def of(name: str, text: str, tone: Literal["ink", "danger", "warning"] = "ink") -> Fact:
        return Fact(words(f"refunds.fact.{name}"), text, tone)

    late, approval = days_late(counter, one), one.part.approval
    facts = [of("way", way_of(one.part, words))]
    if approval is not None:
        on = approved_on(approval)
        when = f" · {day(on, words.language)}" if on else ""
        facts.append(of("approval", f"{approval.approval_number}{when}"))
    facts.append(of("due", due_in_words(counter, one, words), "danger" if late else "ink"))
    if late:
        extra = won(refunding.late_interest(counter, one), words.language)
        facts.append(of("late", words("refunds.late_more", late=_late(late, words), interest=extra), "danger"))
    if is_in_doubt(counter, one):
        facts.append(of("doubt", words("refunds.doubt_more"), "warning"))
    elif charged_anew(counter, one):
        kept = won(counter.ports.shelf.attempts(one.part.id)[-1].asked.amount, words.language)
        facts.append(of("doubt", words(f"refunds.charged.{charged_anew(counter, one)}", kept=kept), "warning"))
    facts.append(of("sale", one.back.original or words("refunds.no_receipt")))
    facts += _for_what(counter, one.back, words)
    return tuple(facts)


def _for_what(counter: Counter, back: Return, words: Words) -> list[Fact]:
    """The goods that came back; or the benefit that was confirmed since, and whose it is."""
    if not back.benefit:
        goods = ", ".join(f"{line.name.in_language(words.language)} × {line.quantity}" for line in back.lines)
        return [Fact(words("refunds.fact.goods"), goods)]
    told = words("refunds.confirmed", benefit=claimed.benefit(back, words))
    member = claimed.whose(counter, back.member)
    return [
        Fact(words("refunds.fact.benefit"), told),
        *([Fact(words("refunds.fact.member"), member)] if member else []),
    ]


# --- what can be done ---


def takes_whole(one: Owed) -> bool:
    """Whether all of the payment could be cancelled and the rest charged anew."""
    return charges.is_by_terminal(one.part) and one.part.whole > one.part.amount


def _choices(counter: Counter, one: Owed, course: Course) -> tuple[Choice, ...]:
    if course.step == "working":
        return ()
    if course.step == "reference":
        return (Choice("transferred", "Enter", "primary"), Choice("stay", "Esc"))
    if course.step == "whole":
        return (Choice("confirm_whole", "Enter", "primary"), Choice("stay", "Esc"))
    if course.step == "paid":
        return (Choice("done", "Enter", "primary"),)
    if course.step == "refused":
        return _after(one, course)
    return _ways(counter, one)


def _after(one: Owed, course: Course) -> tuple[Choice, ...]:
    code = course.error.code if course.error else ""
    if code in _OVER:
        return (Choice("done", "Enter", "primary"),)
    if code == "refund.no_partial":
        way = "whole" if takes_whole(one) else "with_approval"
        return (Choice(way, "Enter", "primary"), Choice("stay", "Esc"))
    again = "enquire" if code == "refund.unknown" else "again"
    return (Choice(again, "Enter", "primary"), Choice("stay", "Esc"))


def _ways(counter: Counter, one: Owed) -> tuple[Choice, ...]:
    kind = one.part.kind
    if kind == "cash":
        return (Choice("hand_out", "Enter", "primary"),)
    by_manager = Choice("with_approval", "2")
    if kind == "transfer":
        return (Choice("transfer", "Enter", "primary"), by_manager)
    if is_in_doubt(counter, one):
        return (Choice("enquire", "Enter", "primary"), Choice("by_hand", "F7"))
    anew = charged_anew(counter, one)
    if anew:
        told = (Choice("by_hand", "F7"),) if anew == "doubt" else ()
        return (Choice("go_on", "Enter", "primary"), *told, by_manager)
    whole = (Choice("whole", "1"),) if takes_whole(one) else ()
    return (Choice("pay", "Enter", "primary"), *whole, by_manager)


# --- what is asked or said ---


def _told(one: Owed, course: Course, words: Words) -> Told | None:
    amount, language = won(one.part.amount, words.language), words.language
    if course.step == "reference":
        return Told("panel", words("refunds.reference", amount=amount), (words("refunds.reference_more"),))
    if course.step == "whole":
        kept, whole = won(one.part.whole - one.part.amount, language), won(one.part.whole, language)
        facts = {"amount": amount, "kept": kept, "whole": whole, "card": card_of(one.part.approval)}
        steps = ("there", "first", "second", "end")
        return Told(
            "warning", words("refunds.whole.title"), tuple(words(f"refunds.whole.{one}", **facts) for one in steps)
        )
    if course.step == "working":
        way = "whole" if course.way == "whole" else "terminal" if course.way == "pay" else "writing"
        return Told("panel", words(f"refunds.working.{way}"), (words(f"refunds.working.{way}_more"),))
    if course.step == "paid" and course.paid is not None:
        return _of_paid(one, course.paid, words)
    if course.step == "refused" and course.error is not None:
        told = refusal(course.error, words)
        return Told("error" if course.error.code != "refund.unknown" else "warning", told.what, (told.safe, told.do),
                    told.short)  # fmt: skip
    return None


def _of_paid(one: Owed, paid: PaidOut, words: Words) -> Told:
    def of(value: Won) -> str:
        return won(value, words.language)

    texts = []
    if paid.approval is not None:
        texts.append(words("refunds.paid.approval", card=card_of(one.part.approval),
                           number=paid.approval.approval_number))  # fmt: skip
    if paid.recharged is not None:
        texts.append(words("refunds.paid.recharged", whole=of(one.part.whole), kept=of(paid.recharged.amount)))
    if paid.interest:
        texts.append(words("refunds.paid.interest", interest=of(paid.interest)))
    if paid.how == "cash":
        texts.append(words("refunds.paid.drawer"))
    return Told("news", words(f"refunds.paid.{paid.how}", amount=of(paid.amount)), tuple(texts))


def refusal(error: TillError, words: Words) -> Explained:
    """Why it was not paid, as it is about a refund: whether money moved, and what to do."""
    return notices.refusal(error, words, about=f"refunds.refused.{error.code}")
