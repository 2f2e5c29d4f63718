"""What a manager looks at first: against the others' rate, the most unusual on top, and nobody for working alone."""

from datetime import date

from pos.domain.sums.figures import ODDITIES, Figures, Oddity, Person, Unusual
from pos.domain.sums.report import Row
from pos.domain.sums.unusual import FEWEST, unusual

DAY = date(2026, 11, 2)


def person(staff: str, sales: int, **odd: int) -> Person:
    return Person(staff, sales * 10_000, sales, tuple(Row(name, count * 1_000, count) for name, count in odd.items()))


def of(*people: Person) -> tuple[Unusual, ...]:
    return unusual(Figures(DAY, DAY, people=people))


def seen(*people: Person) -> list[tuple[str, Oddity, int]]:
    return [(one.staff, one.oddity, one.times) for one in of(*people)]


def test_who_works_alone_is_compared_with_nobody() -> None:
    assert of(person("C1", 100, **dict.fromkeys(ODDITIES, 50))) == ()
    assert of(person("C1", 100, void=50), person("B1", 0, override=2)) == ()


def test_the_same_rate_is_nothing() -> None:
    assert of(person("C1", 100, void=10), person("C2", 200, void=20), person("C3", 50, void=5)) == ()


def test_oftener_for_what_they_sell() -> None:
    assert of(person("C1", 100, void=25), person("C2", 100, void=10)) == (Unusual("void", "C1", 25, 25_000, 25),)
    assert of(person("C1", 250, void=25), person("C2", 100, void=10)) == ()
    assert seen(person("C1", 100, void=19), person("C2", 100, void=10)) == []


def test_a_few_times_are_chance() -> None:
    few = FEWEST - 1
    assert of(person("C1", 100, no_sale=few), person("C2", 100)) == ()
    assert seen(person("C1", 100, no_sale=FEWEST), person("C2", 100)) == [("C1", "no_sale", 0)]


def test_who_sells_nothing_and_takes_much_back() -> None:
    assert seen(person("B1", 0, refund=5), person("C1", 100, refund=5)) == [("B1", "refund", 1_000)]


def test_the_most_unusual_first() -> None:
    people = (
        person("C1", 100, void=40, no_sale=3),
        person("C2", 100, void=4, own_refund=12, refund=12),
        person("C3", 100, void=4, refund=4),
    )
    assert seen(*people) == [("C1", "void", 100), ("C2", "own_refund", 0), ("C2", "refund", 60), ("C1", "no_sale", 0)]
