"""What the law keeps of who goes, and its last day."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.people.retention import Kept, RecordKind, kept_until, records_of
from tests.domain.products import NOW, terms
from tests.domain.sales import a_sale

RULE = terms().rules.retention
DAY = NOW.date()


@pytest.mark.parametrize(
    ("kind", "day", "until"),
    [
        ("contract", date(2026, 11, 2), date(2031, 11, 2)),
        ("payment", date(2026, 11, 2), date(2031, 11, 2)),
        ("visit", date(2026, 11, 2), date(2027, 2, 2)),
        ("visit", date(2026, 11, 30), date(2027, 2, 28)),
        ("contract", date(2024, 2, 29), date(2029, 2, 28)),
    ],
)
def test_the_last_day(kind: RecordKind, day: date, until: date) -> None:
    assert kept_until(kind, day, RULE) == until


def test_each_sale_is_a_contract_and_a_payment_each_day_one_visit() -> None:
    sales = (replace(a_sale(1), id="a"), replace(a_sale(2), id="b"))
    visits = (DAY, DAY, DAY - timedelta(days=3))
    records = records_of("M1", "홍길동", "01011112222", sales=sales, visits=visits, rule=RULE)
    assert [(one.kind, one.subject) for one in records] == [
        ("visit", "2026-10-30"),
        ("visit", "2026-11-02"),
        ("contract", "a"),
        ("payment", "a"),
        ("contract", "b"),
        ("payment", "b"),
    ]
    assert records[0] == Kept(
        "M1:visit:2026-10-30",
        "M1",
        "visit",
        "2026-10-30",
        date(2026, 10, 30),
        date(2027, 1, 30),
        "홍길동",
        "01011112222",
    )


def test_asked_again_it_is_the_same() -> None:
    once = records_of("M1", "홍", "010", sales=(a_sale(1),), visits=(DAY,), rule=RULE)
    again = records_of("M1", "홍", "010", sales=(a_sale(1),), visits=(DAY,), rule=RULE)
    assert once == again and len({one.id for one in once}) == len(once)
