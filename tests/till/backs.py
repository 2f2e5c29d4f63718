"""Bringing goods back in tests: short words for a sale, a return of some of it, and what is owed."""

from collections.abc import Callable
from datetime import date
from typing import Any

from pos.domain.back.returns import PaidOut, Return, Wanted
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import Fact, RefundPaid, ReturnCompleted, decode_fact
from pos.domain.sale import Sale
from pos.till import selling
from pos.till.back import refunding, returning
from pos.till.paying import checkout
from tests.till.scene import PowerCut, Scene

CUP, UNO = "8800000000107", "8800000000077"
JPEG = b"\xff\xd8\xff\xe0 a picture"


def sell(scene: Scene, *codes: str, serials: tuple[str, ...] = (), card: int | None = None, cash: int = 0) -> Sale:
    """Sell what was scanned, by card, or `card` won of it by card and the rest, at least `cash`, in cash."""
    for code in (*codes, *serials):
        selling.scan(scene.counter, code)
    due = checkout.due(scene.counter)
    by_card = due - cash if card is None else card
    sale = scene.play(checkout.pay_card(scene.counter, by_card)) if by_card else None
    sale = sale or scene.play(checkout.pay_exact(scene.counter))
    assert sale is not None
    return sale


def one(position: int = 1, quantity: int = 1, **more: Any) -> Wanted:
    """Unopened, and a change of mind, unless it is said otherwise."""
    said: dict[str, Any] = {"condition": "unopened", "reason": "change_of_mind", **more}
    return Wanted(position, quantity, **said)


def want(scene: Scene, sale: Sale, *wanted: Wanted) -> None:
    """Take the sale in hand and say what comes back: one unit of its first line, unless it is said."""
    scene.play(returning.find(scene.counter, sale.code))
    returning.want(scene.counter, *(wanted or (one(),)))


def bring_back(scene: Scene, sale: Sale, *wanted: Wanted) -> Return:
    """The whole of it."""
    want(scene, sale, *wanted)
    return scene.play(returning.complete(scene.counter))


def owed(scene: Scene) -> list[tuple[str, int]]:
    """What is owed, by the way it came."""
    return [(one.part.kind, one.part.amount) for one in refunding.owed(scene.counter)]


def part_owed(scene: Scene, place: int = 0) -> str:
    """The id of a part that is owed."""
    return refunding.owed(scene.counter)[place].part.id


def facts(scene: Scene) -> list[Fact]:
    """Everything the journal says."""
    return [decode_fact(entry.payload) for entry in scene.journal()]


def paid_out(scene: Scene) -> list[PaidOut]:
    """What reached customers."""
    return [fact.paid for fact in facts(scene) if isinstance(fact, RefundPaid)]


def returns(scene: Scene) -> list[Return]:
    """What came back."""
    return [fact.back for fact in facts(scene) if isinstance(fact, ReturnCompleted)]


def code_of(scene: Scene, story: Any) -> str:
    """What a story is refused with, "" where it goes well."""
    try:
        scene.play(story)
    except (Refused, Unavailable) as error:
        return error.code
    return ""


def refused(call: Callable[[], object]) -> str:
    """What a call is refused with, "" where it goes well."""
    try:
        call()
    except Refused as error:
        return error.code
    return ""


def unchecked(scene: Scene) -> str:
    """What stands in the way of the return in hand."""
    return refused(lambda: returning.check(scene.counter))


def day(text: str) -> date:
    """A day as it is written."""
    return date.fromisoformat(text)


def last(scene: Scene) -> Sale:
    """The last sale."""
    assert scene.counter.last_sale is not None
    return scene.counter.last_sale


def settled(scene: Scene, kept: int = 20_000) -> None:
    """The terminal holds what was kept, the journal has one payment, and the chain holds."""
    assert scene.terminal.held == kept and owed(scene) == []
    assert len(paid_out(scene)) == len(returns(scene)) == 1
    assert scene.rig.verify().holds


def carry_on(scene: Scene, *, whole: bool = False, most: int = 12) -> None:
    """Pay what is owed until nothing is: whoever stands there tries again, the card as a whole where it must be."""
    for _ in range(most):
        open_ones = refunding.owed(scene.counter)
        if not open_ones:
            return
        for part in open_ones:
            verb = refunding.cancel_whole if whole and part.part.whole else refunding.pay_out
            if code_of(scene, verb(scene.counter, part.part.id)) == "refund.no_partial":
                code_of(scene, refunding.cancel_whole(scene.counter, part.part.id))
    raise AssertionError(f"still owed: {owed(scene)}")


class Fate:
    """The power goes at the n-th write or question to the terminal, before it or right after it."""

    def __init__(self, scene: Scene, at: int = 0, *, after: bool = False) -> None:
        self.steps, self._at, self._after = 0, at, after
        self._scene = scene
        for verb in ("charge", "give_back", "reverse", "enquire"):
            setattr(scene.terminal, verb, self._at_risk(getattr(scene.terminal, verb)))
        scene.store.commit = self._at_risk(scene.store.commit)  # type: ignore[method-assign]  # the same, at risk

    def is_over(self) -> None:
        """Somebody switches the till on again."""
        self.is_spared()
        self._scene.dies_and_starts_again()

    def is_spared(self) -> None:
        """It did not come to that."""
        for verb in ("charge", "give_back", "reverse", "enquire"):
            delattr(self._scene.terminal, verb)
        del self._scene.store.commit

    def _at_risk(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def told(*values: Any) -> Any:
            self.steps += 1
            step = self.steps
            if step == self._at and not self._after:
                raise PowerCut
            result = call(*values)
            if step == self._at:
                raise PowerCut
            return result

        return told
