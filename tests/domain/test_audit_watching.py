"""What a day shows: each fraud's trace, and the honest thing that looks nearly like it."""

from datetime import timedelta

from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.audit.flags import Code, Hit, Seen
from pos.domain.audit.watching import see_day
from pos.domain.catalogue import Name
from pos.domain.drawer import Move, fewest
from pos.domain.facts import (
    ApprovalGiven,
    ApprovalRefused,
    BasketHeld,
    CardAsked,
    ClockMoved,
    DrawerMoved,
    DrawerOpened,
    Fact,
    LineRestored,
    LineVoided,
    Reprinted,
    SaleAbandoned,
    ShiftClosed,
    SignedIn,
    SignInRefused,
)
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import SaleLine
from pos.domain.sums.report import Report
from tests.domain.entries import Diary
from tests.domain.products import NOW

DAY = NOW.date()


def seen(diary: Diary) -> Seen:
    return see_day(DAY, diary.entries)


def hits(diary: Diary, code: Code) -> list[Hit]:
    return [hit for hit in seen(diary).hits if hit.code == code]


def who(diary: Diary, code: Code) -> list[str]:
    return [hit.who for hit in hits(diary, code)]


def wrote(*facts: tuple[str, Fact, int]) -> Diary:
    diary = Diary()
    for by, fact, at in facts:
        diary.write(by, fact, at=at)
    return diary


def test_a_line_taken_out_when_money_was_asked_for() -> None:
    diary = wrote(
        ("C1", LineVoided("s1", "ARIA", 2), 0),
        ("C1", LineVoided("s2", "ARIA", 1), 100),
        ("C1", LineRestored("s2", "ARIA", 1), 101),
        ("C1", LineVoided("s3", "ARIA", 1), 200),
    )
    first = diary.sell("C1", "s1", at=15)
    diary.sell("C1", "s2", at=105)
    diary.sell("C1", "s3", at=260)
    assert hits(diary, "ask.void_before_payment") == [Hit("ask.void_before_payment", "C1", ((1, 1), first), 2 * 7_200)]


def test_the_terminals_time_does_not_make_a_void_old() -> None:
    diary = wrote(("C1", LineVoided("s1", "ARIA", 1), 0), ("C1", CardAsked("s1", "a", "card", 100, 0), 10))
    diary.sell("C1", "s1", at=70)
    assert who(diary, "ask.void_before_payment") == ["C1"]


def test_baskets_that_came_to_nothing() -> None:
    diary = wrote(
        ("C1", SaleAbandoned("s1", (("ARIA", 1),), 7_200), 0),
        ("C2", CardAsked("s2", "a", "card", 7_200, 0), 1),
        ("C2", SaleAbandoned("s2", (("ARIA", 1),), 7_200), 2),
        ("C2", SaleAbandoned("s3", (("ARIA", 1),), 7_200, reason="closing"), 3),
        ("C1", LineVoided("s4", "ARIA", 3), 4),
        ("C2", LineVoided("s5", "ARIA", 3), 5),
        ("C2", BasketHeld("s5"), 6),
    )
    diary.sell("C2", "s6", at=9)
    assert [(one.who, one.amount) for one in hits(diary, "ask.basket_given_up")] == [("C1", 7_200), ("C1", 21_600)]


def test_money_that_goes_back() -> None:
    diary = Diary()
    mine, other = diary.sale("C1", "s1"), diary.sale("C2", "s2", member="m1")
    diary.refund("C1", None, at=1)
    diary.refund("C1", mine, at=2, how="cash")
    diary.refund("C1", other, at=3)
    diary.write("C1", Reprinted("s2"), at=4)
    diary.refund("C2", other, at=5)
    diary.refund("C1", replace(mine, at=mine.at - timedelta(days=1)), at=6, how="cash", came="cash")
    assert who(diary, "ask.refund_no_receipt") == ["C1"]
    assert who(diary, "ask.refund_other_way") == ["C1"]
    assert who(diary, "ask.refund_own_sale") == ["C1"]
    assert who(diary, "ask.copy_then_refund") == []
    diary.refund("C1", other, at=7)
    assert [one.places for one in hits(diary, "ask.copy_then_refund")] == [((1, 7), (1, 12))]


def test_what_is_owed_over_night_is_known_in_the_morning() -> None:
    evening, morning = Diary(), Diary()
    evening.refund("C1", None)
    evening.entries.pop()
    owed = seen(evening).owed
    morning.refund("C1", None, how="cash")
    late = see_day(DAY, morning.entries[1:], owed)
    assert [hit.code for hit in late.hits] == ["ask.refund_other_way"] and late.owed == {}


def test_the_drawer_and_what_was_paid_out_of_it() -> None:
    diary = wrote(
        ("C1", DrawerMoved(Move("out", 3_000, "stamps")), 0),
        ("C1", DrawerOpened("drawer moved"), 0),
        ("C1", DrawerMoved(Move("safe", 300_000, "safe")), 1),
        ("C1", DrawerOpened("drawer moved"), 1),
        ("C2", DrawerOpened("change"), 2),
        ("C1", DrawerOpened("sale", "s1"), 3),
    )
    assert [(one.who, one.amount) for one in hits(diary, "ask.paid_out")] == [("C1", 3_000)]
    assert who(diary, "ask.drawer_without_sale") == ["C2"]


def test_counts_are_whose_shift_it_was() -> None:
    def closed(by: str, *, is_own: bool) -> ShiftClosed:
        return ShiftClosed(
            Report(
                "SEL01", "1", "s", DAY, NOW, NOW, by, expected=10_000, count=fewest(7_000), own=is_own, opened_by="C1"
            )
        )

    found = seen(wrote(("B1", closed("B1", is_own=True), 0), ("B1", closed("B1", is_own=False), 1)))
    assert [(one.who, one.difference) for one in found.counted] == [("C1", -3_000), ("B1", -3_000)]


def test_free_units_by_who_allowed_them() -> None:
    diary = Diary()
    free = SaleLine(
        "ARIA",
        Name("아리아", "Aria"),
        None,
        "taxable",
        1,
        7_200,
        7_200,
        (Discount(Cause("line.free", "9 (2)"), 7_200),),
    )
    diary.sell("C1", "s1", lines=(free,), approvals=(Approval("line.free", "x", "B1", "friend", NOW),))
    diary.sell("C1", "s2", approvals=(Approval("order.out_of_stock", "x", "B1", "there", NOW),))
    assert [(one.who, one.about, one.amount) for one in hits(diary, "ask.free_same_approver")] == [("C1", "B1", 7_200)]


def test_approvals_by_who_was_not_there() -> None:
    def given(by: str) -> ApprovalGiven:
        return ApprovalGiven("s", Approval("order.out_of_stock", "x", by, "there", NOW))

    diary = wrote(
        ("B1", SignedIn(), 0),
        ("C1", given("B1"), 1),
        ("C1", given("B2"), 2),
        ("C1", given("B3"), 3),
        ("C2", given("B3"), 4),
    )
    assert [(one.who, one.about) for one in hits(diary, "ask.approver_absent")] == [("C1", "B2")]


def test_a_member_who_comes_back_and_one_who_is_everywhere() -> None:
    diary = Diary()
    for place, member in enumerate(("m1", "m1", "m2", "m2", "m2", "m2", None)):
        diary.sell("C1", f"s{place}", member=member, discount=500)
    assert [(one.about, one.amount) for one in hits(diary, "ask.member_again")] == [("m2", 500)] * 2


def test_the_clock_under_money() -> None:
    diary = Diary()
    diary.write("C2", ClockMoved(diary.time(-3_600)), at=0)
    diary.sell("C2", "s0", at=0)
    diary.sell("C1", "s1", at=10)
    diary.write("C1", ClockMoved(diary.time(-30)), at=10)
    diary.sell("C1", "s2", at=10)
    assert hits(diary, "ask.clock_set_back") == []
    diary.write("C1", ClockMoved(diary.time(-3_600)), at=20)
    diary.sell("C1", "s3", at=20)
    diary.sell("C1", "s4", at=21)
    assert [one.places for one in hits(diary, "ask.clock_set_back")] == [((1, 6), (1, 7))]


def test_pins_of_others() -> None:
    def wrong(staff: str) -> SignInRefused:
        return SignInRefused(staff, "session.wrong_pin", 1)

    diary = wrote(
        ("till", wrong("C1"), 0),
        ("C1", SignedIn(), 20),
        ("C1", ApprovalRefused("s", "line.free", "x", "B1", "approval.wrong_pin"), 30),
        ("C1", ApprovalGiven("s", Approval("line.free", "x", "B1", "friend", NOW)), 40),
        ("C1", ApprovalRefused("s", "line.free", "x", "C1", "approval.own"), 50),
    )
    assert hits(diary, "ask.pins_tried") == []
    diary.write("C1", wrong("B1"), at=400)
    diary.write("till", wrong("B2"), at=500)
    diary.write("till", wrong("C1"), at=600)
    assert [(one.who, one.about) for one in hits(diary, "ask.pins_tried")] == [("C1", "B1"), ("C1", "B2")]
