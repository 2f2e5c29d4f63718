"""Whatever a shop could offer, for property tests: prices, promotions, members, vouchers, baskets of a few lines."""

from datetime import date

import msgspec
from hypothesis import strategies as st

from pos.domain import basket as baskets
from pos.domain.basket import Basket, Delivery
from pos.domain.catalogue import Product
from pos.domain.payback import Voucher
from pos.domain.policy import Policy
from pos.domain.promotions import Promotion, Selection
from pos.domain.quote import Known, Quote, quote
from tests.domain.baskets import D25, PLANS, TERMS, U20, bought, free, member, promotion, uses
from tests.domain.products import NOW, product

ALLOWED = msgspec.structs.replace(
    TERMS,
    rules=msgspec.structs.replace(TERMS.rules, payback=msgspec.structs.replace(TERMS.rules.payback, at_boutique=True)),
)


class Scene(msgspec.Struct, frozen=True):
    """A basket with everything it is quoted by."""

    basket: Basket
    shop: dict[str, Product]
    known: Known
    policy: Policy = ALLOWED

    def quote(self) -> Quote:
        """What it costs."""
        return quote(self.basket, self.shop, self.policy, self.known)


prices = st.one_of(st.integers(1, 60), st.integers(1, 60_000), st.sampled_from([0, 1_001, 4_999, 7_200, 7_500]))


@st.composite
def shops(draw: st.DrawFn) -> dict[str, Product]:
    price = draw(prices)
    alike = st.one_of(st.just(price), prices)  # equal shares are where an order could show
    found = [
        product("A", price, capsules=draw(st.sampled_from([10, 70]))),
        product("B", draw(alike), range="vertuo", capsules=draw(st.sampled_from([10, 23]))),
        product("P", draw(prices), range="professional", capsules=50),
        product("M", draw(prices), kind="machine", capsules=0, plus_plan="U20"),
        product("N", draw(prices), kind="machine", capsules=0, plus_plan="D25"),
        product("C", draw(alike), kind="accessory", range=None, capsules=0),
        product("G", draw(prices), kind="food", range=None, capsules=0, tax="exempt"),
    ]
    return {one.code: one for one in found}


selections = st.sampled_from(
    [
        Selection(),
        Selection(kinds=("capsule",)),
        Selection(kinds=("capsule",), ranges=("original",)),
        Selection(kinds=("accessory", "food")),
        Selection(products=("A", "C")),
    ]
)


@st.composite
def promotions(draw: st.DrawFn, id: str) -> Promotion:
    give = draw(
        st.one_of(
            st.integers(1, 100).map(lambda percent: {"percent": percent}),
            st.one_of(st.integers(1, 99), st.integers(15_000, 25_000)).map(lambda amount: {"amount": amount}),
            st.integers(1, 3).map(lambda units: {"gift": "C", "gift_units": units, "from_units": 1}),
        )
    )
    more = {"from_amount": draw(st.sampled_from([0, 0, 0, 40_000]))}
    more["from_amount"] = max(more["from_amount"], give.get("amount", 0) if more["from_amount"] else 0)  # type: ignore[call-overload]  # amounts are numbers
    return promotion(id, on=draw(selections), combinable=draw(st.booleans()), **more, **give)


@st.composite
def knowns(draw: st.DrawFn, *, most: int = 3) -> Known:
    offers = tuple(draw(promotions(f"{number}")) for number in range(draw(st.integers(0, most))))
    voucher = draw(st.sampled_from([None, None, Voucher("V", draw(st.integers(18_000, 26_000)), 2, date(2027, 1, 31))]))
    held = draw(st.sampled_from([None, bought(U20, "2026-11-01 10:00"), bought(D25, "2026-10-01 10:00")]))
    used = uses(held, draw(st.integers(0, 4))) if held else ()
    dossier = member(*([held] if held else []), used=used)
    return Known(dossier=dossier, plans=PLANS, promotions=offers, voucher=voucher)


@st.composite
def scenes(draw: st.DrawFn, *, most_lines: int = 5) -> Scene:
    """A member's basket in a shop with offers; some lines are free, some are gifts, some are delivered."""
    shop, known = draw(shops()), draw(knowns())
    basket = Basket("b", NOW, NOW, member="M1", delivery=draw(st.sampled_from([Delivery("r1"), None])))
    for _ in range(draw(st.integers(1, most_lines))):
        code, quantity = draw(st.sampled_from(sorted(shop))), draw(st.sampled_from([1, 1, 2, 3, 7]))
        basket = baskets.add(basket, code, quantity=quantity, merge=False)
    if draw(st.integers(0, 4)) == 0:
        basket = baskets.give_free(basket, draw(st.sampled_from(sorted(shop))), quantity=1, approval=free())
    for one in known.promotions:
        if one.gift and draw(st.booleans()):
            basket = baskets.add_gift(basket, one.gift, quantity=draw(st.integers(1, 3)), promotion=one.id)
    return Scene(basket, shop, known)


@st.composite
def plus_scenes(draw: st.DrawFn) -> Scene:
    """A scene in which a Plus plan pays, by one that is held or by a machine in the basket, unless all coffee is free.

    No promotion and no voucher stands in its way.
    """
    scene = draw(scenes())
    plan = draw(st.sampled_from([U20, D25]))
    held, last = bought(plan, "2026-11-01 10:00"), len(plan.amounts)
    basket, shop = scene.basket, scene.shop
    if draw(st.booleans()):
        dossier = member(held, used=uses(held, draw(st.integers(0, last - 1))))
    else:
        dossier = draw(st.sampled_from([member(), member(held, used=uses(held, last))]))
        basket = baskets.add(basket, draw(st.sampled_from(["M", "N"])), quantity=1, merge=False)
    code = draw(st.sampled_from([code for code in "AB" if shop[code].prices[0].won] or ["A"]))
    enough = -(-plan.min_capsules // shop[code].capsules)
    basket = baskets.add(basket, code, quantity=enough + draw(st.integers(0, 2)), merge=False)
    return Scene(basket, shop, Known(dossier=dossier, plans=PLANS))
