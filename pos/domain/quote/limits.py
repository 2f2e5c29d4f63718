"""What stands in the way of an order before any money moves (terms 10 (1)); a manager may let some of it pass."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pos.domain.basket import Basket, is_allowed
from pos.domain.catalogue import Product
from pos.domain.errors import Detail
from pos.domain.quote.known import Known
from pos.domain.quote.values import Block


def check_order(basket: Basket, products: Mapping[str, Product], known: Known, blocks: list[Block]) -> None:
    """Append every block of the basket that nobody has allowed."""
    ordered: dict[str, int] = {}
    for line in basket.lines:
        ordered[line.product] = ordered.get(line.product, 0) + line.quantity
    for code, quantity in ordered.items():
        product = products[code]
        if _is_limited(product):
            blocks.extend(_product(product, quantity, basket, known))
    if known.stock and basket.delivery is None:
        blocks.extend(_stock(ordered, known))
    if known.dossier is not None and "excessive_returns" in known.dossier.marks:
        blocks.append(Block("order.excessive_returns", about=known.dossier.member))
    if basket.delivery is not None:
        blocks.extend(_delivery(basket))
    for scan in basket.unknown:
        blocks.append(Block(scan.reason, None, {"scan": scan.id, "text": scan.text}))
    if basket.approvals:
        blocks[:] = [block for block in blocks if not (block.about and is_allowed(basket, block.code, block.about))]


def _is_limited(product: Product) -> bool:
    return (
        product.serial_tracked
        or product.max_per_order is not None
        or product.min_per_order is not None
        or product.max_per_member is not None
        or product.max_per_address is not None
    )


def _product(product: Product, quantity: int, basket: Basket, known: Known) -> Iterator[Block]:
    yield from _quantity(product, quantity)
    yield from _over_a_period(product, quantity, basket, known)
    if product.serial_tracked:
        yield from _serials(product, basket, known)


def _quantity(product: Product, quantity: int) -> Iterator[Block]:
    """Outside the smallest or largest quantity an order (9 (5), 10 (1) 4); it counts every line of the product."""
    most, least = product.max_per_order, product.min_per_order
    if most is not None and quantity > most:
        yield _limit(product, "order", most, quantity)
    if least is not None and quantity < least:
        yield Block("order.below_minimum", None, {"product": product.code, "least": least, "asked": quantity})


def _over_a_period(product: Product, quantity: int, basket: Basket, known: Known) -> Iterator[Block]:
    """More than one person, or one address, may have in so many days (10 (1))."""
    most = product.max_per_member
    if most is not None and basket.member is not None:
        asked = quantity + known.bought.get(product.code, 0)
        if asked > most:
            yield _limit(product, "member", most, asked, of=basket.member)
    most = product.max_per_address
    if most is not None and basket.delivery is not None:
        asked = quantity + known.sent.get(product.code, 0)
        if asked > most:
            yield _limit(product, "address", most, asked, of=basket.delivery.recipient)


def _limit(product: Product, scope: str, most: int, asked: int, *, of: str = "") -> Block:
    """`of` is the member, or names the address: what is allowed to one is allowed to no other."""
    facts: dict[str, Detail] = {"product": product.code, "most": most, "asked": asked}
    if scope != "order":
        facts |= {"scope": scope, "days": product.limit_days}
    return Block(
        "order.limit_exceeded", None, facts, ":".join((product.code, scope, *([of] if of else []), str(asked)))
    )


def _serials(product: Product, basket: Basket, known: Known) -> Iterator[Block]:
    """Each machine bears a serial number, and each is sold once; of one the mall sends the counter has none to scan."""
    for line in basket.lines:
        if line.product != product.code:
            continue
        if len(line.serials) < line.quantity and basket.delivery is None:
            missing = line.quantity - len(line.serials)
            yield Block("serial.missing", line.id, {"product": product.code, "missing": missing})
        for serial in line.serials:
            if serial in known.used_serials:
                yield Block("serial.used", line.id, {"product": product.code, "serial": serial})


def _stock(ordered: Mapping[str, int], known: Known) -> Iterator[Block]:
    """What the shop should not have on its shelves (10 (1) 1); an estimate, so that it says of what time it is."""
    for code, quantity in ordered.items():
        stock = known.stock.get(code)
        if stock is not None and quantity > stock.units:
            facts: dict[str, Detail] = {"product": code, "left": max(stock.units, 0), "asked": quantity, "at": stock.at}
            yield Block("order.out_of_stock", None, facts, f"{code}:{quantity}")


def _delivery(basket: Basket) -> Iterator[Block]:
    assert basket.delivery is not None
    if not basket.delivery.recipient:
        yield Block("delivery.recipient", None, {"field": "name"})
    elif basket.delivery.doubt:
        yield Block(basket.delivery.doubt, about=basket.delivery.recipient)
