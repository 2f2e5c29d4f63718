"""X and Z reports for tests of papers: a quiet shift, and one with everything a report can say."""

from datetime import timedelta

from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.drawer import Count, Move
from pos.domain.papers.report_paper import x_report, z_report
from pos.domain.sums.report import Open, Report, Row
from tests.domain.products import NOW
from tests.domain.sales import SHOP

MARK = "212 · 0a1b2c3d"
NAMES = {"C1": "김계산", "B1": "이점장"}
QUIET = Report("SEL01", "1", "shift-1", NOW.date(), NOW, NOW + timedelta(hours=9), "C1", number=1, float_won=100_000)
QUIET = replace(QUIET, expected=100_000, count=Count(((50_000, 2),)))
FULL = replace(
    QUIET,
    number=1_234,
    sales=2_815_000,
    discounts=200_000,
    delivery_fees=2_500,
    returns=120_000,
    cancelled=50_000,
    net=2_447_500,
    vat=213_227,
    exempt=100_000,
    unpaid=3_000,
    interest=164,
    sale_count=212,
    return_count=4,
    cancelled_count=1,
    tenders=(Row("card", 2_000_000, 180), Row("cash", 447_500, 30), Row("exchange", 0, 1), Row("transfer", -1_000, 1)),
    ranges=(Row("original", 2_000_000, 280), Row("accessory", 447_500, 12)),
    benefits=(Row("plus.discount", 150_000, 5), Row("promotion", 50_000, 9)),
    people=(Row("C1", 2_400_000, 200), Row("C9", 47_500, 13)),
    hours=(Row("09", 447_500, 12), Row("14", 2_000_000, 200)),
    moves=(
        Move("safe", 300_000, "낮 입금"),
        Move("out", 5_000, "우표"),
        Move("in", 20_000, "거스름돈을 바꿈"),
    ),
    voids=3,
    abandoned=2,
    approvals=4,
    no_sales=1,
    reprints=2,
    expected=262_500,
    count=Count(((50_000, 5), (100, 1))),
    recount=Count(((50_000, 5), (5_000, 1), (100, 1))),
    running=1_234_567_890,
    waiting=12,
    still_open=(Open("refund.owed", 2, 45_000), Open("claim.open", 1), Open("paper.unknown", 1)),
)
ALLOWED = Approval("shift.difference", "shift-1:-7400", "B1", "손님이 계산하지 않고 나감", NOW)

REPORTS = {
    "a quiet shift": z_report(QUIET, SHOP, names=NAMES, approval=None, mark=MARK, is_copy=False),
    "a full shift, a copy": z_report(FULL, SHOP, names=NAMES, approval=ALLOWED, mark=MARK, is_copy=True),
    "an interim report": x_report(replace(FULL, number=0, count=None, recount=None), SHOP, names=NAMES),
}
