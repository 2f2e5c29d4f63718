"""An old copy of a till is put back: what the mall holds beyond it comes back, and nothing of anybody's is lost."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import CardAnswered, CardAsked, SaleAbandoned, SaleCompleted, SignedIn, decode_fact, encode_fact
from pos.domain.journal import Entry, entry_hash
from pos.domain.tender import CardApproval
from pos.mall.changes import change_of
from pos.mall.serve import RunningMall
from pos.sync.contract import LostEntries, Standing
from pos.till.feed import Staff
from tests.domain.sales import a_sale
from tests.mall.tills import NAME, SEED, FixedClock, small_mall
from tests.sync.shops import Shop

APPROVED = CardApproval("12345678", "2026-11-02T10:00:00+09:00", "123456******7890", "신한", "BC", "M1", "T1")
MANAGER = Staff("B1", "점장", "manager", "-")


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def running(tmp_path: Path, clock: FixedClock) -> Iterator[RunningMall]:
    (tmp_path / "mall.db").write_bytes(_sown())
    with RunningMall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock) as running:
        yield running


@cache
def _sown() -> bytes:
    """The database of a mall that knows the shop and its manager."""
    with small_mall(SEED) as mall:
        mall._announce([change_of(MANAGER, "SEL01")])
        path = Path(mall._engine.url.database or "")
        mall._engine.dispose()
        return path.read_bytes()


@pytest.fixture
def shop(tmp_path: Path, running: RunningMall, clock: FixedClock) -> Iterator[Shop]:
    made = Shop(tmp_path / "till", running, clock)
    yield made
    made.close()


def lose(shop: Shop, *, sold: int = 5, lost: int = 7) -> None:
    """Sell, copy, sell on and send all of it, and put the copy back."""
    shop.sell(sold)
    shop.send()
    copied = shop.copy()
    shop.sell(lost)
    shop.send()
    shop.put_back(copied)


def test_a_mall_that_cannot_be_asked_yet_is_sent_to_all_the_same(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_seq: int) -> Standing:
        raise Unavailable("mall.older")

    monkeypatch.setattr(shop.wire, "standing", unknown)
    shop.sell(2)
    shop.send()
    assert len(shop.mall.entries(NAME)) == 3
    assert shop.loop.connection.state == "online"


# --- a) nothing was sold since -----------------------------------------------------------------------------------


def test_a_till_that_is_behind_writes_nothing_until_it_has_all_back(shop: Shop) -> None:
    lose(shop)
    found = shop.look()
    assert (found.state, found.missing, found.own) == ("behind", 7, 0)
    with pytest.raises(Refused, match=r"till\.behind"):
        shop.sell()
    shop.close()
    shop.open()
    with pytest.raises(Refused, match=r"till\.behind"):
        shop.write(SignedIn())
    shop.send()
    assert (shop.loop.connection.state, shop.loop.connection.code) == ("broken", "mall.ahead")
    assert shop.mall.alarms(NAME) == ()


def test_what_was_lost_comes_back_with_all_that_follows_from_it(shop: Shop) -> None:
    lose(shop)
    before = shop.mall.sums(NAME)
    found = shop.look()
    assert shop.bring_all_back() == 7
    shop.go_on(found, brought=7)
    shop.sold = 12
    shop.sell(2)
    shop.send()
    verdict = shop.verify()
    assert verdict.holds
    assert (verdict.sales, verdict.entries) == (14, 16)
    assert [sale.number for sale in shop.mall.sales(NAME)] == list(range(1, 15)), "receipt numbers go on"
    assert shop.mall.sums(NAME).total == before.total + 2 * before.total // 12
    assert shop.look().state == "abreast"
    assert shop.mall.entries(NAME)[-1].hash.hex() == verdict.head
    assert {entry.epoch for entry in shop.mall.entries(NAME)} == {1, 2}
    assert (shop.mall.alarms(NAME), shop.mall.reviews(NAME)) == ((), ())
    with shop.database.read() as connection:
        found_here = connection.exec_driver_sql("SELECT id FROM sale ORDER BY number").scalars().all()
    assert found_here == [sale.id for sale in shop.mall.sales(NAME)]


def test_what_was_cut_off_goes_on_where_it_stopped(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos.mall.archive.MOST_ENTRIES", 3)
    lose(shop)
    shop.look()
    assert shop.page() == 3
    shop.close()  # killed
    shop.open()
    found = shop.look()
    assert (found.state, found.missing) == ("behind", 4)
    shop.running.stop()
    with pytest.raises(Unavailable):
        shop.page()
    shop.running.start()
    assert shop.bring_all_back() == 4
    shop.close()  # killed once more, before it goes on
    shop.open()
    found = shop.look()
    assert (found.state, found.missing) == ("behind", 0)
    with pytest.raises(Refused, match=r"till\.behind"):
        shop.sell()
    assert shop.page() == 0, "asked again is harmless"
    shop.go_on(found)
    shop.send()
    assert shop.verify().holds
    assert shop.look().state == "abreast"


def test_a_card_that_was_at_the_reader_when_the_machine_died_is_not_passed_over(shop: Shop) -> None:
    shop.send()
    copied = shop.copy()
    shop.write(CardAsked("sold", "a1", "card", 5_000, 0), CardAnswered("sold", "a1", "approved", approval=APPROVED))
    shop.write(SaleCompleted(replace(a_sale(0), id="sold", boutique="SEL01", till="1")))
    shop.write(CardAsked("given up", "a2", "card", 6_000, 0))
    shop.write(SaleAbandoned("given up", (("ARIA", 1),), 6_000))
    shop.write(CardAsked("no", "a3", "card", 7_000, 0), CardAnswered("no", "a3", "declined"))
    shop.write(CardAsked("paid", "a4", "card", 24_400, 0), CardAnswered("paid", "a4", "approved", approval=APPROVED))
    shop.write(CardAsked("nobody knows", "a5", "card", 600, 0))
    shop.send()
    shop.put_back(copied)
    found = shop.look()
    assert shop.own.cards_left() == (0, 0)
    shop.bring_all_back()
    assert shop.own.cards_left() == (2, 25_000)
    shop.go_on(found)
    assert shop.own.cards_left() == (0, 0), "it was said"
    assert shop.verify().holds


def forged(shop: Shop, how: str) -> list[Entry]:
    """What the mall would send back, with one thing wrong."""
    found = list(shop.wire.lost(shop.own.end().seq + 1).entries)
    if how == "hash":
        found[2] = replace(found[2], payload=found[2].payload.replace(b"24400", b"24401"))
    elif how == "signature":
        other = replace(found[-1], who="C9")
        found[-1] = replace(other, hash=entry_hash(other))
    elif how == "payload":
        other = replace(found[-1], payload=b"{}")
        other = replace(other, hash=entry_hash(other))
        found[-1] = replace(other, signature=shop.ring.signer().sign(other.hash))
    elif how == "gap":
        del found[3]
    else:
        found = [replace(one, seq=one.seq - 1) for one in found[1:]]
    return found


def test_what_does_not_follow_is_not_taken_back(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(shop)
    shop.look()
    end, told = shop.own.end(), {how: forged(shop, how) for how in ("hash", "signature", "previous", "gap", "payload")}
    for how, found in told.items():
        monkeypatch.setattr(shop.wire, "lost", lambda _since, found=found: LostEntries(tuple(found)))
        with pytest.raises(Refused) as refused:
            shop.page()
        assert (refused.value.code, refused.value.facts["how"]) == ("journal.broken", how)
        assert shop.own.end() == end, "nothing of it is written"
    monkeypatch.setattr(type(shop.own), "_check", lambda *_: None)
    monkeypatch.setattr(shop.wire, "lost", lambda _since: LostEntries(tuple(told["hash"])))
    assert shop.page() == 7, "with the check taken out it is taken in"
    assert not shop.verify().holds


# --- b) sold since -----------------------------------------------------------------------------------------------


def test_a_till_that_went_another_way_sells_on_and_is_refused_with_an_alarm(shop: Shop) -> None:
    lose(shop)
    shop.sold = 100
    shop.sell(3)
    shop.send()
    assert (shop.loop.connection.state, shop.loop.connection.code) == ("broken", "journal.broken")
    assert [(alarm.seq, alarm.how) for alarm in shop.mall.alarms(NAME)] == [(7, "fork")]
    found = shop.lost.found
    assert (found.state, found.missing, found.own, found.is_allowed) == ("apart", 7, 3, False)
    assert (found.common.epoch, found.common.seq) == (1, 6)
    shop.sell()
    assert len(shop.mall.sales(NAME)) == 12


def test_both_ways_are_held_once_the_office_allows_it(shop: Shop) -> None:
    lose(shop)
    held = shop.mall.entries(NAME)
    shop.sold = 100
    shop.sell(3)
    shop.send()
    shop.mall.archive.allow_branch(NAME, by="office", note="disk replaced")
    found = shop.look()
    assert found.is_allowed
    branch = [entry.hash for entry in shop.outbox.unsent(most=99, most_bytes=10**6)]
    shop.go_on(found)
    shop.sell(2)
    shop.send_now()
    assert shop.verify().holds
    assert shop.look().state == "abreast"
    now = shop.mall.entries(NAME)
    assert [entry.hash for entry in now[6:9]] == branch, "its own bytes, unchanged"
    assert [entry.epoch for entry in now] == [1] * 9 + [2] * 3
    assert shop.mall.archive.left_behind(NAME) == held[6:], "and what it left is there as it was"
    assert len(shop.mall.sales(NAME)) == 12 + 5
    assert [aside.reason for aside in shop.mall.reviews(NAME)].count("receipt.number_twice") == 5
    assert [decode_fact(entry.payload).sale.number for entry in now[6:9]] == [6, 7, 8]  # type: ignore[union-attr] # sales


def test_without_the_office_a_branch_is_no_epoch(shop: Shop) -> None:
    lose(shop)
    shop.sold = 100
    shop.sell(3)
    found = shop.look()
    shop.go_on(found)
    shop.send_now()
    assert shop.loop.connection.code == "journal.epoch"
    assert [(alarm.epoch, alarm.how) for alarm in shop.mall.alarms(NAME)] == [(2, "epoch")]
    assert len(shop.mall.sales(NAME)) == 12
    shop.mall.archive.allow_branch(NAME, by="office", note="disk replaced")
    shop.send_now()
    assert len(shop.mall.sales(NAME)) == 15, "it had waited"


def test_a_branch_of_a_branch(shop: Shop) -> None:
    lose(shop)
    copied = None
    for number in (100, 200):
        shop.sold = number
        shop.sell(3)
        copied = copied or shop.copy()
        shop.mall.archive.allow_branch(NAME, by="office", note="disk replaced")
        shop.go_on(shop.look())
        shop.sell()
        shop.send_now()
        assert shop.look().state == "abreast"
        shop.put_back(copied)
    shop.look()
    assert shop.lost.found.state == "behind"
    shop.bring_all_back()
    shop.go_on(shop.lost.found)
    shop.sold = 300
    shop.sell()
    shop.send_now()
    assert shop.verify().holds
    assert shop.look().state == "abreast"
    assert not [entry for entry in shop.mall.reviews(NAME) if entry.reason.startswith("entry")]


# --- c) the mall is behind ---------------------------------------------------------------------------------------


def test_a_mall_that_was_put_back_is_told_again(shop: Shop, running: RunningMall, tmp_path: Path) -> None:
    shop.sell(3)
    shop.send()
    running.mall.close()
    kept = (tmp_path / "mall.db").read_bytes()
    shop.sell(4)
    shop.send()
    running.mall.close()
    (tmp_path / "mall.db").write_bytes(kept)
    shop.sell(2)
    shop.send_now()
    assert shop.went_back == [(5, 9)]
    assert len(running.mall.sales(NAME)) == 9
    assert shop.look().state == "abreast"
    assert running.mall.alarms(NAME) == ()


# --- f) who should not -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("by", ["C1", "B1"])
def test_an_epoch_needs_a_managers_word(shop: Shop, by: str) -> None:
    lose(shop)
    found = shop.look()
    shop.bring_all_back()
    shop.go_on(found, by=by)
    shop.send_now()
    is_held = len(shop.mall.entries(NAME)) == 14
    assert is_held is (by == "B1")
    assert [alarm.how for alarm in shop.mall.alarms(NAME)] == ([] if by == "B1" else ["epoch"])


def test_who_goes_on_in_an_epoch_that_is_over_is_refused(shop: Shop) -> None:
    shop.sell(5)
    shop.send()
    copied = shop.copy()
    shop.sell(7)
    shop.send()
    shop.put_back(copied)
    found = shop.look()
    shop.bring_all_back()
    clone = shop.copy()  # somebody has the whole of it, right before it went on
    shop.go_on(found)
    shop.send()
    shop.put_back(clone)
    with shop.database.write() as connection:
        connection.exec_driver_sql("DELETE FROM setting WHERE name = 'behind_until'")
    shop.sell()  # a thief's program asks nobody
    shop.loop._abreast = None
    shop.send(5)
    assert shop.loop.connection.code == "journal.epoch"
    assert [alarm.how for alarm in shop.mall.alarms(NAME)] == ["epoch"]
    kinds = [entry.kind for entry in shop.mall.entries(NAME)]
    assert kinds.count("SaleCompleted") == 12


# --- while somebody is at the counter ----------------------------------------------------------------------------


def test_what_was_written_while_the_mall_was_asked_makes_it_another_way_and_locks_nobody_out(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(shop)
    shop.sold = 100
    asked = shop.wire.standing

    def meanwhile(seq: int) -> Standing:
        told = asked(seq)
        monkeypatch.setattr(shop.wire, "standing", asked)
        shop.sell()  # the till was not on line when it started, and a card is at the reader
        return told

    monkeypatch.setattr(shop.wire, "standing", meanwhile)
    shop.look()
    found = shop.look()
    assert (found.state, found.missing, found.own) == ("apart", 7, 1)
    shop.sell()
    assert shop.verify().holds


def test_a_managers_word_given_twice_for_a_branch_opens_one_life(shop: Shop) -> None:
    lose(shop)
    shop.sold = 100
    shop.sell(3)
    shop.send()
    shop.mall.archive.allow_branch(NAME, by="office", note="disk replaced")
    shop.go_on(shop.look())
    again = shop.look()
    assert again.state == "abreast", "it has begun its next life here, and only has to be sent"
    shop.send_now()
    assert shop.look().state == "abreast"
    assert shop.verify().holds


def test_nothing_comes_back_that_no_signature_of_the_till_vouches_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(shop)
    shop.look()
    (last, *_) = reversed(shop.wire.lost(shop.own.end().seq + 1).entries)
    payload = encode_fact(SignedIn())
    bare = replace(last, seq=last.seq + 1, kind="SignedIn", payload=payload, previous=last.hash, signature=b"")
    made_up = replace(bare, hash=entry_hash(bare))
    real = shop.wire.lost

    def forging(since: int) -> LostEntries:
        found = real(since).entries
        return LostEntries((*found, made_up) if found else (made_up,))

    monkeypatch.setattr(shop.wire, "lost", forging)
    assert shop.page() == 7
    with pytest.raises(Refused, match=r"journal\.broken"):
        shop.page()
    assert shop.verify().holds
