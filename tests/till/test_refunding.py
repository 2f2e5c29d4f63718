"""Money goes back once: whatever the card, the line, the disk and the power do, it is paid or it is owed."""

import random
from datetime import timedelta

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import DrawerOpened, RefundAsked
from pos.till import session
from pos.till.back import refunding, returning
from pos.till.day import shift
from tests.till.backs import (
    CUP,
    Fate,
    bring_back,
    carry_on,
    code_of,
    facts,
    last,
    owed,
    paid_out,
    part_owed,
    returns,
    sell,
    settled,
    want,
)
from tests.till.scene import PowerCut, Scene
from tests.till.slowly import begun, ended, slow

ANSWERS = [
    "approved",
    "approved",
    "approved but lost",
    "approved and the power goes",
    "the power goes",
    "lost",
    "declined",
    "not_sent",
    "no_partial",
]


def test_a_card_gets_its_part_back(cups: Scene) -> None:
    back = bring_back(cups, last(cups))
    settled(cups)
    assert (back.refund, back.number, back.code) == (20_000, 1, "SEL01-1-R000001")
    assert cups.kinds()[-4:] == ["ReturnCompleted", "RefundAsked", "RefundAnswered", "RefundPaid"]
    request = next(iter(cups.terminal.backs.values()))
    assert (request.amount, request.charge) == (20_000, last(cups).payments[0].id)
    assert cups.counter.returning is None and cups.counter.last_return == back


def test_cash_goes_out_of_the_drawer_with_the_return(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP, card=0)
    before = shop.printer.drawer_opened
    bring_back(shop, sale)
    assert owed(shop) == [] and shop.printer.drawer_opened == before + 1
    assert shop.rig.shelf.cash_in_drawer(sale.shift) == 100_000 + 20_000
    assert DrawerOpened("return", returns(shop)[0].id) in facts(shop)


def test_cards_come_first_and_the_rest_in_cash(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP, card=15_000)
    bring_back(shop, sale)
    assert shop.terminal.held == 0
    assert [(paid.how, paid.amount) for paid in paid_out(shop)] == [("cash", 5_000), ("card", 15_000)]


@pytest.mark.parametrize(
    ("answer", "code", "notice"),
    [
        ("declined", "refund.declined", "refund.declined"),
        ("not_sent", "refund.not_sent", "refund.not_sent"),
        ("no_partial", "refund.no_partial", "refund.no_partial"),
        ("lost", "refund.unknown", "refund.unknown"),
    ],
)
def test_what_does_not_go_is_said_and_stays_owed(cups: Scene, answer: str, code: str, notice: str) -> None:
    cups.terminal.answers = [answer]
    bring_back(cups, last(cups))
    assert owed(cups) == [("card", 20_000)] and {notice, "refund.owed"} <= set(cups.codes())
    cups.terminal.answers = [answer, answer] if answer == "lost" else [answer]
    assert code_of(cups, refunding.pay_out(cups.counter, part_owed(cups))) == code
    carry_on(cups)
    settled(cups)
    assert "refund.owed" not in cups.codes()


def titles(scene: Scene) -> list[str]:
    """Every paper that came out, by its title."""
    return [paper.title for paper in scene.printer.papers]


def test_what_goes_later_is_told_on_a_paper_of_its_own(cups: Scene) -> None:
    cups.terminal.answers = ["not_sent"]
    back = bring_back(cups, last(cups))
    papers = titles(cups)
    cups.play(refunding.pay_out(cups.counter, part_owed(cups)))
    assert titles(cups) == [*papers, papers[-1]] and back.code in papers[-1]


@pytest.mark.parametrize(("answer", "asked"), [("approved but lost", 1), ("lost", 2)])
def test_one_in_doubt_is_asked_about_first(cups: Scene, answer: str, asked: int) -> None:
    cups.terminal.answers = [answer]
    bring_back(cups, last(cups))
    cups.play(refunding.pay_out(cups.counter, part_owed(cups)))
    settled(cups)
    assert len([fact for fact in facts(cups) if isinstance(fact, RefundAsked)]) == asked
    assert len(cups.terminal.enquiries) == 1


def test_a_question_that_did_not_get_through_is_no_answer(cups: Scene) -> None:
    cups.terminal.answers = ["approved but lost", "not_sent"]
    bring_back(cups, last(cups))
    assert code_of(cups, refunding.pay_out(cups.counter, part_owed(cups))) == "refund.unknown"
    carry_on(cups)
    settled(cups)


def test_what_is_in_doubt_is_not_paid_in_cash(cups: Scene) -> None:
    cups.terminal.answers = ["approved but lost"]
    bring_back(cups, last(cups))
    story = refunding.pay_cash(cups.counter, part_owed(cups), by="B1", pin="930275", reason="card is gone")
    assert code_of(cups, story) == "refund.unknown"
    carry_on(cups)
    settled(cups)


def test_a_card_is_paid_in_cash_by_a_manager_alone(cups: Scene) -> None:
    cups.terminal.answers = ["declined"]
    bring_back(cups, last(cups))
    part, before = part_owed(cups), cups.printer.drawer_opened
    assert code_of(cups, refunding.pay_cash(cups.counter, part)) == "tender.cash_for_card"
    story = refunding.pay_cash(cups.counter, part, by="B1", pin="000000", reason="card is gone")
    assert code_of(cups, story) == "approval.wrong_pin"
    paid = cups.play(refunding.pay_cash(cups.counter, part, by="B1", pin="930275", reason="card is gone"))
    assert (paid.how, paid.amount) == ("cash", 20_000) and owed(cups) == []
    assert cups.printer.drawer_opened == before + 1 and cups.terminal.held == 40_000
    assert code_of(cups, refunding.pay_out(cups.counter, part)) == "refund.paid"


def test_while_a_manager_types_the_card_may_have_had_it(cups: Scene) -> None:
    cups.terminal.answers = ["declined"]
    bring_back(cups, last(cups))
    part, vault = part_owed(cups), slow(cups, "vault")
    story = begun(cups, refunding.pay_cash(cups.counter, part, by="B1", pin="930275", reason="card is gone"))
    cups.headless.play(refunding.pay_out(cups.counter, part))
    vault.goes_on()
    assert ended(cups, story) == "refund.paid"
    settled(cups)


def test_while_a_manager_types_the_card_may_be_on_its_way(cups: Scene) -> None:
    cups.terminal.answers = ["declined", "approved but lost"]
    bring_back(cups, last(cups))
    part, vault = part_owed(cups), slow(cups, "vault")
    story = begun(cups, refunding.pay_cash(cups.counter, part, by="B1", pin="930275", reason="card is gone"))
    with pytest.raises(Refused, match=r"refund\.unknown"):
        cups.headless.play(refunding.pay_out(cups.counter, part))
    vault.goes_on()
    assert ended(cups, story) == "refund.unknown"
    carry_on(cups)
    settled(cups)


def test_a_transfer_wants_its_reference(shop: Scene) -> None:
    from pos.till import selling
    from pos.till.paying import checkout

    selling.scan(shop.counter, CUP)
    sale = shop.play(checkout.pay_transfer(shop.counter, 20_000, reference="IN-1"))
    assert sale is not None
    bring_back(shop, sale)
    part = part_owed(shop)
    assert code_of(shop, refunding.pay_transfer(shop.counter, part, reference=" ")) == "refund.reference"
    assert code_of(shop, refunding.pay_out(shop.counter, part)) == "refund.not_a_card"
    assert code_of(shop, refunding.cancel_whole(shop.counter, part)) == "refund.recharge_impossible"
    paid = shop.play(refunding.pay_transfer(shop.counter, part, reference=" OUT-1 "))
    assert (paid.how, paid.reference) == ("transfer", "OUT-1") and owed(shop) == []
    assert code_of(shop, refunding.pay_transfer(shop.counter, part, reference="OUT-2")) == "refund.paid"


def test_a_card_part_is_no_transfer(cups: Scene) -> None:
    cups.terminal.answers = ["declined"]
    bring_back(cups, last(cups))
    assert (
        code_of(cups, refunding.pay_transfer(cups.counter, part_owed(cups), reference="x")) == "refund.not_a_transfer"
    )


# --- twice at once, and full disks ---


def test_paying_out_twice_at_once_pays_once(cups: Scene) -> None:
    cups.terminal.answers = ["declined"]
    bring_back(cups, last(cups))
    part, cards = part_owed(cups), slow(cups, "cards")
    first = begun(cups, refunding.pay_out(cups.counter, part))
    second = begun(cups, refunding.pay_out(cups.counter, part))
    third = begun(cups, refunding.cancel_whole(cups.counter, part))
    cards.goes_on()
    assert [ended(cups, story) for story in (first, second, third)] == [
        "",
        "payment.in_progress",
        "payment.in_progress",
    ]
    settled(cups)


def test_completing_twice_at_once_is_one_return(cups: Scene) -> None:
    want(cups, last(cups))
    disk = slow(cups, "disk")
    first = begun(cups, returning.complete(cups.counter))
    second = begun(cups, returning.complete(cups.counter))
    while disk.waiting:
        disk.goes_on()
        cups.headless._posted.get()()
    assert [ended(cups, story) for story in (first, second)] == ["", "payment.in_progress"]
    settled(cups)


@pytest.mark.parametrize("write", [1, 2, 3])
def test_a_full_disk_loses_and_doubles_nothing(cups: Scene, write: int) -> None:
    """Before the return, before the terminal is asked, and after it answered."""
    want(cups, last(cups))
    real, count = cups.store.commit, 0

    def full(commit: object) -> object:
        nonlocal count
        count += 1
        if count >= write:
            raise Unavailable("disk.full")
        return real(commit)  # type: ignore[arg-type]  # passed on

    cups.store.commit = full  # type: ignore[assignment, method-assign]  # the disk fills up
    story = returning.complete(cups.counter)
    assert code_of(cups, story) == ("disk.full" if write == 1 else "")
    cups.store.commit = real  # type: ignore[method-assign]  # and somebody makes room
    assert cups.terminal.held == (20_000 if write == 3 else 40_000)
    if write == 1:
        cups.play(returning.complete(cups.counter))
    carry_on(cups)
    settled(cups)


def test_a_return_of_which_the_disk_could_not_tell_is_looked_for(cups: Scene) -> None:
    want(cups, last(cups))
    real = cups.store.commit

    def unsure(commit: object) -> object:
        real(commit)  # type: ignore[arg-type]  # passed on
        raise Unavailable("disk.unknown")

    cups.store.commit = unsure  # type: ignore[assignment, method-assign]  # the disk says nothing that can be believed
    assert code_of(cups, returning.complete(cups.counter)) == "disk.unknown"
    cups.store.commit = real  # type: ignore[method-assign]  # and then it is well again
    assert code_of(cups, returning.complete(cups.counter)) == "return.already_written"
    assert cups.counter.returning is None and owed(cups) == [("card", 20_000)] and "refund.owed" in cups.codes()
    carry_on(cups)
    settled(cups)


# --- late, and in the morning ---


def test_what_is_late_carries_interest_in_cash(cups: Scene) -> None:
    cups.terminal.answers = ["declined"]
    back = bring_back(cups, last(cups))
    assert back.due is not None and back.due.isoformat() == "2026-11-05"
    cups.clock.at += timedelta(days=13)
    before = cups.printer.drawer_opened
    assert refunding.late_interest(cups.counter, refunding.owed(cups.counter)[0]) == 83
    paid = cups.play(refunding.pay_out(cups.counter, part_owed(cups)))
    assert (paid.interest, paid.amount) == (83, 20_000) and cups.printer.drawer_opened == before + 1
    assert cups.rig.shelf.cash_in_drawer(last(cups).shift) == 100_000 - 83
    settled(cups)


def test_what_is_owed_is_said_after_a_restart_and_when_a_shift_opens(cold: Scene) -> None:
    from tests.till.shop import furnish

    furnish(cold)
    cold.play(session.sign_in(cold.counter, "C1", "1"))
    cold.play(shift.open_shift(cold.counter, 0))
    assert "refund.owed" not in cold.codes()
    sale = sell(cold, CUP)
    cold.terminal.answers = ["declined"]
    bring_back(cold, sale)
    cold.clock.at += timedelta(days=30)
    cold.dies_and_starts_again()
    notice = next(notice for notice in cold.counter.notices if notice.code == "refund.owed")
    assert (notice.facts, notice.grade) == ({"count": 1, "amount": 20_000, "late": 1}, "error")
    cold.counter.hush("refund.owed")
    cold.counter.shift = None
    cold.play(shift.open_shift(cold.counter, 0))
    assert "refund.owed" in cold.codes()


# --- the power ---


def steps_of(scene: Scene, *, whole: bool) -> int:
    """How many writes and questions it takes."""
    fate = Fate(scene)
    bring_back(scene, last(scene))
    if whole:
        carry_on(scene)
    return fate.steps


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("at", range(1, 14))
def test_the_power_may_go_at_any_step(cups: Scene, at: int, whole: bool, after: bool) -> None:
    cups.terminal.takes_parts = not whole
    want(cups, last(cups))
    fate = Fate(cups, at, after=after)
    try:
        cups.play(returning.complete(cups.counter))
        carry_on(cups)
    except PowerCut:
        fate.is_over()
    assert cups.terminal.held in (20_000, 40_000, 60_000)
    if not returns(cups):
        bring_back(cups, last(cups))
    carry_on(cups)
    settled(cups)


def test_the_steps_above_are_all_there_are(cups: Scene) -> None:
    cups.terminal.takes_parts = False
    assert steps_of(cups, whole=True) == 13


@pytest.mark.parametrize("round_of", range(8))
def test_no_schedule_of_answers_and_cuts_loses_or_doubles_a_refund(shop: Scene, round_of: int) -> None:
    """The terminal is the witness; half of the cashiers pay in parts, half cancel the whole."""
    for seed in range(round_of * 25, round_of * 25 + 25):
        chance = random.Random(seed)
        sale, before, paid = sell(shop, CUP, CUP), shop.terminal.held, len(paid_out(shop))
        shop.terminal.takes_parts = chance.random() < 0.5
        want(shop, sale)
        _live_through(shop, chance)
        shop.terminal.answers = []
        if not any(back.sale == sale.id for back in returns(shop)):
            bring_back(shop, sale)
        carry_on(shop, whole=chance.random() < 0.5)
        assert shop.terminal.held == before - 20_000, f"seed {seed}"
        assert len(paid_out(shop)) == paid + 1, f"seed {seed}"
    assert shop.rig.verify().holds


def _live_through(scene: Scene, chance: random.Random) -> None:
    """A return and some tries to pay it, while the terminal says what it likes and the power goes now and then."""
    stories = ["complete", *(chance.choice(["pay_out", "cancel_whole"]) for _ in range(3))]
    for story in stories:
        scene.terminal.answers = chance.choices(ANSWERS, k=chance.randrange(5))
        fate = Fate(scene, chance.choice([0, 0, *range(1, 9)]), after=chance.random() < 0.5)
        try:
            if story == "complete":
                code_of(scene, returning.complete(scene.counter))
            elif owed(scene):
                code_of(scene, getattr(refunding, story)(scene.counter, part_owed(scene)))
        except PowerCut:
            fate.is_over()
        else:
            fate.is_spared()
