"""Whose basket it is: members found and attached, with their standing. The mall is asked; where it cannot be, what this
till knows has to do."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import msgspec
from msgspec.structs import replace

from pos.domain.apart import Reservation, Wanted
from pos.domain.basket import Basket
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.members import Dossier, phone_digits
from pos.domain.people.joining import joined_at
from pos.domain.spelling import can_be_written, plain
from pos.till import reserving, selling
from pos.till.asking import asking
from pos.till.benefits import show_voucher
from pos.till.books import MemberRecord
from pos.till.counter import Counter
from pos.till.feed import Member

PAYING = timedelta(minutes=5)
"""What is kept has to last so long when payment begins: cards take their time, and the mall's clock may be ahead."""


class Attached(msgspec.Struct, frozen=True):
    """A member stands at the basket. `without_benefits` says why none are given; `is_sure`: the mall was asked."""

    number: str
    without_benefits: Literal["", "member.suspended"] = ""
    is_sure: bool = True


def find(counter: Counter, text: str) -> tuple[Member, ...]:
    """Members known here by number, by mobile in any spelling, its last four digits, or name; a beginning is enough.

    Who does not sell finds nobody."""
    text = text.strip()
    return counter.ports.books.find_members(text) if text and counter.may("sell") else ()


def is_named(member: Member, text: str) -> bool:
    """Whether a text is the whole of what a member is found by: number, mobile, its last four digits, name."""
    digits, mobile = phone_digits(text), phone_digits(member.mobile)
    is_phone = bool(digits) and digits in (mobile, mobile[-4:])
    return is_phone or text.strip() == member.number or plain(text) == plain(member.name)


async def find_at_mall(counter: Counter, text: str) -> tuple[Member, ...]:
    """Members of the whole chain, without whom left here a moment ago. Raises Unavailable where it cannot be asked."""
    counter.who_may("sell")
    ports, text = counter.ports, text.strip()
    found = await ports.network.run(lambda: ports.mall.find_members(text)) if text else ()
    return tuple(member for member in found if not ports.people.is_gone(member.number))


async def attach(counter: Counter, number: str) -> Attached:
    """The basket is this member's, with their benefits; begins a basket where there is none.

    Raises Refused("member.unknown") for nobody and for who has left, ("payment.in_progress"), and what the mall's
    silence raises where the member is not known here either.
    """
    books = counter.ports.books
    if not can_be_written(number) or counter.ports.people.is_gone(number):  # whatever the mall says, or does not
        raise Refused("member.unknown", member=number)
    with asking(counter, "member", Refused("member.too_late", member=number)) as still:
        record, is_sure = await _look_up(counter, number)
        if record.member.standing == "withdrawn" or counter.ports.people.is_gone(record.member.number):
            raise Refused("member.unknown", member=number)
        number = record.member.number  # which is another one where two were merged
        still()
        if is_sure:
            await counter.ports.disk.run(lambda: counter.ports.store.commit(counter.commit_of(learned=record)))
        kept = await _reserve(counter, still(), number) if is_sure else None
        basket = still()
    dossier = books.dossier(number) or record.dossier
    counter.offers = replace(
        counter.offers,
        dossier=dossier,
        own=books.own_entitlements(number),
        is_sure=kept is not None,
    )
    reserving.note(counter, kept or Reservation(basket.id))
    chosen = basket.chosen if basket.member == number else ""
    selling.change_for_good(counter, replace(basket, member=number, chosen=chosen))
    counter.touch("member")
    return Attached(number, "member.suspended" if dossier.standing == "suspended" else "", kept is not None)


async def _reserve(counter: Counter, basket: Basket, number: str) -> Reservation | None:
    """What the mall keeps for the basket from now on; None where it stopped answering, as if it never had.

    Where the basket was given up meanwhile, nothing is kept for it.
    """
    try:
        kept = await reserving.reserve(counter, Wanted(basket.id, number, basket.voucher))
    except Unavailable:
        return None
    if counter.basket is None or counter.basket.id != basket.id:
        reserving.release(counter, basket.id)
    return kept


async def look_again(counter: Counter) -> None:
    """After a recall or a restart: ask the mall anew about the basket's member and voucher, as far as it answers."""
    basket = counter.basket
    if basket is None or counter.is_busy or counter.draft is None or counter.draft.agreed is not None:
        return
    try:
        if basket.member is not None:
            await attach(counter, basket.member)
        if basket.voucher and counter.basket and counter.basket.voucher == basket.voucher:
            await show_voucher(counter, basket.voucher)
    except TillError as error:
        if error.code in ("member.too_late", "payback.too_late"):
            return
        if error.code == "member.unknown" and _is_at(counter, basket):
            detach(counter)
        counter.failed(error)


async def keep(counter: Counter) -> None:
    """Before it is paid: what the mall keeps for the basket up to a moment that is over, or near, is asked for again.

    Raises Refused("benefit.changed", amount=won, before=won) where it costs something else now; nothing was paid.
    """
    draft, until, quote = counter.draft, counter.offers.until, counter.quote
    if draft is None or quote is None or draft.agreed is not None or counter.is_busy or counter.is_looking_up:
        return
    if until is None or counter.now() < until - PAYING:
        return
    if counter.now() < until:
        await _prolong(counter)
    else:
        await look_again(counter)
    if counter.offers.until == until <= counter.now() and counter.basket is not None:  # nobody answered
        reserving.forget(counter)
        counter.offers = replace(counter.offers, is_sure=counter.basket.member is None, voucher=None)
        counter.requote()
    if counter.quote is not None and counter.quote.basket == quote.basket and counter.quote.total != quote.total:
        raise Refused("benefit.changed", amount=counter.quote.total, before=quote.total)


async def _prolong(counter: Counter) -> None:
    """Ask for what is kept before it ends; without an answer it is the basket's up to then."""
    basket = selling.open_basket(counter)
    with asking(counter, "member", Refused("member.too_late", member=basket.member)) as still:
        try:
            kept = await reserving.reserve(counter, Wanted(basket.id, basket.member, basket.voucher))
        except Unavailable:
            return
        if still() == basket:
            reserving.note(counter, kept)
            counter.requote()


def _is_at(counter: Counter, basket: Basket) -> bool:
    """Whether the basket of before is still open, with the same member, and may be changed."""
    now, draft = counter.basket, counter.draft
    if now is None or draft is None or counter.is_busy or draft.agreed is not None:
        return False
    return now.id == basket.id and now.member == basket.member


def is_unsure(counter: Counter) -> bool:
    """Whether the mall has not answered yet about the basket's member or voucher."""
    basket, offers = counter.basket, counter.offers
    if basket is None:
        return False
    return (basket.member is not None and not offers.is_sure) or (basket.voucher != "" and offers.voucher is None)


def detach(counter: Counter) -> None:
    """The basket is nobody's any more; what hung on the member goes with them."""
    basket = selling.open_basket(counter)
    counter.questions.pop("member", None)
    reserving.let_go(counter)
    counter.offers = replace(counter.offers, dossier=None, own=frozenset(), is_sure=True)
    selling.change_for_good(counter, replace(basket, member=None, chosen=""))
    counter.touch("member")


def attached(counter: Counter) -> Member | None:
    """The member at the basket, with what is personal about them; for the screen alone."""
    number = counter.basket.member if counter.basket else None
    return counter.ports.books.member(number) if number else None


async def _look_up(counter: Counter, number: str) -> tuple[MemberRecord, bool]:
    """What the mall says of a member; while it cannot be asked what is known here, which is not sure.

    Of who joined here a moment ago the mall knows nothing yet, and nobody knows more than this till. Who it was told
    of and knows no more left elsewhere.
    """
    ports = counter.ports
    try:
        return await ports.network.run(lambda: ports.mall.member(number)), True
    except Unavailable:
        known = _known_here(counter, number)
        if known is None:
            raise
        return known, False
    except Refused as error:
        known = _known_here(counter, number)
        if error.code != "member.unknown" or known is None or not ports.people.waits(number):
            raise
        return known, True


def _known_here(counter: Counter, number: str) -> MemberRecord | None:
    """A member as this till knows them; who joined here has no benefits before the mall tells of any."""
    ports = counter.ports
    member, dossier = ports.books.member(number), ports.books.dossier(number)
    if member is None:
        return None
    if dossier is None and joined_at(number, ports.boutique, ports.till):
        dossier = Dossier(number, member.standing)
    return MemberRecord(member, dossier) if dossier is not None else None
