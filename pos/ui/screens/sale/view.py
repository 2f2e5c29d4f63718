"""What the sale screen shows, as finished texts. It is reckoned from the counter's quote and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pos.domain.basket import Basket, UnknownScan
from pos.domain.catalogue import Product, price_at
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.quote import Discount, Quote, QuoteLine, quote
from pos.till.counter import Counter, Notice
from pos.till.ports import Draft
from pos.ui.figures import amount, clock, won
from pos.ui.notices import explain
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the basket. `id` is the line's or the unknown scan's; a discount's is that of its line."""

    kind: Literal["line", "discount", "unknown"]
    id: int
    name: str
    quantity: str = ""
    price: str = ""
    amount: str = ""
    spoken: str = ""


@dataclass(frozen=True, slots=True)
class Chip:
    """A held basket: since when, its first item, what it comes to."""

    id: str
    time: str
    first: str
    total: str


@dataclass(frozen=True, slots=True)
class Key:
    """A favourite: what is on its key."""

    code: str
    name: str
    price: str
    colour: str


@dataclass(frozen=True, slots=True)
class SaleView:
    """`block` says the first thing that stands in the way of payment, "" where nothing does.

    The keys mean the `selected` line, or the unknown code that is `chosen`, never both.
    """

    rows: tuple[Row, ...] = ()
    selected: int | None = None
    chosen: int | None = None
    total: str = ""
    vat: str = ""
    content: str = ""
    block: str = ""
    entry: str = ""
    is_multiplier: bool = False
    can_pay: bool = False
    can_undo: bool = False
    can_hold: bool = False
    last_sale: str = ""


def present(
    counter: Counter, words: Words, *, entry: str = "", is_multiplier: bool = False, chosen: int | None = None
) -> SaleView:
    """The basket as it stands. `entry` is what was typed: a multiplier once `*` was pressed."""
    basket, priced = counter.basket, counter.quote
    if basket is None or priced is None or basket.is_empty:
        empty = won(0, words.language)
        return SaleView(
            total=empty,
            entry=entry,
            is_multiplier=is_multiplier,
            can_undo=bool(counter.undo) and counter.draft is not None,
            last_sale=_last_sale(counter, words),
        )
    rows = [row for line in priced.lines for row in _rows_of(line, words)]
    rows += [_unknown(counter, scan, words) for scan in basket.unknown]
    return SaleView(
        rows=tuple(rows),
        selected=counter.selected if chosen is None else None,
        chosen=chosen,
        total=won(priced.total, words.language),
        vat=words("sale.vat", amount=amount(priced.vat)),
        content=_content(counter, basket, words),
        block=_block(counter, priced, words),
        entry=entry,
        is_multiplier=is_multiplier,
        can_pay=priced.can_be_paid,
        can_undo=bool(counter.undo),
        can_hold=not counter.payments,
    )


def chips(counter: Counter, words: Words) -> tuple[Chip, ...]:
    """The held baskets, oldest first."""
    return tuple(_chip(counter, draft, words) for draft in counter.ports.shelf.held())


def favourites(counter: Counter, words: Words) -> tuple[Key, ...]:
    """The keys of the products people ask for most."""
    return tuple(key_of(counter, product, words) for product in counter.ports.shelf.favourites())


def key_of(counter: Counter, product: Product, words: Words) -> Key:
    """A product with the price it has now."""
    price = price_at(product, counter.now())
    told = words("sale.no_price") if price is None else amount(price)
    return Key(product.code, product.name.in_language(words.language), told, product.colour or "")


def _rows_of(line: QuoteLine, words: Words) -> list[Row]:
    name = line.name.in_language(words.language)
    told = words("sale.spoken_line", name=name, quantity=line.quantity, amount=won(line.amount, words.language))
    first = Row("line", line.id, name, amount(line.quantity), amount(line.unit_price), amount(line.amount), told)
    return [first, *(_discount(line.id, discount, words) for discount in line.discounts)]


def _unknown(counter: Counter, scan: UnknownScan, words: Words) -> Row:
    """A code nobody knows; one of a product that only lacks its price is called by the product's name."""
    product = counter.ports.shelf.by_barcode(scan.text) if scan.reason == "price.missing" else None
    name = product.name.in_language(words.language) if product else scan.text
    return Row("unknown", scan.id, name, spoken=words(f"sale.{scan.reason}"))


def _discount(line: int, discount: Discount, words: Words) -> Row:
    reason = f"sale.cause.{discount.cause.code}"
    known = words("sale.discount", reason=words(reason))
    name = known if words.has(reason) else words("sale.discount_plain")
    return Row("discount", line, name, amount=f"-{amount(discount.amount)}", spoken=name)


def _content(counter: Counter, basket: Basket, words: Words) -> str:
    pieces = sum(line.quantity for line in basket.lines)
    capsules = sum(counter.product(line.product).capsules * line.quantity for line in basket.lines)
    key = "sale.content_capsules" if capsules else "sale.content"
    return words(key, lines=len(basket.lines), pieces=amount(pieces), capsules=amount(capsules))


def _block(counter: Counter, priced: Quote, words: Words) -> str:
    if not priced.blocks:
        return ""
    block = priced.blocks[0]

    def name_of(code: str) -> str:
        return counter.product(code).name.in_language(words.language)

    facts = dict(block.facts)
    if "product" not in facts and (scanned := counter.ports.shelf.by_barcode(str(facts.get("text", "")))):
        facts["product"] = scanned.code
    told = explain(Notice(block.code, facts), words, name_of=name_of, tells_raw=False).what
    others = len(priced.blocks) - 1
    return words("sale.block_more", first=told, count=others) if others else told


def _last_sale(counter: Counter, words: Words) -> str:
    sale = counter.last_sale
    if sale is None:
        return ""
    total, change = won(sale.total, words.language), won(sale.change, words.language)
    key = "sale.last_with_change" if sale.change else "sale.last"
    return words(key, number=sale.number, total=total, change=change)


def _chip(counter: Counter, draft: Draft, words: Words) -> Chip:
    basket = draft.basket
    first, total = words("sale.unknown_only"), _total_of(counter, basket)
    if basket.lines:
        product = counter.ports.shelf.product(basket.lines[0].product)
        first = product.name.in_language(words.language) if product else basket.lines[0].product
        more = len(basket.lines) - 1
        first = words("sale.and_more", first=first, count=more) if more else first
    at = clock(draft.held_at or basket.opened_at)
    return Chip(basket.id, at, first, "" if total is None else won(total, words.language))


def _total_of(counter: Counter, basket: Basket) -> Won | None:
    """What a basket that lies aside comes to; None where that cannot be told now."""
    shelf = counter.ports.shelf
    products = {line.product: shelf.product(line.product) for line in basket.lines}
    try:
        policy = counter.policy()
    except Refused:
        return None
    known = {code: product for code, product in products.items() if product is not None}
    return quote(basket, known, policy).total if len(known) == len(products) else None
