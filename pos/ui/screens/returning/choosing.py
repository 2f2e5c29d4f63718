"""What the customer brings, in what condition and why, as it is being put together; each step can be taken back.

One condition and one reason hold for all that is chosen, unless a line was given its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from pos.domain.back.returns import AT_FAULT, CLAIMS, Condition, Original, Reason, Wanted
from pos.till.in_hand import Returning

CONDITIONS: tuple[Condition, ...] = ("unopened", "opened_unused", "used")
REASONS: tuple[Reason, ...] = ("change_of_mind", "defect", "not_as_described")
CLAIM_REASONS: tuple[Reason, ...] = ("damaged", "missing")
MOST = 99


@dataclass(frozen=True, slots=True)
class Place:
    """One thing that can come back: a line of the sale, one machine of it, or a product without a receipt."""

    position: int
    product: str
    serial: str = ""

    @property
    def name(self) -> str:
        """What widgets are called by."""
        return self.serial or (str(self.position) if self.position else self.product)


@dataclass(frozen=True, slots=True)
class Said:
    """In what condition, why, and whether the same product goes out for it."""

    condition: Condition = "unopened"
    reason: Reason | None = None
    replaced: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything that was chosen. `own` are the lines that differ, `new` the serial numbers that go out."""

    said: Said = Said()
    counts: Mapping[Place, int] = field(default_factory=dict)
    own: Mapping[Place, Said] = field(default_factory=dict)
    new: Mapping[Place, str] = field(default_factory=dict)
    noticed: date | None = None
    arrived: date | None = None
    products: tuple[str, ...] = ()


class Choosing:
    """Mutable: the state now and those before it."""

    def __init__(self, hand: Returning) -> None:
        self.hand_id, self.original = hand.id, hand.original
        self.state = _state_of(hand)
        self._before: list[State] = []

    # --- what there is to choose ---

    @property
    def places(self) -> tuple[Place, ...]:
        """Everything there is, in the order of the receipt, or of the products that were named."""
        if self.original is None:
            return tuple(Place(0, product) for product in self.state.products)
        places = [place for at in range(len(self.original.sale.lines)) for place in _places(self.original, at + 1)]
        gone = [place for place, count in self.state.counts.items() if count and place not in places]
        return tuple(sorted([*places, *gone], key=lambda place: place.position))

    def left(self, place: Place) -> int:
        """How many of it can be brought back."""
        if self.original is None:
            return MOST
        return min(1, self.original.left(place.position)) if place.serial else self.original.left(place.position)

    def count(self, place: Place) -> int:
        """How many of it were chosen."""
        return self.state.counts.get(place, 0)

    def said(self, place: Place | None) -> Said:
        """What was said of it, or of everything."""
        return self.state.said if place is None else self.state.own.get(place, self.state.said)

    def is_replaced(self, place: Place) -> bool:
        """Whether the same product goes out: only for what the shop answers for, and with a receipt."""
        said = self.said(place)
        return said.replaced and said.reason in AT_FAULT and place.position > 0

    @property
    def chosen(self) -> tuple[Place, ...]:
        """What was chosen."""
        return tuple(place for place in self.places if self.count(place))

    @property
    def is_delivered(self) -> bool:
        """Whether the sale was a delivery, so that its arrival counts."""
        return self.original is not None and self.original.sale.shipping is not None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons there can be."""
        return (*REASONS, *CLAIM_REASONS) if self.is_delivered else REASONS

    @property
    def lacks_reason(self) -> bool:
        """Whether something is chosen of which nobody said why."""
        return any(self.said(place).reason is None for place in self.chosen)

    def lacking_serial(self, *, tracked: frozenset[str]) -> Place | None:
        """The first machine that goes out without its number."""
        going = (place for place in self.chosen if self.is_replaced(place) and place.product in tracked)
        return next((place for place in going if not self.state.new.get(place)), None)

    # --- choosing ---

    def set_count(self, place: Place, count: int) -> bool:
        """So many of it; False where nothing changes."""
        count = max(0, min(count, self.left(place)))
        if count == self.count(place):
            return False
        counts = {**self.state.counts, place: count}
        products = self.state.products
        if not place.position:
            products = tuple(one for one in products if counts.get(Place(0, one), 0))
        return self._now(replace(self.state, counts=counts, products=products))

    def set_all(self) -> bool:
        """Everything there is; nothing where everything was chosen already."""
        everything = {place: self.left(place) for place in self.places}
        if self.original is None:
            return False
        is_all = all(self.count(place) == count for place, count in everything.items())
        return self._now(replace(self.state, counts={} if is_all else everything))

    def name(self, product: str) -> bool:
        """One more of a product that nobody has a receipt for."""
        state, place = self.state, Place(0, product)
        products = state.products if product in state.products else (*state.products, product)
        counts = {**state.counts, place: min(self.count(place) + 1, MOST)}
        return self._now(replace(state, products=products, counts=counts))

    def say(self, place: Place | None, said: Said) -> bool:
        """Say it of one line, or of all of them: then no line has its own any more."""
        if place is None:
            return self._now(replace(self.state, said=said, own={}))
        return self._now(replace(self.state, own={**self.state.own, place: said}))

    def set_days(self, *, noticed: date | None = None, arrived: date | None = None) -> bool:
        """The day the customer noticed, the day it arrived; None keeps it."""
        state = self.state
        return self._now(replace(state, noticed=noticed or state.noticed, arrived=arrived or state.arrived))

    def give_serial(self, place: Place, serial: str) -> bool:
        """The machine that goes out for it."""
        return self._now(replace(self.state, new={**self.state.new, place: serial}))

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._before)

    def undo(self) -> bool:
        """Take the last step back."""
        if self._before:
            self.state = self._before.pop()
            return True
        return False

    def _now(self, state: State) -> bool:
        if state == self.state:
            return False
        self._before.append(self.state)
        self.state = state
        return True

    # --- what it comes to ---

    def wanted(self) -> tuple[Wanted, ...]:
        """What can be judged already: everything chosen of which somebody said why."""
        found: dict[tuple[int, str, Said], Wanted] = {}
        for place in self.chosen:
            said = self.said(place)
            if said.reason is None:
                continue
            one = self._one(place, said, said.reason)
            key = (place.position, place.product, said)
            found[key] = _joined(found[key], one) if key in found else one
        return tuple(found.values())

    def _one(self, place: Place, said: Said, reason: Reason) -> Wanted:
        is_claim, serial = reason in CLAIMS, self.state.new.get(place, "")
        replaced = self.is_replaced(place)
        return Wanted(
            position=place.position,
            quantity=self.count(place),
            condition=said.condition,
            reason=reason,
            noticed=self.state.noticed if reason in AT_FAULT and not is_claim else None,
            arrived=self.state.arrived if self.is_delivered else None,
            product=place.product if not place.position else "",
            serials=(place.serial,) if place.serial else (),
            replaced=replaced,
            new_serials=(serial,) if replaced and serial else (),
        )


def _joined(one: Wanted, more: Wanted) -> Wanted:
    """Machines of one line that come back for the same reason are one line."""
    return Wanted(
        one.position,
        one.quantity + more.quantity,
        one.condition,
        one.reason,
        one.noticed,
        one.arrived,
        one.product,
        (*one.serials, *more.serials),
        one.replaced,
        (*one.new_serials, *more.new_serials),
    )


def _places(original: Original, position: int) -> Iterable[Place]:
    product, serials = original.line(position).product, original.serials(position)
    return [Place(position, product, serial) for serial in serials] or [Place(position, product)]


def _state_of(hand: Returning) -> State:
    """What is in hand already, as for a claim that is taken up."""
    if not hand.wanted:
        return State()
    counts: dict[Place, int] = {}
    own: dict[Place, Said] = {}
    new: dict[Place, str] = {}
    for one in hand.wanted:
        said = Said(one.condition, one.reason, one.replaced)
        for place, count in _counted(hand.original, one):
            counts[place], own[place] = count, said
        for serial, fresh in zip(one.serials, one.new_serials, strict=False):
            new[Place(one.position, _product(hand.original, one), serial)] = fresh
    first, days = next(iter(own.values())), hand.wanted[0]
    own = {} if set(own.values()) == {first} else own
    products = tuple(dict.fromkeys(one.product for one in hand.wanted if one.product))
    return State(first, counts, own, new, days.noticed, days.arrived, products)


def _counted(original: Original | None, one: Wanted) -> list[tuple[Place, int]]:
    product = _product(original, one)
    if one.serials:
        return [(Place(one.position, product, serial), 1) for serial in one.serials]
    return [(Place(one.position, product), one.quantity)]


def _product(original: Original | None, one: Wanted) -> str:
    return original.line(one.position).product if original is not None else one.product
