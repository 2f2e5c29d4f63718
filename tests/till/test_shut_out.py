"""A till that the mall shut out: nobody comes in, whoever is there goes, the payment at hand ends, nothing is lost."""

import pytest

from pos.domain.errors import Refused
from pos.storage import shut_out as told
from pos.storage.members import by_number
from pos.till import session, shut_out
from pos.till.feed import FeedPage, Member
from tests.till.backs import CUP, sell
from tests.till.scene import Scene

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
