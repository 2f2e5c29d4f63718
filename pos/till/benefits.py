"""Benefits at the counter: choosing among those that exclude each other, vouchers, coupons, adding what is missing."""

from __future__ import annotations

from datetime import datetime

from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.apart import Wanted
from pos.domain.basket import NO_BENEFIT
from pos.domain.catalogue import Product, price_at
from pos.domain.errors import Refused
from pos.domain.plus import Entitlement
from pos.domain.promotions import Selection
from pos.domain.quote import Missed
from pos.till import reserving, selling
from pos.till.asking import asking
from pos.till.counter import Counter

LONGEST_CODE = 40


def choose(counter: Counter, benefit: str) -> None:
    """Give another of the benefits that exclude each other, or `NO_BENEFIT`; "" lets the till choose again.

    Raises Refused("benefit.none") for one this basket cannot have.
    """
    basket, quote = selling.open_basket(counter), counter.quote
    can_have = {choice.benefit for choice in quote.choices} if quote else set()
    if benefit not in ("", NO_BENEFIT) and benefit not in can_have:
        raise Refused("benefit.none", benefit=benefit)
    selling.change(counter, replace(basket, chosen=benefit))


async def show_voucher(counter: Counter, code: str) -> None:
    """A payback voucher was shown: it is looked up at the mall and lies with the basket, redeemed where it can be.

    Raises Refused("payback.unknown"), and Unavailable while the mall cannot be asked: it could be spent twice.
    """
    code = _code(code)
    ports = counter.ports
    with asking(counter, "voucher", Refused("payback.too_late", voucher=code)) as still:
        voucher = await ports.network.run(lambda: ports.mall.voucher(code))
        asked = still()
        kept = await reserving.reserve(counter, Wanted(asked.id, asked.member, code))
        current = still()
    reserving.note(counter, kept)
    counter.offers = replace(counter.offers, voucher=ports.books.as_used_here(voucher))
    selling.change_for_good(counter, replace(baskets.settle_unknown(current, code), voucher=code))


def take_voucher_back(counter: Counter) -> None:
    """The voucher is not used after all."""
    basket = selling.open_basket(counter)
    counter.questions.pop("voucher", None)
    counter.offers = replace(counter.offers, voucher=None)
    selling.change_for_good(counter, replace(basket, voucher=""))


def add_coupon(counter: Counter, code: str) -> None:
    """A coupon code, typed or scanned; the quote says where it is none. Twice is once."""
    code = _code(code)
    basket = selling.open_basket(counter)
    if code not in basket.coupons:
        selling.change(counter, replace(baskets.settle_unknown(basket, code), coupons=(*basket.coupons, code)))


def remove_coupon(counter: Counter, code: str) -> None:
    """The coupon is not used after all."""
    basket = selling.open_basket(counter)
    selling.change(counter, replace(basket, coupons=tuple(one for one in basket.coupons if one != code)))


def product_for(counter: Counter, missed: Missed) -> tuple[Product, int] | None:
    """What would bring a benefit that is nearly reached: a product and how many units; None where nothing would.

    A gift is the promotion's; otherwise it is the newest of the basket that counts, as often as is missing.
    """
    if missed.code == "promotion.gift":
        return counter.product(str(missed.facts["product"])), missed.missing
    counted = _counted_for(counter, missed)
    if counter.basket is None or counted is None or missed.missing <= 0:
        return None
    for line in reversed(counter.basket.lines):
        product = counter.product(line.product)
        if line.free is None and not line.gift and counted.has(product):
            return _enough(product, missed, counter.basket.priced_at)
    return None


def _counted_for(counter: Counter, missed: Missed) -> Selection | None:
    """The products that count towards a benefit, None where more of them would not bring it."""
    if missed.code == "plus.min_capsules":
        held = next((one for one in _entitlements(counter) if one.benefit == missed.benefit), None)
        return Selection(kinds=("capsule",), ranges=held.plan.ranges) if held else None
    if missed.code in ("promotion.min_amount", "promotion.min_units"):
        return next((one.on for one in counter.offers.promotions if one.benefit == missed.benefit), None)
    return Selection() if missed.code == "payback.min_cart" else None


def _enough(product: Product, missed: Missed, moment: datetime) -> tuple[Product, int] | None:
    """As many units of a product as make up for what is missing."""
    sizes = {"capsules": product.capsules, "units": 1, "won": price_at(product, moment) or 0}
    size = sizes.get(missed.unit, 0)
    return (product, -(-missed.missing // size)) if size else None


def add_missing(counter: Counter, missed: Missed) -> None:
    """Add what a benefit is missing. Raises Refused("benefit.nothing_to_add")."""
    found = product_for(counter, missed)
    if found is None or counter.quote is None or missed not in counter.quote.missed:  # pressed twice, it is there
        raise Refused("benefit.nothing_to_add", benefit=missed.benefit)
    product, units = found
    if missed.code == "promotion.gift":
        basket = selling.open_basket(counter)
        promotion = missed.benefit.removeprefix("promotion:")
        selling.change(counter, baskets.add_gift(basket, product.code, quantity=units, promotion=promotion))
    else:
        selling.add(counter, product.code, quantity=units)


def _entitlements(counter: Counter) -> list[Entitlement]:
    dossier = counter.offers.dossier
    known = list(dossier.entitlements) if dossier else []
    if counter.quote and counter.quote.begins:
        known.append(counter.quote.begins)
    return known


def _code(text: str) -> str:
    code = text.strip()
    if not code or len(code) > LONGEST_CODE or not code.isprintable():
        raise Refused("benefit.code")
    return code
