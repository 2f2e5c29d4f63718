"""Figures as tables and pictures: what is in them, in which order, and that nothing is made up."""

from datetime import date, timedelta

from msgspec.structs import replace

from pos.domain.sums.figures import ODDITIES, Figures, Sums, Told, Unusual
from pos.domain.sums.figures_tables import MOST_DAYS, Shown, charts, entries, hours, people, summary, tables, unusual
from pos.domain.sums.report import Row
from pos.domain.sums.tables import Table, round_top
from tests.domain.products import NOW
from tests.ui import past_days


class Keys:
    """Words that are their keys, so that nothing depends on any language."""

    def __call__(self, key: str, /, **facts: object) -> str:
        return ":".join([key, *(str(value) for value in facts.values())])

    def has(self, key: str, /) -> bool:
        return "promotion" not in key or key == "figures.benefit.promotion"


SAY = Keys()
DAY, BEFORE = past_days.day(past_days.TODAY, 200), past_days.day(past_days.WEEK_BEFORE, 180)
SHOWN = Shown(DAY, "5/3", BEFORE, "4/26", {"p1": "김하늘", "C001": "아침 숲"})
ODD = (Unusual("void", "p1", 27, 184_300, 135), Unusual("no_sale", "p1", 4, 0, 0))


def column(table: Table, at: int) -> list[object]:
    return [row[at] for row in table.rows]


def test_every_row_fits_its_columns() -> None:
    for table in tables(SHOWN, ODD, SAY):
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_the_summary_adds_up_to_the_net_and_says_the_change() -> None:
    rows = {row[0]: row[1:] for row in summary(SHOWN, SAY).rows}
    now, before, change = (rows["figures.sum.net"][at] for at in range(3))
    assert (now, before) == (DAY.sums.net, BEFORE.sums.net) and change == DAY.sums.net - BEFORE.sums.net
    signed = ("sales", "discounts", "delivery_fees", "returns", "cancelled")
    assert sum(int(str(rows[f"figures.sum.{name}"][0])) for name in signed) == DAY.sums.net


def test_alone_there_is_nothing_to_compare() -> None:
    alone = Shown(DAY, "5/3")
    assert all(len(row) == 2 for row in summary(alone, SAY).rows)
    assert all(len(bars.series) == 1 for bars in charts(alone, SAY))


def test_what_stands_out_comes_before_everything_but_the_sums() -> None:
    titles = [table.title for table in tables(SHOWN, ODD, SAY)]
    assert titles[:3] == ["5/3", "figures.table.unusual", "figures.table.people"]
    assert column(unusual(SHOWN, ODD, SAY), 4) == ["figures.unusual.times:13.5", "figures.unusual.only"]
    assert "figures.table.unusual" not in [table.title for table in tables(SHOWN, (), SAY)]


def test_people_stand_side_by_side_with_what_they_did() -> None:
    table = people(SHOWN, SAY)
    assert len(table.columns) == 4 + len(ODDITIES)
    first = dict(zip([one.title for one in table.columns], table.rows[0], strict=True))
    assert first["figures.column.who"] == "김하늘"
    assert (first["figures.odd_short.void"], first["figures.odd_short.reprint"]) == (27, 0)


def test_hours_have_no_gap_and_keep_both_days() -> None:
    now = replace(DAY, hours=(Row("10", 5, 1), Row("13", 7, 2)))
    before = replace(BEFORE, hours=(Row("09", 3, 1),))
    bars = hours(replace(SHOWN, figures=now, against=before), SAY)
    assert bars.labels == ("09", "10", "11", "12", "13")
    assert [one.values for one in bars.series] == [(0, 5, 0, 0, 7), (3, 0, 0, 0, 0)]


def test_a_range_that_sells_no_more_is_still_compared() -> None:
    before = replace(BEFORE, ranges=(*BEFORE.ranges, Row("professional", 9_000, 1)))
    found = next(bars for bars in charts(replace(SHOWN, against=before), SAY) if bars.title == "figures.table.range")
    assert found.labels[-1] == "figures.range.professional"
    assert [one.values[-1] for one in found.series] == [0, 9_000]


def test_a_name_without_words_is_said_as_it_is_known() -> None:
    now = replace(DAY, benefits=(Row("promotion.spring", 5, 1), Row("promotion", 3, 1)))
    found = next(bars for bars in charts(replace(SHOWN, figures=now, against=None), SAY) if "benefit" in bars.title)
    assert found.labels == ("promotion.spring", "figures.benefit.promotion")


def test_days_of_a_period_stand_beside_each_other_in_order() -> None:
    now = past_days.period(date(2025, 4, 1), date(2025, 4, 3), 100)
    before = past_days.period(date(2025, 3, 1), date(2025, 3, 2), 90)
    bars = charts(Shown(now, "4", before, "3"), SAY)[0]
    assert bars.labels == ("4/1", "4/2", "4/3")
    assert bars.series[0].values == tuple(sums.net for _, sums in now.days)
    assert bars.series[1].values == (*(sums.net for _, sums in before.days), None)


def test_a_day_without_a_sale_is_drawn_as_nothing() -> None:
    days = ((date(2025, 4, 1), past_days.sums(10)), (date(2025, 4, 3), past_days.sums(10)))
    bars = charts(Shown(Figures(date(2025, 4, 1), date(2025, 4, 3), days=days), "4"), SAY)[0]
    assert bars.series[0].values[1] == 0 and len(bars.labels) == 3


def test_a_long_period_is_drawn_by_months_and_loses_nothing() -> None:
    first = date(2024, 12, 15)
    now = past_days.period(first, first + timedelta(days=MOST_DAYS), 20)
    bars = charts(Shown(now, "x"), SAY)[0]
    assert bars.labels == ("2024-12", "2025-01", "2025-02")
    assert sum(value or 0 for value in bars.series[0].values) == sum(sums.net for _, sums in now.days)


def test_nothing_sold_makes_a_summary_of_noughts_and_no_picture() -> None:
    nothing = Shown(Figures(past_days.TODAY, past_days.TODAY), "5/3")
    assert charts(nothing, SAY) == ()
    (table,) = tables(nothing, (), SAY)
    assert set(column(table, 1)) == {0}
    assert Sums().average == 0


def test_entries_say_when_who_what() -> None:
    told = (Told(12, NOW, "p1", "LineVoided", 6_900, "C001"),)
    assert entries(told, SHOWN, SAY).rows == ((12, NOW, "김하늘", "figures.kind.LineVoided", "아침 숲", 6_900),)


def test_a_scale_holds_what_it_is_for_in_steps_that_are_read_easily() -> None:
    for most in (0, 1, 3, 4, 7, 99, 100, 101, 999_999, 1_000_000, 7_401_170, 161_175_730):
        top = round_top(most)
        assert top >= most and top % 4 == 0 and top <= max(most * 5 // 2 + 1, 4)
        step = str(top // 4).rstrip("0")
        assert step in ("1", "2", "25", "5")
