"""Deliveries (terms 9 (3), 9 (4), 13): what an address has to be, when goods leave. It knows no carrier."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import msgspec

from pos.domain.calendar import KST, WorkingDays, korean_day
from pos.domain.errors import Refused
from pos.domain.members import phone_digits
from pos.domain.policy import Delivery
from pos.domain.spelling import plain

REGIONS: dict[str, tuple[int, int, tuple[str, ...]]] = {
    "seoul": (1, 9, ("서울", "seoul")),
    "gyeonggi": (10, 20, ("경기", "gyeonggi")),
    "incheon": (21, 23, ("인천", "incheon")),
    "gangwon": (24, 26, ("강원", "gangwon")),
    "chungbuk": (27, 29, ("충북", "충청북도", "chungcheongbuk", "chungbuk", "north chungcheong")),
    "sejong": (30, 30, ("세종", "sejong")),
    "chungnam": (31, 33, ("충남", "충청남도", "chungcheongnam", "chungnam", "south chungcheong")),
    "daejeon": (34, 35, ("대전", "daejeon")),
    "gyeongbuk": (36, 40, ("경북", "경상북도", "gyeongsangbuk", "gyeongbuk", "north gyeongsang")),
    "daegu": (41, 43, ("대구", "daegu")),
    "ulsan": (44, 45, ("울산", "ulsan")),
    "busan": (46, 49, ("부산", "busan")),
    "gyeongnam": (50, 53, ("경남", "경상남도", "gyeongsangnam", "gyeongnam", "south gyeongsang")),
    "jeonbuk": (54, 56, ("전북", "전라북도", "jeollabuk", "jeonbuk", "north jeolla")),
    "jeonnam": (57, 60, ("전남", "전라남도", "jeollanam", "jeonnam", "south jeolla")),
    "gwangju": (61, 62, ("광주", "gwangju")),
    "jeju": (63, 63, ("제주", "jeju")),
}
"""Korean provinces: the first two digits of their postcodes, and how addresses begin there."""

_NAMES = {word: name for name, (_, _, words) in REGIONS.items() for word in words}
_HANGUL_REGION = re.compile(
    r"(?:^|(?<=[\s,(\[]))(" + "|".join(word for word in _NAMES if not word.isascii()) + r")"
    r"(?![^\s,]*(?:로|길|동|리|읍|면)\d*(?:번?길)?(?:[\s,]|$))(시(?=[\s,]))?"
)
"""A region's name where a word begins, unless the word is a street (세종대로) or a place (부산동)."""
_LATIN_REGION = re.compile(
    r"\b(" + "|".join(word for word in _NAMES if word.isascii()) + r")\b"
    r"(?![ -]?(?:daero|ro|gil|gu|dong|eup|myeon|ri)\b)",
    re.IGNORECASE,
)
_NO_STREET = r"(?!(?:대로|로|길)\s*\d)"
_PO_BOX = re.compile(
    rf"사서함{_NO_STREET}|우체국\s*유치|私書函|\bp\.?\s*o\.?\s*box\b|\bpost\s*office\s*box\b|\bposte\s+restante\b",
    re.IGNORECASE,
)
_FORWARDER = re.compile(
    rf"배송\s*대행|배대지|포워[딩더]|국제\s*(?:물류|특송)|화물\s*(?:터미널|운송|영업소|취급소){_NO_STREET}"
    r"|forward(?:er|ing)|freight|\bcargo\b",
    re.IGNORECASE,
)
_KOREAN = re.compile(
    r"[가-힣]|\b(?:republic of|south) korea\b|-(?:daero|ro|gil|gu|si|gun|dong|eup|myeon|ri|do)\b", re.IGNORECASE
)
_ABROAD = re.compile(
    r"^(?:미국|일본|중국|대만|홍콩|베트남|태국|싱가포르|필리핀|캐나다|호주|영국|독일|프랑스|북한|평양(?:직할시|시)?)(?=[\s,]|$)"
    r"|\b(?:u\.?s\.?a\.?|united states(?: of america)?|japan|china|taiwan|hong kong|vietnam|singapore|canada|australia"
    r"|united kingdom|germany|france|north korea)\s*$",
    re.IGNORECASE,
)
_PHONE = re.compile(r"010\d{8}|0(?!10)\d{8,11}")
_NOT_OF_A_PHONE = re.compile(r"[^\d\s()+./·‐-―-]")


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
    address = plain(recipient.address)
    where = f"{address} {plain(recipient.detail)}"
    if not plain(recipient.name):
        raise Refused("delivery.recipient", field="name")
    if not address:
        raise Refused("delivery.recipient", field="address")
    if _PO_BOX.search(where):
        raise Refused("delivery.po_box")
    if _ABROAD.search(address) or not (_KOREAN.search(where) or _regions_in(where)):
        raise Refused("delivery.abroad")
    if region_of(recipient.postcode) is None:
        raise Refused("delivery.postcode")
    if _NOT_OF_A_PHONE.search(plain(recipient.phone)) or not _PHONE.fullmatch(phone_digits(recipient.phone)):
        raise Refused("delivery.recipient", field="phone")


def is_forwarder(recipient: Recipient) -> bool:
    """Whether it looks like a forwarder's warehouse, where goods cannot be delivered (13 (1)): a manager decides."""
    return bool(_FORWARDER.search(plain(f"{recipient.name} {recipient.address} {recipient.detail}")))


def region_of(postcode: str) -> str | None:
    """The region of a five-digit postcode, None where it is none."""
    if not (len(postcode) == 5 and postcode.isascii() and postcode.isdigit()):
        return None
    start = int(postcode[:2])
    return next((name for name, (first, last, _) in REGIONS.items() if first <= start <= last), None)


def postcode_fits(recipient: Recipient) -> bool:
    """Whether the postcode is one of the region the address names; worth a question where it is not, not a refusal."""
    named = _regions_in(plain(recipient.address))
    return not named or region_of(recipient.postcode) in named


def departure(concluded_at: datetime, rule: Delivery, days: WorkingDays) -> Departure:
    """When an order leaves: the same working day where it was made before the hour, otherwise the next one.

    The latest day is `within_days` from the contract, and moves to a working day (13 (2); Civil Act, article 161).
    """
    day = korean_day(concluded_at)
    in_time = concluded_at.astimezone(KST).time() < rule.same_day_before
    leaves = day if in_time and days.is_working_day(day) else days.next_working_day(day + timedelta(days=1))
    return Departure(leaves, max(leaves, days.period_end(day, days=rule.within_days)))


def _regions_in(text: str) -> frozenset[str]:
    """The regions an address may mean. In hangul the largest place stands first: 경기도 광주시 is a city of Gyeonggi,
    and 광주시 alone may be. In Latin letters nobody keeps an order, so that every region named counts."""
    found = _HANGUL_REGION.search(text)
    if found is None:
        return frozenset(_NAMES[word.lower()] for word in _LATIN_REGION.findall(text))
    name = _NAMES[found[1]]
    return frozenset({name, "gyeonggi"} if name == "gwangju" and found[2] else {name})
