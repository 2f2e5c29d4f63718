"""The messages survive the wire, ignore what is newer, refuse what is out of bounds; what is signed is unmistakable."""

from datetime import date
from typing import Literal

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from pos.domain.back.returns import Original
from pos.domain.catalogue import Product
from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.facts import SaleCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.plus import Entitlement, Plan
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.mall.checking import check_sale
from pos.sync import contract
from pos.sync.contract import (
    MOST_ENTRIES,
    EasyOrdersAnswer,
    MachineAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    Push,
    PushAnswer,
    RecipientPut,
    RecipientTaken,
    SaleAnswer,
    Stopped,
    TillName,
    VoucherAnswer,
)
from pos.sync.signing import answer_bytes, enrol_bytes, is_signed, request_bytes
from pos.till.books import MemberRecord, SaleRecord
from pos.till.feed import Boutique, FeedPage, Member, Staff, StockLevel, TillKey
from tests.mall.tills import NOON

JANUARY = date(2027, 1, 31)
ENTRY = Entry("1", 1, 1, "2026-11-02T12:00:00.000+09:00", "2026-11-02", "C1", "SignedIn", b"{}", b"p", b"h", b"s")
texts = st.text(max_size=8)


@given(st.binary(max_size=300), st.binary(max_size=64))
def test_entries_travel_to_the_byte(payload: bytes, signature: bytes) -> None:
    push = Push(1, 1, (msgspec.structs.replace(ENTRY, payload=payload, signature=signature),))
    assert msgspec.json.decode(msgspec.json.encode(push), type=Push) == push


def test_a_field_of_a_newer_end_is_ignored() -> None:
    assert msgspec.json.decode(b'{"epoch":1,"first":1,"entries":[],"colour":"red"}', type=Push) == Push(1, 1)


@pytest.mark.parametrize(
    "body",
    [
        b'{"epoch":0,"first":1}',
        b'{"epoch":2147483648,"first":1}',
        b'{"epoch":1,"first":0}',
        b'{"epoch":1,"first":9007199254740993}',
        b'{"epoch":1,"first":1.5}',
        b'{"epoch":1}',
        msgspec.json.encode(Push(1, 1, (ENTRY,) * (MOST_ENTRIES + 1))),
    ],
)
def test_what_is_out_of_bounds_is_no_push(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=Push)


def test_an_answer_has_a_whole_hash() -> None:
    short = msgspec.json.encode(PushAnswer(1, 1, b"short", b""))
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(short, type=PushAnswer)


@given(st.lists(texts, min_size=5, max_size=5), st.lists(texts, min_size=5, max_size=5))
def test_two_requests_never_look_the_same_to_a_signature(one: list[str], other: list[str]) -> None:
    def told(parts: list[str]) -> bytes:
        name = TillName(parts[0], parts[1])
        return request_bytes(name, method=parts[2], target=parts[3], at=parts[4], body=b"")

    assert (told(one) == told(other)) == (one == other)


def test_what_is_signed_for_one_purpose_serves_no_other() -> None:
    name = TillName("SEL01", "1")
    told = {
        enrol_bytes("SEL01", b"1"),
        answer_bytes(name, epoch=1, next_seq=1, head=b""),
        request_bytes(name, method="1", target="1", at="", body=b""),
    }
    assert len(told) == 3
    assert len({one.split(b":")[1][:8] for one in told}) == 3


def test_a_signature_is_checked_and_never_raises() -> None:
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    assert is_signed(b"x", signature=key.sign(b"x"), public_key=public)
    assert not is_signed(b"y", signature=key.sign(b"x"), public_key=public)
    assert not is_signed(b"x", signature=b"", public_key=public)
    assert not is_signed(b"x", signature=key.sign(b"x"), public_key=b"short")


# --- what stays as it is, however the contract grows -------------------------------------------------------------

FIRST_SALE = (
    b'{"type":"SaleCompleted","sale":{"id":"s1","boutique":"SEL01","till":"1","number":1,"day":"2026-11-02",'
    b'"at":"2026-11-02T12:00:00+09:00","cashier":"C1","shift":"shift-1","terms":"2026-11","lines":[{"product":"ARIA",'
    b'"name":{"ko":"\xec\x95\x84","en":"Aria"},"range":"original","tax":"taxable","quantity":1,"unit_price":7200,'
    b'"amount":7200,"discounts":[]}],"goods":7200,"discount":0,"total":7200,"taxable":7200,"exempt":0,"vat":655,'
    b'"payments":[{"id":"p1","kind":"cash","amount":7200,"handed_over":7200}],"member":null}}'
)


def first_sale() -> Sale:
    fact = decode_fact(FIRST_SALE)
    assert isinstance(fact, SaleCompleted)
    return fact.sale


def test_a_sale_of_the_first_till_is_understood_for_ever() -> None:
    sale = first_sale()
    assert (sale.delivery_fee, sale.shipping, sale.uses, sale.begins) == (0, None, (), None)
    check_sale(TillName("SEL01", "1"), sale)


class FirstMember(msgspec.Struct, frozen=True):
    """A member as the first tills know one."""

    number: str
    name: str
    mobile: str
    standing: Literal["active", "suspended", "withdrawn"] = "active"


class FirstPage(msgspec.Struct, frozen=True):
    """A page of the feed as the first tills read it."""

    cursor: int
    more: bool = False
    boutique: Boutique | None = None
    products: tuple[Product, ...] = ()
    policies: tuple[str, ...] = ()
    staff: tuple[Staff, ...] = ()
    members: tuple[FirstMember, ...] = ()


def test_the_first_till_reads_what_it_knows_of_todays_feed() -> None:
    home = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")
    plan = Plan("U20", (20_000,), 90, 70, ("original",))
    page = FeedPage(
        7,
        members=(Member("M1", "홍길동", "010-0000-0101", addresses=(home,)),),
        plans=(plan,),
        dossiers=(Dossier("M1", entitlements=(Entitlement("e", "M1", plan, "UNO", NOON, at_boutique=True),)),),
        stock=(StockLevel("ARIA", 1, "2026-11-02T12:00:00+09:00", {"1": 3}),),
        tills=(TillKey("SEL01", "1", b"k" * 32),),
    )
    read = msgspec.json.decode(msgspec.json.encode(page), type=FirstPage)
    assert read == FirstPage(7, members=(FirstMember("M1", "홍길동", "010-0000-0101"),))
    assert msgspec.json.decode(b'{"cursor":7}', type=FeedPage) == FeedPage(7), "and today's reads the first mall's"


PROMISED = {
    "/v1/enrol",
    "/v1/journal",
    "/v1/feed",
    "/v1/health",
    "/v1/members/{number}",
    "/v1/members/find",
    "/v1/members/{number}/easy-orders",
    "/v1/vouchers/{code}",
    "/v1/sales/{code}",
    "/v1/machines/{serial}",
    "/v1/orders/{sale}/stop",
    "/v1/orders/{sale}/recipient",
    "/v1/openapi.json",
}


def test_no_address_that_tills_know_moves_away() -> None:
    ours = {value for value in vars(contract).values() if isinstance(value, str) and value.startswith("/v1/")}
    assert ours >= PROMISED


@pytest.mark.parametrize(
    ("body", "kind", "read"),
    [
        (
            b'{"member":{"number":"M1","name":"a","mobile":"b","newer":1},"dossier":{"member":"M1","newer":1},"newer":1}',
            MemberAnswer,
            MemberRecord(Member("M1", "a", "b"), Dossier("M1")),
        ),
        (
            b'{"members":[{"number":"M1","name":"a","mobile":"b"}]}',
            MembersFound,
            MembersFound((Member("M1", "a", "b"),)),
        ),
        (b'{"code":"V1","amount":1,"orders":2,"until":"2027-01-31"}', VoucherAnswer, Voucher("V1", 1, 2, JANUARY)),
        (
            b'{"orders":[{"id":"E1","chosen":"2027-01-31"}]}',
            EasyOrdersAnswer,
            EasyOrdersAnswer((EasyOrder("E1", JANUARY),)),
        ),
        (b'{"machine":null,"newer":1}', MachineAnswer, MachineAnswer()),
        (
            b'{"machine":{"serial":"U1","product":"UNO","sold_on":"2027-01-31","months":12,"newer":1}}',
            MachineAnswer,
            MachineAnswer(Machine("U1", "UNO", JANUARY, 12)),
        ),
        (
            b'{"original":{"sale":%b,"returns":[],"newer":1},"newer":1}'
            % FIRST_SALE.removeprefix(b'{"type":"SaleCompleted","sale":')[:-1],
            SaleAnswer,
            SaleRecord(Original(first_sale())),
        ),
        (b'{"sale":"s1","newer":1}', Stopped, Stopped("s1")),
        (b'{"sale":"s1","newer":1}', RecipientTaken, RecipientTaken("s1")),
        (b'{"text":"0101"}', MemberSearch, MemberSearch("0101")),
        (
            b'{"recipient":{"name":"a","phone":"b","postcode":"c","address":"d"}}',
            RecipientPut,
            RecipientPut(Recipient("a", "b", "c", "d")),
        ),
    ],
)
def test_the_first_words_of_each_call_are_understood_for_ever(body: bytes, kind: type, read: object) -> None:
    assert msgspec.json.decode(body, type=kind) == read


@pytest.mark.parametrize("body", [b"{}", b'{"text":""}', b'{"text":5}', msgspec.json.encode({"text": "1" * 65})])
def test_what_is_out_of_bounds_is_no_search(body: bytes) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=MemberSearch)
