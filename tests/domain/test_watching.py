"""Who opened whose record: what is asked about, with its arithmetic, and what is not."""

from datetime import date, datetime, timedelta

from pos.domain.calendar import KST
from pos.domain.people.access import Opening
from pos.domain.people.watching import Asked, Cause, Worked, questions

DAY = datetime(2026, 11, 2, 10, tzinfo=KST)
ALL_DAY = (Worked("", DAY.replace(hour=9), DAY.replace(hour=18)),)
WEEK = tuple(
    Worked("", one.since + timedelta(days=d), DAY + timedelta(days=d, hours=8)) for one in ALL_DAY for d in range(7)
)


def opened(
    who: str = "C1", member: str = "M1", *, hours: float = 0, purpose: str = "delivery", **more: bool
) -> Opening:
    return Opening(DAY + timedelta(hours=hours), who, member, ("name",), purpose, **more)


def because(*members: str, purpose: str = "") -> list[Cause]:
    """They bought something in that week."""
    return [Cause(one, date(2026, 11, 2), date(2026, 11, 9), purpose) for one in members]


def asked(*openings: Opening, sales: dict[str, int] | None = None, causes: list[Cause] | None = None) -> list[Asked]:
    causes = because(*(one.member for one in openings)) if causes is None else causes
    return list(questions(openings, sales=sales or {}, shifts=WEEK, causes=causes))


def test_a_record_opened_for_a_customer_at_the_counter_is_no_question() -> None:
    assert asked(opened(), opened("C2", "M2"), sales={"C1": 20, "C2": 20}) == []
    assert asked() == []


def test_what_nothing_happened_for_is_asked_about() -> None:
    (one,) = asked(opened(), opened(member="M2"), causes=because("M1"))
    assert (one.kind, one.who, one.count, one.of) == ("no_cause", "C1", 1, 2)
    assert [each.member for each in one.openings] == ["M2"]


def test_a_request_explains_what_was_opened_for_it_and_nothing_else() -> None:
    causes = because("M1", purpose="subject request")
    assert asked(opened(purpose="subject request"), causes=causes) == []
    assert [one.kind for one in asked(opened(purpose="service"), causes=causes)] == ["no_cause"]


def test_a_day_later_the_sale_explains_it_no_more() -> None:
    causes = [Cause("M1", date(2026, 11, 1), date(2026, 11, 1))]
    assert [one.kind for one in asked(opened(), causes=causes)] == ["no_cause"]


def test_outside_everybodys_shift_is_asked_about_first() -> None:
    found = asked(opened(hours=9), causes=[])
    assert [one.kind for one in found] == ["off_shift", "no_cause"]


def test_somebody_elses_shift_is_not_theirs() -> None:
    shifts = (Worked("C2", DAY), Worked("C1", DAY, DAY + timedelta(hours=1)))
    late = [opened(hours=0.5), opened(hours=2)]
    (one,) = questions(late, sales={}, shifts=shifts, causes=because("M1"))
    assert (one.kind, one.count, one.of) == ("off_shift", 1, 2)


def test_one_refusal_is_a_slip_and_three_are_asked_about() -> None:
    twice = [opened(purpose="marketing", is_refused=True)] * 2
    assert asked(*twice) == []
    (one,) = asked(*twice, opened(), opened(purpose="marketing", is_refused=True))
    assert (one.kind, one.count, one.of) == ("refused", 3, 4)


def test_far_more_a_sale_than_everybody_else_says_how_many_times() -> None:
    mine = [opened(member=f"M{nth}") for nth in range(6)]
    (one,) = asked(*mine, opened("C2", "M9"), opened("C3", "M8"), sales={"C1": 10, "C2": 10, "C3": 10})
    assert (one.kind, one.count, one.sales, one.others, one.others_sales) == ("many", 6, 10, 2, 20)
    assert one.times == 60
    assert asked(*mine, *[opened("C2", "M9", hours=0.1 * nth) for nth in range(4)], sales={"C1": 10, "C2": 10}) == []


def test_where_nobody_else_is_there_nothing_is_compared() -> None:
    assert asked(*[opened(member=f"M{nth}") for nth in range(9)], sales={"C1": 1}) == []


def test_who_opens_and_sells_nothing_while_others_sell_is_asked_about() -> None:
    (one,) = asked(*[opened(member=f"M{nth}") for nth in range(5)], sales={"C2": 40})
    assert (one.kind, one.sales, one.others, one.times) == ("many", 0, 0, 0)


def test_the_same_member_on_three_days_or_five_times() -> None:
    days = [opened(hours=24 * nth) for nth in range(3)]
    (one,) = asked(*days, opened(member="M2"))
    assert (one.kind, one.member, one.count, one.of, one.days) == ("repeated", "M1", 3, 4, 3)
    assert asked(*[opened(hours=nth) for nth in range(4)]) == []
    assert [one.kind for one in asked(*[opened(hours=nth) for nth in range(5)])] == ["repeated"]
