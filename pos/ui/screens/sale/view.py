"""What the sale screen shows, as finished texts. It is reckoned from the counter's quote and changes nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.basket import Basket
from pos.domain.catalogue import Product, price_at
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.quote import Quote, quote
from pos.till.counter import Counter
from pos.till.ports import Draft
from pos.ui.figures import amount, clock, won
from pos.ui.screens.sale.rows import Row, rows_of, told
from pos.ui.words import Words


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
    """`block` says the first thing that stands in the way of payment, "" where nothing does; `sums` are the parts of
    the total, "" where it is no more than the goods.

    The keys mean the `selected` line, or the unknown code that is `chosen`, never both.
    """

    rows: tuple[Row, ...] = ()
    selected: int | None = None
    chosen: int | None = None
    total: str = ""
    vat: str = ""
    sums: str = ""
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
    return SaleView(
        rows=rows_of(counter, basket, priced, words),
        selected=counter.selected if chosen is None else None,
        chosen=chosen,
        total=won(priced.total, words.language),
        vat=words("sale.vat", amount=won(priced.vat, words.language)),
        sums=_sums(priced, words),
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


def _content(counter: Counter, basket: Basket, words: Words) -> str:
    pieces = sum(line.quantity for line in basket.lines)
    capsules = sum(counter.product(line.product).capsules * line.quantity for line in basket.lines)
    key = "sale.content_capsules" if capsules else "sale.content"
    return words(key, lines=len(basket.lines), pieces=amount(pieces), capsules=amount(capsules))


def _block(counter: Counter, priced: Quote, words: Words) -> str:
    if not priced.blocks:
        return ""
    first, others = told(counter, priced.blocks[0], words).what, len(priced.blocks) - 1
    return words("sale.block_more", first=first, count=others) if others else first


def _sums(priced: Quote, words: Words) -> str:
    """Goods, discount and fee, each apart (terms 9 (2)), where there is more than the goods."""
    if not priced.discount and priced.fee_cause is None:
        return ""
    language = words.language
    parts = [words("sale.goods", amount=won(priced.goods, language))]
    if priced.discount:
        parts.append(words("sale.discounts", amount=won(priced.discount, language)))
    if priced.fee_cause is not None:
        key = "sale.fee" if priced.delivery_fee else "sale.fee_none"
        parts.append(words(key, amount=won(priced.delivery_fee, language)))
    return "  ·  ".join(parts)


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
