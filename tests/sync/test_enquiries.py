"""What a till can ask about members, vouchers, sales and orders, over HTTP as at the counter."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec.structs import replace

from pos.domain.back.returns import Original
from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.members import Dossier
from pos.domain.payback import Voucher
from pos.domain.people.joining import MemberJoined
from pos.domain.sale import Shipping
from pos.domain.warranty import Machine
from pos.mall.serve import RunningMall
from pos.sync.client import MallClient, enrol
from pos.sync.contract import Push, TillName
from pos.sync.wire import LOOK_UP, Limits
from pos.till.books import Enquiries, SaleRecord, Sent
from pos.till.feed import Member, MemberSent, TillKey
from tests.mall.backs import bring_back, pay, want
from tests.mall.tills import NAME, NOON, SEED, FixedClock, Till
from tests.sync.servers import WrongServer, answers_http, never_answers

KEY = Ed25519PrivateKey.generate()
HONG = Member("M1", "홍길동", "010-0000-0101")
LEE = Member("M2", "이호", "+82 10 0000 0102")
HOME = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")
LEAVES = Shipping("sealed-1", date(2026, 11, 2), date(2026, 11, 5))


@pytest.fixture
def mall(tmp_path: Path) -> Iterator[RunningMall]:
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=FixedClock()) as running:
        running.mall.seed(SEED)
        running.mall.announce_members("BUS01", HONG, LEE)
        yield running


@pytest.fixture
def client(mall: RunningMall) -> Iterator[MallClient]:
    enrolled = enrol(mall.url, mall.mall.invite(NAME), KEY)
    with MallClient(mall.url, name=enrolled.name, key=KEY, clock=FixedClock()) as opened:
        yield opened


def sold(mall: RunningMall, client: MallClient, **changed: object) -> str:
    """The id of a sale that the mall holds."""
    till = Till(mall.mall, FixedClock())
    till.key = KEY
    till.sell(1, **changed)
    client.push(Push(1, 1, tuple(till.journal)))
    return "sale-1"


def refusal(ask: object, *given: object) -> str:
    with pytest.raises(Refused) as refused:
        ask(*given)  # type: ignore[operator] # one of the client's calls
    return refused.value.code


def questions(client: MallClient) -> tuple[Callable[[str], object], ...]:
    """All that somebody at the counter can ask."""
    about_people = (client.member, client.find_members, client.voucher, client.easy_orders)
    return (*about_people, client.sale, client.machine, client.stop_order)


def test_a_client_is_what_the_counter_asks(client: MallClient) -> None:
    asked: Enquiries = client
    assert asked.member("M1").member == HONG


def test_a_member_comes_with_what_bears_on_their_orders(mall: RunningMall, client: MallClient) -> None:
    mall.mall.mark_member("M1", "excessive_returns")
    told = client.member("M1")
    assert told.member == HONG
    assert told.dossier == Dossier("M1", marks=("excessive_returns",)) == mall.mall.dossier("M1")


def test_a_boutique_that_asked_hears_what_becomes_of_the_member(mall: RunningMall, client: MallClient) -> None:
    cursor = client.feed(0).cursor
    client.member("M1")
    page = client.feed(cursor)
    assert (page.members, page.dossiers) == ((HONG,), (Dossier("M1"),))
    client.member("M1")
    assert client.feed(0).cursor == page.cursor, "asking again changes nothing"
    mall.mall.set_standing("M1", "withdrawn")
    page = client.feed(page.cursor)
    assert page.members == (Member("M1", "", "", "withdrawn"),), "and nothing personal is told any more"
    assert page.dossiers[0].standing == "withdrawn"


@pytest.mark.parametrize("number", ["M9", "", ".", "..", "M1/easy-orders", "x" * 65, "M1\n", "M1?x=1", "%4D1"])
def test_nobody_is_nobody(client: MallClient, number: str) -> None:
    assert refusal(client.member, number) == "member.unknown"
    assert refusal(client.easy_orders, number) == "member.unknown"


def test_who_has_left_is_nobody(mall: RunningMall, client: MallClient) -> None:
    mall.mall.set_standing("M1", "withdrawn")
    assert refusal(client.member, "M1") == "member.unknown"
    assert refusal(client.easy_orders, "M1") == "member.unknown"
    assert [client.find_members(text) for text in ("M1", "0101", HONG.mobile)] == [(), (), ()]


@pytest.mark.parametrize(
    "number",
    ["가나 다", "a%2Fb", "M?1", "M#1", "M&1=2", "~M", "M;1", "M+1", "'M'", "M:1", "find", "10%", "…", "M\\1", "%41"],
)
def test_a_number_of_any_letters_finds_its_way(mall: RunningMall, client: MallClient, number: str) -> None:
    member = Member(number, "남궁하늘", "010-0000-0103")
    mall.mall.announce_members("BUS01", member)
    mall.mall.add_voucher(Voucher(number, 30_000, 2, date(2027, 1, 31)))
    assert client.easy_orders(number) == ()
    assert client.voucher(number).code == number
    if number != "find":
        assert client.member(number).member == member


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M1", ["M1"]),
        (" M1 ", ["M1"]),
        ("010-0000-0101", ["M1"]),
        ("010 0000 0101", ["M1"]),
        ("01000000101", ["M1"]),
        ("+82 10-0000-0101", ["M1"]),
        ("0101", ["M1"]),
        ("0102", [LEE.number]),
        ("01000000102", [LEE.number]),
        ("홍길동", []),
        ("010", []),
        ("00000101", []),
        ("9999", []),
        ("", []),
        ("   ", []),
        ("x" * 100, []),
    ],
)
def test_members_are_found_by_what_they_say_or_show(client: MallClient, text: str, found: list[str]) -> None:
    assert [member.number for member in client.find_members(text)] == found


def test_at_most_ten_are_found(mall: RunningMall, client: MallClient) -> None:
    crowd = [Member(f"C{number:02d}", "가", f"010-1{number:03d}-7777") for number in range(12)]
    mall.mall.announce_members("BUS01", *crowd)
    assert [member.number for member in client.find_members("7777")] == [f"C{number:02d}" for number in range(10)]


def test_whom_somebody_looks_for_stands_in_no_log(
    mall: RunningMall, client: MallClient, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_asked: object) -> None:
        raise ZeroDivisionError

    with caplog.at_level(0):
        client.find_members("010-0000-0101")
        monkeypatch.setattr(mall.mall.enquiries, "find_members", fail)
        with pytest.raises(Unavailable, match=r"mall\.busy"):
            client.find_members("010-0000-0101")
    assert "0101" not in caplog.text and "members/find failed" in caplog.text


def test_a_voucher_as_it_stands(mall: RunningMall, client: MallClient) -> None:
    voucher = Voucher("V1", 30_000, 2, date(2027, 1, 31))
    mall.mall.add_voucher(voucher)
    assert client.voucher("V1") == voucher
    sold(mall, client, member="M1", uses=("payback:V1",))
    assert client.voucher("V1") == msgspec.structs.replace(voucher, account="M1", sales=("sale-1",))
    assert [refusal(client.voucher, code) for code in ("V2", "", "../V1")] == ["payback.unknown"] * 3


def test_a_members_easy_orders(mall: RunningMall, client: MallClient) -> None:
    order = EasyOrder("E1", date(2026, 11, 7), lines=(("ARIA", 7),))
    mall.mall.add_easy_order("M1", order)
    assert client.easy_orders("M1") == (order,)
    assert client.easy_orders(LEE.number) == ()
    assert client.member("M1").dossier.easy_orders == (order,)


# --- what was sold -----------------------------------------------------------------------------------------------


def test_a_sale_is_found_by_its_receipt_with_what_came_back(mall: RunningMall, client: MallClient) -> None:
    sold(mall, client)
    shop = Till.enrolled_at(mall.mall, FixedClock(), name=TillName("BUS01", "1"))
    sale = client.sale("SEL01-1-000001").original.sale
    back = bring_back(shop, sale, want(1, 2))
    pay(shop, back)
    shop.push()
    told = client.sale(sale.code)
    assert told == SaleRecord(Original(sale, (back,), told.original.paid_out))
    assert [paid.part for paid in told.original.paid_out] == [part.id for part in back.parts]


@pytest.mark.parametrize("code", ["", ".", "..", "a/b", "SEL01-1-000002", "\0", "가" * 65, "PR1" + "A" * 200, "한글"])
def test_what_is_no_receipt_is_said_so(client: MallClient, code: str) -> None:
    assert refusal(client.sale, code) == "return.unknown_receipt"


def test_a_delivery_that_was_stopped_does_not_come_back(mall: RunningMall, client: MallClient) -> None:
    sold(mall, client, shipping=LEAVES)
    client.stop_order("sale-1")
    assert refusal(client.sale, "SEL01-1-000001") == "return.order_cancelled"


def test_a_machine_is_known_by_its_number(mall: RunningMall, client: MallClient) -> None:
    mall.mall.sold_machine("UNO 0001?#%", "UNO", NOON.date(), "M1")
    assert client.machine("UNO 0001?#%") == Machine("UNO 0001?#%", "UNO", NOON.date(), 12, member="M1")
    assert [client.machine(serial) for serial in ("UNO-2", "", "a/b", "..", "\0", "9" * 65)] == [None] * 6


def test_till_keys_arrive_with_the_feed(mall: RunningMall, client: MallClient) -> None:
    public = KEY.public_key().public_bytes_raw()
    assert client.feed(0).tills == (TillKey("SEL01", "1", public),)


# --- orders ----------------------------------------------------------------------------------------------------


def test_an_order_can_be_stopped_until_it_leaves(mall: RunningMall, client: MallClient) -> None:
    sold(mall, client, shipping=LEAVES)
    client.stop_order("sale-1")
    client.stop_order("sale-1")
    with pytest.raises(Refused, match=r"order\.stopped"):
        mall.mall.dispatch_order("sale-1")


def test_an_order_is_stopped_before_the_mall_has_heard_of_it(mall: RunningMall, client: MallClient) -> None:
    client.stop_order("sale-1")
    sold(mall, client, shipping=LEAVES)
    with pytest.raises(Refused, match=r"order\.stopped"):
        mall.mall.dispatch_order("sale-1")
    assert mall.mall.reviews(NAME) == ()


def test_an_order_on_its_way_cannot(mall: RunningMall, client: MallClient) -> None:
    sold(mall, client, shipping=LEAVES)
    mall.mall.dispatch_order("sale-1")
    assert refusal(client.stop_order, "sale-1") == "order.left"


def test_an_address_is_kept_once_apart_from_the_journal(mall: RunningMall, client: MallClient) -> None:
    sold(mall, client, shipping=LEAVES)
    held = mall.mall.order_of("sale-1")
    assert held is not None and (held.state, held.recipient) == ("offered", None)
    for _ in range(2):
        client.put_recipient(Sent("sealed-1", "sale-1", HOME))
    held = mall.mall.order_of("sale-1")
    assert held is not None and held.recipient == HOME
    assert all("세종대로".encode() not in entry.payload for entry in mall.mall.entries(NAME))


def test_a_person_is_brought_after_their_entry_and_stands_in_no_log(
    mall: RunningMall, client: MallClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    till = Till(mall.mall, FixedClock())
    till.key = KEY
    till.write(MemberJoined("SEL01-1-1", ()))
    sent = MemberSent(1, 1, replace(HONG, number="SEL01-1-1", name="고아람", mobile="01099998888"))
    with pytest.raises(Unavailable, match=r"mall\.busy"):
        client.put_member(sent)
    client.push(Push(1, 1, tuple(till.journal)))
    with caplog.at_level("DEBUG"):
        monkeypatch.setattr("pos.mall.membership.bring", lambda *_args, **_named: 1 // 0)
        with pytest.raises(Unavailable, match=r"mall\.busy"):
            client.put_member(sent)
        monkeypatch.undo()
        for _ in range(2):
            client.put_member(sent)
        assert refusal(client.put_member, MemberSent(1, 1, replace(sent.member, number="../x"))) == "member.unknown"
    assert client.member("SEL01-1-1").member == sent.member
    assert "failed" in caplog.text and "고아람" not in caplog.text and "9999" not in caplog.text


# --- when there is no answer ------------------------------------------------------------------------------------


def test_a_till_that_is_shut_out_has_no_answer_and_no_no(mall: RunningMall, client: MallClient) -> None:
    mall.mall.revoke(NAME)
    for ask in questions(client):
        with pytest.raises(Unavailable, match=r"mall\.revoked"):
            ask("M1")


@pytest.mark.parametrize(("code", "told"), [("request.invalid", "mall.older"), ("journal.untidy", "mall.refused")])
def test_an_older_mall_has_no_answer(code: str, told: str) -> None:
    body = msgspec.json.encode({"type": "x", "title": "x", "status": 404, "code": code, "facts": {}})
    with (
        WrongServer(answers_http(body, status="404 Not Found")) as server,
        MallClient(server.url, name=NAME, key=KEY, clock=FixedClock()) as client,
        pytest.raises(Unavailable, match=told),
    ):
        client.member("M1")


def test_a_look_up_gives_up_before_the_counter_hangs() -> None:
    assert (LOOK_UP.connect, LOOK_UP.whole) == (1.5, 2.0)
    patient, hasty = Limits(whole=60.0), Limits(connect=0.3, whole=0.3)
    with (
        WrongServer(never_answers) as server,
        MallClient(server.url, name=NAME, key=KEY, clock=FixedClock(), limits=patient, look_up=hasty) as client,
    ):
        for ask in questions(client):
            with pytest.raises(Unavailable, match=r"mall\.slow"):
                ask("M1")


def test_look_ups_that_were_given_up_leave_the_wire_to_the_others(mall: RunningMall) -> None:
    name = enrol(mall.url, mall.mall.invite(NAME), KEY).name
    hasty = Limits(connect=0.3, whole=0.3)
    with MallClient(mall.url, name=name, key=KEY, clock=FixedClock(), look_up=hasty) as client:
        for _ in range(3):
            assert client.feed(0).products
            mall.faults.delay_seconds = 20.0
            with pytest.raises(Unavailable, match=r"mall\.slow"):
                client.member("M1")
            mall.faults.delay_seconds = 0.0
            assert client.push(Push(1, 1)).next == 1
            assert client.find_members("0101") == (HONG,)


@pytest.mark.parametrize("fault", ["down", "garbage"])
def test_each_fault_is_no_answer(mall: RunningMall, client: MallClient, fault: str) -> None:
    setattr(mall.faults, fault, True)
    errors: list[TillError] = []
    for ask in questions(client):
        with pytest.raises(Unavailable) as error:
            ask("M1")
        errors.append(error.value)
    assert {error.code for error in errors} == {"mall.unreachable" if fault == "down" else "mall.garbage"}
    setattr(mall.faults, fault, False)
    assert client.member("M1").member == HONG


def test_an_old_request_is_not_answered(mall: RunningMall, client: MallClient) -> None:
    clock = FixedClock(NOON - timedelta(minutes=6))
    with (
        MallClient(mall.url, name=NAME, key=KEY, clock=clock) as late,
        pytest.raises(Unavailable, match=r"mall\.clock"),
    ):
        late.member("M1")
