"""What of a page is anything at all: the rest is refused, thing by thing, with a code, and changes nothing."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from typing import Any, Final

from msgspec.structs import replace

from pos.domain.back.decided import ClaimDecided
from pos.domain.bulletins import fault_of
from pos.domain.catalogue import Product
from pos.domain.errors import Refused
from pos.domain.plus import Plan
from pos.domain.policy import read_policy
from pos.domain.promotions import Promotion, check_promotion
from pos.domain.soundness import MOST_NUMBER, MOST_WON, fault, is_name
from pos.till.feed import Boutique, FeedPage, PutAside, Staff, StockLevel, TillKey
from pos.till.reading import KINDS

MOST_TERMS: Final = 64 * 1024
"""Letters of a document of the terms; the longest there is has a tenth of them."""
MOST_PRICES: Final = 200
MOST_BARCODES: Final = 50
CODES: Final = {
    "products": "product.rejected",
    "promotions": "promotion.rejected",
    "policies": "policy.rejected",
    "stock": "stock.rejected",
    "tills": "till_key.rejected",
}
"""What is said of what is refused, by its kind; of every other it is "feed.rejected"."""

_NAMES: Final = {
    "products": "code",
    "members": "number",
    "dossiers": "member",
    "stock": "product",
    "merged": "number",
    "claims": "sale",
}
_log = logging.getLogger(__name__)


def key_of(kind: str, thing: Any) -> str:
    """Which one of its kind a thing is; "" for a document of the terms, which has to be read for that."""
    if isinstance(thing, str):
        return ""
    if isinstance(thing, TillKey):
        return f"{thing.boutique}/{thing.till}"
    if isinstance(thing, ClaimDecided):
        return f"{thing.till}/{thing.claim}"
    if isinstance(thing, PutAside):
        return f"{thing.till}/{thing.epoch}/{thing.seq}"
    named = _NAMES.get(kind, "id")
    return str(getattr(thing, named, ""))


def things_of(page: FeedPage, kind: str) -> tuple[Any, ...]:
    """The things of one kind in a page."""
    told = getattr(page, kind)
    if kind == "boutique":
        return () if told is None else (told,)
    return tuple(told)


def with_things(page: FeedPage, kind: str, things: Iterable[Any]) -> FeedPage:
    """The page with other things of one kind."""
    found = tuple(things)
    told: dict[str, Any] = {kind: (found[-1] if found else None) if kind == "boutique" else found}
    return replace(page, **told)


def sift(page: FeedPage) -> tuple[FeedPage, list[str]]:
    """The page with what is sound of it, of each thing the last, and a code for each kind of which something is not."""
    refused: list[str] = []
    for kind in KINDS:
        told = things_of(page, kind)
        if not told:
            continue
        sound = [one for one in told if _is_sound(kind, one)]
        if len(sound) != len(told):
            _log.warning("%d of %d %s that arrived are refused", len(told) - len(sound), len(told), kind)
            refused.append(CODES.get(kind, "feed.rejected"))
        last = {key_of(kind, one): one for one in sound} if kind in _ONCE else {}
        if len(sound) != len(told) or (kind in _ONCE and len(last) != len(sound)):
            page = with_things(page, kind, last.values() if kind in _ONCE else sound)
    return page, refused


_ONCE: Final = frozenset(
    {"products", "staff", "members", "plans", "promotions", "dossiers", "stock", "bulletins", "decided"}
)


def _is_sound(kind: str, thing: Any) -> bool:
    if isinstance(thing, str):
        return len(thing) <= MOST_TERMS and _terms(thing)
    least = -MOST_NUMBER if kind == "stock" else 0
    if fault(thing, least=least) or not is_name(key_of(kind, thing)):
        return False
    judge = _RULES.get(kind)
    return judge is None or judge(thing)


def _terms(document: str) -> bool:
    """Whether it can be told from others, and is of a time; whether it is understood is for who takes it in to say."""
    try:
        policy = read_policy(document)
    except Refused:
        return True
    return is_name(policy.version) and not fault(policy)


def _product(product: Product) -> bool:
    """Whether it has a name, prices that can be reckoned with, and codes that a scanner could read."""
    return (
        bool(product.name.ko.strip())
        and len(product.prices) <= MOST_PRICES
        and all(price.won <= MOST_WON for price in product.prices)
        and len(product.barcodes) <= MOST_BARCODES
        and all(map(is_name, product.barcodes))
    )


def _promotion(promotion: Promotion) -> bool:
    """Whether it can be explained to a customer."""
    try:
        check_promotion(promotion)
    except Refused as error:
        _log.warning("a promotion that arrived is left out: %s", error.facts.get("cause"))
        return False
    return max(promotion.amount, promotion.from_amount) <= MOST_WON


def _plan(plan: Plan) -> bool:
    return all(amount <= MOST_WON for amount in plan.amounts)


def _boutique(boutique: Boutique) -> bool:
    return bool(boutique.name.strip()) and boutique.cash_tolerance <= MOST_WON


def _staff(person: Staff) -> bool:
    return bool(person.name.strip()) and 1 <= person.pin_digits <= 64


def _stock(level: StockLevel) -> bool:
    return all(place >= 0 for place in level.seen.values())


def _decided(told: ClaimDecided) -> bool:
    """Whether it is about a claim, and a refusal says why."""
    return is_name(told.claim) and (told.verdict == "accepted" or is_name(told.reason))


_RULES: Final[dict[str, Callable[[Any], bool]]] = {
    "products": _product,
    "promotions": _promotion,
    "plans": _plan,
    "boutique": _boutique,
    "staff": _staff,
    "stock": _stock,
    "decided": _decided,
    "bulletins": lambda bulletin: not fault_of(bulletin),
}
