"""Giving money back when a customer leaves in the middle of paying: on disk before the terminal is asked."""

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import PartPaid, SaleAbandoned, decode_fact
from pos.till import selling
from pos.till.paying import checkout
from tests.till.scene import ARIA, PowerCut, Scene


@pytest.fixture
def half_paid(scene: Scene) -> Scene:
    """One sleeve of 7,200 won, 5,000 of it paid by card."""
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_card(scene.counter, 5_000))
    return scene


def test_a_reversal_that_was_lost_is_in_doubt_and_never_counts_as_paid(half_paid: Scene) -> None:
    half_paid.terminal.answers = ["approved but lost"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        half_paid.play(checkout.give_up(half_paid.counter))
    for again in (checkout.pay_exact(half_paid.counter), checkout.give_up(half_paid.counter)):
        with pytest.raises(Refused, match=r"payment\.in_doubt"):
            half_paid.play(again)
    assert half_paid.play(checkout.enquire(half_paid.counter)) is None
    assert checkout.due(half_paid.counter) == 7_200
    sale = half_paid.play(checkout.pay_exact(half_paid.counter))
    assert sale is not None and [part.kind for part in sale.payments] == ["cash"]


def test_a_power_cut_right_after_a_reversal_is_asked_about(half_paid: Scene) -> None:
    half_paid.terminal.answers = ["approved and the power goes"]
    with pytest.raises(PowerCut):
        half_paid.play(checkout.give_up(half_paid.counter))
    half_paid.dies_and_starts_again()
    attempt = checkout.in_doubt(half_paid.counter)
    assert attempt is not None and attempt.outcome == "reversing"
    half_paid.play(checkout.enquire(half_paid.counter))
    assert checkout.due(half_paid.counter) == 7_200 and half_paid.counter.payments == ()
    half_paid.play(checkout.give_up(half_paid.counter))
    assert half_paid.counter.basket is None and half_paid.terminal.charged == {}


def test_a_full_disk_right_after_a_reversal_is_asked_about(half_paid: Scene) -> None:
    def full() -> None:
        raise Unavailable("disk.full")

    reverse = half_paid.terminal.reverse

    def reverse_and_fill(*asked: object) -> object:
        half_paid.store.before_next = full
        return reverse(*asked)  # type: ignore[arg-type]  # passed on

    half_paid.terminal.reverse = reverse_and_fill  # type: ignore[assignment]  # the disk fills up meanwhile
    with pytest.raises(Unavailable, match=r"disk\.full"):
        half_paid.play(checkout.give_up(half_paid.counter))
    with pytest.raises(Refused, match=r"payment\.in_doubt"):
        half_paid.play(checkout.pay_exact(half_paid.counter))
    half_paid.play(checkout.enquire(half_paid.counter))
    assert checkout.due(half_paid.counter) == 7_200


def test_a_reversal_that_did_not_happen_leaves_the_payment(half_paid: Scene) -> None:
    half_paid.terminal.answers = ["lost"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        half_paid.play(checkout.give_up(half_paid.counter))
    with pytest.raises(Refused, match=r"payment\.not_reversed"):
        half_paid.play(checkout.enquire(half_paid.counter))
    assert checkout.due(half_paid.counter) == 2_200
    sale = half_paid.play(checkout.pay_exact(half_paid.counter))
    assert sale is not None and [part.kind for part in sale.payments] == ["card", "cash"]


def test_what_was_handed_over_and_handed_back_stands_in_the_journal(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_transfer(scene.counter, 5_000, reference="REF-77"))
    scene.play(checkout.pay_cash(scene.counter, 1_000))
    scene.play(checkout.give_up(scene.counter))
    facts = [decode_fact(entry.payload) for entry in scene.journal()]
    parts = [fact.payment for fact in facts if isinstance(fact, PartPaid)]
    assert [(part.kind, part.amount, part.reference) for part in parts] == [
        ("transfer", 5_000, "REF-77"),
        ("cash", 1_000, ""),
    ]
    gone = next(fact for fact in facts if isinstance(fact, SaleAbandoned))
    assert gone.returned == tuple(parts)


def test_an_approval_without_its_number_is_no_approval(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.terminal.answers = ["approved without a number"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        scene.play(checkout.pay_card(scene.counter, 7_200))
    assert checkout.in_doubt(scene.counter) is not None


@pytest.mark.parametrize(("amount", "is_refused"), [(49_999, True), (50_000, False)])
def test_instalments_want_a_large_amount(scene: Scene, amount: int, is_refused: bool) -> None:
    from pos.till.feed import FeedPage
    from tests.domain.products import product

    scene.rig.outbox.arrive(FeedPage(8, products=(product("X", amount),)))
    selling.add(scene.counter, "X")
    if is_refused:
        with pytest.raises(Refused, match=r"tender\.instalment_minimum"):
            scene.play(checkout.pay_card(scene.counter, amount, instalments=3))
        assert scene.terminal.charged == {}
    else:
        assert scene.play(checkout.pay_card(scene.counter, amount, instalments=3)) is not None


def test_a_sale_of_which_the_disk_could_not_tell_is_looked_for_before_money_moves_again(scene: Scene) -> None:
    """The sale was written, and nobody could tell: it must not be rung, or charged, again."""
    selling.scan(scene.counter, ARIA)
    real = scene.store.commit

    def unsure(commit: object) -> object:
        real(commit)  # type: ignore[arg-type]  # passed on
        raise Unavailable("disk.unknown")

    scene.store.commit = unsure  # type: ignore[assignment, method-assign]  # the disk says nothing that can be believed
    with pytest.raises(Unavailable, match=r"disk\.unknown"):
        scene.play(checkout.pay_exact(scene.counter))
    scene.store.commit = real  # type: ignore[method-assign]  # and then it is well again
    with pytest.raises(Refused, match=r"sale\.already_written"):
        scene.play(checkout.pay_card(scene.counter, 7_200))
    assert scene.terminal.charged == {} and scene.counter.basket is None
    assert scene.counter.last_sale is not None and scene.counter.last_sale.number == 1
