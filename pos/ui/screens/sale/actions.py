"""What happens on the sale screen: touches, keys and scans become verbs. It reckons nothing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pos.domain import basket as baskets
from pos.domain.papers.receipt_token import is_receipt
from pos.till import benefits, holding, membership, selling
from pos.till.changes import Touched
from pos.till.paying import checkout
from pos.ui.desk import Desk, Offer, Side
from pos.ui.keys import KeyUse
from pos.ui.rooms import Rooms
from pos.ui.screens.exchange import view as exchange
from pos.ui.screens.sale import cards
from pos.ui.screens.sale.finding import Finding
from pos.ui.screens.sale.paying import Paying
from pos.ui.screens.sale.quantity import Quantity
from pos.ui.screens.sale.screen import SaleScreen
from pos.ui.screens.sale.serials import Serials
from pos.ui.screens.sale.sides import SIDES
from pos.ui.screens.sale.typing import Typing
from pos.ui.screens.sale.view import chips, favourites, present
from pos.ui.screens.sale.whose import Glance, Whose

# Shorter than any barcode or product code: such digits are a quantity without its `*`.
SHORTEST_CODE = 4


class SaleActions:
    """Lives as long as the window; the basket is the counter's."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.screen = desk, SaleScreen()
        self.typing = Typing()
        self.side = "keys"
        self.sides: Rooms[Side] = Rooms({name: partial(self._make, name) for name in SIDES})
        self._unknown: int | None = None
        self._glance, self._whose = Glance(), Whose()
        self._serials = Serials(desk)
        self.finding = Finding(desk, self.screen.search, add=self.add, leave=self.back_to_keys)
        self.paying = Paying(desk, cleared=self.typing.clear)
        self.quantity = Quantity(desk, self.screen.quantity, leave=self.back_to_keys)
        self._connect()
        desk.offer(
            "price.changed",
            Offer("sale.take_new", lambda: desk.attempt(lambda: selling.take_new_prices(desk.counter))),
            Offer("sale.keep_old", lambda: selling.keep_old_prices(desk.counter)),
        )

    def _make(self, name: str) -> Side:
        side = SIDES[name](self.desk)
        self.screen.add_side(name, side.screen)
        return side

    def _connect(self) -> None:
        screen, desk = self.screen, self.desk
        desk.turned.connect(self.turn)
        screen.find_pressed.connect(self.open_find)
        screen.product_pressed.connect(self.add)
        screen.chip_pressed.connect(self.recall)
        screen.hold_pressed.connect(self.hold)
        screen.recall_pressed.connect(lambda: desk.open("held"))
        screen.cash_pressed.connect(self.paying.by_cash)
        screen.card_pressed.connect(self.paying.by_card)
        screen.pay_pressed.connect(self.paying.begin)
        screen.tab_pressed.connect(self.press_tab)
        basket = screen.basket
        basket.tool_pressed.connect(self._tool)
        basket.back_pressed.connect(lambda: desk.go("returning"))
        basket.nearly_pressed.connect(self.add_nearly)
        basket.exchange.pressed.connect(lambda: desk.open("exchange"))
        basket.strips.member_pressed.connect(lambda: desk.aside("member"))
        basket.strips.delivery_pressed.connect(lambda: desk.aside("delivery"))
        basket.strips.detached.connect(lambda: desk.attempt(lambda: membership.detach(desk.counter)))
        basket.list.line_touched.connect(self._select)
        basket.list.why_touched.connect(self._tell_why)
        basket.list.claim_touched.connect(lambda: desk.aside("benefits"))
        basket.list.act_pressed.connect(self._act)
        basket.list.unknown_touched.connect(self._choose)
        basket.list.find_pressed.connect(lambda scan: self.open_find(scan=scan))
        basket.list.dismiss_pressed.connect(self._dismiss)

    # --- as the window knows it ---

    def opened(self) -> None:
        """Begin anew: nothing typed, the favourites at the right."""
        self.typing.clear()
        self.back_to_keys()
        self._speak()
        self._serials.confirm()

    def refresh(self, noun: Touched) -> None:
        """Draw what was touched."""
        if noun in ("session", "catalogue"):
            self._speak()
        elif noun == "held":
            self.screen.show_chips(chips(self.desk.counter, self.desk.words), self.desk.words)
        elif noun in ("basket", "payment", "shift", "member"):
            self._show()
        if self.side in self.sides:
            self.sides[self.side].refresh(noun)

    def _speak(self) -> None:
        words, counter = self.desk.words, self.desk.counter
        self.screen.speak(words)
        self.screen.show_keys(favourites(counter, words))
        self.screen.show_chips(chips(counter, words), words)
        self._show()

    def _show(self) -> None:
        typing, words = self.typing, self.desk.words
        is_multiplier = typing.is_multiplier
        view = present(self.desk.counter, words, entry=typing.text, is_multiplier=is_multiplier, chosen=self._chosen())
        self.screen.render(view, words)
        self._whose = self._glance.look(self.desk.counter, words)
        self.screen.basket.show_whose(self._whose, words)
        self.screen.basket.show_exchange(exchange.strip(self.desk.counter, words))

    def keys(self) -> tuple[KeyUse, ...]:
        """What the keys do, by what stands at the right."""
        if self.side == "find":
            return self.finding.keys()
        if self.side == "quantity":
            return self.quantity.keys()
        first = tuple(self.sides[self.side].keys()) if self.side in self.sides else ()
        taken = {use.key for use in first}
        return (*first, *(use for use in self._own_keys() if use.key not in taken))

    def _own_keys(self) -> tuple[KeyUse, ...]:
        return (
            KeyUse("Enter", "key.pay", self.enter),
            KeyUse("F9", "key.exact_cash", self.paying.by_cash),
            KeyUse("F10", "key.card_all", self.paying.by_card),
            KeyUse("F11", "key.other", self.paying.begin),
            KeyUse("F2", "key.find", self.open_find),
            KeyUse("F3", "key.member", lambda: self.desk.aside("member")),
            KeyUse("F8", "key.benefits", lambda: self.desk.aside("benefits")),
            KeyUse("/", "key.delivery", lambda: self.desk.aside("delivery")),
            *([KeyUse("Right", "key.nearly", self.add_nearly)] if self._whose.nearly else []),
            KeyUse("F4", "key.hold", self.hold),
            KeyUse("F5", "key.recall", lambda: self.desk.open("held")),
            KeyUse("F6", "key.options", self.open_line),
            KeyUse("F7", "key.return", lambda: self.desk.go("returning")),
            KeyUse("F12", "key.paper", lambda: self.desk.open("paper")),
            KeyUse("*", "key.multiplier", self._star),
            KeyUse("+", "key.more", lambda: self._one(1)),
            KeyUse("-", "key.less", lambda: self._one(-1)),
            KeyUse("Up", "key.up", lambda: self._step(-1)),
            KeyUse("Down", "key.down", lambda: self._step(1)),
            KeyUse("Del", "key.void", self._void),
            KeyUse("Backspace", "key.undo", self._erase_or_undo),
            KeyUse("Esc", "key.back", self._back),
        )

    def typed(self, digit: str) -> bool:
        """A digit: of the quantity that is asked for, otherwise of a multiplier or a code."""
        if self.side == "quantity":
            self.quantity.typed(digit)
        elif self.side not in self.sides or not self.sides[self.side].typed(digit):
            self.typing.digit(digit)
            self._show()
        return True

    def scanned(self, code: str) -> None:
        """One more of what was scanned, or as many as the multiplier says; unless it is for what is at the right."""
        if is_receipt(code.strip()) and not self.desk.counter.is_busy:
            self.desk.go("returning", about=code.strip())
            return
        if self.side in self.sides and self.sides[self.side].scanned(code):
            return
        if cards.take(self.desk, code):
            return
        counter, count, before = self.desk.counter, self.typing.take(), self._serials.now()
        self._unknown = None
        result = self.desk.attempt(lambda: selling.scan(counter, code, quantity=count))
        if result is None:
            self._show()
            return
        if result.outcome == "unknown" and counter.basket is not None:
            self._choose(counter.basket.unknown[-1].id)
        self.desk.toned.emit("bad" if result.outcome == "unknown" else "good")
        if result.outcome == "serial":
            self._serials.confirm(but=before)
        if self.side == "quantity":
            self.back_to_keys()

    # --- filling the basket ---

    def add(self, code: str) -> None:
        """A product was touched or found."""
        count, counter = self.typing.take(), self.desk.counter
        self._unknown = None
        self.desk.attempt(lambda: selling.add(counter, code, quantity=count))
        self._show()

    def _tool(self, name: str) -> None:
        tools = {
            "less": lambda: self._one(-1),
            "more": lambda: self._one(1),
            "quantity": self.open_quantity,
            "options": self.open_line,
            "void": self._void,
            "undo": self._undo,
        }
        tools[name]()

    def _one(self, step: int) -> None:
        counter = self.desk.counter
        basket, selected = counter.basket, counter.selected
        if basket is not None and selected is not None and self._chosen() is None:
            now = baskets.line(basket, selected).quantity
            self.desk.attempt(lambda: selling.set_quantity(counter, selected, now + step))

    def _void(self) -> None:
        counter, unknown = self.desk.counter, self._chosen()
        selected = counter.selected
        if unknown is not None:
            self._dismiss(unknown)
        elif selected is not None:
            self.desk.attempt(lambda: selling.void_line(counter, selected))

    def _undo(self) -> None:
        before = self._serials.now()
        self.desk.attempt(lambda: selling.undo(self.desk.counter))
        self._serials.confirm(but=before)

    def _dismiss(self, scan: int) -> None:
        self.desk.attempt(lambda: selling.dismiss_unknown(self.desk.counter, scan))

    # --- which row is meant ---

    def _chosen(self) -> int | None:
        """The unknown code that the keys mean; where there is nothing but such codes, the last one."""
        counter = self.desk.counter
        unknown = [scan.id for scan in counter.basket.unknown] if counter.basket else []
        if self._unknown in unknown:
            return self._unknown
        return unknown[-1] if unknown and counter.selected is None else None

    def _select(self, line: int) -> None:
        self._unknown, self.desk.counter.selected = None, line
        self._show()

    def _choose(self, scan: int) -> None:
        self._unknown = scan
        self._show()

    def _step(self, step: int) -> None:
        basket, selected = self.desk.counter.basket, self.desk.counter.selected
        if basket is None or basket.is_empty:
            return
        verbs: list[Callable[[int], None]] = [self._select] * len(basket.lines) + [self._choose] * len(basket.unknown)
        ids = [line.id for line in basket.lines] + [scan.id for scan in basket.unknown]
        chosen, places = self._chosen(), len(basket.lines)
        now = chosen if chosen is not None else selected
        among = range(places) if chosen is None else range(places, len(ids))
        at = next((place + step for place in among if ids[place] == now), len(ids) - 1)
        at = max(0, min(at, len(ids) - 1))
        verbs[at](ids[at])

    # --- what is typed ---

    def _star(self) -> None:
        if self.typing.text:
            self.desk.attempt(self.typing.star)
            self._show()

    def _erase_or_undo(self) -> None:
        if self.typing.text:
            self.typing.erase()
            self._show()
        else:
            self._undo()

    def _back(self) -> None:
        self.typing.clear()
        self._show()

    def enter(self) -> None:
        """Typed digits are a code to look for; on nothing it is "that's all"."""
        text = self.typing.text
        if text and not self.typing.is_multiplier and len(text) >= SHORTEST_CODE:
            self.typing.clear()
            self.open_find(text=text)
        else:
            self.paying.begin()

    # --- what stands at the right ---

    def open_find(self, *, scan: int | None = None, text: str = "") -> None:
        """Search, for the basket or for what the unknown code that is meant should have been."""
        scan = self._chosen() if scan is None and not text else scan
        self._put("find")
        self.finding.begin(scan=scan, text=text)
        self._show()

    def open_quantity(self) -> None:
        """Ask how many of the selected line."""
        if self._chosen() is None and self.quantity.begin():
            self._put("quantity")

    def back_to_keys(self) -> None:
        """The favourites again."""
        self._put("keys")

    def open_line(self) -> None:
        """What can be done with the selected line, and why it costs what it costs."""
        if self._chosen() is None and self.desk.counter.selected is not None:
            self.desk.aside("line")

    def press_tab(self, name: str) -> None:
        """A touch on what is open already puts the favourites there again."""
        self.desk.aside("" if self.side == name else name)

    def turn(self, side: str) -> None:
        """Something else at the right; "" are the favourites, "quantity" may begin with a digit."""
        if side == "quantity":
            digit = self.desk.about
            self.open_quantity()
            if isinstance(digit, str):
                self.quantity.typed(digit)
            return
        self._put(side or "keys")
        if side in self.sides:
            self.sides[side].opened()

    def _put(self, side: str) -> None:
        before, self.side = self.side, side
        if before == "find":
            self.finding.end()
        if before in self.sides and before != side:
            self.sides[before].closed()
        self.sides.get(side)  # what is shown has its place by then
        self.screen.show_side(side)

    # --- benefits, and what stands in the way ---

    def add_nearly(self) -> None:
        """Add what is missing for the benefit that is nearest."""
        counter, nearly = self.desk.counter, self._whose.nearly
        if nearly is not None:
            self.desk.attempt(lambda: benefits.add_missing(counter, nearly.missed))

    def _tell_why(self, line: int) -> None:
        self._select(line)
        self.desk.aside("line")

    def _act(self, place: int, act: str) -> None:
        """What a row that stands in the way offers: a manager, no sale at all, or the address to deliver to."""
        counter, desk = self.desk.counter, self.desk
        if act in ("approve", "refuse") and counter.quote is not None:
            desk.open("approval" if act == "approve" else "refusal", about=counter.quote.blocks[place])
        else:
            desk.aside("delivery")

    # --- putting aside ---

    def hold(self) -> None:
        """Put the basket aside."""
        self.desk.do(holding.hold(self.desk.counter))

    def recall(self, basket: str) -> None:
        """Take a held basket up again."""
        self.desk.do(holding.recall(self.desk.counter, basket), then=lambda _: self.desk.go(self._place()))

    def _place(self) -> str:
        """Where the basket is worked on; the sale asks about serial numbers as it opens."""
        return "payment" if checkout.in_doubt(self.desk.counter) else "sale"
