"""Days and periods as a shop has them, for the manager's page: figures that look real, and the entries behind them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from pos.domain.calendar import KST
from pos.domain.sums.figures import Figures, Person, Sums, Told
from pos.domain.sums.report import Row

TODAY = date(2025, 5, 3)
WEEK_BEFORE = TODAY - timedelta(days=7)
_HOURS = (3, 5, 9, 16, 21, 24, 19, 22, 26, 20, 14, 6)


def sums(scale: int) -> Sums:
    """The sums of a day; `scale` is about how many sales it had."""
    sales = scale * 31_400
    return Sums(
        sales=sales,
        discounts=scale * 1_950,
        delivery_fees=2_500 * (scale // 40),
        returns=scale * 640,
        cancelled=18_000,
        vat=(sales - scale * 1_950) // 11,
        exempt=scale * 220,
        sale_count=scale,
        return_count=scale // 40,
        cancelled_count=1,
    )


def day(at: date, scale: int) -> Figures:
    """A day."""
    return period(at, at, scale)


def period(first: date, last: date, scale: int) -> Figures:
    """A period; each of its days has `scale` sales or a few more."""
    days = [first + timedelta(days=at) for at in range((last - first).days + 1)]
    by_day = tuple((one, sums(scale + one.weekday() * 9)) for one in days)
    whole = sums(sum(one.sale_count for _, one in by_day))
    hours = tuple(Row(f"{9 + at:02}", share * scale * 169 * len(days), share * scale // 185 + 1)
                  for at, share in enumerate(_HOURS))  # fmt: skip
    return Figures(
        first,
        last,
        sums=whole,
        days=by_day,
        hours=hours,
        ranges=_rows(whole.sales, ("original", 34), ("vertuo", 38), ("machine", 14), ("accessory", 9), ("food", 5)),
        benefits=_rows(
            whole.discounts, ("plus.discount", 55), ("promotion", 30), ("payback.discount", 12), ("line.free", 3)
        ),
        tenders=_rows(whole.net, ("card", 71), ("easy", 16), ("cash", 11), ("transfer", 2)),
        products=_rows(whole.sales, ("C001", 22), ("C002", 18), ("M001", 14), ("C005", 11), ("A001", 4)),
        people=people(whole),
    )


def people(whole: Sums) -> tuple[Person, ...]:
    """A cashier who voids far more than the other one, and a manager who allowed things."""
    count = whole.sale_count
    odd = (Row("void", 184_300, 27), Row("no_sale", 0, 4), Row("own_refund", 62_000, 3), Row("discount", 13_800, 2))
    calm = (Row("void", 21_400, 3), Row("refund", 118_000, 4), Row("reprint", 0, 2))
    return (
        Person("p1", whole.sales * 4 // 10, count * 4 // 10, odd, whole.net * 4 // 10),
        Person("p2", whole.sales * 5 // 10, count * 5 // 10, calm, whole.net * 5 // 10),
        Person("p3", whole.sales // 10, count // 10, (Row("override", 0, 5),), whole.net // 10),
    )


def entries(subject: str = "") -> tuple[Told, ...]:
    """Voids of a day, newest first; the first one is about `subject`."""
    at = datetime(2025, 5, 3, 17, 40, tzinfo=KST)
    kinds = ("SaleCompleted", "LineVoided", "LineVoided", "DrawerOpened", "ReturnCompleted")
    return tuple(
        Told(
            900 - place,
            at - timedelta(minutes=17 * place),
            "p1",
            kind,
            6_900 * (place % 3),
            subject if not place else "",
        )
        for place, kind in enumerate(kinds)
    )


def _rows(whole: int, *shares: tuple[str, int]) -> tuple[Row, ...]:
    return tuple(Row(name, whole * share // 100, max(share, 1)) for name, share in shares)
