"""What must stop nobody: entries that hold up those after them, addresses that stayed, words in a log."""

import logging
from datetime import UTC, datetime

import msgspec
import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.apart import Claimed
from pos.domain.delivery import Recipient
from pos.domain.errors import Refused
from pos.domain.facts import SaleAbandoned, StockCorrected
from pos.mall import changes, people, tables
from pos.mall.chain import Mall
from pos.mall.enquiries import decoded
from pos.sync import contract
from pos.sync.contract import RecipientPut, TillName
from pos.till.feed import Member, StockLevel
from tests.mall.plus import LEAVES, SEED, YESTERDAY, begun, cancelled, reasons
from tests.mall.tills import FixedClock, Till

ALSO_SEEDED = (SEED,)

HOME = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")


@pytest.fixture
def second(mall: Mall, clock: FixedClock) -> Till:
    """Another till of the same boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))


@pytest.fixture
def abroad(mall: Mall, clock: FixedClock) -> Till:
    """A till of another boutique."""
    return Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))


def bring_address(till: Till, sale: str) -> None:
    target = contract.RECIPIENT.format(sale=sale)
    asked = till.asked("PUT", target, msgspec.json.encode(RecipientPut(HOME)))
    till.mall.enquiries.take_recipient(asked, sale)


def stop(till: Till, sale: str) -> None:
    till.mall.enquiries.stop_order(till.asked("POST", contract.STOP_ORDER.format(sale=sale)), sale)


# --- entries that nobody can use -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "odd",
    [
        {"bought_at": datetime(2026, 11, 2, 12)},  # noqa: DTZ001 - an instant of no time zone is what is tried
        {"bought_at": datetime.max.replace(tzinfo=UTC)},
        {"plan": replace(begun("x").plan, days=10**9)},
        {"plan": replace(begun("x").plan, days=-1)},
        {"plan": replace(begun("x").plan, amounts=(-20_000,))},
    ],
)
def test_a_benefit_of_no_real_time_stops_nobody(mall: Mall, till: Till, odd: dict[str, object]) -> None:
    till.sell(1, member="M1", begins=replace(begun("sale-1"), **odd))
    till.sell(1, member="M1", begins=begun("sale-2"), uses=("plus:sale-2",))
    till.push()
    assert reasons(mall, till) == {1: "sale.begins"}
    assert [one.id for one in mall.dossier("M1").entitlements] == ["sale-2"]


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_a_word_that_no_database_can_hold_stops_nobody(mall: Mall, till: Till) -> None:
    """PostgreSQL has no NUL in a text: baskets, benefits and members are looked up by what a till calls them."""
    till.sell()
    till.write(SaleAbandoned("a\0b", (("ARIA", 1),), 7_200))
    till.sell(1, id="used", member="M1", uses=("plus:a\0b",))
    till.sell()
    till.sell(1, id="claimed", member="M1", claims=(Claimed("plus:a\0b", 100),))
    till.sell(1, id="begun", member="M\0", begins=begun("begun", "M\0"))
    till.sell()
    till.push()
    assert mall.sums(till.name).count == 3
    assert reasons(mall, till) == dict.fromkeys((2, 3, 5, 6), "entry.unstorable")


def test_a_product_that_no_database_can_name_stops_nobody(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    till.write(StockCorrected("AR\0IA", 3, "counted"))
    till.sell()
    till.push()
    assert mall.sums(till.name).count == 1
    assert mall.stock("SEL01")["ARIA"] == StockLevel("ARIA", 8, "2026-11-02T12:00:00+09:00", {"1": 2})


def test_a_sale_of_more_benefits_than_there_can_be_waits_aside(mall: Mall, till: Till) -> None:
    till.sell(1, member="M1", uses=tuple(f"promotion:{number}" for number in range(1_000)))
    till.push()
    assert reasons(mall, till) == {1: "sale.uses"} and mall.dossier("M1").uses == ()


# --- orders ----------------------------------------------------------------------------------------------------


def test_an_order_of_another_boutique_is_none(mall: Mall, till: Till, abroad: Till) -> None:
    till.sell(1, shipping=LEAVES)
    till.push()
    with pytest.raises(Refused, match=r"order\.unknown"):
        stop(abroad, "sale-1")
    order = mall.order_of("sale-1")
    assert order is not None and order.state == "offered"


def test_the_address_of_an_order_that_was_never_read_goes_with_its_cancellation(mall: Mall, till: Till) -> None:
    till.sell(1, shipping=LEAVES, total=1)
    till.push()
    bring_address(till, "sale-1")
    till.write(cancelled("sale-1"))
    till.push()
    assert reasons(mall, till) == {1: "sale.sums", 2: "order.unknown"}
    assert addresses(mall) == 0
    bring_address(till, "sale-1")
    assert addresses(mall) == 0, "and does not come again"


def test_an_order_cancelled_at_another_till_leaves_no_address_and_frees_what_it_used(
    mall: Mall, till: Till, second: Till
) -> None:
    held = mall.grant_plan("M1", "U20", bought_at=YESTERDAY, at_boutique=True)
    till.sell(1, shipping=LEAVES, member="M1", uses=(f"plus:{held}",))
    till.push()
    bring_address(till, "sale-1")
    second.write(cancelled("sale-1"))
    second.push()
    assert addresses(mall) == 0 and mall.dossier("M1").uses == ()


def addresses(mall: Mall) -> int:
    with mall._engine.begin() as connection:
        return len(connection.execute(sa.select(tables.recipient.c.sale)).all())


# --- members ---------------------------------------------------------------------------------------------------


def test_the_owner_hears_of_a_use_by_somebody_else(mall: Mall, till: Till) -> None:
    held = mall.grant_plan("M1", "U20", bought_at=YESTERDAY, at_boutique=True)
    cursor = till.feed().cursor
    till.sell(1, member="M2", uses=(f"plus:{held}",), shipping=LEAVES)
    till.push()
    told = {dossier.member: [use.sale for use in dossier.uses] for dossier in till.feed(cursor).dossiers}
    assert told == {"M1": ["sale-1"], "M2": ["sale-1"]}
    cursor = till.feed().cursor
    till.write(cancelled("sale-1"))
    till.push()
    told = {dossier.member: [use.sale for use in dossier.uses] for dossier in till.feed(cursor).dossiers}
    assert told == {"M1": [], "M2": []}


def test_a_boutique_is_told_of_a_member_as_they_are_once_it_is_its_turn(
    mall: Mall, abroad: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who looks somebody up while they leave must not be the one boutique that keeps their name."""
    waited: list[str] = []
    real, known = changes.newest, people.known

    def newest(connection: sa.Connection, *, lock: bool) -> int:
        waited.extend(["turn"] if lock else [])
        return real(connection, lock=lock)

    def read(connection: sa.Connection, number: str) -> Member | None:
        waited.append("read")
        return known(connection, number)

    monkeypatch.setattr(changes, "newest", newest)
    monkeypatch.setattr(people, "known", read)
    mall.enquiries.member(abroad.asked("GET", "/v1/members/M1"), "M1")
    assert waited[0] == "turn" and "read" in waited, "nobody is read before the wait"
    assert [member.number for member in abroad.feed().members] == ["M1"]


def test_a_member_is_found_by_a_number_typed_small(mall: Mall, till: Till) -> None:
    asked = till.asked("POST", contract.MEMBERS, b'{"text":"m1"}')
    assert [member.number for member in mall.enquiries.find_members(asked).members] == ["M1"]


# --- nothing personal is repeated ------------------------------------------------------------------------------


def test_an_error_of_the_database_names_nobody(mall: Mall, caplog: pytest.LogCaptureFixture) -> None:
    with mall._engine.begin() as connection, pytest.raises(Exception, match=r"(?i)unique") as caught:
        for _ in range(2):
            row = {"boutique": "b", "till": "t", "sale": "s", "document": "세종대로 110".encode()}
            connection.execute(tables.recipient.insert().values(row))
    logging.getLogger("pos").error("failed", exc_info=caught.value)
    assert "recipient" in caplog.text and "110" not in caplog.text


@pytest.mark.parametrize("body", [b'{"recipient":{"name":"\xed\xa0\x80"}}', b'{"recipient":{"name":1}}', b"\xff", b""])
def test_what_stood_in_a_body_is_not_said_again(body: bytes) -> None:
    with pytest.raises(Refused) as caught:
        decoded(body, RecipientPut)
    assert caught.value.code == "request.invalid"
