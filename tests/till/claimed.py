"""Benefits that were claimed, in tests: a sale made while the mall is silent, and what the mall says then."""

from datetime import datetime
from typing import Any

from msgspec.structs import replace

from pos.domain.apart import ClaimSettled
from pos.domain.back.returns import Return
from pos.domain.facts import ReturnCompleted
from pos.domain.sale import Sale
from pos.till import membership, selling
from pos.till.back import settling
from pos.till.feed import FeedPage
from pos.till.paying import checkout
from tests.till.backs import facts
from tests.till.scene import Scene
from tests.till.shop import entitled

PLUS = "plus:e-M1"
ARIA_SLEEVE = "8800000000015"


def known_member(scene: Scene, **more: Any) -> None:
    """M1 has Plus, is known here, and the mall falls silent."""
    entitled(scene, **more)
    scene.play(membership.attach(scene.counter, "M1"))
    membership.detach(scene.counter)
    scene.mall.is_down = True


def claim(scene: Scene, *, sleeves: int = 7, card: int = 0, more: tuple[str, ...] = ()) -> Sale:
    """M1 buys coffee nobody can be asked about; `card` won of it by card, the rest in cash."""
    selling.scan(scene.counter, ARIA_SLEEVE, quantity=sleeves)
    for code in more:
        selling.scan(scene.counter, code)
    scene.play(membership.attach(scene.counter, "M1"))
    if card:
        sale = scene.play(checkout.pay_card(scene.counter, card))
    sale = scene.play(checkout.pay_exact(scene.counter)) if scene.counter.basket else sale
    assert sale is not None
    assert [one.benefit for one in sale.claims] == [PLUS]
    return sale


def settled(sale: Sale, amount: int = 0, *, reason: str = "", at: datetime | None = None) -> ClaimSettled:
    return ClaimSettled(sale.id, sale.till, PLUS, amount, reason, at)


def says(scene: Scene, *told: ClaimSettled) -> None:
    """The mall's word arrives, and the till does what follows from it."""
    arrives(scene, *told)
    scene.play(settling.settle(scene.counter))


def arrives(scene: Scene, *told: ClaimSettled) -> None:
    """It arrives, and the program dies before anything follows from it."""
    scene.rig.outbox.arrive(FeedPage(cursor=scene.rig.outbox.cursor() + 1, claims=told))


def rebates(scene: Scene) -> list[Return]:
    """What was written down for claims that were granted."""
    backs = (fact.back for fact in facts(scene) if isinstance(fact, ReturnCompleted))
    return [back for back in backs if back.benefit]


def without_offers(scene: Scene) -> None:
    """No promotion stands in the way of Plus."""
    promotions = scene.counter.ports.books.promotions()
    ended = tuple(replace(one, until=one.since.replace(year=one.since.year + 1)) for one in promotions)
    scene.rig.outbox.arrive(FeedPage(cursor=scene.rig.outbox.cursor() + 1, promotions=ended))
