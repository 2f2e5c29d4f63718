"""X and Z reports as papers: what a shift came to, what was counted, and what stays open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pos.domain.agreement import Confirmed
from pos.domain.approval import Approval
from pos.domain.drawer import Count
from pos.domain.papers import paper_words as words
from pos.domain.papers.paper import Block, Cut, Document, Feed, Pair, Rule, Text
from pos.domain.papers.paper_words import won
from pos.domain.papers.receipt import Letterhead, copy_blocks, shop_blocks
from pos.domain.sums.report import Report, Row

X_TITLE, Z_TITLE = "중간 정산 (X)", "마감 정산 (Z)"


def z_report(
    report: Report,
    shop: Letterhead,
    *,
    names: Mapping[str, str],
    approval: Approval | None,
    mark: str,
    is_copy: bool,
) -> Document:
    """The report that closed a shift. `names` are those of the staff, `mark` its place in the journal."""
    blocks = [*copy_blocks(is_copy=is_copy), *shop_blocks(shop), Rule(double=True)]
    blocks += [Text(f"{Z_TITLE} {report.number}", align="centre", bold=True, size=2), *_head(report, names)]
    blocks += [*_sums(report), *_breakdowns(report, names), *_drawer(report)]
    if approval is not None:
        blocks += [Pair("차이 승인", names.get(approval.by, approval.by)), Text(f"  {approval.reason}")]
    blocks += [*_still_open(report), Pair("누적 순매출", won(report.running)), Feed()]
    blocks += [Text("서명 ______________________", align="right"), Text(f"기록 {mark}", align="centre"), Cut()]
    return Document(f"{Z_TITLE} {report.number}", tuple(blocks))


def x_report(report: Report, shop: Letterhead, *, names: Mapping[str, str]) -> Document:
    """What an open shift came to so far."""
    blocks: list[Block] = [*shop_blocks(shop), Rule(double=True), Text(X_TITLE, align="centre", bold=True, size=2)]
    blocks += [*_head(report, names), *_sums(report), *_breakdowns(report, names)]
    blocks += [Rule(), *_rounded(report), Pair("현금 예상액", won(report.expected), bold=True)]
    blocks += [*_still_open(report), Cut()]
    return Document(X_TITLE, tuple(blocks))


def _head(report: Report, names: Mapping[str, str]) -> list[Block]:
    return [
        Pair("영업일", words.day(report.day)),
        Pair("개시", f"{report.opened_at:%Y-%m-%d %H:%M:%S}"),
        Pair("정산", f"{report.at:%Y-%m-%d %H:%M:%S}"),
        Pair(f"계산대 {report.till}", f"담당 {names.get(report.cashier, report.cashier)}"),
        *_whose(report, names),
        Rule(),
    ]


def _whose(report: Report, names: Mapping[str, str]) -> list[Block]:
    """Whose shift it was, where it was one person's, and which drawer its cash lay in."""
    if not report.own and report.drawer == 1:
        return []
    opener = names.get(report.opened_by, report.opened_by)
    return [Pair(f"돈통 {report.drawer}", f"개인 근무 {opener}" if report.own else "")]


def _sums(report: Report) -> Iterator[Block]:
    yield Pair(f"매출 {report.sale_count}건", won(report.sales))
    yield Pair("할인", won(-report.discounts))
    if report.delivery_fees:
        yield Pair("배송비", won(report.delivery_fees))
    yield Pair(f"반품 {report.return_count}건", won(-report.returns))
    if report.cancelled_count:
        yield Pair(f"주문 취소 {report.cancelled_count}건", won(-report.cancelled))
    yield Pair("순매출", won(report.net), bold=True, size=2)
    yield Pair("부가세", won(report.vat))
    yield Pair("면세", won(report.exempt))
    if report.unpaid:
        yield Pair("미회수 금액", won(report.unpaid))
    if report.interest:
        yield Pair("지연 이자", won(report.interest))


def _breakdowns(report: Report, names: Mapping[str, str]) -> Iterator[Block]:
    for title, rows, told in (
        ("결제 수단", report.tenders, words.TENDERS),
        ("상품군", report.ranges, words.RANGES),
        ("혜택", report.benefits, words.BENEFITS),
        ("담당", report.people, names),
        ("시간", report.hours, {}),
    ):
        yield from _rows(title, rows, told)
    yield Rule()
    yield Pair("줄 삭제 / 포기", f"{report.voids} / {report.abandoned}")
    yield Pair("승인 / 돈통 열림 / 재발행", f"{report.approvals} / {report.no_sales} / {report.reprints}")


def _rows(title: str, rows: tuple[Row, ...], told: Mapping[str, str]) -> Iterator[Block]:
    if rows:
        yield Rule()
        yield Text(title, bold=True)
        for row in rows:
            name = f"{row.name}시" if title == "시간" else told.get(row.name, row.name)
            yield Pair(f"{name} ({row.count})", won(row.amount), indent=2)


def _drawer(report: Report) -> Iterator[Block]:
    yield Rule()
    yield Text("현금", bold=True)
    yield Pair("준비금", won(report.float_won), indent=2)
    for move in report.moves:
        yield Pair(f"{words.MOVES[move.kind]} {move.note}", won(move.change), indent=2)
    yield from _rounded(report)
    yield Pair("예상액", won(report.expected), indent=2)
    for name, count in (("계수", report.count), ("재계수", report.recount)):
        if count is not None:
            yield Pair(name, won(count.total), indent=2)
            yield from _pieces(count)
    yield Pair("차이", f"{report.difference:+,}" if report.difference else "0", bold=True)


def _rounded(report: Report) -> Iterator[Block]:
    if report.rounded:
        yield Pair(words.ROUNDED, f"{report.rounded:+,}", indent=2)


def _pieces(count: Count) -> Iterator[Block]:
    for denomination, pieces in count.pieces:
        yield Pair(f"{won(denomination)} × {pieces}", won(denomination * pieces), indent=4)


def _still_open(report: Report) -> Iterator[Block]:
    yield Rule()
    for one in report.still_open:
        if one.code == "entries.waiting":  # they have a line of their own, which is there also where they are none
            continue
        amount = f"{one.count}건 {won(one.amount)}" if one.amount else f"{one.count}건"
        yield Pair(words.OPEN.get(one.code, one.code), amount)
    yield Pair("본사 미확인 기록", f"{report.waiting}건")
    if report.mall is not None:
        yield from _of_the_mall(report.mall)


def _of_the_mall(told: Confirmed) -> Iterator[Block]:
    """What the mall has of the day until now; the whole day it can only confirm once this report has reached it."""
    yield Pair("본사 확인 (마감 전까지)", f"{told.entries}건 중 {told.acknowledged}건")
    compared = f"본사와 비교 {told.compared}건" if told.verdict else "본사와 비교"
    yield Pair(compared, words.AGREED[told.verdict], indent=2)
    if told.before:
        before = f" {told.before_compared}건" if told.before_verdict else ""
        yield Pair(f"전 영업일 {told.before}{before}", words.AGREED[told.before_verdict], indent=2)
