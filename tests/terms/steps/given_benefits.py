"""What is given about members, benefits, stock and terms: told to the mall before the till starts."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

from pytest_bdd import given, parsers

from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.easy_order import EasyOrder
from pos.domain.members import Mark, Standing
from pos.domain.payback import Voucher
from pos.domain.promotions import Promotion, Selection
from tests.terms.documents import terms_document
from tests.terms.steps.words import CODE, DAY, MEMBER, WON, amount, moment
from tests.terms.world import LONG_AGO, Holding, World

STANDINGS: dict[str, Standing] = {"active": "active", "suspended": "suspended", "withdrawn": "withdrawn"}
MARKS: dict[str, Mark] = {"excessive returns": "excessive_returns"}
ON = {
    "coffee": Selection(kinds=("capsule",)),
    "accessories": Selection(kinds=("accessory",)),
    "machines": Selection(kinds=("machine",)),
    "food": Selection(kinds=("food",)),
    "everything": Selection(),
}


@given(
    parsers.re(rf'{MEMBER} holds plan "(?P<plan>\w+)" from a machine bought (?P<where>at a boutique|online) on {DAY}$')
)
def holds_plan(world: World, member: str, plan: str, where: str, day: str) -> None:
    world.holdings.append(Holding(member, plan, moment(day), where == "at a boutique"))


@given(parsers.re(rf"that machine was shipped on {DAY}$"))
def was_shipped(world: World, day: str) -> None:
    world.holdings[-1] = replace(world.holdings[-1], shipped_at=moment(day))


@given(parsers.re(r"(?P<count>\d+) Plus orders have been made on it$"))
def orders_have_been_made(world: World, count: str) -> None:
    world.holdings[-1] = replace(world.holdings[-1], uses=int(count))


@given(parsers.re(rf"{MEMBER} is (?P<state>active|suspended|withdrawn)$"))
def member_is(world: World, member: str, state: str) -> None:
    world.facts.append(lambda mall: mall.set_standing(member, STANDINGS[state]))


@given(
    parsers.re(
        r'a promotion "(?P<name>[^"]+)" of (?P<size>[\d,]+) (?P<unit>%|won) off (?P<on>\w+)'
        r"(?: from (?P<least>[\d,]+) won)?(?P<combines> that combines with others)?$"
    )
)
def a_promotion(
    world: World, name: str, size: str, unit: str, on: str, least: str | None, combines: str | None
) -> None:
    off = amount(size)
    promotion = Promotion(
        id=re.sub(r"\W+", "-", name.lower()),
        name=Name(name, name),
        since=LONG_AGO,
        until=moment("2030-01-01"),
        on=ON[on],
        percent=off if unit == "%" else 0,
        amount=off if unit == "won" else 0,
        from_amount=amount(least) if least else 0,
        combinable=combines is not None,
    )
    world.facts.append(lambda mall: mall.add_promotion(promotion))


@given(parsers.re(rf'a payback voucher "(?P<code>[^"]+)" of {WON} won for (?P<orders>\d+) orders until {DAY}$'))
def a_voucher(world: World, code: str, won: str, orders: str, day: str) -> None:
    voucher = Voucher(code, amount(won), int(orders), date.fromisoformat(day))
    world.facts.append(lambda mall: mall.add_voucher(voucher))


@given("the head office allows payback vouchers at boutiques")
def payback_is_allowed(world: World) -> None:
    document = terms_document("payback", "2026-01-01", announced="2025-11-01", at_boutique="true")
    world.facts.append(lambda mall: mall.send_policy(document))


@given(parsers.re(rf"{MEMBER} has an Easy-Order for {DAY}$"))
def has_easy_order(world: World, member: str, day: str) -> None:
    order = EasyOrder(f"EO-{member}-{day}", date.fromisoformat(day))
    world.facts.append(lambda mall: mall.add_easy_order(member, order))


@given(parsers.re(rf"(?P<units>\d+) x {CODE} are in stock$"))
def are_in_stock(world: World, units: str, code: str) -> None:
    world.facts.append(lambda mall: mall.set_stock("SEL01", code, int(units)))


@given(parsers.re(rf'the mall marks {MEMBER} for "(?P<mark>[^"]+)"$'))
def mall_marks(world: World, member: str, mark: str) -> None:
    world.facts.append(lambda mall: mall.mark_member(member, MARKS[mark]))


@given(parsers.re(rf"new terms from {DAY} with a change of mind within (?P<days>\d+) days$"))
def new_terms(world: World, day: str, days: str) -> None:
    announced = (moment(day).astimezone(KST) - timedelta(days=40)).date().isoformat()
    document = terms_document(f"from {day}", day, announced=announced, days=days)
    world.facts.append(lambda mall: mall.send_policy(document))
