"""A member on the screen, as finished texts: masked, with their standing and what is left of Plus. It keeps nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from pos.domain.members import Dossier, mask_name, mask_phone
from pos.domain.plus import Entitlement, last_day, left, reason_against, to_use
from pos.till import membership
from pos.till.counter import Counter
from pos.till.feed import Member
from pos.ui.figures import clock, won
from pos.ui.words import Words


@dataclass(frozen=True, slots=True)
class Found:
    """A member that was found: enough to tell two apart, and no more. `sign` warns of a limited one."""

    number: str
    name: str
    detail: str
    sign: str = ""


@dataclass(frozen=True, slots=True)
class Strip:
    """The member at the basket. `trouble` says why they get no benefits, or that nobody could be asked."""

    number: str
    name: str
    plus: str
    trouble: str


def found(member: Member, words: Words) -> Found:
    """How a member stands in the list: what limits them first, and of the number what tells people apart."""
    is_limited = member.standing != "active"
    parts = [words(f"member.standing.{member.standing}")] if is_limited else []
    parts += [mask_phone(member.mobile), member.number.rpartition("-")[2]]
    detail = " · ".join(part for part in parts if part)
    return Found(member.number, mask_name(member.name), detail, "alert" if is_limited else "")


def strip(counter: Counter, words: Words) -> Strip | None:
    """The member at the basket, None where it is nobody's."""
    number = counter.basket.member if counter.basket else None
    if number is None:
        return None
    member, dossier = membership.attached(counter), counter.offers.dossier
    return Strip(
        number=number,
        name=mask_name(member.name) if member else "",
        plus=_apart(counter, words) or (_plus(dossier, counter.now(), words) if dossier else ""),
        trouble=_trouble(counter, dossier, words),
    )


def _apart(counter: Counter, words: Words) -> str:
    """What another basket has at this moment, and what comes back later, before all that is left; "" where neither."""
    priced, free_at = counter.quote, counter.offers.free_at
    if priced is None:
        return ""
    claimed = sum(one.amount for one in priced.claims if one.benefit.startswith("plus:"))
    if claimed:
        return words("member.plus.claimed", amount=won(claimed, words.language))
    if any(one.code == "plus.reserved" for one in priced.missed):
        return words("member.plus.reserved", until=clock(free_at) if free_at is not None else "–")
    return ""


def plus_lines(counter: Counter, words: Words) -> tuple[str, ...]:
    """Every Plus benefit of the member at the basket, the newest first."""
    dossier = counter.offers.dossier
    if dossier is None:
        return ()
    newest_first = sorted(dossier.entitlements, key=lambda one: one.bought_at, reverse=True)
    return tuple(_one(counter, one, dossier, words) for one in newest_first)


def _one(counter: Counter, one: Entitlement, dossier: Dossier, words: Words) -> str:
    product = counter.ports.shelf.product(one.machine)
    machine = product.name.in_language(words.language) if product else one.machine
    reason = reason_against(one, dossier.uses, counter.now())
    state = words(f"member.plus.{reason.removeprefix('plus.')}") if reason else _left(one, dossier, words)
    return words("member.plus.line", machine=machine, state=state)


def _plus(dossier: Dossier, moment: datetime, words: Words) -> str:
    held, reason = to_use(dossier.entitlements, dossier.uses, moment)
    if held is None:
        return ""
    return words(f"member.plus.{reason.removeprefix('plus.')}") if reason else _left(held, dossier, words)


def _left(held: Entitlement, dossier: Dossier, words: Words) -> str:
    last = last_day(held)
    until = last.isoformat() if last else "–"
    return words("member.plus.left", count=left(held, dossier.uses), until=until)


def _trouble(counter: Counter, dossier: Dossier | None, words: Words) -> str:
    parts = []
    if dossier is not None and dossier.standing != "active":
        parts.append(words(f"member.trouble.{dossier.standing}"))
    parts += [words(f"member.mark.{mark}") for mark in dossier.marks] if dossier else []
    if not counter.offers.is_sure:
        parts.append(words("member.trouble.not_sure"))
    return " · ".join(parts)
