"""Promotions on a basket: which could be given, and what is missing for those that nearly are."""

from __future__ import annotations

from pos.domain.errors import Detail
from pos.domain.plus import used
from pos.domain.promotions import Promotion, is_on
from pos.domain.quote.counting import Priced
from pos.domain.quote.spreading import Benefit
from pos.domain.quote.values import Cause, Missed, Unit


def promotions(priced: Priced, missed: list[Missed]) -> list[tuple[Promotion, Benefit]]:
    """Every promotion this basket qualifies for, by its benefit; the others that come near go to `missed`."""
    found = []
    for promotion in priced.known.promotions:
        if not is_on(promotion, priced.moment) or (promotion.coupon and promotion.coupon not in priced.basket.coupons):
            continue
        is_meant, products = promotion.on.has, priced.products
        places = tuple([place for place in priced.places if is_meant(products[place])])
        if not places:
            continue
        lacking = _lacking(priced, promotion, places)
        if lacking is not None:
            missed.append(lacking)
        elif promotion.gift:
            gift = _gift(priced, promotion, missed)
            found += [] if gift is None else [(promotion, gift)]
        else:
            found.append((promotion, _benefit(promotion, places)))
    missed.extend(_unknown_coupons(priced))
    return found


def _lacking(priced: Priced, promotion: Promotion, places: tuple[int, ...]) -> Missed | None:
    worth = priced.worth(places)
    units = sum([priced.lines[place].quantity for place in places]) if promotion.from_units else 0
    gain = promotion.amount or worth * promotion.percent // 100
    if promotion.members_only and priced.basket.member is None:
        return _missed(promotion, "promotion.members_only", worth=gain)
    dossier = priced.known.dossier
    if promotion.members_only and dossier is not None and dossier.standing != "active":
        return _missed(promotion, "member.suspended")
    if promotion.times is not None and not priced.known.is_sure:
        return _missed(promotion, "promotion.to_be_confirmed", worth=gain)
    if promotion.times is not None and dossier is not None and used(promotion.benefit, dossier.uses) >= promotion.times:
        return _missed(promotion, "promotion.used_up")
    if worth < promotion.from_amount:
        return _missed(promotion, "promotion.min_amount", promotion.from_amount - worth, "won", worth=gain)
    if units < promotion.from_units:
        return _missed(promotion, "promotion.min_units", promotion.from_units - units, "units", worth=gain)
    return None


def _benefit(promotion: Promotion, places: tuple[int, ...]) -> Benefit:
    return Benefit(
        promotion.benefit,
        "promotion",
        _cause(promotion),
        places,
        percent=promotion.percent,
        amount=promotion.amount,
        uses_up=promotion.times is not None,
        ends=promotion.until.isoformat(),
    )


def _gift(priced: Priced, promotion: Promotion, missed: list[Missed]) -> Benefit | None:
    """The gift that lies in the basket; where it does not yet, it goes to `missed` as something to add."""
    places, free, units = [], [], promotion.gift_units
    for place in priced.gifts:
        line = priced.lines[place]
        if units and line.product == promotion.gift and priced.basket.lines[place].gift == promotion.id:
            places.append(place)
            free.append(line.unit_price * min(units, line.quantity))
            units -= min(units, line.quantity)
    if units:
        missed.append(_missed(promotion, "promotion.gift", units, "units", gift=promotion.gift))
    if not places:
        return None
    return Benefit(
        promotion.benefit,
        "promotion",
        _cause(promotion),
        tuple(places),
        free=tuple(free),
        uses_up=promotion.times is not None,
        ends=promotion.until.isoformat(),
    )


def _cause(promotion: Promotion) -> Cause:
    facts: dict[str, Detail] = {"percent": promotion.percent} if promotion.percent else {"amount": promotion.amount}
    if promotion.from_amount:
        facts["from"] = promotion.from_amount
    return Cause("promotion", promotion.clause, promotion.benefit, promotion.name, facts)


def _missed(
    promotion: Promotion, code: str, missing: int = 0, unit: Unit = "", *, worth: int = 0, gift: str = ""
) -> Missed:
    facts: dict[str, Detail] = {"product": gift} if gift else {}
    return Missed(
        promotion.benefit,
        "promotion",
        code,
        promotion.clause,
        missing,
        unit,
        worth,
        promotion.name,
        facts,
    )


def _unknown_coupons(priced: Priced) -> list[Missed]:
    if not priced.basket.coupons:
        return []
    known = {promotion.coupon for promotion in priced.known.promotions if is_on(promotion, priced.moment)}
    return [
        Missed(f"coupon:{code}", "promotion", "coupon.unknown", "9 (8) 7", facts={"code": code})
        for code in priced.basket.coupons
        if code not in known
    ]
