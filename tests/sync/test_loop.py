"""The sender: entries up, the feed down, for ever, and what it shows meanwhile."""

from collections.abc import Generator, Iterator
from datetime import date
from pathlib import Path

import msgspec
import pytest

from pos.domain.delivery import Recipient
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.sale import Shipping
from pos.mall.chain import Mall
from pos.sync.contract import PushAnswer
from pos.sync.pacing import AWAY
from pos.till.books import Sent
from pos.till.connection import Connection
from tests.mall.tills import SEED, FixedClock
from tests.sync.rig import Rig

GONE = Unavailable("mall.unreachable")


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Rig(mall, clock)
    mall.close()


def all_held(rig: Rig) -> bool:
    return rig.mall.entries(rig.till.name) == tuple(rig.till.journal)


def test_the_first_step_asks_for_the_feed(rig: Rig) -> None:
    assert rig.loop.connection == Connection("starting")
    assert rig.loop.due(rig.seconds)
    assert rig.step() == ["feed"]
    assert [product.code for product in rig.outbox.pages[0].products] == ["ARIA", "CUP"]
    assert rig.told == [Connection("online")]


def test_entries_go_before_the_feed(rig: Rig) -> None:
    rig.till.sell(3)
    assert rig.step() == ["push"]
    assert rig.outbox.next == 4
    assert rig.loop.due(rig.seconds), "it looks at once whether there is more"
    assert rig.step() == ["feed"]
    assert not rig.loop.due(rig.seconds)


def test_a_backlog_goes_in_order_in_bounded_requests(rig: Rig) -> None:
    rig.till.sell(450)
    rig.run(0)
    assert rig.wire.asked == ["push", "push", "push", "feed"]
    assert all_held(rig)


def test_a_sale_wakes_it(rig: Rig) -> None:
    rig.run(5)
    rig.till.sell()
    assert not rig.loop.due(rig.seconds)
    rig.loop.wake()
    rig.run(0)
    assert all_held(rig)
    assert rig.wire.asked == ["feed", "push"], "the feed is not asked for every sale"


def test_entries_go_without_being_told_within_a_poll(rig: Rig) -> None:
    rig.run(5)
    rig.till.sell()
    rig.run(20)
    assert all_held(rig)


def test_a_change_arrives_within_a_poll_and_is_told(rig: Rig) -> None:
    rig.run(5)
    rig.mall.send_policy("[rules.unheard_of]")
    rig.run(20)
    page, refused = rig.arrived[-1]
    assert (page.policies, refused) == (("[rules.unheard_of]",), ("policy.rejected",))


def test_pages_follow_each_other_without_a_rest(rig: Rig) -> None:
    rig.run(0)
    (aria, _) = rig.outbox.pages[0].products
    rig.mall.announce(*(msgspec.structs.replace(aria, code=f"P{number:04d}") for number in range(1_200)))
    rig.loop.insist()
    rig.run(0)
    assert [len(page.products) for page in rig.outbox.pages] == [2, 500, 500, 200]


def test_without_the_mall_it_tries_again_later_and_later(rig: Rig) -> None:
    rig.wire.before = [GONE] * 200
    rig.till.sell()
    rig.run(3_600)
    tries = len(rig.wire.asked)
    assert 3_600 / (AWAY + 1) <= tries <= 3_600 / AWAY + 10
    assert set(rig.wire.asked) == {"push"}, "one request is enough to find the mall gone"
    assert rig.loop.connection == Connection("offline", "mall.unreachable", FixedClock().now())
    assert len(rig.told) == 1


def test_success_resets_the_pauses(rig: Rig) -> None:
    rig.till.sell()
    rig.wire.before = [GONE] * 12
    rig.run(3_600)
    assert all_held(rig)
    assert rig.told[-1] == Connection("online")
    rig.till.sell()
    rig.wire.before = [GONE]
    rig.loop.wake()
    rig.run(2)
    assert all_held(rig)


def test_a_sale_does_not_hurry_a_mall_that_is_away_but_a_person_may(rig: Rig) -> None:
    rig.wire.before = [GONE] * 8
    rig.run(60)
    asked = len(rig.wire.asked)
    rig.till.sell()
    rig.loop.wake()
    assert not rig.loop.due(rig.seconds)
    rig.wire.before = []
    rig.loop.insist()
    assert rig.loop.due(rig.seconds)
    rig.run(0)
    assert all_held(rig) and len(rig.wire.asked) == asked + 2


def test_any_answer_shows_that_the_mall_is_back(rig: Rig) -> None:
    rig.wire.before = [GONE]
    assert rig.step() == ["feed"]
    assert rig.loop.connection.state == "offline"
    rig.till.sell()
    rig.loop.insist()
    assert rig.step() == ["push"]
    assert rig.loop.connection == Connection("online")


def test_a_lost_answer_is_asked_for_again_and_held_once(rig: Rig) -> None:
    rig.till.sell(3)
    rig.wire.after = [GONE]
    rig.step()
    assert rig.outbox.next == 1, "the till does not know"
    assert all_held(rig), "and the mall does"
    rig.run(5)
    assert rig.outbox.next == 4
    assert all_held(rig)
    assert rig.mall.sums(rig.till.name).count == 3


def test_a_broken_journal_is_said_and_the_feed_goes_on(rig: Rig) -> None:
    rig.till.sell(3)
    rig.till.journal[1] = rig.till.forge(rig.till.journal[1], who="C9")
    rig.run(60)
    assert rig.loop.connection == Connection("broken", "journal.broken", FixedClock().now())
    assert rig.outbox.pages and rig.wire.asked.count("feed") > 1
    assert rig.mall.entries(rig.till.name) == ()
    assert rig.mall.alarms(rig.till.name)[0].seq == 3


def test_a_feed_that_is_garbage_does_not_hold_up_the_journal(rig: Rig) -> None:
    rig.run(0)
    rig.wire.before = [Unavailable("mall.garbage")] * 3
    rig.run(21)
    assert rig.loop.connection.code == "mall.garbage"
    rig.wire.before = []
    rig.till.sell()
    rig.loop.wake()
    rig.run(0)
    assert all_held(rig)
    assert rig.loop.connection.state == "broken", "the feed is still not taken"


def test_a_till_that_is_shut_out_says_so_and_keeps_what_it_has(rig: Rig) -> None:
    rig.till.sell(2)
    rig.mall.revoke(rig.till.name)
    rig.run(60)
    assert rig.loop.connection.code == "mall.revoked"
    assert rig.outbox.next == 1


def test_that_it_is_shut_out_is_said_before_all_else(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_push: object) -> PushAnswer:
        raise Refused("journal.broken", seq=1, how="fork")

    monkeypatch.setattr(rig.wire, "push", broken)
    rig.till.sell(2)
    rig.run(1)
    assert rig.loop.connection.code == "journal.broken"
    rig.mall.revoke(rig.till.name)
    rig.run(60)
    assert rig.loop.connection.code == "mall.revoked", "within a minute, whatever else is wrong"


def test_who_stood_between_and_is_gone_is_forgotten_at_once(rig: Rig) -> None:
    """A hotspot that wanted somebody to agree to its terms showed a certificate of its own meanwhile."""
    rig.run(30)
    rig.till.sell()
    rig.wire.before = [Unavailable("mall.other_authority")] * 60
    rig.run(600)
    assert rig.loop.connection.code == "mall.other_authority"
    rig.wire.before = []
    rig.run(AWAY)
    assert all_held(rig)
    assert rig.loop.connection == Connection("online")


def test_a_disk_that_fails_is_said_and_passes(rig: Rig) -> None:
    rig.till.sell()
    rig.outbox.error = Unavailable("disk.failed")
    rig.run(3)
    assert (rig.loop.connection.state, rig.loop.connection.code) == ("broken", "disk.failed")
    rig.outbox.error = None
    rig.run(20)
    assert all_held(rig)
    assert rig.loop.connection == Connection("online")


def test_a_bug_is_raised_and_does_not_stop_it_for_ever(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_cursor: int) -> None:
        raise ZeroDivisionError

    with monkeypatch.context() as broken:
        broken.setattr(rig.wire, "feed", fail)
        with pytest.raises(ZeroDivisionError):
            rig.step()
    assert not rig.loop.due(rig.seconds), "and it does not spin"
    rig.run(20)
    assert rig.outbox.pages


def test_only_one_step_is_under_way(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow:
        def __await__(self) -> Generator[None, None, tuple[()]]:
            yield
            return ()

    monkeypatch.setattr(rig.loop, "_disk", type("Lane", (), {"run": lambda _self, _call: Slow()})())
    story = rig.loop.step()
    story.send(None)
    assert not rig.loop.due(rig.seconds + 1_000)
    assert rig.step() == []
    story.close()
    assert rig.loop.due(rig.seconds + 1_000), "one that was given up does not block the next"


@pytest.mark.parametrize("errors", [[], [GONE]], ids=["wake", "insist"])
def test_who_calls_during_a_step_is_heard_after_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch, errors: list[TillError | None]
) -> None:
    def call_and_read() -> int:
        rig.till.sell()
        (rig.loop.insist if errors else rig.loop.wake)()
        return 0

    with monkeypatch.context() as busy:
        busy.setattr(rig.outbox, "cursor", call_and_read)
        rig.wire.before = list(errors)
        assert rig.step() == ["feed"]
    assert rig.loop.due(rig.seconds)
    rig.step()
    assert all_held(rig)


def test_a_refusal_of_the_feed_is_said(rig: Rig) -> None:
    rig.wire.before = [Refused("mall.behind", expects=3, sent=9)]
    rig.step()
    assert (rig.loop.connection.state, rig.loop.connection.code) == ("broken", "mall.behind")


def test_a_mall_that_knows_less_than_it_told_is_asked_from_the_beginning(rig: Rig) -> None:
    rig.run(0)
    told = rig.outbox.cursor()
    assert told
    rig.wire.before = [Refused("mall.behind", expects=0, sent=told)]
    rig.loop.insist()
    rig.run(0)
    assert rig.outbox.cursor() == told and rig.outbox.pages[0].products
    assert rig.loop.connection.state == "online"


# --- addresses -------------------------------------------------------------------------------------------------

HOME = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")
LEAVES = Shipping("sealed-1", date(2026, 11, 2), date(2026, 11, 5))


def send_out(rig: Rig, count: int = 1) -> None:
    """Sell orders; their addresses wait beside the journal."""
    for number in range(1, count + 1):
        rig.till.sell(1, shipping=LEAVES)
        rig.outbox.addresses.append(Sent(f"sealed-{number}", f"sale-{number}", HOME))


def addresses_held(rig: Rig, count: int) -> int:
    orders = [rig.mall.order_of(f"sale-{number}") for number in range(1, count + 1)]
    return sum(order is not None and order.recipient == HOME for order in orders)


def test_addresses_follow_the_journal(rig: Rig) -> None:
    rig.run(1)
    send_out(rig)
    rig.loop.wake()
    rig.run(0)
    assert rig.wire.asked == ["feed", "push", "address"], "without waiting for the next poll"
    assert not rig.outbox.addresses and addresses_held(rig, 1) == 1


def test_an_address_whose_answer_was_lost_is_brought_again(rig: Rig) -> None:
    send_out(rig)
    rig.wire.after = [None, GONE]
    rig.run(0)
    assert rig.outbox.addresses and rig.loop.connection == Connection("offline", "mall.unreachable", FixedClock().now())
    rig.run(5)
    assert not rig.outbox.addresses and addresses_held(rig, 1) == 1
    assert rig.loop.connection == Connection("online")


def test_many_addresses_go_in_turn(rig: Rig) -> None:
    send_out(rig, 45)
    rig.run(0)
    assert not rig.outbox.addresses and addresses_held(rig, 45) == 45


def test_an_address_that_is_refused_is_said_and_stops_no_other(rig: Rig) -> None:
    send_out(rig, 3)
    rig.wire.before = [None, None, Refused("mall.refused", cause="recipient.odd")]
    rig.step()
    assert rig.step() == ["address"] * 3 + ["feed"]
    assert [sent.id for sent in rig.outbox.addresses] == ["sealed-2"]
    assert (rig.loop.connection.state, rig.loop.connection.code) == ("broken", "mall.refused")
    rig.run(5)
    assert not rig.outbox.addresses
    assert rig.loop.connection == Connection("online")


def test_a_mall_that_goes_away_between_addresses_is_not_asked_for_each(rig: Rig) -> None:
    send_out(rig, 5)
    rig.wire.before = [None, None, GONE]
    rig.step()
    assert rig.step() == ["address", "address"], "and the feed waits, too"
    rig.run(5)
    assert addresses_held(rig, 5) == 5


def test_addresses_that_are_refused_do_not_hold_up_a_sale(rig: Rig) -> None:
    send_out(rig)
    rig.wire.before = [None, *[Refused("mall.refused")] * 3]
    rig.run(1)
    rig.wire.before = []
    rig.till.sell()
    rig.loop.wake()
    rig.run(0)
    assert all_held(rig)


def test_an_address_stands_in_no_log(rig: Rig, caplog: pytest.LogCaptureFixture) -> None:
    send_out(rig)
    rig.wire.before = [None, Refused("mall.refused")]
    with caplog.at_level(0):
        rig.run(60)
    assert addresses_held(rig, 1) == 1
    assert not any(word in caplog.text for word in ("세종대로", "홍길동", "0101"))
