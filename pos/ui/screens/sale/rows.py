"""The rows of the basket, as finished texts: lines, what comes off them and why, and what stands in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain import basket as baskets
from pos.domain.apart import Claimed
from pos.domain.basket import Basket, UnknownScan
from pos.domain.quote import Block, Discount, Quote, QuoteLine
from pos.till.counter import Counter, Notice
from pos.ui.figures import amount, won
from pos.ui.notices import Explained, explain
from pos.ui.screens.benefits.told import named
from pos.ui.words import Words

Kind: TypeAlias = Literal["line", "discount", "serial", "need", "claim", "block", "unknown"]
Act: TypeAlias = Literal["approve", "deliver", "address", "refuse"]


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the basket. `id` is the line's or the unknown scan's, and for a block its place in the quote.

    `mark` says that a line is free or a gift; `acts` are the buttons of a block.
    """

    kind: Kind
    id: int
    name: str
    quantity: str = ""
    price: str = ""
    amount: str = ""
    spoken: str = ""
    mark: str = ""
    acts: tuple[Act, ...] = ()


def rows_of(counter: Counter, basket: Basket, priced: Quote, words: Words) -> tuple[Row, ...]:
    """Every row, in the order of the lines; what stands in the way stands where it can be put right."""
    blocks = [(at, block) for at, block in enumerate(priced.blocks) if "scan" not in block.facts]
    if not blocks and not basket.unknown and not priced.claims:
        return tuple([row for line in priced.lines for row in _line(basket, line, words)])
    last = {line.product: line.id for line in priced.lines}
    rows: list[Row] = []
    for line in priced.lines:
        rows += _line(basket, line, words)
        for at, block in blocks:
            if block.line == line.id or (block.line is None and last.get(str(block.facts.get("product"))) == line.id):
                rows.append(_block(counter, basket, block, at, words))
    known = set(last)
    loose = (one for one in blocks if one[1].line is None and str(one[1].facts.get("product")) not in known)
    rows += [_block(counter, basket, block, at, words) for at, block in loose]
    rows += [_claim(claimed, words) for claimed in priced.claims]
    rows += [_unknown(counter, scan, words) for scan in basket.unknown]
    return tuple(rows)


def told(counter: Counter, block: Block, words: Words) -> Explained:
    """What stands in the way, and what to do."""
    facts = dict(block.facts)
    if "product" not in facts and (scanned := counter.ports.shelf.by_barcode(str(facts.get("text", "")))):
        facts["product"] = scanned.code

    def name_of(code: str) -> str:
        return counter.product(code).name.in_language(words.language)

    return explain(Notice(block.code, facts), words, name_of=name_of, tells_raw=False)


def _line(basket: Basket, line: QuoteLine, words: Words) -> Iterator[Row]:
    name = line.name.in_language(words.language)
    spoken = words("sale.spoken_line", name=name, quantity=line.quantity, amount=won(line.amount, words.language))
    mark = _mark(basket, line, words) if line.discounts else ""
    yield Row("line", line.id, name, amount(line.quantity), amount(line.unit_price), amount(line.amount), spoken, mark)
    for discount in line.discounts:
        yield _discount(line.id, discount, words)
    for serial in line.serials:
        told = words("sale.serial", serial=serial)
        yield Row("serial", line.id, told, spoken=told)


def _mark(basket: Basket, line: QuoteLine, words: Words) -> str:
    if line.to_pay:
        return ""
    wish = baskets.line(basket, line.id)
    return words("sale.gift") if wish.gift else words("sale.free") if wish.free else ""


def _discount(line: int, discount: Discount, words: Words) -> Row:
    name = named(discount.cause, words)
    return Row("discount", line, name, amount=f"−{amount(discount.amount)}", spoken=name)


def _claim(claimed: Claimed, words: Words) -> Row:
    """What comes back later, under everything that is paid now."""
    name = words(f"benefits.name.{claimed.benefit.partition(':')[0]}")
    text, back = words("benefits.claim.row", name=name), won(claimed.amount, words.language)
    return Row("claim", 0, text, amount=amount(claimed.amount), spoken=f"{text} {back}")


def _block(counter: Counter, basket: Basket, block: Block, at: int, words: Words) -> Row:
    if block.code == "serial.missing" and block.line is not None:
        text = words("sale.scan_serial", count=block.facts.get("missing", 1))
        return Row("need", block.line, text, spoken=text)
    explained = told(counter, block, words)
    return Row("block", at, explained.what, spoken=explained.do, acts=_acts(basket, block))


def _acts(basket: Basket, block: Block) -> tuple[Act, ...]:
    acts: list[Act] = ["approve"] if block.can_be_overruled and block.about else []
    if block.code == "order.out_of_stock" and basket.delivery is None:
        acts.append("deliver")
    if block.code.startswith("delivery."):
        acts.append("address")
    elif acts == ["approve"]:
        acts.append("refuse")
    return tuple(acts)


def _unknown(counter: Counter, scan: UnknownScan, words: Words) -> Row:
    """A code nobody knows; one of a product that only lacks its price is called by the product's name."""
    product = counter.ports.shelf.by_barcode(scan.text) if scan.reason == "price.missing" else None
    name = product.name.in_language(words.language) if product else scan.text
    return Row("unknown", scan.id, name, spoken=words(f"sale.{scan.reason}"))
