"""A basket that is delivered: whose address, and when it would leave. The address is sealed, apart from the rest."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.domain.basket import Delivery
from pos.domain.delivery import Departure, Recipient, check_recipient, departure, is_forwarder
from pos.domain.errors import Refused
from pos.till import selling
from pos.till.books import Sent
from pos.till.counter import Counter


def begin(counter: Counter) -> None:
    """The goods are to be delivered; the address is still to come, and payment waits for it."""
    basket = selling.open_basket(counter)
    if basket.delivery is None:
        selling.change_for_good(counter, replace(basket, delivery=Delivery()))


async def deliver_to(counter: Counter, recipient: Recipient) -> Departure:
    """The goods go to `recipient`; says when they would leave if it were paid now (terms 13 (2)).

    Raises Refused with what `check_recipient` finds, nothing changed then. A forwarder's address is taken, and payment
    waits for a manager (13 (1)).
    """
    recipient = Recipient(*(_readable(text) for text in msgspec.structs.astuple(recipient)))
    check_recipient(recipient)
    basket, ports = selling.open_basket(counter), counter.ports
    leaves = await leaving(counter)
    if counter.basket is None or counter.basket.id != basket.id or counter.basket.delivery != basket.delivery:
        raise Refused("delivery.too_late")
    place = ports.books.place_of(recipient)
    doubt = "delivery.forwarder" if is_forwarder(recipient) else ""
    delivery = Delivery(ports.new_id(), doubt, place)
    current = replace(selling.open_basket(counter), delivery=delivery)
    counter.sent = Sent(delivery.recipient, current.id, recipient)
    selling.change_for_good(counter, current, recipient=counter.sent)
    return leaves


def _readable(text: str) -> str:
    """Half a surrogate is no letter, and no file takes it."""
    return text.encode("utf-8", "replace").decode()


async def leaving(counter: Counter) -> Departure:
    """When goods leave that are paid at this moment (terms 13 (2))."""
    now, rule = counter.now(), counter.policy().rules.delivery
    return await counter.ports.disk.run(lambda: departure(now, rule, counter.calendar()))


def carry_out(counter: Counter) -> None:
    """The customer takes the goods along after all; the address is forgotten."""
    basket = selling.open_basket(counter)
    counter.sent = None
    selling.change_for_good(counter, replace(basket, delivery=None))


def recipient_of(counter: Counter) -> Recipient | None:
    """The address of the open basket, for the screen alone; also while it is still on its way to the disk."""
    delivery = counter.basket.delivery if counter.basket else None
    if delivery and counter.sent and counter.sent.id == delivery.recipient:
        return counter.sent.recipient
    return counter.ports.books.recipient(delivery.recipient) if delivery and delivery.recipient else None
