"""A till's journal is held once, in order, and nothing that does not follow is taken in."""

from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from pos.domain.errors import Refused
from pos.domain.facts import CardAsked, DrawerOpened
from pos.domain.journal import START, find_break, write_time
from pos.mall.chain import Mall
from pos.sync.contract import PushAnswer
from pos.sync.signing import answer_bytes, is_signed
from tests.mall.tills import FixedClock, Till


def refusal_of(till: Till, entries: list[object], *, first: int) -> dict[str, object]:
    """Push entries that are refused; the facts of the refusal."""
    with pytest.raises(Refused) as refused:
        till.push_these(entries, first=first)  # type: ignore[arg-type] # they are entries
    assert refused.value.code == "journal.broken"
    return dict(refused.value.facts)


def test_what_is_pushed_is_held_as_it_was_sent(mall: Mall, till: Till) -> None:
    till.write(DrawerOpened("change"))
    till.sell(3)
    answer = till.push()
    assert mall.entries(till.name) == tuple(till.journal)
    assert (answer.epoch, answer.next, answer.head) == (1, 5, till.journal[-1].hash)
    assert find_break(mall.entries(till.name)) is None


def test_the_answer_is_signed_by_the_mall_for_this_till(till: Till) -> None:
    till.sell()
    answer = till.push()
    told = answer_bytes(till.name, epoch=1, next_seq=2, head=till.journal[0].hash)
    assert is_signed(told, signature=answer.signature, public_key=till.enrolled.mall_key)
    other = answer_bytes(till.name, epoch=1, next_seq=3, head=till.journal[0].hash)
    assert not is_signed(other, signature=answer.signature, public_key=till.enrolled.mall_key)


def test_sent_twice_is_held_once_and_answered_the_same(mall: Mall, till: Till) -> None:
    till.sell(3)
    first = till.push()
    assert till.push() == first
    assert mall.entries(till.name) == tuple(till.journal)
    assert mall.sums(till.name).count == 3
    assert mall.alarms(till.name) == ()


def test_a_push_that_overlaps_brings_only_what_is_new(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.push()
    till.sell(2)
    assert till.push(first=2).next == 5
    assert mall.entries(till.name) == tuple(till.journal)


def test_after_a_gap_nothing_is_stored_and_the_answer_says_what_is_expected(mall: Mall, till: Till) -> None:
    till.sell(4)
    till.push(last=1)
    answer = till.push(first=3)
    assert (answer.next, answer.head) == (2, till.journal[0].hash)
    assert mall.entries(till.name) == tuple(till.journal[:1])


def test_a_push_of_nothing_asks_what_is_held(till: Till) -> None:
    assert till.push_these([], first=1) == PushAnswer(1, 1, START, till.push_these([], first=1).signature)
    till.sell()
    till.push()
    assert till.push_these([], first=2).next == 2


def test_a_hole_inside_a_push_is_refused(mall: Mall, till: Till) -> None:
    till.sell(3)
    facts = refusal_of(till, [till.journal[0], till.journal[2]], first=1)
    assert facts == {"seq": 2, "how": "gap"}
    assert mall.entries(till.name) == ()


@pytest.mark.parametrize(("chosen", "seq"), [([0, 2], 2), ([1], 1), ([0, 0], 2), ([2, 1, 0], 1)])
def test_a_repeat_that_is_not_in_order_is_refused(mall: Mall, till: Till, chosen: list[int], seq: int) -> None:
    till.sell(3)
    till.push()
    assert refusal_of(till, [till.journal[place] for place in chosen], first=1) == {"seq": seq, "how": "gap"}
    assert mall.entries(till.name) == tuple(till.journal)


def test_an_entry_changed_where_it_lies_breaks_the_chain(mall: Mall, till: Till) -> None:
    till.sell(3)
    changed = msgspec.structs.replace(till.journal[1], payload=till.journal[1].payload.replace(b"24400", b"24401"))
    facts = refusal_of(till, [till.journal[0], changed, till.journal[2]], first=1)
    assert facts == {"seq": 2, "how": "hash"}
    assert mall.entries(till.name) == (), "one transaction: the good entry before it is not kept either"
    assert [(alarm.seq, alarm.how, alarm.times) for alarm in mall.alarms(till.name)] == [(2, "hash", 1)]


def test_an_entry_changed_by_somebody_with_the_key_does_not_fit_the_next(till: Till) -> None:
    till.sell(3)
    forged = till.forge(till.journal[1], who="C9")
    assert refusal_of(till, [till.journal[0], forged, till.journal[2]], first=1) == {"seq": 3, "how": "previous"}


@pytest.mark.parametrize("with_hash", [True, False], ids=["hashed anew", "as it was"])
def test_other_contents_in_a_place_that_is_held_are_a_fork(mall: Mall, till: Till, with_hash: bool) -> None:
    till.sell(2)
    till.push()
    forged = till.forge(till.journal[1], who="C9")
    if not with_hash:
        forged = msgspec.structs.replace(forged, hash=till.journal[1].hash)
    assert refusal_of(till, [till.journal[0], forged], first=1) == {"seq": 2, "how": "fork"}
    assert mall.entries(till.name) == tuple(till.journal)


def test_an_alarm_that_comes_again_is_counted_and_not_piled_up(mall: Mall, till: Till, clock: FixedClock) -> None:
    till.sell(2)
    till.push()
    forged = till.forge(till.journal[1], who="C9")
    for _ in range(3):
        clock.pass_by(minutes=1)
        refusal_of(till, [forged], first=2)
    (alarm,) = mall.alarms(till.name)
    assert (alarm.seq, alarm.how, alarm.times) == (2, "fork", 3)
    assert alarm.last_at == clock.now().isoformat()


def test_the_till_goes_on_once_it_sends_what_follows(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.push()
    refusal_of(till, [till.forge(till.journal[1], who="C9")], first=2)
    till.sell()
    assert till.push(first=3).next == 4
    assert len(mall.entries(till.name)) == 3


def test_a_sale_without_the_tills_signature_is_refused(till: Till) -> None:
    till.sell(2)
    unsigned = msgspec.structs.replace(till.journal[1], signature=b"")
    assert refusal_of(till, [till.journal[0], unsigned], first=1) == {"seq": 2, "how": "signature"}


def test_a_signature_on_any_entry_is_taken_in_and_looked_at(mall: Mall, till: Till, clock: FixedClock) -> None:
    """The till signs the end of every transaction, whatever its kind."""
    stranger = Till(mall, clock)
    plain = till.write(DrawerOpened("change"))
    foreign = msgspec.structs.replace(plain, signature=stranger.key.sign(plain.hash))
    assert refusal_of(till, [foreign], first=1) == {"seq": 1, "how": "signature"}
    signed = msgspec.structs.replace(plain, signature=till.key.sign(plain.hash))
    assert till.push_these([signed], first=1).next == 2
    assert mall.entries(till.name) == (signed,)


def test_a_card_payment_without_the_tills_signature_is_refused(till: Till) -> None:
    till.write(CardAsked("sale-1", "attempt-1", "card", 24_400, 0))
    unsigned = msgspec.structs.replace(till.journal[0], signature=b"")
    assert refusal_of(till, [unsigned], first=1) == {"seq": 1, "how": "signature"}


def test_a_sale_signed_by_another_till_is_refused(mall: Mall, till: Till, clock: FixedClock) -> None:
    till.sell()
    stranger = Till(mall, clock)
    assert refusal_of(till, [stranger.sign(till.journal[0])], first=1) == {"seq": 1, "how": "signature"}


def test_another_tills_entry_is_refused(till: Till) -> None:
    till.sell()
    assert refusal_of(till, [till.forge(till.journal[0], till="2")], first=1) == {"seq": 1, "how": "place"}


def test_time_never_runs_back_across_two_pushes(till: Till, clock: FixedClock) -> None:
    till.sell()
    till.push()
    clock.pass_by(seconds=-60)
    till.sell()
    assert refusal_of(till, [till.journal[1]], first=2) == {"seq": 2, "how": "time"}


@pytest.mark.parametrize("who", ["C1\0", "C1\n", "x" * 65])
def test_a_text_that_cannot_be_stored_is_refused(till: Till, who: str) -> None:
    till.sell()
    assert refusal_of(till, [till.forge(till.journal[0], who=who)], first=1) == {"seq": 1, "how": "text"}


def test_an_epoch_that_nobody_approved_is_refused(mall: Mall, till: Till) -> None:
    till.sell()
    with pytest.raises(Refused, match=r"journal\.epoch"):
        till.push_these([till.forge(till.journal[0], epoch=2)], first=1, epoch=2)
    assert mall.entries(till.name) == ()


def test_two_tills_do_not_see_each_other(mall: Mall, till: Till, clock: FixedClock) -> None:
    second = Till.enrolled_at(mall, clock, name=msgspec.structs.replace(till.name, till="2"))
    till.sell(2)
    second.sell(3)
    till.push()
    assert second.push().next == 4
    assert [len(mall.entries(each.name)) for each in (till, second)] == [2, 3]


def test_what_was_held_is_held_after_a_restart(mall: Mall, till: Till, database: str, clock: FixedClock) -> None:
    till.sell(2)
    answer = till.push()
    mall.close()
    again = Mall(database, clock=clock)
    till.mall = again
    assert till.push() == answer, "the same key signs, too"
    assert write_time(clock.now()) == again.entries(till.name)[0].at
    again.close()


def test_the_same_push_many_times_at_once_is_held_once(mall: Mall, till: Till) -> None:
    till.sell(20)
    with ThreadPoolExecutor(8) as pool:
        answers = [answer.result() for answer in [pool.submit(till.push) for _ in range(16)]]
    assert {answer.next for answer in answers} == {21}
    assert mall.entries(till.name) == tuple(till.journal)
    assert mall.sums(till.name).count == 20
    assert mall.reviews(till.name) == ()
