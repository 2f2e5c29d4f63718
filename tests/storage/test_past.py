"""Looking back: sales by code, card and member; holidays; whose receipts are believed; orders that were stopped."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.facts import HolidayEntered, OrderCancelled, OrderStopped, SaleCompleted
from pos.domain.papers.receipt_token import Token, told_of
from pos.domain.tender import CardApproval, Payment
from pos.storage import keys
from pos.storage.past import SqlPast
from pos.till.feed import NO_KEY, FeedPage, TillKey
from tests.domain.products import NOW
from tests.domain.sales import APPROVAL
from tests.storage.conftest import Rig, sale_of
from tests.storage.deals import deal, delivered
from tests.storage.given_back import ALLOWED

TODAY = NOW.date()


def by_card(sale_id: str, masked: str) -> SaleCompleted:
    approval = replace(APPROVAL, masked_number=masked)
    sale = deal(sale_id)
    half = Payment("p1", "card", sale.total - 1_000, approval=approval), Payment("p2", "easy", 1_000, approval=approval)
    return SaleCompleted(replace(sale, payments=half))


def test_a_sale_is_found_by_its_receipts_code_and_by_no_other(rig: Rig) -> None:
    rig.sell("a")
    rig.sell("b")
    assert rig.past.sale_by_code("SEL01-1-000002") == rig.shelf.sale("b")
    for code in ("SEL01-2-000002", "SEL02-1-000002", "SEL01-1-R000002", "SEL01-1-2", "SEL01-1-000003", "", "-", "２"):
        assert rig.past.sale_by_code(code) is None, code


def test_a_lost_receipt_is_found_by_card_and_day(rig: Rig) -> None:
    for name in ("a", "b", "c"):
        rig.commit(by_card(name, "123456******7890"))
    rig.commit(by_card("other", "123456******7891"), by_card("blank", "123456******"), by_card("none", ""))
    assert [sale.id for sale in rig.past.sales_by_card("7890", TODAY)] == ["c", "b", "a"]
    assert [sale.id for sale in rig.past.sales_by_card("7890", TODAY, most=2)] == ["c", "b"]
    assert rig.past.sales_by_card("7890", TODAY - timedelta(days=1)) == rig.past.sales_by_card("****", TODAY) == ()
    assert rig.verify().holds


def test_a_members_sales_are_told_newest_first(rig: Rig) -> None:
    for place, name in enumerate(("a", "b", "c")):
        rig.commit(SaleCompleted(deal(name, member="M1")), at=NOW + timedelta(days=place // 2))
    rig.commit(SaleCompleted(deal("d", member="M2")))
    assert [sale.id for sale in rig.past.sales_of_member("M1")] == ["c", "b", "a"]
    assert [sale.id for sale in rig.past.sales_of_member("M1", most=1)] == ["c"]
    assert rig.past.sales_of_member("M9") == ()


@pytest.mark.parametrize("index", ["payment_by_card", "sale_by_member", "back_by_sale", "refund_part_owed"])
def test_looking_back_goes_by_an_index(rig: Rig, index: str) -> None:
    """A till sells for years; nothing of it is read from end to end to find a receipt."""
    asked = {
        "payment_by_card": "SELECT sale FROM payment WHERE card = '1234'",
        "sale_by_member": "SELECT id FROM sale WHERE member = 'M1' ORDER BY at DESC, number DESC LIMIT 20",
        "back_by_sale": "SELECT epoch, seq FROM back WHERE sale = 's'",
        "refund_part_owed": "SELECT back FROM refund_part WHERE how = ''",
    }
    with rig.database.read() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked[index]}").all()
    assert index in plan[0][-1]


def test_holidays_that_were_entered_count_once(rig: Rig) -> None:
    assert rig.past.holidays() == frozenset()
    day = date(2026, 11, 4)
    rig.commit(HolidayEntered(day, ALLOWED), HolidayEntered(day, ALLOWED), HolidayEntered(TODAY, ALLOWED))
    assert rig.past.holidays() == {day, TODAY} and rig.verify().holds


def test_orders_that_were_stopped_are_told_until_their_money_is_back(rig: Rig) -> None:
    for name in ("a", "b", "c"):
        rig.commit(SaleCompleted(delivered(name)))
    for name in ("a", "b"):
        rig.commit(OrderStopped(name))
    assert [sale.id for sale in rig.books.stopped_orders()] == ["b", "a"]
    rig.commit(OrderCancelled("b", 1, ()))
    assert [sale.id for sale in rig.books.stopped_orders()] == ["a"]
    rig.commit(OrderCancelled("a", 1, ()))
    assert rig.books.stopped_orders() == ()


# --- whose receipts are believed -------------------------------------------------------------------------------------

OTHER = keys.fresh()


def told_by(rig: Rig, boutique: str, till: str, ring: keys.KeyRing) -> Token:
    """The code on a receipt of a till, once it was read."""
    past = SqlPast(rig.database, boutique=boutique, till=till, key=ring.signer())
    told = told_of(replace(sale_of("s"), boutique=boutique, till=till, number=3))
    return Token(boutique, till, 3, (), told, past.sign(told))


def test_the_tills_own_code_is_genuine_and_a_changed_one_is_nobodys(rig: Rig) -> None:
    own = told_by(rig, "SEL01", "1", rig.keys)
    assert rig.past.is_genuine(own)
    assert not rig.past.is_genuine(replace(own, told=own.told[:-1] + bytes([own.told[-1] ^ 1])))
    assert not rig.past.is_genuine(replace(own, signature=b"s" * 64))
    assert not rig.past.is_genuine(told_by(rig, "SEL01", "1", OTHER))


def test_another_tills_code_is_believed_once_the_mall_told_its_key(rig: Rig) -> None:
    theirs = told_by(rig, "SEL02", "4", OTHER)
    assert not rig.past.is_genuine(theirs)
    assert rig.outbox.arrive(FeedPage(9, tills=(TillKey("SEL02", "4", OTHER.public()),))) == ()
    assert rig.past.is_genuine(theirs)
    assert not rig.past.is_genuine(told_by(rig, "SEL02", "5", OTHER))
    rig.outbox.arrive(FeedPage(10, tills=(TillKey("SEL02", "4", keys.fresh().public()),)))
    assert not rig.past.is_genuine(theirs)


def test_a_till_that_was_shut_out_is_believed_no_more(rig: Rig) -> None:
    rig.outbox.arrive(FeedPage(9, tills=(TillKey("SEL02", "4", OTHER.public()), TillKey("SEL02", "5", OTHER.public()))))
    assert rig.outbox.arrive(FeedPage(10, tills=(TillKey("SEL02", "4", NO_KEY),))) == ()
    assert not rig.past.is_genuine(told_by(rig, "SEL02", "4", OTHER))
    assert rig.past.is_genuine(told_by(rig, "SEL02", "5", OTHER))
    assert rig.outbox.arrive(FeedPage(11, tills=(TillKey("SEL02", "4", NO_KEY),))) == (), "also again"


def test_a_key_that_is_none_is_left_out_and_the_rest_arrives(rig: Rig) -> None:
    page = FeedPage(9, tills=(TillKey("SEL02", "4", b"short"), TillKey("SEL02", "5", OTHER.public())))
    assert rig.outbox.arrive(page) == ("till_key.rejected",)
    assert rig.outbox.cursor() == 9 and rig.past.is_genuine(told_by(rig, "SEL02", "5", OTHER))
    assert not rig.past.is_genuine(told_by(rig, "SEL02", "4", OTHER))


def test_a_till_that_was_set_up_anew_believes_its_receipts_of_before(rig: Rig) -> None:
    before = told_by(rig, "SEL01", "1", OTHER)
    rig.outbox.arrive(FeedPage(9, tills=(TillKey("SEL01", "1", OTHER.public()),)))
    assert rig.past.is_genuine(before) and rig.past.is_genuine(told_by(rig, "SEL01", "1", rig.keys))


def test_the_last_four_digits_are_all_that_a_view_has_of_a_card(rig: Rig) -> None:
    approval = CardApproval("1", "2026-11-02 10:00:00", "123456******7890", "한빛", "한빛", "M", "T")
    sale = deal("a")
    rig.commit(SaleCompleted(replace(sale, payments=(Payment("p", "card", sale.total, approval=approval),))))
    with rig.database.read() as connection:
        assert connection.exec_driver_sql("SELECT card FROM payment").scalars().all() == ["7890"]
