"""One line of the basket, opened: its arithmetic, why something comes off it, and what can be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain import basket as baskets
from pos.domain.basket import Line
from pos.domain.errors import Detail
from pos.domain.quote import Block, Discount, QuoteLine
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.benefits.told import clause, named, reasons, share
from pos.ui.screens.sale.rows import told
from pos.ui.words import Words

Deed: TypeAlias = Literal["quantity", "serial", "free", "approve"]


@dataclass(frozen=True, slots=True)
class Because:
    """An amount of the line with its reasons, the clause last."""

    name: str
    amount: str
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be done with the line; a block where it is what a manager may allow."""

    deed: Deed
    text: str
    detail: str = ""
    block: Block | None = None


@dataclass(frozen=True, slots=True)
class LineView:
    """Everything the panel shows of a line."""

    line: int
    name: str
    because: tuple[Because, ...]
    serials: tuple[str, ...]
    choices: tuple[Choice, ...]


def present(counter: Counter, line_id: int, words: Words) -> LineView | None:
    """The line as it stands, None where it is gone."""
    basket, priced = counter.basket, counter.quote
    line = next((one for one in priced.lines if one.id == line_id), None) if priced else None
    if basket is None or priced is None or line is None:
        return None
    wish = baskets.line(basket, line_id)
    because = [_price(line, words)]
    because += [_discount(counter, wish, one, words) for one in line.discounts]
    return LineView(
        line=line_id,
        name=line.name.in_language(words.language),
        because=tuple(because),
        serials=line.serials,
        choices=_choices(counter, wish, line, words),
    )


def _price(line: QuoteLine, words: Words) -> Because:
    each, whole = won(line.unit_price, words.language), won(line.amount, words.language)
    told = (words("why.price.shelf", each=each, count=line.quantity, sum=whole), clause(line.cause.clause, words))
    return Because(words("sale.shelf_price"), whole, told)


def _discount(counter: Counter, wish: Line, discount: Discount, words: Words) -> Because:
    assert counter.quote is not None
    more: dict[str, Detail] = {}
    if wish.free is not None:
        staff = {one.id: one.name for one in counter.ports.shelf.staff()}
        more = {"by": staff.get(wish.free.by, wish.free.by), "reason": wish.free.reason}
    amount = f"−{won(discount.amount, words.language)}"
    *told, rests_on = reasons(discount.cause, counter.quote, words, **more)
    told += share(discount.cause, discount.amount, counter.quote, words)
    return Because(named(discount.cause, words), amount, (*told, rests_on))


def _choices(counter: Counter, wish: Line, line: QuoteLine, words: Words) -> tuple[Choice, ...]:
    product = counter.product(line.product)
    choices = []
    if product.serial_tracked and len(line.serials) < line.quantity:
        choices.append(Choice("serial", words("sale.type_serial"), words("sale.type_serial_more")))
    choices.append(Choice("quantity", words("sale.take_quantity"), words("sale.quantity_more")))
    if not wish.free and not wish.gift:
        choices.append(Choice("free", words("sale.give_free"), words("sale.give_free_more")))
    blocks = counter.quote.blocks if counter.quote else ()
    for block in blocks:
        if block.can_be_overruled and block.about and block.facts.get("product") in (line.product, None):
            choices.append(Choice("approve", words("sale.act.approve"), told(counter, block, words).what, block))
    return tuple(choices)
