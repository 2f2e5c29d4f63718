"""The shop of the examples and a member's standing in it, for tests of quotes."""

from datetime import datetime, timedelta
from typing import Any

from pos.domain import basket as baskets
from pos.domain.approval import Approval
from pos.domain.basket import Basket, Delivery
from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Product
from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, Plan, Use
from pos.domain.policy import Policy
from pos.domain.promotions import Promotion, Selection
from pos.domain.quote import Known, Quote, quote
from tests.domain.products import LONG_AGO, NOW, product, terms

U20 = Plan("U20", (20_000, 20_000, 20_000), 90, 70, ("original", "vertuo"))
D25 = Plan("D25", (25_000, 25_000, 25_000, 40_000), 120, 70, ("original", "vertuo"))
PLANS = {plan.id: plan for plan in (U20, D25)}

SHOP: dict[str, Product] = {
    one.code: one
    for one in (
        product("ARIA", 7_200),
        product("BELLO", 7_500),
        product("CIELO", 8_600, range="vertuo"),
        product("TRIO", 19_900, range="vertuo", capsules=23),
        product("FORTE", 37_500, range="professional", capsules=50),
        product("UNO", 199_000, kind="machine", capsules=0, warranty_months=12, plus_plan="U20"),
        product("DUO", 249_000, kind="machine", range="vertuo", capsules=0, warranty_months=12, plus_plan="D25"),
        product("PRO1", 890_000, kind="machine", range="professional", capsules=0, warranty_months=12),
        product("CUP", 20_000, kind="accessory", range=None, capsules=0),
        product("GREEN", 10_000, kind="food", range=None, capsules=0, tax="exempt"),
        product("BAG", 0, kind="recycling", range=None, capsules=0),
        product("SAMPLE", 0),
    )
}
TERMS = terms()
COFFEE = Selection(kinds=("capsule",))


def at(text: str) -> datetime:
    """A moment in Korean time: "2026-11-02 10:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=KST)


def basket_of(*lines: tuple[str, int], now: datetime = NOW, **more: Any) -> Basket:
    """A basket with so many units of each product, every one on its own line; nothing of nothing."""
    basket = Basket("b", now, now, **more)
    for code, quantity in lines:
        if quantity:
            basket = baskets.add(basket, code, quantity=quantity, merge=False)
    return basket


def delivered(*lines: tuple[str, int], **more: Any) -> Basket:
    """The same, to be delivered."""
    return basket_of(*lines, delivery=Delivery("r1"), **more)


def free(about: str = "ARIA:1") -> Approval:
    """Somebody allowed a free line."""
    return Approval("line.free", about, "B1", "sample", NOW)


def bought(plan: Plan, when: str, *, id: str = "e1", **more: Any) -> Entitlement:
    """A plan from a machine bought at a boutique on a day."""
    facts: dict[str, Any] = {"member": "M1", "machine": "UNO", "at_boutique": True, **more}
    return Entitlement(id=id, plan=plan, bought_at=at(when), **facts)


def uses(entitlement: Entitlement, times: int) -> tuple[Use, ...]:
    """So many orders that used it."""
    return tuple(Use(entitlement.benefit, f"s{number}") for number in range(times))


def member(*entitlements: Entitlement, used: tuple[Use, ...] = (), **more: Any) -> Dossier:
    """What the mall knows about the member M1."""
    return Dossier("M1", entitlements=entitlements, uses=used, **more)


def promotion(id: str, **more: Any) -> Promotion:
    """A promotion that runs for a year."""
    facts: dict[str, Any] = {"since": LONG_AGO, "until": NOW + timedelta(days=365), **more}
    return Promotion(id, Name(f"행사 {id}", f"Promotion {id}"), **facts)


def quoted(basket: Basket, known: Known, *, policy: Policy = TERMS, shop: dict[str, Product] = SHOP) -> Quote:
    """What the basket costs in the shop of the examples."""
    return quote(basket, shop, policy, known)


def by_product(found: Quote) -> dict[str, int]:
    """What comes off each product."""
    sums: dict[str, int] = {}
    for line in found.lines:
        sums[line.product] = sums.get(line.product, 0) + line.amount - line.to_pay
    return sums


def off(found: Quote, prefix: str = "") -> int:
    """What the benefits whose id begins so take off in all."""
    given = (discount for line in found.lines for discount in line.discounts)
    return sum(discount.amount for discount in given if discount.cause.benefit.startswith(prefix))


def against(found: Quote, prefix: str) -> list[str]:
    """The reasons against the benefits whose id begins so."""
    return [one.code for one in found.missed if one.benefit.startswith(prefix)]
