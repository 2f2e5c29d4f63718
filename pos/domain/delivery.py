"""Deliveries (terms 9 (3), 9 (4), 13): what an address has to be, when goods leave. It knows no carrier."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import pairwise

import msgspec

from pos.domain.calendar import KST, WorkingDays, korean_day
from pos.domain.errors import Refused
from pos.domain.policy import Delivery

REGIONS: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "seoul": (1, 9, ("서울", "seoul")),
    "gyeonggi": (10, 20, ("경기", "gyeonggi")),
    "incheon": (21, 23, ("인천", "incheon")),
    "gangwon": (24, 26, ("강원", "gangwon")),
    "chungbuk": (27, 29, ("충북", "충청북도", "chungcheongbuk", "chungbuk")),
    "sejong": (30, 30, ("세종", "sejong")),
    "chungnam": (31, 33, ("충남", "충청남도", "chungcheongnam", "chungnam")),
    "daejeon": (34, 35, ("대전", "daejeon")),
    "gyeongbuk": (36, 40, ("경북", "경상북도", "gyeongsangbuk", "gyeongbuk")),
    "daegu": (41, 43, ("대구", "daegu")),
    "ulsan": (44, 45, ("울산", "ulsan")),
    "busan": (46, 49, ("부산", "busan")),
    "gyeongnam": (50, 53, ("경남", "경상남도", "gyeongsangnam", "gyeongnam")),
    "jeonbuk": (54, 56, ("전북", "전라북도", "jeollabuk", "jeonbuk")),
    "jeonnam": (57, 60, ("전남", "전라남도", "jeollanam", "jeonnam")),
    "gwangju": (61, 62, ("광주", "gwangju")),
    "jeju": (63, 63, ("제주", "jeju")),
}
"""Korean provinces: the first two digits of their postcodes, and how addresses begin there."""

_PO_BOX = re.compile(r"사서함(?!(?:로|길)\s*\d)|\bp\.?\s*o\.?\s*box\b|\bpost\s*office\s*box\b", re.IGNORECASE)
_FORWARDER = re.compile(r"배송\s*대행|배대지|포워딩|국제\s*물류|forward(?:er|ing)|freight", re.IGNORECASE)
_KOREAN = re.compile(r"[가-힣]|\b(?:republic of|south) korea\b|-(?:daero|ro|gil|gu|si|gun|dong|do)\b", re.IGNORECASE)
_PHONE = re.compile(r"0\d{8,11}")


class Recipient(msgspec.Struct, frozen=True):
    """Who gets a delivery, and where. Personal: it is sealed on disk, and never in the journal or a log."""

    name: str
    phone: str
    postcode: str
    address: str
    detail: str = ""
    note: str = ""


class Departure(msgspec.Struct, frozen=True):
    """The day an order leaves, and the last day it may (13 (2))."""

    leaves: date
    latest: date


def check_recipient(recipient: Recipient) -> None:
    """Raises Refused where it cannot be delivered to (13 (1)).

    ("delivery.recipient", field=...) without a name, a phone number or an address, ("delivery.po_box"),
    ("delivery.abroad"), ("delivery.postcode") unless it has five digits of a Korean region.
    """
    where = f"{recipient.address} {recipient.detail}"
    if not recipient.name.strip():
        raise Refused("delivery.recipient", field="name")
    if not recipient.address.strip():
        raise Refused("delivery.recipient", field="address")
    if _PO_BOX.search(where):
        raise Refused("delivery.po_box")
    if not _KOREAN.search(where) and not any(_regions_in(where)):
        raise Refused("delivery.abroad")
    if region_of(recipient.postcode) is None:
        raise Refused("delivery.postcode", postcode=recipient.postcode)
    if not _PHONE.fullmatch(re.sub(r"[\s()-]", "", recipient.phone).replace("+82", "0", 1)):
        raise Refused("delivery.recipient", field="phone")


def is_forwarder(recipient: Recipient) -> bool:
    """Whether it looks like a forwarder's warehouse, where goods cannot be delivered (13 (1)): a manager decides."""
    return bool(_FORWARDER.search(f"{recipient.name} {recipient.address} {recipient.detail}"))


def region_of(postcode: str) -> str | None:
    """The region of a five-digit postcode, None where it is none."""
    if not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
        return None
    start = int(postcode[:2])
    return next((name for name, (first, last, _) in REGIONS.items() if first <= start <= last), None)


def postcode_fits(recipient: Recipient) -> bool:
    """Whether the postcode is one of the region the address names; worth a question where it is not, not a refusal."""
    named = list(_regions_in(recipient.address.strip()[:24]))
    return not named or region_of(recipient.postcode) in named


def departure(concluded_at: datetime, rule: Delivery, days: WorkingDays) -> Departure:
    """When an order leaves: the same working day where it was made before the hour, otherwise the next one.

    The latest day is `within_days` from the contract, and moves to a working day (13 (2); Civil Act, article 161).
    """
    day = korean_day(concluded_at)
    in_time = concluded_at.astimezone(KST).time() < rule.same_day_before
    leaves = day if in_time and days.is_working_day(day) else days.next_working_day(day + timedelta(days=1))
    return Departure(leaves, max(leaves, days.period_end(day, days=rule.within_days)))


def _regions_in(text: str) -> Iterator[str]:
    """The regions an address names; 경기도 광주시 is a city of Gyeonggi, so that the first one named counts."""
    text = text.lower()
    places = sorted(
        (place, name) for name, (_, _, words) in REGIONS.items() for word in words if (place := text.find(word)) >= 0
    )
    yield from [name for _, name in places[:1]]
    yield from [name for (before, _), (place, name) in pairwise(places[:2]) if place == before]
