"""The search of the sale screen: from what is written to a line in the basket."""

from __future__ import annotations

from collections.abc import Callable

from pos.domain.catalogue import Product, price_at
from pos.till import selling
from pos.ui.desk import Desk
from pos.ui.figures import amount
from pos.ui.find.panel import MOST, FindPanel, Found
from pos.ui.keys import KeyUse


class Finding:
    """Remembers which unknown code is being settled, if one is."""

    def __init__(self, desk: Desk, panel: FindPanel, *, add: Callable[[str], None], leave: Callable[[], None]) -> None:
        self.desk, self.panel = desk, panel
        self._add, self._leave = add, leave
        self._scan: int | None = None
        panel.sought.connect(self._seek)
        panel.chosen.connect(self.choose)
        panel.left.connect(leave)

    def begin(self, *, scan: int | None = None, text: str = "") -> None:
        """An empty field; for an unknown code it says which."""
        self._scan = scan
        basket, purpose = self.desk.counter.basket, ""
        if scan is not None and basket is not None:
            code = next((one.text for one in basket.unknown if one.id == scan), "")
            purpose = self.desk.words("find.settle", text=code)
        self.panel.begin(self.desk.words, purpose=purpose, text=text)

    def end(self) -> None:
        """Nothing is sought."""
        self._scan = None
        self.panel.end()

    def keys(self) -> tuple[KeyUse, ...]:
        """Enter takes the marked one."""
        return (
            KeyUse("Enter", "key.add_found", self.take),
            KeyUse("Up", "key.up", lambda: self.panel.step(-1)),
            KeyUse("Down", "key.down", lambda: self.panel.step(1)),
            KeyUse("F2", "key.find", self.panel.field.selectAll),
            KeyUse("Esc", "key.back", self._leave),
        )

    def take(self) -> None:
        """Take what is marked."""
        self.panel.field.settle()
        if self.panel.marked is None:
            self.desk.toned.emit("bad")
        else:
            self.choose(self.panel.marked)

    def choose(self, code: str) -> None:
        """This is the product."""
        counter, scan = self.desk.counter, self._scan
        if scan is None:
            self._add(code)
        else:
            self.desk.attempt(lambda: selling.settle_unknown(counter, scan, code))
        self._leave()

    def _seek(self, text: str) -> None:
        wish = text.strip()
        products = self.desk.counter.ports.shelf.search(wish, most=MOST) if wish else ()
        self.panel.take([self._found(product) for product in products], self.desk.words)

    def _found(self, product: Product) -> Found:
        words = self.desk.words
        price = price_at(product, self.desk.counter.now())
        size = words("find.capsules", count=product.capsules) if product.capsules else ""
        detail = " · ".join(part for part in (product.code, size) if part)
        told = words("sale.no_price") if price is None else amount(price)
        return Found(product.code, product.name.in_language(words.language), detail, told)
