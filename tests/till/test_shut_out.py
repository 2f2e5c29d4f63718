"""A till that the mall shut out: nobody comes in, whoever is there goes, the payment at hand ends, nothing is lost."""

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.storage import recipients
from pos.storage import shut_out as told
from pos.storage.engine import cursor_of
from pos.storage.members import by_number
from pos.till import delivering, selling, session, shut_out
from pos.till.feed import FeedPage, Member
from pos.till.paying import checkout
from tests.till.backs import CUP, sell
from tests.till.scene import ARIA, Scene
from tests.till.shop import HOME

PARK = Member("M100", "박회원", "010-9999-0001")


def heard(scene: Scene) -> None:
    """The sender hears it."""
    scene.play(shut_out.hear(scene.counter, lambda: told.note(scene.rig.database, scene.clock.now())))


def test_who_is_there_leaves_and_nobody_comes(shop: Scene) -> None:
    assert shop.counter.staff is not None
    heard(shop)
    assert shop.counter.staff is None and shut_out.is_shut_out(shop.counter)
    assert [notice.code for notice in shop.counter.notices].count("mall.revoked") == 1
    with pytest.raises(Refused, match=r"till\.shut_out"):
        shop.play(session.sign_in(shop.counter, "C1", "471036"))
    heard(shop)
    assert [notice.code for notice in shop.counter.notices].count("mall.revoked") == 1


def test_the_payment_at_hand_ends_first(shop: Scene) -> None:
    shop.counter.is_paying = True
    heard(shop)
    assert shop.counter.staff is not None
    shop.counter.is_paying = False
    shop.play(shut_out.leave(shop.counter))
    assert shop.counter.staff is None


def test_what_was_sold_waits_on(shop: Scene) -> None:
    sell(shop, CUP)
    before = len(shop.rig.outbox.unsent(most=1_000, most_bytes=10**9))
    heard(shop)
    after = shop.rig.outbox.unsent(most=1_000, most_bytes=10**9)
    assert len(after) == before + 1 and after[-1].kind == "SignedOut"
    assert told.is_noted(shop.rig.database)


def test_whom_the_mall_knows_is_forgotten_and_whom_it_does_not_waits(shop: Scene) -> None:
    shop.rig.outbox.arrive(FeedPage(shop.rig.outbox.cursor() + 1, members=(PARK,)))
    new = Member("N1", "김새로", "010-9999-0002")
    shop.rig.outbox.arrive(FeedPage(shop.rig.outbox.cursor() + 1, members=(new,)))
    with shop.rig.database.write() as connection:
        connection.exec_driver_sql("INSERT INTO member_waiting (number, epoch, seq) VALUES ('N1', 1, 1)")
    heard(shop)
    with shop.rig.database.read() as connection:
        assert by_number(connection, "M100") is None and by_number(connection, "N1") == new
        kept = [row[0] for row in connection.exec_driver_sql("SELECT number FROM person_key")]
        marked = {row[0] for row in connection.exec_driver_sql("SELECT number FROM member_mark")}
    assert kept == ["N1"] and marked == {"N1"}


def delivered(scene: Scene) -> str:
    """A sale that is delivered; the name of its address."""
    selling.scan(scene.counter, ARIA)
    scene.play(delivering.deliver_to(scene.counter, HOME))
    sale = scene.play(checkout.pay_card(scene.counter, checkout.due(scene.counter)))
    assert sale is not None and sale.shipping is not None
    return sale.shipping.recipient


def test_an_address_that_the_mall_has_is_destroyed_and_one_that_it_has_not_waits(shop: Scene) -> None:
    sent, waits = delivered(shop), delivered(shop)
    shop.rig.outbox.recipient_sent(sent)
    heard(shop)
    with shop.rig.database.read() as connection:
        cursor = cursor_of(connection)
        assert (recipients.opened(cursor, sent), recipients.opened(cursor, waits)) == (None, HOME)


def test_a_disk_that_was_full_is_asked_again(shop: Scene) -> None:
    full = [Unavailable("disk.full")]

    def note() -> None:
        if full:
            raise full.pop()
        told.note(shop.rig.database, shop.clock.now())

    with pytest.raises(Unavailable):
        shop.play(shut_out.hear(shop.counter, note))
    assert shop.counter.staff is None, "whoever is there leaves all the same"
    shop.play(shut_out.leave(shop.counter))
    assert told.is_noted(shop.rig.database)
