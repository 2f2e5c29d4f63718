"""What the delivery panel shows, as finished texts: stored addresses, what it costs and why, and when it leaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.basket import Basket
from pos.domain.delivery import Departure, Recipient, region_of
from pos.domain.errors import Refused
from pos.domain.members import mask_name, mask_phone
from pos.domain.policy import DeliveryFee
from pos.domain.quote import Block, Quote
from pos.till import delivering, membership
from pos.till.counter import Counter
from pos.ui.clauses import written
from pos.ui.figures import day, won
from pos.ui.words import Words

Stage: TypeAlias = Literal["places", "form", "taken"]
FieldName: TypeAlias = Literal["postcode", "address", "detail", "name", "phone"]
Doubt: TypeAlias = Literal["", "open", "allowed"]

MOST_BY_DIGIT = 9
_ABOUT: dict[str, FieldName] = {
    "delivery.postcode": "postcode",
    "delivery.po_box": "address",
    "delivery.abroad": "address",
}
_NEEDED: dict[str, FieldName] = {"name": "name", "address": "address", "phone": "phone"}


@dataclass(frozen=True, slots=True)
class Place:
    """A stored address. `number` is the digit that takes it, "" from the tenth on.

    `frozen` says why it cannot be taken while a correction is under way, "" where it can.
    """

    number: str
    name: str
    address: str
    frozen: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is wrong with which field, in words."""

    field: FieldName
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """The address that was taken, masked, and when the goods leave; "" while that is not known."""

    name: str
    phone: str
    address: str
    leaving: str
    doubt: Doubt


@dataclass(frozen=True, slots=True)
class DeliveryView:
    """The panel in its stage. `question` is asked before an address is taken whose postcode is of another region."""

    stage: Stage
    fee: str
    why: str
    places: tuple[Place, ...] = ()
    wrong: Wrong | None = None
    question: str = ""
    is_taking: bool = False
    taken: Taken | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """Where the person is in it. `leaves` is when it would leave."""

    stage: Stage = "places"
    wrong: Refused | None = None
    asked: Recipient | None = None
    is_taking: bool = False
    leaves: Departure | None = None


def present(counter: Counter, words: Words, course: Course, places: Sequence[Recipient]) -> DeliveryView:
    """The panel as it stands; `places` are the stored addresses that may be seen."""
    fee, why = fee_of(counter, words)
    return DeliveryView(
        stage=course.stage,
        fee=fee,
        why=why,
        places=tuple(_place(counter, one, words, at=at) for at, one in enumerate(places)),
        wrong=_wrong(course.wrong, words),
        question=_question(course.asked, words),
        is_taking=course.is_taking,
        taken=_taken(counter, course, words),
    )


def places_of(counter: Counter) -> tuple[Recipient, ...]:
    """The addresses of the member at the basket."""
    member = membership.attached(counter)
    return member.addresses if member else ()


def about(error: Refused) -> FieldName | None:
    """The field that a refusal is about, None where it is about none."""
    if error.code == "delivery.recipient":
        return _NEEDED.get(str(error.facts.get("field")))
    return _ABOUT.get(error.code)


def forwarder_block(counter: Counter) -> Block | None:
    """What stands in the way of a forwarder's address until a manager has looked at it."""
    blocks = counter.quote.blocks if counter.quote else ()
    return next((block for block in blocks if block.code == "delivery.forwarder"), None)


def region_name(postcode: str, words: Words) -> str:
    """The region of a postcode in words, "" while it is none."""
    region = region_of(postcode)
    return words(f"delivery.region.{region}") if region else ""


def fee_of(counter: Counter, words: Words) -> tuple[str, str]:
    """What delivery costs, and why."""
    priced, basket = counter.quote, counter.basket
    if priced is None or basket is None or priced.fee_cause is None:
        return "–", words("delivery.fee_later")
    fee = won(priced.delivery_fee, words.language) if priced.delivery_fee else words("delivery.free")
    rule = counter.policy().rules.delivery_fee
    why = words(_cause(priced, basket, counter), **_facts(priced, rule, words))
    return fee, words("delivery.with_clause", why=why, clause=written(priced.fee_cause.clause, words.language))


def _cause(priced: Quote, basket: Basket, counter: Counter) -> str:
    cause = priced.fee_cause.code if priced.fee_cause else ""
    if cause == "delivery.fee" and _is_professional(basket, counter):
        return "delivery.why.fee_capsules"
    if cause == "delivery.benefit" and priced.fee_cause:
        is_voucher = priced.fee_cause.benefit.startswith("payback:")
        return "delivery.why.payback" if is_voucher else "delivery.why.plus"
    return f"delivery.why.{cause.removeprefix('delivery.')}"


def _is_professional(basket: Basket, counter: Counter) -> bool:
    """Whether there is nothing but Professional capsules in it: their number counts, and not what they come to."""
    kinds = [counter.product(line.product) for line in basket.lines]
    return all(product.kind == "capsule" and product.range == "professional" for product in kinds)


def _facts(priced: Quote, rule: DeliveryFee, words: Words) -> dict[str, str]:
    cause = priced.fee_cause
    goods = cause.facts.get("goods") if cause else None
    capsules = cause.facts.get("capsules") if cause else None
    return {
        "goods": won(goods, words.language) if isinstance(goods, int) else "–",
        "capsules": f"{capsules:,}" if isinstance(capsules, int) else "–",
        "amount": won(rule.free_from_amount, words.language),
        "least": f"{rule.free_from_professional_capsules:,}",
    }


def _place(counter: Counter, recipient: Recipient, words: Words, *, at: int) -> Place:
    field = delivering.frozen_in(counter, recipient)
    number = str(at + 1) if at < MOST_BY_DIGIT and not field else ""
    name = " · ".join(
        part for part in (mask_name(recipient.name), recipient.postcode, region_name(recipient.postcode, words)) if part
    )
    frozen = words(f"delivery.frozen.{field}") if field else ""
    return Place(number, name, whole_address(recipient), frozen)


def whole_address(recipient: Recipient) -> str:
    """Street and detail as one text."""
    return ", ".join(part for part in (recipient.address, recipient.detail) if part)


def _wrong(error: Refused | None, words: Words) -> Wrong | None:
    field = about(error) if error else None
    if error is None or field is None:
        return None
    code = field if error.code == "delivery.recipient" else error.code.removeprefix("delivery.")
    return Wrong(field, words(f"delivery.wrong.{code}"))


def _question(asked: Recipient | None, words: Words) -> str:
    if asked is None:
        return ""
    return words("delivery.ask", postcode=asked.postcode, region=region_name(asked.postcode, words))


def _taken(counter: Counter, course: Course, words: Words) -> Taken | None:
    delivery = counter.basket.delivery if counter.basket else None
    sent = delivering.recipient_of(counter)
    if delivery is None or sent is None:
        return None
    doubt: Doubt = "" if not delivery.doubt else "open" if forwarder_block(counter) else "allowed"
    return Taken(
        name=mask_name(sent.name),
        phone=mask_phone(sent.phone),
        address=f"({sent.postcode}) {whole_address(sent)}",
        leaving=leaving(course.leaves, words) if course.leaves else "",
        doubt=doubt,
    )


def leaving(departure: Departure, words: Words) -> str:
    """When the goods leave, and when at the latest."""
    leaves, latest = day(departure.leaves, words.language), day(departure.latest, words.language)
    return words("delivery.leaving" if leaves != latest else "delivery.leaving_last", leaves=leaves, latest=latest)
