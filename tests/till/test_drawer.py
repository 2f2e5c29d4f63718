"""Cash in and out of the drawer without a sale: written before it opens, never too much, never with a card number."""

from typing import Any

import pytest

from pos.domain.errors import Unavailable
from pos.domain.facts import DrawerMoved, DrawerOpened
from pos.till import selling, session
from pos.till.day import drawer
from pos.till.paying import checkout
from tests.till.backs import code_of, facts
from tests.till.closings import cash_sale, close
from tests.till.scene import ARIA, Scene
from tests.till.slowly import begun, code_at_once, ended, run_out, slow


def holds(scene: Scene) -> int:
    assert scene.counter.shift is not None
    return scene.rig.shelf.cash_in_drawer(scene.counter.shift.id)


def test_what_goes_in_and_out(scene: Scene) -> None:
    scene.play(drawer.move(scene.counter, "safe", 30_000, note=" noon drop "))
    scene.play(drawer.move(scene.counter, "out", 5_000, note="stamps"))
    scene.play(drawer.move(scene.counter, "in", 20_000, note="change"))
    assert holds(scene) == 85_000 and scene.printer.drawer_opened == 3
    moved = [fact.move for fact in facts(scene) if isinstance(fact, DrawerMoved)]
    assert [(one.kind, one.amount, one.note) for one in moved] == [
        ("safe", 30_000, "noon drop"),
        ("out", 5_000, "stamps"),
        ("in", 20_000, "change"),
    ]
    report = close(scene, 85_000)
    assert report.moves == tuple(moved) and report.no_sales == 0 and scene.rig.verify().holds


@pytest.mark.parametrize("amount", [0, -1, -10_000_000, 10_000_001])
def test_amounts_that_are_none(scene: Scene, amount: int) -> None:
    assert code_of(scene, drawer.move(scene.counter, "in", amount, note="change")) == "drawer.amount"
    assert holds(scene) == 100_000 and scene.printer.drawer_opened == 0


@pytest.mark.parametrize("amount", [1, 10_000_000])
def test_the_least_and_the_most(scene: Scene, amount: int) -> None:
    scene.play(drawer.move(scene.counter, "in", amount, note="change"))
    assert holds(scene) == 100_000 + amount


NOTES = [
    ("", "note.missing"),
    ("  \t", "note.missing"),
    ("1234-5678-9012-3456", "privacy.sensitive"),
    ("paid 1234 5678 9012 345", "privacy.sensitive"),
    ("010-1234-5678", "privacy.sensitive"),
    ("x" * 201, "note.too_long"),
]


@pytest.mark.parametrize(("note", "code"), NOTES)
def test_notes_that_do_not_do(scene: Scene, note: str, code: str) -> None:
    assert code_of(scene, drawer.move(scene.counter, "out", 5_000, note=note)) == code
    assert code_of(scene, drawer.open_without_sale(scene.counter, note)) == code
    assert "DrawerMoved" not in scene.kinds() and "DrawerOpened" not in scene.kinds()
    assert scene.printer.drawer_opened == 0


def test_opening_it_without_a_sale_is_written_down_with_who_and_why(scene: Scene) -> None:
    scene.play(drawer.open_without_sale(scene.counter, " customer asked for coins "))
    entry = scene.journal()[-1]
    assert (entry.kind, entry.who) == ("DrawerOpened", "C1") and scene.printer.drawer_opened == 1
    assert facts(scene)[-1] == DrawerOpened("customer asked for coins")
    assert close(scene, 100_000).no_sales == 1


@pytest.mark.parametrize("reason", ["sale", "refund", "return", "drawer moved", "sale given up"])
def test_no_reason_hides_that_it_was_opened(scene: Scene, reason: str) -> None:
    scene.play(drawer.open_without_sale(scene.counter, reason))
    cash_sale(scene)
    assert close(scene, 107_200).no_sales == 1


@pytest.mark.parametrize(
    "story", [lambda c: drawer.move(c, "in", 1, note="x"), lambda c: drawer.open_without_sale(c, "x")]
)
def test_without_a_shift_or_a_person_it_stays_shut(cold: Scene, story: Any) -> None:
    assert code_of(cold, story(cold.counter)) == "session.nobody"
    cold.play(session.sign_in(cold.counter, "C1", "482913"))
    assert code_of(cold, story(cold.counter)) == "shift.not_open"
    assert cold.printer.drawer_opened == 0


def test_a_full_disk_moves_nothing_and_keeps_it_shut(scene: Scene) -> None:
    def full() -> None:
        raise Unavailable("disk.full")

    scene.store.before_next = full
    assert code_of(scene, drawer.move(scene.counter, "safe", 30_000, note="drop")) == "disk.full"
    assert holds(scene) == 100_000 and scene.printer.drawer_opened == 0


def test_a_second_click_moves_it_once(scene: Scene) -> None:
    disk = slow(scene, "disk")
    first = begun(scene, drawer.move(scene.counter, "safe", 30_000, note="drop"))
    second = begun(scene, drawer.move(scene.counter, "safe", 30_000, note="drop"))
    assert code_at_once(second) == "payment.in_progress"
    run_out(scene, disk)
    assert ended(scene, first) == "" and holds(scene) == 70_000


def test_in_the_middle_of_a_payment_it_stays_shut(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    cards = slow(scene, "cards")
    story = begun(scene, checkout.pay_card(scene.counter, 7_200))
    assert code_of(scene, drawer.move(scene.counter, "in", 1, note="x")) == "payment.in_progress"
    cards.goes_on()
    assert ended(scene, story) == ""
