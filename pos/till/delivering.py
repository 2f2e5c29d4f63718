"""A basket that is delivered: whose address, and when it would leave. The address is sealed, apart from the rest."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from pos.domain.basket import Delivery
from pos.domain.delivery import Departure, Recipient, check_recipient, departure, is_forwarder
from pos.domain.errors import Refused
from pos.domain.members import phone_digits
from pos.domain.refusal import check_sealed
from pos.domain.spelling import plain
from pos.till import membership, selling
from pos.till.books import Sent
from pos.till.counter import Counter


def begin(counter: Counter) -> None:
    """The goods are to be delivered; the address is still to come, and payment waits for it."""
    basket = selling.open_basket(counter)
    if basket.delivery is None:
        selling.change_for_good(counter, replace(basket, delivery=Delivery()))


async def deliver_to(counter: Counter, recipient: Recipient) -> Departure:
    """The goods go to `recipient`; says when they would leave if it were paid now (terms 13 (2)).

    Raises Refused with what `check_recipient` finds, ("privacy.sensitive") for a card or resident number in a free
    text, ("privacy.correction_pending", field=...) for what its member asked to have corrected; nothing changed then. A
    forwarder's address is taken, and payment waits for a manager (13 (1)).
    """
    recipient = Recipient(*(_readable(text) for text in msgspec.structs.astuple(recipient)))
    check_recipient(recipient)
    for text in (recipient.name, recipient.detail, recipient.note):
        check_sealed(text)
    basket, ports = selling.open_basket(counter), counter.ports
    check_not_frozen(counter, recipient)
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


def frozen_in(counter: Counter, recipient: Recipient) -> str:
    """What of it the member at the basket asked to have corrected ("address", "name", "mobile"), "" for nothing.

    The old value is not used until then (privacy policy 6), whether it is chosen from what is stored or written anew.
    """
    member = membership.attached(counter)
    frozen = counter.ports.people.frozen(member.number) if member else frozenset()
    if member is None or not frozen:
        return ""
    place = counter.ports.books.place_of
    if "address" in frozen and place(recipient) in {place(one) for one in member.addresses}:
        return "address"
    if "name" in frozen and plain(recipient.name) == plain(member.name):
        return "name"
    is_old = phone_digits(recipient.phone) == phone_digits(member.mobile)
    return "mobile" if "mobile" in frozen and is_old else ""


def check_not_frozen(counter: Counter, recipient: Recipient) -> None:
    """Raises Refused("privacy.correction_pending", field=...)."""
    if field := frozen_in(counter, recipient):
        raise Refused("privacy.correction_pending", field=field)


def look_again(counter: Counter) -> None:
    """A correction was asked for: where the open basket would go to what is wrong, its address is asked for anew."""
    basket, sent = counter.basket, recipient_of(counter)
    may_change = not (counter.is_busy or (counter.draft and counter.draft.agreed))
    if basket is not None and sent is not None and may_change and frozen_in(counter, sent):
        counter.sent = None
        selling.change_for_good(counter, replace(basket, delivery=Delivery()))


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
