"""Goods that come back: returns, exchanges, claims, and what becomes of the machine's benefit."""

from __future__ import annotations

from datetime import date

from pytest_bdd import parsers, then, when

from pos.domain.back.returns import Condition, Original, Reason, Return, Wanted
from pos.domain.facts import ApprovalGiven, Fact, ReturnCompleted, SaleCompleted, decode_fact
from pos.domain.plus import runs
from pos.domain.sale import Sale
from pos.till import membership, selling
from pos.till.back import claiming, exchanging, returning
from pos.till.back.returning import in_hand
from pos.till.paying import checkout
from tests.terms.steps.closing import finish_closing
from tests.terms.steps.words import CODE, CODE_TEXT, DAY, MEMBER, WON, amount
from tests.terms.world import World

SALE = r"from (?P<which>that|the first|the second|the third|the last) sale"
HOW = r'"(?P<condition>unopened|opened unused|used)" because of "(?P<reason>[^"]+)"$'
CONDITIONS: dict[str, Condition] = {"unopened": "unopened", "opened unused": "opened_unused", "used": "used"}
REASONS: dict[str, Reason] = {
    "change of mind": "change_of_mind",
    "defect": "defect",
    "not as described": "not_as_described",
    "damaged": "damaged",
    "missing": "missing",
}


@when(parsers.re(rf"(?P<units>\d+) x {CODE} {SALE} (?:is|are) brought back {HOW}"))
def brought_back(world: World, units: str, code: str, which: str, condition: str, reason: str) -> None:
    bring_back(world, which_sale(world, which), code, int(units), condition, reason)


@when(
    parsers.re(
        rf"(?P<units>\d+) x {CODE} {SALE}, wrong as noticed on (?P<noticed>\d{{4}}-\d\d-\d\d), "
        rf"(?:is|are) brought back {HOW}"
    )
)
def brought_back_noticed(
    world: World, units: str, code: str, which: str, noticed: str, condition: str, reason: str
) -> None:
    seen = date.fromisoformat(noticed)
    bring_back(world, which_sale(world, which), code, int(units), condition, reason, noticed=seen)


@when(parsers.re(rf'{CODE} with serial "(?P<serial>[^"]+)" {SALE} is brought back {HOW}'))
def machine_brought_back(world: World, code: str, serial: str, which: str, condition: str, reason: str) -> None:
    bring_back(world, which_sale(world, which), code, 1, condition, reason, serials=(serial,))


@when(
    parsers.re(
        rf'{CODE} with serial "(?P<serial>[^"]+)" {SALE} is exchanged for serial "(?P<fresh>[^"]+)" '
        r'because of "(?P<reason>[^"]+)"$'
    )
)
def machine_exchanged(world: World, code: str, serial: str, which: str, fresh: str, reason: str) -> None:
    original = take_in_hand(world, which_sale(world, which))
    place = next(place for place, line in enumerate(original.sale.lines, 1) if line.product == code)
    wanted = Wanted(place, 1, "used", REASONS[reason], serials=(serial,), replaced=True, new_serials=(fresh,))
    world.attempt(returning.want, wanted)
    finish(world)


@when(
    parsers.re(
        rf"(?P<units>\d+) x {CODE} {SALE} (?:is|are) exchanged for (?P<more>\d+) x (?P<other>[A-Z0-9]+) "
        r'because of "(?P<reason>[^"]+)"$'
    )
)
def exchanged(world: World, units: str, code: str, which: str, more: str, other: str, reason: str) -> None:
    choose(world, which_sale(world, which), code, int(units), "unopened", reason)
    world.attempt(exchanging.begin)
    if world.refused is None:
        world.attempt(selling.add, other, quantity=int(more))


@when(parsers.re(rf'the other (?P<units>\d+) x {CODE} are brought back one by one because of "(?P<reason>[^"]+)"$'))
def one_by_one(world: World, units: str, code: str, reason: str) -> None:
    for _ in range(int(units)):
        bring_back(world, world.sales[-1], code, 1, "unopened", reason)
        assert world.refused is None


@when(parsers.re(rf"the delivery arrives on {DAY}$"))
def delivery_arrives(world: World, day: str) -> None:
    world.arrived = date.fromisoformat(day)


@when(parsers.re(rf'(?P<units>\d+) x {CODE} {SALE} are claimed as "(?P<reason>[^"]+)"$'))
def claimed(world: World, units: str, code: str, which: str, reason: str) -> None:
    original = take_in_hand(world, which_sale(world, which))
    place = next(place for place, line in enumerate(original.sale.lines, 1) if line.product == code)
    wanted = Wanted(place, int(units), "unopened", REASONS[reason], arrived=world.arrived)
    world.options = claiming.options(world.counter, wanted)


@when("the refund's receipt is scanned for a return")
def refund_is_scanned(world: World) -> None:
    world.play(returning.find(world.counter, world.last_back().code))


@when(parsers.re(rf"a return of (?P<units>\d+) x {CODE} without a receipt is asked for$"))
def without_receipt(world: World, units: str, code: str) -> None:
    world.attempt(returning.begin_without_receipt)
    world.attempt(returning.want, Wanted(0, int(units), "unopened", "change_of_mind", product=code))
    finish(world)


@when(parsers.re(r'"(?P<by>\w+)" approves with the reason "(?P<reason>[^"]+)"$'))
def approves(world: World, by: str, reason: str) -> None:
    if world.counter.closing is not None:
        finish_closing(world, by=by, pin=world.pin(by), reason=reason)
        return
    for need in returning.proposal(world.counter).needs:
        world.play(returning.approve(world.counter, need, by=by, pin=world.pin(by), reason=reason))
        if world.refused is not None:
            return
    finish(world)


@when(parsers.re(rf"{MEMBER} makes (?P<count>\d+) Plus orders?$"))
def makes_plus_orders(world: World, member: str, count: str) -> None:
    """Other visits of theirs: they are not "that sale"."""
    ours = list(world.sales)
    for _ in range(int(count)):
        world.attempt(selling.start)
        world.play(membership.attach(world.counter, member))
        world.attempt(selling.add, "BELLO", quantity=7)
        assert world.counter.quote is not None and world.counter.quote.in_use.startswith("plus:")
        world.play(checkout.pay_card(world.counter, checkout.due(world.counter)))
    world.sales = ours


@then("the return is accepted")
def return_is_accepted(world: World) -> None:
    assert world.refused is None, world.refused
    back = world.last_back()
    assert world.counter.ports.past.returned(back.id) == back
    assert world.till.printer.papers and back.code in " ".join(world.till.printer.papers[-1].lines)


@then(parsers.re(rf"the return is refused with {CODE_TEXT}$"))
def return_is_refused(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code
    assert world.counter.returning is None or not returning.proposal(world.counter).needs


@then(parsers.re(rf"the return is waiting for a manager with {CODE_TEXT}$"))
def return_is_waiting(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code
    assert [need.code for need in returning.proposal(world.counter).needs] == [code]


@then(parsers.re(rf"the approval is refused with {CODE_TEXT}$"))
def approval_is_refused(world: World, code: str) -> None:
    assert world.refused is not None and world.refused.code == code


@then(parsers.re(r'the journal holds a "(?P<kind>\w+)" by "(?P<who>\w+)"$'))
def journal_holds_by(world: World, kind: str, who: str) -> None:
    assert any(one.kind == kind and one.who == who for one in world.till.all_entries())


@then(parsers.re(r'the journal holds a "(?P<kind>\w+)" by "(?P<who>\w+)" approved by "(?P<by>\w+)"$'))
def journal_holds(world: World, kind: str, who: str, by: str) -> None:
    entries = world.till.all_entries()
    told = [decode_fact(one.payload) for one in entries if one.kind == kind and one.who == who]
    assert any(by in _approvers(fact) for fact in told)
    given = [fact.approval for one in entries if isinstance(fact := decode_fact(one.payload), ApprovalGiven)]
    assert any(one.by == by for one in given)


def _approvers(fact: Fact) -> set[str]:
    match fact:
        case ReturnCompleted(back):
            return {one.by for one in back.approvals}
        case SaleCompleted(sale):
            return {one.by for one in sale.approvals}
    return set()


@then(parsers.re(rf"the refund is {WON} won$"))
def refund_is(world: World, won: str) -> None:
    assert world.refused is None, world.refused
    assert world.refund == amount(won)


@then("nothing is refunded")
def nothing_is_refunded(world: World) -> None:
    assert world.refused is None, world.refused
    assert world.last_back().refund == 0 and not world.last_back().parts


@then(parsers.re(rf"the clawback is {WON} won$"))
def clawback_is(world: World, won: str) -> None:
    assert world.last_back().clawed_back == amount(won)


@then(parsers.re(rf"the VAT of the clawback is {WON} won$"))
def clawback_vat_is(world: World, won: str) -> None:
    assert world.last_back().clawback_vat == amount(won)


@then(parsers.re(rf"{WON} won stay unpaid$"))
def stay_unpaid(world: World, won: str) -> None:
    assert world.last_back().unpaid == amount(won)


@then(parsers.re(r'the refund receipt shows "(?P<text>[^"]+)"$'))
def refund_receipt_shows(world: World, text: str) -> None:
    assert any(text in line for line in world.till.printer.papers[-1].lines)


@then(parsers.re(r'the Plus benefit of "(?P<member>\w+)" rests on serial "(?P<serial>[^"]+)"$'))
def benefit_rests_on(world: World, member: str, serial: str) -> None:
    own = world.counter.ports.books.dossier(member)
    world.till.sync_until_quiet()
    for dossier in (own, world.till.mall.mall.dossier(member)):
        assert dossier is not None
        running = [one for one in dossier.entitlements if runs(one, dossier.uses, world.clock.now())]
        assert [one.serial for one in running] == [serial]


@then(parsers.re(r'the same product is (?:offered|not offered because "(?P<code>[\w.]+)")$'))
def same_product(world: World, code: str | None) -> None:
    assert world.options is not None
    assert world.options.replacement.code == (code or "")


@then(parsers.re(r'a refund is "(?P<outcome>possible|not possible)"$'))
def refund_is_possible(world: World, outcome: str) -> None:
    assert world.options is not None
    assert (world.options.refund.code == "") == (outcome == "possible")


@then(parsers.re(rf"(?P<units>\d+) x {CODE} {SALE} can still come back$"))
def can_still_come_back(world: World, units: str, code: str, which: str) -> None:
    original = take_in_hand(world, which_sale(world, which))
    lines = enumerate(original.sale.lines, 1)
    assert sum(original.left(place) for place, line in lines if line.product == code) == int(units)


@then(parsers.re(rf"the refunds of that sale add up to {WON} won$"))
def refunds_add_up(world: World, won: str) -> None:
    assert sum(back.refund for back in returns_of(world, world.sales[-1])) == amount(won)


@then("the VAT of the refunds adds up to the VAT of the sale")
def vat_adds_up(world: World) -> None:
    sale = world.sales[-1]
    assert sum(back.vat for back in returns_of(world, sale)) == sale.vat


@then(parsers.re(rf"the customer (?P<how>owes nothing|gets {WON} won back|pays (?P<more>[\d,]+) won)$"))
def customer_settles(world: World, how: str, won: str | None, more: str | None) -> None:
    expected = amount(more) if more else -amount(won) if won else 0
    assert exchanging.difference(world.counter) == expected
    world.play(checkout.pay_exact(world.counter))
    assert world.refused is None and world.counter.basket is None
    sale, back = world.last_sale(), world.counter.last_return
    assert back is not None
    assert back.exchange == sale.id
    assert sale.total - back.refund == expected


def which_sale(world: World, which: str) -> Sale:
    """The sale a scenario speaks of."""
    return world.sales[{"that": -1, "the first": 0, "the second": 1, "the third": 2, "the last": -1}[which]]


def returns_of(world: World, sale: Sale) -> tuple[Return, ...]:
    """What came back of a sale, in the journal of the till."""
    facts = (decode_fact(one.payload) for one in world.till.all_entries() if one.kind == "ReturnCompleted")
    return tuple(fact.back for fact in facts if isinstance(fact, ReturnCompleted) and fact.back.sale == sale.id)


def take_in_hand(world: World, sale: Sale) -> Original:
    """The receipt is scanned for a return."""
    world.play(returning.find(world.counter, sale.code))
    assert world.refused is None, world.refused
    original = in_hand(world.counter).original
    assert original is not None
    return original


def choose(
    world: World,
    sale: Sale,
    code: str,
    units: int,
    condition: str,
    reason: str,
    *,
    noticed: date | None = None,
    serials: tuple[str, ...] | None = None,
) -> None:
    """Units of a product, from the lines of the sale in their order; a machine by the next serial number it has."""
    original, wanted, missing = take_in_hand(world, sale), [], units
    places = [place for place, line in enumerate(original.sale.lines, 1) if line.product == code]
    for place in places:
        taken = missing if place == places[-1] else min(missing, original.left(place))
        if taken:
            found = original.serials(place)[:taken] if serials is None else serials
            how, why = CONDITIONS[condition], REASONS[reason]
            wanted.append(Wanted(place, taken, how, why, noticed=noticed, arrived=world.arrived, serials=found))
            missing -= taken
    world.attempt(returning.want, *wanted)


def bring_back(
    world: World,
    sale: Sale,
    code: str,
    units: int,
    condition: str,
    reason: str,
    *,
    noticed: date | None = None,
    serials: tuple[str, ...] | None = None,
) -> None:
    """Scan the receipt, choose, say why, done."""
    choose(world, sale, code, units, condition, reason, noticed=noticed, serials=serials)
    finish(world)


def finish(world: World) -> None:
    """Do it, unless something was refused on the way."""
    if world.refused is not None:
        return
    back = world.play(returning.complete(world.counter))
    if back is not None:
        assert sum(part.amount for part in back.parts) == back.refund
        world.backs.append(back)
        world.refund = back.refund
