"""The questions that are answered by digits: in how many months, a transfer's reference, the cash receipt's number.

Finished texts. A number for a cash receipt is shown while it is typed, so that the customer can check it; once it was
taken only its mask is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.cash_receipt import NOBODY, Number, Wish, is_unasked, read_number
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import INSTALMENTS, needs_signature
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.payment.states import State, Typing, rules_of
from pos.ui.words import Words

Tone: TypeAlias = Literal["muted", "accent", "danger"]

PRESETS: dict[State, tuple[str, ...]] = {"months": ("0", "2", "3", "6", "10", "12"), "receipt": ("010",)}
"""What is touched instead of typed."""

MOST: dict[State, int] = {"months": 2, "reference": 12, "receipt": 19}
"""How many digits there may be."""

NOBODYS = Number("self", NOBODY).masked


@dataclass(frozen=True, slots=True)
class FieldView:
    """A question with a field. `presets` are digits, what stands on their buttons, and whether they are chosen.

    `does` is what Enter does; `can_withdraw` where there is something to take back.
    """

    title: str
    known: str
    field: str
    is_fresh: bool
    hint: str
    tone: Tone
    presets: tuple[tuple[str, str, bool], ...]
    does: str
    can_withdraw: bool = False


def present(counter: Counter, state: State, typing: Typing, amount: Won, words: Words) -> FieldView | None:
    """The question as it stands, None in a state that has no field."""
    asked = won(amount, words.language)
    if state == "months":
        return _months(counter, typing, amount, words)
    if state == "reference":
        does = "payment.answer.transferred" if typing.digits else "payment.answer.transferred_plainly"
        return FieldView(
            title=words("payment.reference.title", amount=asked),
            known="",
            field=typing.digits,
            is_fresh=False,
            hint=typing.trouble or words("payment.reference.hint"),
            tone="danger" if typing.trouble else "muted",
            presets=(),
            does=words(does),
        )
    return _receipt(counter, typing, words) if state == "receipt" else None


def months_in(digits: str) -> int:
    """In how many months; 0 is all at once."""
    return int(digits or "0")


def in_months(months: int, words: Words) -> str:
    """What a number of months is called."""
    return words("payment.months.count", months=months) if months else words("payment.months.at_once")


def _months(counter: Counter, typing: Typing, amount: Won, words: Words) -> FieldView:
    months, asked = months_in(typing.digits), won(amount, words.language)
    told = []
    if months in INSTALMENTS:
        each = won(-(-amount // months), words.language)
        told.append(words("payment.months.each", amount=each))
    if needs_signature(amount, months, above=rules_of(counter).signature_above):
        told.append(words("payment.signs"))
    return FieldView(
        title=words("payment.months.title", amount=asked),
        known="",
        field=in_months(months, words),
        is_fresh=typing.is_fresh,
        hint=typing.trouble or " ".join(told),
        tone="danger" if typing.trouble else "muted",
        presets=tuple((one, in_months(int(one), words), int(one) == months) for one in PRESETS["months"]),
        does=words("payment.answer.charge", amount=asked, months=in_months(months, words)),
    )


def _receipt(counter: Counter, typing: Typing, words: Words) -> FieldView:
    wish = counter.draft.receipt if counter.draft else None
    hint, tone = _read(typing, words)
    return FieldView(
        title=words("payment.receipt.title"),
        known=words("payment.receipt.known", number=wish_in_words(wish, words)) if wish else unasked(counter, words),
        field=spelled(typing.digits),
        is_fresh=typing.is_fresh and bool(typing.digits),
        hint=hint,
        tone=tone,
        presets=(("010", "010", False),),
        does=words("payment.answer.identify"),
        can_withdraw=wish is not None,
    )


def of_sale(sale: Sale, typing: Typing, words: Words) -> FieldView:
    """The same question when the sale is written already."""
    hint, tone = _read(typing, words)
    return FieldView(
        title=words("payment.receipt.title"),
        known=words("payment.receipt.of_sale", code=sale.code, amount=won(sale.total, words.language)),
        field=spelled(typing.digits),
        is_fresh=typing.is_fresh and bool(typing.digits),
        hint=hint,
        tone=tone,
        presets=(("010", "010", False),),
        does=words("payment.answer.identify"),
    )


def _read(typing: Typing, words: Words) -> tuple[str, Tone]:
    """What the number is as far as it was typed."""
    if typing.trouble:
        return typing.trouble, "danger"
    try:
        number = read_number(typing.digits)
    except Refused:
        return words("payment.receipt.hint"), "muted"
    kind = "mobile" if number.use == "income" and number.digits.startswith("01") else number.use
    return words(f"payment.receipt.is_{kind}"), "accent"


def spelled(digits: str) -> str:
    """A number with its hyphens: a mobile's, a business's, a card's in fours."""
    if digits.startswith("01") and len(digits) <= len("01000000000"):
        middle = 6 if len(digits) == len("0110000000") and not digits.startswith("010") else 7
        parts = [digits[:3], digits[3:middle], digits[middle:]]
    elif len(digits) <= len("0000000000"):
        parts = [digits[:3], digits[3:5], digits[5:]]
    else:
        parts = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    return "-".join(part for part in parts if part)


def wish_in_words(wish: Wish, words: Words) -> str:
    """What for, and the number behind its mask."""
    return f"{words(f'payment.receipt.use.{wish.use}')} {wish.masked}"


def unasked(counter: Counter, words: Words) -> str:
    """That a receipt is issued to nobody in particular where money comes in cash; "" where none is."""
    total = counter.quote.total if counter.quote else 0
    if not is_unasked(total, least=rules_of(counter).cash_receipt_from):
        return ""
    return words("payment.receipt.unasked", number=NOBODYS)


def receipt_line(counter: Counter, words: Words) -> str:
    """What is said of the cash receipt beside the sums, "" for nothing."""
    wish = counter.draft.receipt if counter.draft else None
    if wish is None:
        return unasked(counter, words)
    return f"{words('payment.receipt.title')} · {wish_in_words(wish, words)}"
