"""The people of a place to practise: all are made up, so that nothing said there is about anybody."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Final

from pos.domain.delivery import Recipient
from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, Plan
from pos.till.feed import Language, Member, Staff

PIN: Final = "000000"
"""Everybody's, and shown where it is asked for: no real PIN is ever checked, or learned, where people practise."""

_NAMES: Mapping[Language, tuple[str, str, str]] = {
    "ko": ("연습 직원", "연습 선임", "연습 점장"),
    "en": ("Trainee", "Practice senior", "Practice manager"),
}


def _staff(language: Language) -> tuple[Staff, ...]:
    cashier, senior, head = _NAMES[language]
    return (
        Staff("T1", cashier, "cashier", "", language, demo_pin=PIN),
        Staff("T2", senior, "senior_cashier", "", language, demo_pin=PIN),
        Staff("T3", head, "manager", "", language, demo_pin=PIN),
    )


PEOPLE: Final[Mapping[Language, tuple[Staff, ...]]] = {"ko": _staff("ko"), "en": _staff("en")}
"""Who can sign in to practise, in the language in which the till was spoken to."""


def practice_members(plans: Iterable[Plan], now: datetime) -> tuple[tuple[Member, ...], tuple[Dossier, ...]]:
    """Three customers: one with nothing, one with a Plus benefit where there is a plan, one who is suspended."""
    plain = Member("T900001", "홍연습", "010-0000-9001", addresses=(_recipient("홍연습", "010-0000-9001"),))
    plus = Member("T900002", "김연습", "010-0000-9002")
    suspended = Member("T900003", "박연습", "010-0000-9003", "suspended")
    plan = next(iter(plans), None)
    held = () if plan is None else (_entitlement(plus.number, plan, now),)
    dossiers = (
        Dossier(plain.number),
        Dossier(plus.number, entitlements=held),
        Dossier(suspended.number, "suspended"),
    )
    return (plain, plus, suspended), dossiers


def _recipient(name: str, phone: str) -> Recipient:
    return Recipient(name, phone, "04524", "서울특별시 중구 세종대로 110", "3층")


def _entitlement(member: str, plan: Plan, now: datetime) -> Entitlement:
    bought = now - timedelta(days=7)
    return Entitlement("T-PLUS", member, plan, "", bought, at_boutique=True, serial="T-SERIAL")
