"""What stands in the frames of a TL3600: requests to bytes, answers to values. It lets no whole card number through.

Widths as publicly described for B, C, L and their common answer of 157 bytes. Q is not described in public; it is read
here as B with the tail that C has: a length and a number. Text is EUC-KR as Windows knows it (cp949).
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import Literal, TypeAlias

import msgspec

from pos.devices.terminal.tl3600.frames import Unreadable
from pos.domain.calendar import KST
from pos.domain.money import Won

CancelWay: TypeAlias = Literal["1", "3"]
"""1: by its approval number, day and time, with the card. 3: by the VAN's serial number too, without the card."""

CREDIT, CREDIT_TAPPED, CASH_RECEIPT, DECLINED = "1", "2", "3", "X"
"""Kinds of a cancellation, and of a refusal. An answer has kinds of its own: there a cash receipt is 2."""

RECEIPT_KIND = "2"
CARD_KINDS = frozenset({"1", "3"})
WALLET_KINDS = frozenset({"4", "5", "6", "8"})
_KINDS = CARD_KINDS | WALLET_KINDS | {RECEIPT_KIND}
_BARCODE_MEDIUM = "4"
_TAPPED = frozenset({"2", "3"})

_ANSWER = 157
_WITH_GATEWAY = 187
_WIDTHS = (1, 1, 20, 10, 8, 8, 2, 12, 8, 6, 12, 15, 14, 20, 20)
_VERSION = 15
_MOST_EXTRA = 99
_SHOWN = 10
_SHORTEST_CARD = 12
_LONG_NUMBER = re.compile(r"\d{13,}")


class Answer(msgspec.Struct, frozen=True):
    """What a terminal says of a transaction. `at` is "" where its day and time are none; `unique` is the VAN's number.

    Of one that was refused only `code` and `message` are filled.
    """

    kind: str
    medium: str = ""
    masked_number: str = ""
    amount: Won = 0
    instalments: int = 0
    approval_number: str = ""
    at: str = ""
    unique: str = ""
    merchant: str = ""
    terminal: str = ""
    issuer: str = ""
    acquirer: str = ""
    code: str = ""
    message: str = ""

    @property
    def is_approved(self) -> bool:
        """Whether it was approved, or cancelled where that was asked for."""
        return self.kind in _KINDS

    @property
    def is_wallet(self) -> bool:
        """Whether the customer showed a barcode: an app's and no card's."""
        return self.kind in WALLET_KINDS or self.medium == _BARCODE_MEDIUM

    @property
    def cancel_kind(self) -> str:
        """What a cancellation calls it."""
        if self.kind in CARD_KINDS:
            return CREDIT_TAPPED if self.medium in _TAPPED else CREDIT
        return self.kind


def charge(*, amount: Won, vat: Won, instalments: int, signature: bool) -> bytes:
    """Job B. Raises ValueError for what does not fit."""
    return _number(1, 1) + _sums(amount, vat, instalments, "2" if signature else "1")


def barcode(*, kind: str, amount: Won, vat: Won, instalments: int, signature: bool, number: str) -> bytes:
    """Job Q: easy payment ("1") by a barcode, or a cash receipt ("2") for a number; "" lets the terminal ask for it."""
    return kind.encode("ascii") + _sums(amount, vat, instalments, "2" if signature else "1") + _extra(number)


def cancel(
    *, way: CancelWay, kind: str, amount: Won, vat: Won, instalments: int, number: str, day: str, time: str, extra: str
) -> bytes:
    """Job C. `time` is the original's, or the end of the VAN's serial number where there shall be no card."""
    if len(day) != 8 or len(time) != 6:
        raise ValueError("time")
    original = number.encode("ascii").ljust(12)
    if len(original) != 12:
        raise ValueError("number")
    head = way.encode("ascii") + kind.encode("ascii") + _sums(amount, vat, instalments, "1")
    return head + original + day.encode("ascii") + time.encode("ascii") + _extra(extra)


def read_answer(content: bytes) -> Answer:
    """An answer to B, C, Q or L. Raises Unreadable."""
    if len(content) not in (_ANSWER, _WITH_GATEWAY):
        raise Unreadable("answer")
    parts, at = [], 0
    for width in _WIDTHS:
        parts.append(content[at : at + width])
        at += width
    kind, medium, card, amount, _, _, instalments, number, day, time, unique, merchant, terminal, issuer, acquirer = (
        _text(part) for part in parts
    )
    if kind == DECLINED:
        refusal = parts[-2] + parts[-1]
        return Answer(kind, code=_text(refusal[1:3]), message=_hide(_text(refusal[3:])))
    if kind not in _KINDS:
        raise Unreadable("answer")
    told = Answer(kind, medium, amount=_read_number(amount), instalments=_read_number(instalments), unique=unique)
    told = msgspec.structs.replace(told, approval_number=number, at=_moment(day, time), merchant=merchant)
    told = msgspec.structs.replace(told, terminal=terminal, issuer=_name(issuer), acquirer=_name(acquirer))
    is_card = kind in CARD_KINDS and not told.is_wallet
    return msgspec.structs.replace(told, masked_number=mask(card.lstrip("0")) if is_card else "")


def read_last(content: bytes) -> Answer:
    """The answer to L; one of kind "" where the terminal has approved nothing yet."""
    if not content.strip(b"\0 0"):
        return Answer("")
    last = read_answer(content)
    return last if last.is_approved else Answer("")


def read_check(content: bytes) -> str:
    """What the answer to A says against taking money: "" where nothing does."""
    if len(content) < 4:
        raise Unreadable("answer")
    card, tap, van, server = (chr(state) for state in content[:4])
    if card not in "ON" or (card == "N" and tap != "O"):
        return "terminal.reader_failed"
    return "" if van == "O" or (van == "N" and server == "O") else "terminal.van_down"


def read_version(content: bytes) -> str:
    """The name of the terminal's program, which begins with its model, from the answer to V."""
    return _text(content[2 * _VERSION :]) or _text(content)


def mask(number: str) -> str:
    """The first six and the last four digits of a card's number, whatever the terminal shows of it."""
    starred = re.sub(r"\D", "*", number)
    if len(starred) <= _SHORTEST_CARD:
        return "*" * len(starred)
    return f"{starred[:6]}{'*' * (len(starred) - _SHOWN)}{starred[-4:]}"


def _sums(amount: Won, vat: Won, instalments: int, signature: str) -> bytes:
    if amount <= 0:
        raise ValueError("amount")
    return _number(amount, 10) + _number(vat, 8) + _number(0, 8) + _number(instalments, 2) + signature.encode("ascii")


def _number(value: int, width: int) -> bytes:
    digits = f"{value:0{width}d}"
    if value < 0 or len(digits) > width:
        raise ValueError("number")
    return digits.encode("ascii")


def _extra(text: str) -> bytes:
    encoded = text.encode("ascii")
    return _number(len(encoded), 2) + encoded


def _text(part: bytes) -> str:
    return part.decode("cp949", "replace").replace("\0", " ").strip()


def _name(text: str) -> str:
    """An issuer or acquirer without the four figures of its code."""
    return _hide(text[4:].strip() if text[:4].isalnum() and text[:4].isascii() else text)


def _hide(text: str) -> str:
    return _LONG_NUMBER.sub(lambda found: mask(found[0]), text)


def _read_number(text: str) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()):
        raise Unreadable("answer")
    return int(text)


def _moment(day: str, time: str) -> str:
    text = day + time
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        return ""
    try:
        year, month, date = int(text[:4]), int(text[4:6]), int(text[6:8])
        at = datetime(year, month, date, int(text[8:10]), int(text[10:12]), int(text[12:]), tzinfo=KST)
    except ValueError:
        return ""
    return at.isoformat(timespec="seconds")
