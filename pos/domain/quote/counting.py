"""The priced basket as the benefits look at it: which lines are paid for, how much of each there is."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import msgspec

from pos.domain.basket import Basket
from pos.domain.catalogue import Product, Range
from pos.domain.money import Won
from pos.domain.policy import Policy
from pos.domain.quote.known import Known
from pos.domain.quote.values import QuoteLine


class Priced(msgspec.Struct, frozen=True):
    """A basket with the price of each line. `places` are those a benefit may take something off, in canonical order;
    `gifts` those that a promotion may give."""

    basket: Basket
    lines: tuple[QuoteLine, ...]
    products: tuple[Product, ...]
    policy: Policy
    known: Known
    places: tuple[int, ...]
    gifts: tuple[int, ...]

    @property
    def moment(self) -> datetime:
        """The instant whose prices and benefits the customer was shown."""
        return self.basket.priced_at

    def coffee(self) -> tuple[int, ...]:
        """The places of the coffee that is paid for."""
        products = self.products
        return tuple([place for place in self.places if products[place].kind == "capsule"])

    def capsules(self, ranges: tuple[Range, ...]) -> int:
        """Paid capsules of some ranges (9 (5) as read): an assortment counts by its content."""
        lines, products = self.lines, self.products
        return sum(
            [
                products[place].capsules * lines[place].quantity
                for place in self.places
                if products[place].kind == "capsule" and products[place].range in ranges and lines[place].amount
            ]
        )

    def worth(self, places: tuple[int, ...]) -> Won:
        """What the lines at some places cost before benefits."""
        lines = self.lines
        return sum([lines[place].amount for place in places])

    def machines(self) -> Iterator[tuple[int, Product]]:
        """The machines that are paid for and bring a plan, with their places, in the basket's order."""
        for place, product in enumerate(self.products):
            line = self.basket.lines[place]
            if product.kind == "machine" and product.plus_plan and not (line.free or line.gift):
                yield place, product
