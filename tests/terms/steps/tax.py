"""What a card may be asked to pay, and what the tax office is told of cash: instalments, signatures, cash receipts."""

from __future__ import annotations

from datetime import date

from pytest_bdd import parsers, then, when

from pos.devices.terminal.ledger import KeptReceipt
from pos.domain.cash_receipt import Number, read_number
from pos.till.paying import cash_receipts, checkout
from tests.terms.steps.words import WON, amount
from tests.terms.world import World

USES = {"for income deduction": "income", "as business evidence": "business"}


@then(parsers.re(r"paying by card in (?P<months>\d+) months is possible$"))
def card_in_months_is_possible(world: World, months: str) -> None:
    sale = world.play(checkout.pay_card(world.counter, checkout.due(world.counter), instalments=int(months)))
    assert world.refused is None and sale is not None
    approval = sale.payments[-1].approval
    assert approval is not None and approval.instalments == int(months)


@then(parsers.re(r'paying by card in (?P<months>\d+) months is refused with "(?P<code>[\w.]+)"$'))
def card_in_months_is_refused(world: World, months: str, code: str) -> None:
    world.play(checkout.pay_card(world.counter, checkout.due(world.counter), instalments=int(months)))
    assert world.refused is not None and world.refused.code == code
    assert not world.till.terminal.charged


@then(parsers.re(r"a signature is (?P<needed>needed|not needed)$"))
def signature_is(world: World, needed: str) -> None:
    assert bool(world.till.terminal.signed) == (needed == "needed")


@when(parsers.re(r"the customer pays the rest in cash giving (?P<number>.+)$"))
def pays_in_cash_giving(world: World, number: str) -> None:
    if number != "no number":
        world.play(cash_receipts.identify(world.counter, number))
        if world.refused is not None:
            return
    world.play(checkout.pay_exact(world.counter))


@then(parsers.re(rf"a cash receipt of {WON} won is not issued$"))
def not_issued(world: World, won: str) -> None:
    assert amount(won) == 0 and issued(world) == []


@then(parsers.re(rf"a cash receipt of {WON} won is issued (?P<use>for income deduction|as business evidence)$"))
def is_issued(world: World, won: str, use: str) -> None:
    assert [(one.use, one.amount) for one in issued(world)] == [(USES[use], amount(won))]


@then(parsers.re(rf"a cash receipt of {WON} won is issued to (?P<number>[\d-]+)$"))
def is_issued_to(world: World, won: str, number: str) -> None:
    known: Number = read_number(number)
    assert [(one.masked, one.use, one.amount) for one in issued(world)] == [(known.masked, known.use, amount(won))]


@then(parsers.re(r"the cash receipt is cancelled with its approval number, its date and reason (?P<reason>\d)$"))
def is_cancelled(world: World, reason: str) -> None:
    (first,) = issued(world)
    (taken_back,) = (one for one in world.till.terminal.receipts if one.cancels is not None)
    assert taken_back.answer.outcome == "approved" and taken_back.cancels is not None
    assert first.answer.approval is not None
    assert taken_back.cancels.approval_number == first.answer.approval.approval_number
    assert taken_back.cancels.issued_on == date.fromisoformat(first.answer.approval.approved_at[:10])
    assert taken_back.cancels.reason == int(reason)
    assert taken_back.masked == first.masked


def issued(world: World) -> list[KeptReceipt]:
    """What the terminal issued, as itself remembers it."""
    world.till.headless.settle()
    assert not world.counter.ports.tax.open_receipts()
    return [one for one in world.till.terminal.receipts if one.cancels is None and one.answer.outcome == "approved"]
