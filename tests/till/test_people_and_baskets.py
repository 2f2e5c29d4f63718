"""Signing in, the shift, and baskets put aside."""

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.till import holding, selling, session
from pos.till.day import shift
from pos.till.paying import checkout
from tests.till.scene import ARIA, BELLO, Scene


def test_a_wrong_pin_is_refused_and_written_down(cold: Scene) -> None:
    with pytest.raises(Refused) as refused:
        cold.play(session.sign_in(cold.counter, "C1", "000000"))
    assert (refused.value.code, refused.value.facts["failures"]) == ("session.wrong_pin", 1)
    assert cold.kinds()[-1] == "SignInRefused" and cold.counter.staff is None


def test_somebody_unknown_is_refused(cold: Scene) -> None:
    with pytest.raises(Refused, match=r"session\.unknown"):
        cold.play(session.sign_in(cold.counter, "X9", "482913"))


def test_nobody_is_signed_in_who_could_not_be_written_down(cold: Scene) -> None:
    def full() -> None:
        raise Unavailable("disk.full")

    cold.store.before_next = full
    with pytest.raises(Unavailable, match=r"disk\.full"):
        cold.play(session.sign_in(cold.counter, "C1", "482913"))
    assert cold.counter.staff is None
    cold.play(session.sign_in(cold.counter, "C1", "482913"))
    assert cold.journal()[-1].who == "C1"


def test_changing_the_cashier_keeps_the_basket(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.play(session.sign_in(scene.counter, "B1", "1"))
    assert scene.counter.basket is not None and len(scene.counter.basket.lines) == 1
    assert scene.kinds()[-2:] == ["SignedOut", "SignedIn"]
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.cashier == "B1"


def test_a_shift_opens_once_with_a_float_that_can_be_real(scene: Scene) -> None:
    with pytest.raises(Refused, match=r"shift\.open"):
        scene.play(shift.open_shift(scene.counter, 0))


@pytest.mark.parametrize("amount", [-1, 10_000_001])
def test_a_float_that_cannot_be_real_is_refused(cold: Scene, amount: int) -> None:
    cold.play(session.sign_in(cold.counter, "C1", "1"))
    with pytest.raises(Refused, match=r"shift\.float"):
        cold.play(shift.open_shift(cold.counter, amount))
    assert cold.counter.shift is None


def test_the_shift_is_still_open_after_a_restart(scene: Scene) -> None:
    scene.dies_and_starts_again()
    assert scene.counter.shift is not None and scene.counter.shift.float_won == 100_000


def test_a_basket_is_put_aside_and_taken_up_again(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    scene.play(holding.hold(scene.counter))
    assert scene.counter.basket is None
    selling.scan(scene.counter, BELLO)
    held = scene.rig.shelf.held()
    assert len(held) == 1
    with pytest.raises(Refused, match=r"basket\.open"):
        scene.play(holding.recall(scene.counter, held[0].basket.id))
    scene.play(holding.hold(scene.counter))
    scene.dies_and_starts_again()
    assert [draft.basket.lines[0].product for draft in scene.rig.shelf.held()] == ["ARIA", "BELLO"]
    scene.play(holding.recall(scene.counter, held[0].basket.id))
    assert scene.counter.basket is not None and scene.counter.basket.lines[0].product == "ARIA"
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.id == held[0].basket.id
    assert len(scene.rig.shelf.held()) == 1


def test_what_is_partly_paid_or_empty_cannot_be_put_aside(scene: Scene) -> None:
    with pytest.raises(Refused, match=r"basket\.empty"):
        scene.play(holding.hold(scene.counter))
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_cash(scene.counter, 5_000))
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        scene.play(holding.hold(scene.counter))


def test_a_basket_that_is_not_held_cannot_be_taken_up(scene: Scene) -> None:
    with pytest.raises(Refused, match=r"basket\.not_held"):
        scene.play(holding.recall(scene.counter, "nothing"))


def test_a_shift_of_another_day_is_said_after_a_start(scene: Scene) -> None:
    scene.clock.passes(days=1)
    scene.dies_and_starts_again()
    assert "shift.other_day" in scene.codes()
    selling.scan(scene.counter, ARIA)
    sale = scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None and sale.day == scene.counter.day()
