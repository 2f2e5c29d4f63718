"""Where a delivery may go, and when it leaves (terms 13)."""

import unicodedata
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from pos.domain.calendar import WorkingDays
from pos.domain.delivery import (
    REGIONS,
    Departure,
    Recipient,
    check_recipient,
    departure,
    is_forwarder,
    postcode_fits,
    region_of,
)
from pos.domain.errors import Refused
from tests.domain.baskets import TERMS, at

HOME = Recipient("홍길동", "010-1111-2222", "06133", "서울특별시 강남구 테헤란로 123, 5층")
DAYS = WorkingDays()


def outcome(recipient: Recipient) -> str:
    """What is wrong with it, "" where nothing is."""
    try:
        check_recipient(recipient)
    except Refused as refused:
        return refused.code + (f":{refused.facts['field']}" if "field" in refused.facts else "")
    return ""


@pytest.mark.parametrize(
    ("address", "postcode", "expected"),
    [
        ("서울특별시 강남구 테헤란로 123, 5층", "06133", ""),
        ("인천광역시 계양구 계산동 계양우체국 사서함 1117호", "21036", "delivery.po_box"),
        ("P.O. Box 12, Seoul", "04524", "delivery.po_box"),
        ("대구광역시 중구 우체국로 12", "41935", ""),
        ("서울특별시 강남구 테헤란로 123", "135-081", "delivery.postcode"),
        ("1 Market Street, San Francisco", "94105", "delivery.abroad"),
        ("인천광역시 중구 공항로 1 배송대행 물류센터 A-102", "22382", ""),
        ("서울특별시 강남구 테헤란로 123, 5층", "", "delivery.postcode"),
        # box numbers, however they are spelt
        ("po box 7, Busan", "48000", "delivery.po_box"),
        ("P. O. BOX 7, Busan", "48000", "delivery.po_box"),
        ("POBOX 7, Busan", "48000", "delivery.po_box"),
        ("Post Office Box 7, Busan", "48000", "delivery.po_box"),
        ("Ｐ．Ｏ．Ｂｏｘ 7, Busan", "48000", "delivery.po_box"),
        (unicodedata.normalize("NFD", "서울중앙우체국 사서함 12호"), "04524", "delivery.po_box"),
        ("서울중앙우체국 사\u200b서함 12호", "04524", "delivery.po_box"),
        ("서울중앙우체국 유치", "04524", "delivery.po_box"),
        ("경기도 파주시 사서함로 12", "10800", ""),
        ("경기도 파주시 사서함로 12 사서함 3호", "10800", "delivery.po_box"),
        ("서울 중구 보험빌딩 3층 Depot Boxing", "04524", ""),
        # Korea in Latin letters
        ("123 Teheran-ro, Gangnam-gu, Seoul", "06133", ""),
        ("110 Sejong-daero, Jung-gu, Seoul, Republic of Korea", "04524", ""),
        ("Jeju", "63000", ""),
        ("12 Bulguk-ro, Gyeongju-si, Gyeongsangbuk-do", "38000", ""),
        # and elsewhere
        ("미국 캘리포니아주 샌프란시스코 1", "06133", "delivery.abroad"),
        ("베트남 하노이 10000", "10000", "delivery.abroad"),
        ("1-1 Chiyoda, Tokyo, Japan", "10001", "delivery.abroad"),
        ("평양직할시 중구역", "10001", "delivery.abroad"),
        ("인천광역시 중구 차이나타운로 12", "22314", ""),
        ("서울특별시 용산구 독일어학원 2층", "04300", ""),
        # postcodes
        ("서울특별시 강남구 테헤란로 123", "0613", "delivery.postcode"),
        ("서울특별시 강남구 테헤란로 123", "061333", "delivery.postcode"),
        ("서울특별시 강남구 테헤란로 123", "００００１", "delivery.postcode"),
        ("서울특별시 강남구 테헤란로 123", "00123", "delivery.postcode"),
        ("서울특별시 강남구 테헤란로 123", "64000", "delivery.postcode"),
        # nothing that can be seen
        ("", "06133", "delivery.recipient:address"),
        (" \u3164\u200b", "06133", "delivery.recipient:address"),
    ],
)
def test_addresses(address: str, postcode: str, expected: str) -> None:
    assert outcome(replace(HOME, address=address, postcode=postcode)) == expected


def test_a_box_in_the_second_line_is_one_too() -> None:
    assert outcome(replace(HOME, detail="사서함 12호")) == "delivery.po_box"
    assert outcome(replace(HOME, detail="101동 202호")) == ""


@pytest.mark.parametrize("name", ["", "  ", "\u3164", "\u200b"])
def test_somebody_receives_it(name: str) -> None:
    assert outcome(replace(HOME, name=name)) == "delivery.recipient:name"


@pytest.mark.parametrize(
    ("phone", "is_one"),
    [
        ("010-1111-2222", True),
        ("010 1111 2222", True),
        ("01011112222", True),
        ("010.1111.2222", True),
        ("010–1111–2222", True),
        ("０１０-1111-2222", True),
        ("(010) 1111-2222", True),
        ("+82 10-1111-2222", True),
        ("+82-(0)10-1111-2222", True),
        ("+821011112222", True),
        ("82-10-1111-2222", True),
        ("0082 10 1111 2222", True),
        ("02-120-0000", True),
        ("031-123-4567", True),
        ("0503-1234-5678", True),
        ("", False),
        ("010-1111-222", False),
        ("010-11111-2222", False),
        ("1111-2222", False),
        ("+1 415 555 2671", False),
        ("010-1111-2222 홍", False),
        ("010-1111-2222, 010-3333-4444", False),
        ("٠١٠-1111-2222", False),
    ],
)
def test_phones(phone: str, is_one: bool) -> None:
    assert outcome(replace(HOME, phone=phone)) == ("" if is_one else "delivery.recipient:phone")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("인천광역시 중구 공항로 1 배송대행 물류센터 A-102", True),
        ("인천 중구 공항로 1 배송 대행지", True),
        ("서울 강서구 하늘길 1 배대지 3층", True),
        ("서울 강서구 하늘길 1 ABC Forwarding", True),
        ("서울 강서구 하늘길 1 글로벌 포워더", True),
        ("1 Gonghang-ro, Jung-gu, Incheon, Sky Freight", True),
        ("인천 중구 공항로 1 화물터미널 2층", True),
        ("경기 군포시 화물터미널로 12", False),
        ("서울특별시 강남구 테헤란로 123 물류팀", False),
        ("12 Straightforward-ro, Seoul", False),
    ],
)
def test_forwarders_are_for_a_manager_to_decide(address: str, expected: bool) -> None:
    recipient = replace(HOME, address=address)
    assert is_forwarder(recipient) is expected
    assert outcome(recipient) == ""


def test_a_forwarder_may_hide_in_the_name_or_the_second_line() -> None:
    assert is_forwarder(replace(HOME, name="홍길동 (배송대행)"))
    assert is_forwarder(replace(HOME, detail=unicodedata.normalize("NFD", "배대지 102")))
    assert not is_forwarder(HOME)


@pytest.mark.parametrize(
    ("postcode", "region"),
    [
        ("01000", "seoul"),
        ("09999", "seoul"),
        ("10000", "gyeonggi"),
        ("20999", "gyeonggi"),
        ("21000", "incheon"),
        ("26000", "gangwon"),
        ("30000", "sejong"),
        ("31000", "chungnam"),
        ("62999", "gwangju"),
        ("63000", "jeju"),
        ("64000", None),
        ("00999", None),
        ("6300", None),
        ("6300a", None),
        ("", None),
    ],
)
def test_regions_of_postcodes(postcode: str, region: str | None) -> None:
    assert region_of(postcode) == region


def test_every_pair_of_digits_up_to_jeju_is_of_one_region() -> None:
    spans = [(first, last) for first, last, _ in REGIONS.values()]
    assert [start for first, last in spans for start in range(first, last + 1)] == list(range(1, 64))


@pytest.mark.parametrize(
    ("address", "postcode", "fits"),
    [
        ("서울특별시 강남구 테헤란로 123", "06133", True),
        ("서울특별시 강남구 테헤란로 123", "48000", False),
        ("대한민국 서울 강남구", "48000", False),
        ("(06133) 서울 강남구", "48000", False),
        ("서울특별시강남구 역삼동", "48000", False),
        ("경기도 광주시 오포읍 1", "12700", True),
        ("경기도 광주시 오포읍 1", "61000", False),
        ("광주시 오포읍 1", "12700", True),
        ("광주시 북구 1", "61000", True),
        ("광주광역시 북구 1", "12700", False),
        ("중구 세종대로 110", "04524", True),
        ("서울 중구 세종대로 110", "04524", True),
        ("세종특별자치시 한누리대로 1", "30100", True),
        ("세종특별자치시 한누리대로 1", "04524", False),
        ("대구로12길 3", "10000", True),
        ("부산진구 중앙대로 1", "47100", True),
        ("충청북도 청주시", "28500", True),
        ("충북 청주시", "31000", False),
        ("경상남도 창원시", "51000", True),
        ("경상북도 포항시", "51000", False),
        ("전북특별자치도 전주시", "54900", True),
        ("강남구 테헤란로 123", "48000", True),
        ("110 Sejong-daero, Jung-gu, Seoul", "04524", True),
        ("110 Sejong-daero, Jung-gu, Seoul", "48000", False),
        ("12 Gwangju-daero, Gwangju-si, Gyeonggi-do", "12700", True),
        ("Gyeonggi-do, Gwangju-si, Opo-ro 12", "12700", True),
        ("Pohang, North Gyeongsang Province", "37600", True),
        ("Pohang, North Gyeongsang Province", "51000", False),
        (unicodedata.normalize("NFD", "서울 강남구"), "48000", False),
    ],
)
def test_a_postcode_of_another_region_is_worth_a_question(address: str, postcode: str, fits: bool) -> None:
    recipient = replace(HOME, address=address, postcode=postcode)
    assert postcode_fits(recipient) is fits
    assert outcome(recipient) == ""


@pytest.mark.parametrize(
    ("ordered", "leaves", "latest"),
    [
        ("2026-11-05 16:59:59", "2026-11-05", "2026-11-09"),
        ("2026-11-05 17:00:00", "2026-11-06", "2026-11-09"),
        ("2026-11-06 17:00:00", "2026-11-09", "2026-11-09"),
        ("2026-11-07 10:00:00", "2026-11-09", "2026-11-10"),
        ("2027-02-05 17:00:00", "2027-02-10", "2027-02-10"),
        # more of the same
        ("2026-11-02 00:00:00", "2026-11-02", "2026-11-05"),
        ("2026-11-08 23:59:59", "2026-11-09", "2026-11-11"),
        ("2026-12-24 17:00:00", "2026-12-28", "2026-12-28"),
        ("2026-12-31 17:00:00", "2027-01-04", "2027-01-04"),
        ("2026-09-23 16:59:59", "2026-09-23", "2026-09-28"),
    ],
)
def test_when_it_leaves(ordered: str, leaves: str, latest: str) -> None:
    found = departure(at(ordered), TERMS.rules.delivery, DAYS)
    assert found == Departure(date.fromisoformat(leaves), date.fromisoformat(latest))


def test_the_hour_is_korean_wherever_the_clock_stands() -> None:
    moment = at("2026-11-05 16:59:59").astimezone(UTC)
    assert departure(moment, TERMS.rules.delivery, DAYS).leaves == date(2026, 11, 5)


@given(st.datetimes(at("2026-01-01 00:00").replace(tzinfo=None), at("2029-12-01 00:00").replace(tzinfo=None)))
def test_it_leaves_on_a_working_day_from_the_contract_on_and_never_after_the_latest(moment: datetime) -> None:
    when = at(str(moment))
    found = departure(when, TERMS.rules.delivery, DAYS)
    assert when.date() <= found.leaves <= found.latest
    assert DAYS.is_working_day(found.leaves) and DAYS.is_working_day(found.latest)


@given(st.text(max_size=40), st.text(max_size=20))
def test_whatever_is_typed_is_judged_and_not_stumbled_over(text: str, more: str) -> None:
    recipient = Recipient(more, more, more, text, more)
    is_forwarder(recipient)
    postcode_fits(recipient)
    assert outcome(recipient).split(":")[0] in {
        "",
        "delivery.po_box",
        "delivery.abroad",
        "delivery.postcode",
        "delivery.recipient",
    }
