"""A day's entries for tests, written by hand: who did what when, in the order of writing."""

from datetime import datetime, timedelta
from typing import Any

from msgspec.structs import replace

from pos.domain.back.returns import PaidOut, Part, Return
from pos.domain.facts import Fact, RefundPaid, ReturnCompleted, SaleCompleted, kind_of
from pos.domain.journal import Entry, write_time
from pos.domain.sale import Sale
from tests.domain.products import NOW
from tests.domain.sales import a_sale


class Diary:
    """Mutable: it is written. Times are in seconds from `NOW`."""

    def __init__(self) -> None:
        self.entries: list[tuple[Entry, Fact]] = []

    def write(self, who: str, fact: Fact, *, at: int = 0) -> tuple[int, int]:
        place = (1, len(self.entries) + 1)
        when = write_time(self.time(at))
        self.entries.append((Entry("1", *place, when, NOW.date().isoformat(), who, kind_of(fact), b"", b"", b""), fact))
        return place

    def time(self, at: int) -> datetime:
        return NOW + timedelta(seconds=at)

    def sell(self, who: str, sale_id: str, *, at: int = 0, **more: Any) -> tuple[int, int]:
        return self.write(who, SaleCompleted(self.sale(who, sale_id, at=at, **more)), at=at)

    def sale(self, who: str, sale_id: str, *, at: int = 0, **more: Any) -> Sale:
        return replace(a_sale(), id=sale_id, cashier=who, at=self.time(at), **more)

    def refund(self, who: str, sale: Sale | None, *, at: int = 0, how: str = "card", came: str = "card") -> None:
        part = Part(f"part-{len(self.entries)}", "p1", came, 9_000)  # type: ignore[arg-type]  # a test's word
        back = Return(
            f"back-{len(self.entries)}", "SEL01", "1", 1, NOW.date(), self.time(at), who, "s", sale.id if sale else "",
            sale.code if sale else "", sale.at if sale else None, "v", (), 9_000, 9_000, 0, 818, 9_000, None,
            parts=(part,), member=sale.member if sale else None, seller=sale.cashier if sale else "",
        )  # fmt: skip
        self.write(who, ReturnCompleted(back), at=at)
        self.write(who, RefundPaid(back.id, PaidOut(part.id, how, 9_000)), at=at)  # type: ignore[arg-type]  # a test's word
