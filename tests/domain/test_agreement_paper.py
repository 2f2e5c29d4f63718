"""What a Z report says of the mall: what is confirmed by then, what is not, and how the day before ended."""

import pytest
from msgspec.structs import replace

from pos.domain.agreement import Checked, Confirmed, Figures
from pos.domain.papers.report_paper import z_report
from tests.domain.report_papers import MARK, NAMES, QUIET
from tests.domain.sales import SHOP, told

OURS = Figures(212, 200, 2_815_000, 4, 120_000, 300, b"h" * 32)


def lines(confirmed: Confirmed | None) -> list[str]:
    report = replace(QUIET, mall=confirmed)
    paper = told(z_report(report, SHOP, names=NAMES, approval=None, mark=MARK, is_copy=False))
    return [line for line in paper.splitlines() if "본사" in line or "영업일 2" in line]


def test_all_of_it_is_confirmed_and_the_same() -> None:
    assert lines(Confirmed(212, 212, 212, "equal", "2026-11-01", 180, "equal")) == [
        "본사 미확인 기록 | 0건",
        "본사 확인 (마감 전까지) | 212건 중 212건",
        "  본사와 비교 212건 | 일치",
        "  전 영업일 2026-11-01 180건 | 일치",
    ]


def test_without_the_network_it_says_what_it_does_not_know() -> None:
    assert lines(Confirmed(212, 30, before="2026-11-01")) == [
        "본사 미확인 기록 | 0건",
        "본사 확인 (마감 전까지) | 212건 중 30건",
        "  본사와 비교 | 아직 비교 전",
        "  전 영업일 2026-11-01 | 아직 비교 전",
    ]


def test_a_difference_is_not_hidden() -> None:
    assert "  본사와 비교 200건 | 불일치" in lines(Confirmed(212, 212, 200, "differs"))
    assert "  전 영업일 2026-11-01 9건 | 본사 집계 중" in lines(
        Confirmed(1, 1, before="2026-11-01", before_compared=9, before_verdict="reading")
    )


def test_a_report_of_before_says_nothing_of_it() -> None:
    assert lines(None) == ["본사 미확인 기록 | 0건"]


@pytest.mark.parametrize(
    ("theirs", "unread", "verdict", "differing"),
    [
        (OURS, 0, "equal", ()),
        (replace(OURS, sold=1), 0, "differs", ("sold",)),
        (replace(OURS, entries=211, head=b"x"), 0, "differs", ("entries", "head")),
        (replace(OURS, sales=1, sold=1), 3, "reading", ()),
        (replace(OURS, entries=211, sold=1), 3, "differs", ("entries",)),
        (replace(OURS, returns=5, refunded=5), 0, "differs", ("returns", "refunded")),
    ],
)
def test_a_verdict_and_what_it_rests_on(theirs: Figures, unread: int, verdict: str, differing: tuple[str, ...]) -> None:
    checked = Checked("2026-11-02", "2026-11-02T22:00:00.000+09:00", OURS, theirs, unread)
    assert (checked.verdict, checked.differing) == (verdict, differing)
