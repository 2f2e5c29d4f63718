"""Members at the basket, and the benefits they get, do not get, and keep."""

from __future__ import annotations

from pytest_bdd import parsers, then, when

from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, last_day, left, runs
from pos.domain.quote import Missed, QuoteLine
from pos.domain.sale import SaleLine
from pos.till import approving, benefits, membership, selling
from tests.terms.steps.selling import sums
from tests.terms.steps.words import BENEFIT, CODE, DAY, MEMBER, WON, amount
from tests.terms.world import World


@when(parsers.re(rf"the cashier starts a sale for {MEMBER}$"))
def start_for_member(world: World, member: str) -> None:
    world.attempt(selling.start)
    world.attached = world.play(membership.attach(world.counter, member))


@when(parsers.re(rf'(?P<units>\d+) x {CODE} (?:is|are) given free with approval by "(?P<by>\w+)"$'))
def given_free(world: World, units: str, code: str, by: str) -> None:
    pin = world.pin(by)
    story = approving.give_free(world.counter, code, quantity=int(units), by=by, pin=pin, reason="regular customer")
    world.play(story)
    assert world.refused is None


@when(parsers.re(rf"the cashier chooses the benefit {BENEFIT}$"))
def chooses(world: World, name: str) -> None:
    assert world.counter.quote is not None
    found = [one.benefit for one in world.counter.quote.choices if _is(name, one.benefit, one.name)]
    world.attempt(benefits.choose, found[0])


@when(parsers.re(r'the voucher "(?P<code>[^"]+)" is scanned$'))
def voucher_is_scanned(world: World, code: str) -> None:
    world.play(benefits.show_voucher(world.counter, code))


@then(parsers.re(rf"the discount for {BENEFIT} is {WON} won$"))
def discount_is(world: World, name: str, won: str) -> None:
    assert _discount(world, name) == amount(won)


@then("there is no discount")
def no_discount(world: World) -> None:
    assert sums(world).discount == 0


@then(parsers.re(rf"there is no discount for {BENEFIT}$"))
def no_discount_for(world: World, name: str) -> None:
    assert _discount(world, name) == 0


@then(parsers.re(rf'the reason against {BENEFIT} is "(?P<code>[\w.]+)"$'))
def reason_against(world: World, name: str, code: str) -> None:
    assert code in {
        one.code for one in _missed(world) if one.benefit != "plus.new" and _is(name, one.benefit, one.name)
    }


@then(parsers.re(r'the reason against a new Plus benefit is "(?P<code>[\w.]+)"$'))
def reason_against_new(world: World, code: str) -> None:
    assert [one.code for one in _missed(world) if one.benefit == "plus.new"] == [code]


@then(parsers.re(rf"(?P<count>\d+) capsules are missing for {BENEFIT}$"))
def capsules_are_missing(world: World, count: str, name: str) -> None:
    missing = [one.missing for one in _missed(world) if one.unit == "capsules" and _is(name, one.benefit, one.name)]
    assert max(missing, default=0) == int(count)


@then(parsers.re(rf"the benefit in use is {BENEFIT}$"))
def benefit_in_use(world: World, name: str) -> None:
    quote = world.counter.quote or world.before.quote
    assert quote is not None
    assert [choice.benefit for choice in quote.choices if _is(name, choice.benefit, choice.name)] == [quote.in_use]


@then("the lines carry these discounts:")
def lines_carry(world: World, datatable: list[list[str]]) -> None:
    found: dict[str, int] = {}
    for line in sums(world).lines:
        found[line.product] = found.get(line.product, 0) + sum(discount.amount for discount in line.discounts)
    expected = {product: amount(won) for product, won in datatable[1:]}
    assert {product: found.get(product) for product in expected} == expected


@then(parsers.re(rf"{MEMBER} has (?P<count>\d+) Plus orders left until {DAY}$"))
def orders_left(world: World, member: str, count: str, day: str) -> None:
    for told in _told_by_both(world, member):
        assert [(rest, last.isoformat()) for one, rest in told if (last := last_day(one))] == [(int(count), day)]


@then(parsers.re(rf"{MEMBER} holds (?P<count>\d+) Plus benefits?$"))
def holds_benefits(world: World, member: str, count: str) -> None:
    for told in _told_by_both(world, member):
        assert len(told) == int(count)


@then(parsers.re(r'the member is attached without benefits because "(?P<code>[\w.]+)"$'))
def attached_without(world: World, code: str) -> None:
    assert world.attached is not None and world.attached.without_benefits == code
    assert world.counter.basket is not None and world.counter.basket.member == world.attached.number


@then("the member is not found")
def not_found(world: World) -> None:
    assert world.refused is not None and world.refused.code == "member.unknown"
    assert world.counter.basket is not None and world.counter.basket.member is None


@then(parsers.re(rf"the voucher shows (?P<count>\d+) orders left until {DAY}$"))
def voucher_shows(world: World, count: str, day: str) -> None:
    voucher = world.counter.offers.voucher
    assert voucher is not None and (voucher.left, voucher.until.isoformat()) == (int(count), day)


def _is(name: str, benefit: str, named: object) -> bool:
    """Whether a benefit is the one a scenario names: by its kind, or a promotion by its name."""
    kind = benefit.partition(":")[0]
    if name in ("Plus", "Payback"):
        return kind == name.lower()
    return getattr(named, "en", None) == name


def _missed(world: World) -> tuple[Missed, ...]:
    quote = world.counter.quote or world.before.quote
    assert quote is not None
    return quote.missed


def _discount(world: World, name: str) -> int:
    lines: tuple[QuoteLine | SaleLine, ...] = sums(world).lines
    causes = [(discount.cause, discount.amount) for line in lines for discount in line.discounts]
    return sum(won for cause, won in causes if _is(name, cause.benefit, cause.name))


def _told_by_both(world: World, member: str) -> list[list[tuple[Entitlement, int]]]:
    """The member's running benefits with what is left of each, as the till has them and, once told, the mall."""
    own = world.counter.ports.books.dossier(member)
    assert (own is None) == world.counter.ports.people.is_gone(member)  # of who left the till knows nothing
    world.till.sync_until_quiet()
    told = []
    for dossier in (own or Dossier(member, "withdrawn"), world.till.mall.mall.dossier(member)):
        now = world.clock.now()
        running = [one for one in dossier.entitlements if runs(one, dossier.uses, now)]
        told.append([(one, left(one, dossier.uses)) for one in running])
    return told
