"""What the emulated TL3600 says to a request for money, and writes into its book first."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pos.devices.emulators import tl3600_ledger as ledgers
from pos.devices.emulators.tl3600_bytes import Asked, approval_of, refusal_of
from pos.devices.emulators.tl3600_ledger import Book, GivenBack, Taken
from pos.till.ports import Clock

_CARDS = (
    ("9990010000001234", "9901시험카드"),
    ("9990020000005678", "9902연습카드"),
    ("9990030000009012", "9903견본카드"),
)
_WALLET = "8"


class Desk:
    """Where it is decided. Mutable: it has a book."""

    def __init__(
        self, clock: Clock, path: Path | None, *, declines: Callable[[int], bool], fail: Callable[[str], None]
    ) -> None:
        self._clock = clock
        self._path = path
        self._declines = declines
        self._fail = fail
        self.book = ledgers.read(path)
        self.tells_cancellations = True

    def decide(self, asked: Asked, behaviour: str) -> bytes:
        """The content of the answer to a request; what it approves is on disk by then."""
        if behaviour == "decline":
            return refusal_of("6B", "한도초과")
        if behaviour == "cancel":
            return refusal_of("99", "고객취소")
        if behaviour == "van_down":
            return refusal_of("0A", "네트워크 오류")
        if asked.job == "C":
            return self._give_back(asked)
        return self._approve(asked, is_masked=behaviour != "unmasked")

    def _approve(self, asked: Asked, *, is_masked: bool) -> bytes:
        amount, vat, instalments = asked.number(1, 10), asked.number(11, 8), asked.number(27, 2)
        if amount <= 0 or vat < 0 or instalments < 0 or asked.number(19, 8) or asked.text(29, 1) not in ("1", "2"):
            self._fail("sums")
            return refusal_of("B3", "포맷오류")
        if asked.job == "Q" and asked.number(30, 2) != len(asked.content) - 32:
            self._fail("length of a number")
            return refusal_of("B3", "포맷오류")
        if self._declines(amount):
            return refusal_of("6B", "한도초과")
        kind = asked.text(0, 1) if asked.job == "B" else "2" if asked.text(0, 1) == "2" else _WALLET
        day, clock_time = self._now()
        serial = self.book.serial + 1
        taken = Taken(
            kind,
            amount,
            vat,
            instalments,
            asked.text(29, 1) == "2",
            f"{30_000_000 + serial:08d}",
            day,
            clock_time,
            day[2:] + f"{serial:06d}",
        )
        number = asked.text(32, 99) if asked.job == "Q" else ""
        content, kept = self._said(taken, is_masked=is_masked, number=number[-16:]), self._said(taken, is_masked=True)
        self._write(self.book.with_taken(taken, last=kept))
        return content

    def _said(self, taken: Taken, *, is_masked: bool, number: str = "") -> bytes:
        """An approval; where no card was shown its number is that of the barcode, or of whom the receipt is for."""
        card, issuer = _CARDS[int(taken.unique[-6:]) % len(_CARDS)]
        shown = f"{card[:6]}******{card[-4:]}" if is_masked else card
        return approval_of(
            {
                "kind": taken.kind,
                "medium": "4" if taken.kind == _WALLET else "1",
                "card": shown if taken.kind not in ("2", _WALLET) else number,
                "amount": str(taken.amount),
                "vat": str(taken.vat),
                "instalments": str(taken.instalments),
                "approval": taken.approval,
                "day": taken.day,
                "time": taken.time,
                "unique": taken.unique,
                "issuer": issuer,
            }
        )

    def _give_back(self, asked: Asked) -> bytes:
        way, kind, amount = asked.text(0, 1), asked.text(1, 1), asked.number(2, 10)
        approval, day, clock_time = asked.text(31, 12), asked.text(43, 8), asked.text(51, 6)
        if asked.number(57, 2) != len(asked.content) - 59:
            self._fail("length of a number")
            return refusal_of("B3", "포맷오류")
        found = self.book.find(approval)
        if found is None and way != "1":
            return refusal_of("61", "원거래 없음")
        if found is not None:
            expected = found.unique[-6:] if way == "3" else found.time if kind != "3" else clock_time
            if found.is_cancelled or (amount, day, clock_time) != (found.amount, found.day, expected):
                return refusal_of("61", "원거래 없음")
        today, now = self._now()
        taken = Taken(
            "2" if kind == "3" else "1",
            amount,
            0,
            0,
            False,
            approval,
            today,
            now,
            today[2:] + f"{self.book.serial + 1:06d}",
        )
        content = self._said(taken, is_masked=True)
        back = GivenBack(kind, way, amount, approval, is_elsewhere=found is None)
        self._write(self.book.with_given_back(back, last=content if self.tells_cancellations else self.book.last))
        return content

    def _write(self, book: Book) -> None:
        """On disk before anybody is told."""
        ledgers.write(self._path, book)
        self.book = book

    def _now(self) -> tuple[str, str]:
        whole = self._clock.now().strftime("%Y%m%d%H%M%S")
        return whole[:8], whole[8:]
