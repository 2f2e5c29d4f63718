"""Closing a shift in tests: a count of so much, and the whole of it in one call."""

from typing import Any

from msgspec.structs import replace

from pos.domain.drawer import fewest
from pos.domain.facts import ShiftClosed, ShiftCounted
from pos.domain.money import Won
from pos.domain.sums.report import Report
from pos.till import holding, selling
from pos.till.day import closing
from pos.till.feed import FeedPage
from pos.till.in_hand import Closing
from pos.till.paying import checkout
from tests.storage.conftest import BOUTIQUE
from tests.till.backs import facts
from tests.till.scene import ARIA, Scene


def tolerate(scene: Scene, won: Won) -> None:
    """The mall lets a count differ by so much."""
    scene.rig.outbox.arrive(FeedPage(cursor=9, boutique=replace(BOUTIQUE, cash_tolerance=won)))


def cash_sale(scene: Scene) -> None:
    """One sleeve for 7,200 won in cash."""
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_exact(scene.counter))


def held_basket(scene: Scene) -> str:
    """One sleeve put aside; the basket's id."""
    selling.scan(scene.counter, ARIA)
    assert scene.counter.basket is not None
    basket = scene.counter.basket.id
    scene.play(holding.hold(scene.counter))
    return basket


def count(scene: Scene, total: Won) -> Closing:
    """Count the drawer in the fewest pieces."""
    return scene.play(closing.count(scene.counter, fewest(total).pieces))


def begun(scene: Scene, total: Won) -> Closing:
    """Begin and count."""
    closing.begin(scene.counter)
    return count(scene, total)


def close(scene: Scene, total: Won, **manager: Any) -> Report:
    """Begin, count, close."""
    begun(scene, total)
    return scene.play(closing.close(scene.counter, **manager))


def counted(scene: Scene) -> list[tuple[int, Won]]:
    """The counts in the journal."""
    return [(fact.nth, fact.count.total) for fact in facts(scene) if isinstance(fact, ShiftCounted)]


def closed(scene: Scene) -> list[Report]:
    """The Z reports in the journal."""
    return [fact.report for fact in facts(scene) if isinstance(fact, ShiftClosed)]
