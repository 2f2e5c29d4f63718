"""Delivery orders after they were paid: where they stand, and cancelling one before it leaves (terms 12 (2), 13 (2)).

The mall stops the order first, then the money goes back the way it came, card by card; each step is on disk before the
next one, so that a cancellation that was interrupted goes on where it stood.
"""

from __future__ import annotations

from pos.domain.errors import Refused
from pos.domain.facts import CardAsked, OrderCancelled, OrderStopped
from pos.domain.money import Won
from pos.domain.plus import Use
from pos.domain.sale import Sale
from pos.domain.tender import CardApproval, Payment
from pos.till import printing
from pos.till.back import finding
from pos.till.books import OrderState
from pos.till.counter import Counter, Notice
from pos.till.paying import cash_receipts
from pos.till.paying.moving import (
    IN_DOUBT,
    at_the_terminal,
    drawer_for,
    enquired,
    plainly,
    request_of,
    reverse,
    settle_reversal,
    turned_round,
)
from pos.till.ports import Job
from pos.till.selling import ends_with_late_scans


def state(counter: Counter, sale_id: str) -> OrderState | None:
    """Where a delivery order stands; the one in the open basket is offered, None is no delivery."""
    basket = counter.basket
    if basket is not None and basket.id == sale_id:
        return "offered" if basket.delivery is not None else None
    return counter.ports.books.order_state(sale_id)


def newest(counter: Counter) -> tuple[Sale, ...]:
    """The delivery orders of this till, newest first."""
    return counter.ports.books.orders()


def tell_of_unfinished(counter: Counter) -> None:
    """Say which orders were stopped without all of the money being back: cancelling again goes on where it stood."""
    counter.hush("order.cancel_unfinished")
    for sale in counter.ports.books.stopped_orders():
        counter.tell(Notice("order.cancel_unfinished", {"number": sale.number}, "error"))


@ends_with_late_scans
async def cancel(counter: Counter, sale_id: str) -> Won:
    """Cancel an order that has not left: all of it, back the way it was paid. Returns what was given back, in won.

    Raises Refused("order.none"), ("order.cancelled"), ("order.benefit_used"), ("order.partly_returned") once some of it
    came back, ("exchange.open") while it pays for other goods, ("order.left") when it is a return,
    ("payment.in_progress"), ("payment.unknown") where nobody knows whether a card got its money: cancelling again asks,
    ("payment.not_reversed"); and Unavailable while the mall cannot be asked, for the goods could leave meanwhile.
    """
    counter.who_may("refund")
    counter.open_shift()
    if counter.is_busy:
        raise Refused("payment.in_progress")
    sale = counter.ports.shelf.sale(sale_id)
    if sale is None or sale.shipping is None:
        raise Refused("order.none")
    if state(counter, sale_id) == "cancelled":
        raise Refused("order.cancelled")
    if counter.ports.past.returns_of(sale_id):
        raise Refused("order.partly_returned", number=sale.number)
    finding.check_not_exchanged(counter, sale_id)
    try:
        with at_the_terminal(counter):
            await _check_unused(counter, sale)
            await _stop(counter, sale_id)
            for payment in sale.payments:
                if payment.approval is not None:
                    await _give_back(counter, sale, payment, payment.approval)
            return await _write_down(counter, sale)
    finally:
        tell_of_unfinished(counter)
        counter.touch("orders")


async def _stop(counter: Counter, sale_id: str) -> None:
    """Keep the order from leaving; on disk before any money goes back, so that a half-done cancellation is shown."""
    await counter.ports.network.run(lambda: counter.ports.mall.stop_order(sale_id))
    if state(counter, sale_id) != "stopped":
        await counter.write(counter.commit_of(facts=(OrderStopped(sale_id),)))


async def _check_unused(counter: Counter, sale: Sale) -> None:
    """Raises Refused("order.benefit_used") where another sale, here or elsewhere, has used what this order's machine
    began, or is being paid with it: it would have to be paid back."""
    begun, ports = sale.begins, counter.ports
    if begun is None:
        return
    agreed = counter.draft.agreed if counter.draft else None
    here = ports.books.dossier(begun.member)
    uses = {*(here.uses if here else ()), *await _uses_told(counter, begun.member)}
    is_used = any(use.benefit == begun.benefit and use.sale != sale.id for use in uses)
    if is_used or (agreed is not None and begun.benefit in agreed.uses):
        raise Refused("order.benefit_used", number=sale.number)


async def _uses_told(counter: Counter, member: str) -> tuple[Use, ...]:
    """A member's uses as the mall knows them; none of who has left."""
    ports = counter.ports
    try:
        return (await ports.network.run(lambda: ports.mall.member(member))).dossier.uses
    except Refused:
        return ()


async def _write_down(counter: Counter, sale: Sale) -> Won:
    lines = tuple((line.product, line.quantity) for line in sale.lines)
    cancelled = OrderCancelled(sale.id, sale.total, sale.payments, lines)
    opened, kicks = drawer_for(counter, sale.payments, "order cancelled", sale.id)
    paper = Job(counter.ports.new_id(), "cancellation", sale.id)
    receipts = cash_receipts.of_cancelled(counter, sale)
    await counter.write(counter.commit_of(facts=(cancelled, *opened, *receipts), jobs=(*kicks, paper)))
    counter.look_at_offers_again()
    cash_receipts.tell_the_tax_office(counter)
    printing.wake(counter)
    return sale.total


async def _give_back(counter: Counter, sale: Sale, payment: Payment, approval: CardApproval) -> None:
    """Reverse a card payment, unless it was already; one of which nobody knows is asked about first."""
    asked = CardAsked(sale.id, payment.id, payment.kind, payment.amount, approval.instalments)
    known = {one.asked.attempt: one.outcome for one in counter.ports.shelf.attempts(sale.id)}.get(payment.id, "")
    if known == "reversed":
        return
    write = plainly(counter)
    if known in IN_DOUBT:
        answer = turned_round(await enquired(counter, request_of(asked)))
        if answer.outcome != "declined":
            await settle_reversal(asked, approval, answer, write)
            return
    await reverse(counter, asked, approval, write)
