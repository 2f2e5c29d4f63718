"""Whose basket it is and where it goes, as finished texts. What is opened from its seal is opened once, not a scan."""

from __future__ import annotations

from dataclasses import dataclass

from pos.domain.delivery import Recipient
from pos.domain.members import mask_name
from pos.domain.quote import Known
from pos.till import delivering
from pos.till.counter import Counter
from pos.ui.figures import won
from pos.ui.screens.benefits.view import Nearly, fee_reason, nearest
from pos.ui.screens.member.view import Strip, strip
from pos.ui.words import Words

_WORDS_OF_AN_ADDRESS = 2


@dataclass(frozen=True, slots=True)
class Parcel:
    """The delivery of the basket: to whom, masked, and what it costs. `why` is the fee's reason."""

    text: str
    fee: str
    why: str
    has_address: bool


@dataclass(frozen=True, slots=True)
class Whose:
    """What stands above and under the rows of the basket."""

    member: Strip | None = None
    parcel: Parcel | None = None
    nearly: Nearly | None = None


class Glance:
    """Looks at the counter; mutable, because it remembers what it opened."""

    def __init__(self) -> None:
        self._member: tuple[str, Known, str, Strip | None] | None = None
        self._recipient: tuple[str, Recipient | None] | None = None

    def look(self, counter: Counter, words: Words) -> Whose:
        """As it stands now."""
        basket = counter.basket
        if basket is None:
            self._member = self._recipient = None
            return Whose()
        return Whose(
            member=self._strip(counter, words) if basket.member is not None else None,
            parcel=self._parcel(counter, words) if basket.delivery is not None else None,
            nearly=nearest(counter, words),
        )

    def _strip(self, counter: Counter, words: Words) -> Strip | None:
        basket, known = counter.basket, self._member
        number = basket.member if basket and basket.member else ""
        if known is None or known[0] != number or known[1] is not counter.offers or known[2] != words.language:
            self._member = (number, counter.offers, words.language, strip(counter, words))
        return self._member[3] if self._member else None

    def _parcel(self, counter: Counter, words: Words) -> Parcel:
        basket, priced = counter.basket, counter.quote
        assert basket is not None and basket.delivery is not None
        sealed = basket.delivery.recipient
        if self._recipient is None or self._recipient[0] != sealed:
            self._recipient = (sealed, delivering.recipient_of(counter))
        known = self._recipient[1]
        fee = priced.delivery_fee if priced else 0
        told = words("sale.fee", amount=won(fee, words.language)) if fee else words("sale.fee_free")
        return Parcel(
            text=_masked(known, words) if known else words("sale.deliver"),
            fee=told if priced and priced.lines else "",
            why=" · ".join(fee_reason(priced, words)) if priced else "",
            has_address=bool(sealed),
        )


def _masked(recipient: Recipient, words: Words) -> str:
    """Enough to know that it is the right one: "홍*동 · 서울특별시 중구 …"."""
    start = " ".join(recipient.address.split()[:_WORDS_OF_AN_ADDRESS]).rstrip(",")
    return words("sale.deliver_to", name=mask_name(recipient.name), address=start, postcode=recipient.postcode)
