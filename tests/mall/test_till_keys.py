"""Whose receipts are believed: every till of the chain hears of the key of every other that is not shut out."""

from pos.mall import tables
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.feed import NO_KEY, FeedPage, TillKey
from tests.mall.backs import ask_sale
from tests.mall.tills import FixedClock, Till

BUSAN = TillName("BUS01", "1")


def key_of(till: Till) -> TillKey:
    return TillKey(till.name.boutique, till.name.till, till.key.public_key().public_bytes_raw())


def test_a_new_till_hears_of_all_and_all_hear_of_it(mall: Mall, till: Till, clock: FixedClock) -> None:
    cursor = till.feed().cursor
    busan = Till.enrolled_at(mall, clock, name=BUSAN)
    assert till.feed(cursor).tills == (key_of(busan),)
    assert busan.feed().tills == (key_of(till), key_of(busan))


def test_enrolling_again_tells_nothing_new(mall: Mall, clock: FixedClock) -> None:
    till = Till(mall, clock)
    asked = till.enrolment(mall.invite(till.name))
    mall.enrol(asked)
    cursor = till.feed().cursor
    mall.enrol(asked)
    assert till.feed(cursor) == FeedPage(cursor)


def test_all_hear_of_a_till_that_is_shut_out(mall: Mall, till: Till, clock: FixedClock) -> None:
    """A stolen till must not go on signing receipts that others believe."""
    busan = Till.enrolled_at(mall, clock, name=BUSAN)
    cursor, gone = busan.feed().cursor, TillKey(till.name.boutique, till.name.till, NO_KEY)
    mall.revoke(till.name)
    assert busan.feed(cursor).tills == (gone,) and busan.feed().tills == (key_of(busan), gone)
    again = Till.enrolled_at(mall, clock)
    assert busan.feed().tills == (key_of(busan), key_of(again)), "with its new key"


def test_a_till_that_nobody_knows_is_shut_out_in_silence(mall: Mall, till: Till) -> None:
    cursor = till.feed().cursor
    mall.revoke(TillName("XXX", "1"))
    assert till.feed(cursor) == FeedPage(cursor)


def test_the_sales_of_a_till_that_is_shut_out_come_back_all_the_same(mall: Mall, till: Till, clock: FixedClock) -> None:
    busan = Till.enrolled_at(mall, clock, name=BUSAN)
    till.sell()
    till.push()
    mall.revoke(till.name)
    assert ask_sale(busan, "SEL01-1-000001").original.sale.id == "sale-1"


def test_a_chain_from_before_is_told_when_the_mall_starts(mall: Mall, till: Till, database: str) -> None:
    with mall._engine.begin() as connection:
        connection.execute(tables.change.delete().where(tables.change.c.kind == "till"))
    assert till.feed().tills == ()
    till.mall = Mall(database, clock=till.clock)
    assert till.feed().tills == (key_of(till),)
    till.mall.close()
