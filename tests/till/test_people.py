"""People at the counter, on a real database: joining, leaving, being limited, and what they may ask for."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import decode_fact
from pos.domain.people.joining import REQUIRED, ConsentsChanged, Joining, MemberJoined
from pos.domain.people.processors import HandedOver
from pos.domain.people.retention import RecordsDestroyed
from pos.domain.people.rights import RequestDone
from pos.domain.people.standing import MemberLeft, MembershipLost
from pos.till import delivering, membership, selling, session
from pos.till.feed import FeedPage, Member, Merged
from pos.till.paying import checkout
from pos.till.people import joining, leaving, lists, records, rights, standing
from tests.till.scene import ARIA, Scene
from tests.till.shop import HOME

FORM = Joining(
    "박서연",
    "010-4444-3333",
    "seoyeon@example.com",
    postcode="04524",
    address="서울특별시 중구 세종대로 110",
    consents=frozenset((*REQUIRED, "marketing")),
)


@pytest.fixture
def park(shop: Scene) -> Member:
    return shop.play(joining.join(shop.counter, FORM))


def last(scene: Scene) -> object:
    return decode_fact(scene.journal()[-1].payload)


def buys(scene: Scene, number: str, *, delivered: bool = False) -> None:
    scene.play(membership.attach(scene.counter, number))
    selling.scan(scene.counter, ARIA)
    if delivered:
        scene.play(delivering.deliver_to(scene.counter, HOME))
    assert scene.play(checkout.pay_card(scene.counter, checkout.due(scene.counter)))


def as_manager(scene: Scene) -> None:
    scene.play(session.sign_in(scene.counter, "B1", "930275"))


# --- joining ------------------------------------------------------------------------------------------------------


def test_who_joins_while_the_mall_is_silent_has_a_number_at_once(shop: Scene) -> None:
    shop.mall.is_down = True
    member = shop.play(joining.join(shop.counter, FORM))
    assert shop.counter.ports.books.find_members("4444-3333"[-4:]) == (member,)
    fact = last(shop)
    assert isinstance(fact, MemberJoined) and fact.member == member.number
    assert {one.kind for one in fact.consents} == FORM.consents and all(one.version for one in fact.consents)
    assert b"seoyeon" not in shop.journal()[-1].payload


@pytest.mark.parametrize("mobile", ["010-4444-3333", "+82 10 4444 3333", "01044443333"])
def test_a_mobile_that_is_known_joins_once(shop: Scene, park: Member, mobile: str) -> None:
    with pytest.raises(Refused, match=r"member\.duplicate_mobile") as refused:
        shop.play(joining.join(shop.counter, replace(FORM, mobile=mobile, name="박서현")))
    assert refused.value.facts["member"] == park.number
    assert shop.kinds().count("MemberJoined") == 1


def test_consents_are_given_and_taken_back_but_those_nobody_is_a_member_without(shop: Scene, park: Member) -> None:
    change = joining.change_consents(
        shop.counter, park.number, given=frozenset(("crm",)), withdrawn=frozenset(("marketing",))
    )
    assert {one.kind for one in shop.play(change).consents} == {*REQUIRED, "crm"}
    fact = last(shop)
    assert (
        isinstance(fact, ConsentsChanged)
        and [one.kind for one in fact.given] == ["crm"]
        and fact.withdrawn == ("marketing",)
    )
    with pytest.raises(Refused, match=r"member\.consent_required"):
        shop.play(joining.change_consents(shop.counter, park.number, withdrawn=frozenset(("terms",))))


# --- leaving ------------------------------------------------------------------------------------------------------


def test_who_left_is_nobody_and_what_the_law_keeps_is_kept(shop: Scene, park: Member) -> None:
    buys(shop, park.number)
    shop.play(leaving.leave(shop.counter, park.number))
    people = shop.counter.ports.people
    assert last(shop) == MemberLeft(park.number) and people.is_gone(park.number)
    assert sorted((one.kind, one.until) for one in people.kept(park.number)) == [
        ("contract", date(2031, 11, 2)),
        ("payment", date(2031, 11, 2)),
        ("visit", date(2027, 2, 2)),
    ]
    assert shop.rig.verify().holds
    for story in (leaving.leave(shop.counter, park.number), records.open_record(shop.counter, park.number, "service")):
        with pytest.raises(Refused, match=r"member\.unknown"):
            shop.play(story)
    assert shop.kinds().count("MemberLeft") == 1


def test_who_left_may_join_again_as_somebody_else(shop: Scene, park: Member) -> None:
    shop.play(leaving.leave(shop.counter, park.number))
    assert shop.play(joining.join(shop.counter, FORM)).number != park.number


def test_who_left_is_not_brought_back_by_a_mall_that_has_not_heard_of_it(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(leaving.leave(shop.counter, "M1"))
    with pytest.raises(Refused, match=r"member\.unknown"):
        shop.play(membership.attach(shop.counter, "M1"))
    assert shop.play(membership.find_at_mall(shop.counter, "M1")) == ()
    assert shop.counter.ports.books.member("M1") is None


def test_nobody_leaves_in_the_middle_of_paying(shop: Scene, park: Member) -> None:
    shop.play(membership.attach(shop.counter, park.number))
    selling.scan(shop.counter, ARIA)
    shop.play(checkout.pay_card(shop.counter, 1_000))
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        shop.play(leaving.leave(shop.counter, park.number))
    assert not shop.counter.ports.people.is_gone(park.number) and shop.counter.ports.people.kept() == ()


def test_the_basket_of_who_leaves_is_nobodys(shop: Scene, park: Member) -> None:
    shop.play(membership.attach(shop.counter, park.number))
    selling.scan(shop.counter, ARIA)
    shop.play(leaving.leave(shop.counter, park.number))
    assert shop.counter.basket is not None and shop.counter.basket.member is None and shop.counter.basket.lines


def test_what_is_kept_is_destroyed_on_its_day_in_words_that_name_nobody(shop: Scene, park: Member) -> None:
    buys(shop, park.number)
    shop.play(leaving.leave(shop.counter, park.number))
    assert shop.play(leaving.destroy_due(shop.counter)) == {}
    shop.clock.at = shop.clock.at.replace(year=2031, month=11, day=3, hour=1)
    shop.counter.ports.mall_time = shop.clock.now
    assert shop.play(leaving.destroy_due(shop.counter)) == {"contract": 1, "payment": 1, "visit": 1}
    assert last(shop) == RecordsDestroyed({"contract": 1, "payment": 1, "visit": 1})
    assert shop.play(leaving.destroy_due(shop.counter)) == {} and shop.kinds().count("RecordsDestroyed") == 1


def test_a_clock_that_leapt_destroys_nothing_before_the_mall_says_the_same_day(shop: Scene, park: Member) -> None:
    """What is destroyed stays so, and a clock is set to another century by one battery."""
    buys(shop, park.number)
    shop.play(leaving.leave(shop.counter, park.number))
    kept = shop.counter.ports.people.kept()
    right = shop.clock.at
    shop.clock.at = right.replace(year=2036)
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        shop.play(leaving.destroy_due(shop.counter))
    shop.counter.ports.mall_time = lambda: right
    with pytest.raises(Refused, match=r"clock\.ahead"):
        shop.play(leaving.destroy_due(shop.counter))
    shop.play(leaving.destroy_what_is_due(shop.counter))
    assert "clock.ahead" in [notice.code for notice in shop.counter.notices]
    assert kept and shop.counter.ports.people.kept() == kept


def test_what_the_mall_took_in_of_late_says_the_day_as_well(shop: Scene, park: Member) -> None:
    """A till that is apart for days destroys on its day all the same: its clock is the one the mall believed."""
    buys(shop, park.number)
    shop.play(leaving.leave(shop.counter, park.number))
    shop.clock.at = shop.clock.at.replace(year=2031, month=10, day=20)
    shop.play(session.sign_in(shop.counter, "C1", "1"))
    shop.rig.outbox.acknowledged(len(shop.journal()) + 1)
    shop.clock.at = shop.clock.at.replace(month=11, day=3)
    assert shop.play(leaving.destroy_due(shop.counter)) == {"contract": 1, "payment": 1, "visit": 1}


def test_a_till_starts_and_sells_in_years_its_calendar_does_not_cover(shop: Scene, park: Member) -> None:
    shop.clock.at = shop.clock.at.replace(year=2031, month=11, day=3)
    shop.dies_and_starts_again()
    assert shop.play(leaving.destroy_due(shop.counter)) == {}
    selling.scan(shop.counter, ARIA)
    assert shop.play(checkout.pay_exact(shop.counter))


def test_a_broken_store_stops_leaving_and_nothing_else(shop: Scene, park: Member) -> None:
    buys(shop, park.number)
    shop.rig.retained.path.write_bytes(b"no database" * 999)
    for story in (leaving.leave(shop.counter, park.number), leaving.destroy_due(shop.counter)):
        with pytest.raises(Unavailable, match=r"retained\.broken"):
            shop.play(story)
    assert shop.counter.ports.books.member(park.number) == park
    buys(shop, park.number)


# --- standing -----------------------------------------------------------------------------------------------------


def test_a_suspended_member_buys_without_benefits_until_it_is_lifted(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    membership.detach(shop.counter)
    as_manager(shop)
    with pytest.raises(Refused, match=r"member\.reason"):
        shop.play(standing.suspend(shop.counter, "M1", None, "eleven returns"))
    shop.play(standing.suspend(shop.counter, "M1", 5, "eleven returns in ten days"))
    assert shop.play(membership.attach(shop.counter, "M1")).without_benefits == "member.suspended"
    with pytest.raises(Refused, match=r"member\.suspended"):
        shop.play(standing.suspend(shop.counter, "M1", 5, "once more"))
    shop.play(standing.lift(shop.counter, "M1", "a mistake"))
    assert shop.play(membership.attach(shop.counter, "M1")).without_benefits == ""


def test_a_membership_is_lost_after_its_announcement_and_not_before_its_day(shop: Scene) -> None:
    as_manager(shop)
    shop.play(standing.suspend(shop.counter, "M1", 5, "eleven returns in ten days"))
    with pytest.raises(Refused, match=r"member\.not_announced"):
        shop.play(standing.cancel_membership(shop.counter, "M1"))
    fact = shop.play(standing.announce_loss(shop.counter, "M1", "nothing was put right"))
    assert (fact.explain_until, fact.takes_effect) == (date(2026, 11, 9), date(2026, 11, 10))
    with pytest.raises(Refused, match=r"member\.too_early"):
        shop.play(standing.cancel_membership(shop.counter, "M1"))
    shop.clock.passes(days=8)
    shop.play(standing.cancel_membership(shop.counter, "M1"))
    assert last(shop) == MembershipLost("M1") and shop.counter.ports.books.member("M1") is None


# --- rights -------------------------------------------------------------------------------------------------------


def test_a_copy_has_everything_and_settles_the_request(shop: Scene, park: Member, tmp_path: Path) -> None:
    buys(shop, park.number, delivered=True)
    asked = shop.play(rights.ask(shop.counter, park.number, "copy", shown="id_card"))
    made = shop.play(rights.copy(shop.counter, asked.id))
    assert made.member == park and len(made.sales) == 1 and made.requests == (asked,)
    assert made.handed_over == (
        HandedOver("delivery", ("name", "mobile", "address"), date(2026, 11, 2), made.sales[0].id),
    )
    paths = shop.play(rights.give_copy(shop.counter, made, folder=tmp_path, pdf=b"%PDF-"))
    assert json.loads(paths[1].read_text("utf-8"))["member"]["name"] == "박서연"
    assert last(shop) == RequestDone(asked.id, park.number, "done") and shop.counter.ports.people.requests() == ()
    today = date(2026, 11, 2)
    seen = shop.counter.ports.people.openings(first=today, last=today, member=park.number)
    assert [(one.who, one.purpose) for one in seen] == [("C1", "subject request")]


def test_nobody_asks_without_showing_who_they_are_nor_twice(shop: Scene, park: Member) -> None:
    with pytest.raises(Refused, match=r"member\.identity"):
        shop.play(rights.ask(shop.counter, park.number, "copy", shown=None))
    shop.play(rights.ask(shop.counter, park.number, "copy", shown="app"))
    with pytest.raises(Refused, match=r"member\.request_open"):
        shop.play(rights.ask(shop.counter, park.number, "copy", shown="app"))


def test_a_correction_freezes_the_old_value_and_waits_for_the_mall(shop: Scene, park: Member) -> None:
    people = shop.counter.ports.people
    asked = shop.play(rights.ask(shop.counter, park.number, "correction", shown="app", fields=("mobile",)))
    assert people.frozen(park.number) == {"mobile"}
    with pytest.raises(Refused, match=r"member\.not_corrected"):
        shop.play(rights.correct(shop.counter, asked.id, replace(park, name="박서현")))
    changed = shop.play(rights.correct(shop.counter, asked.id, replace(park, mobile="01055556666")))
    assert people.frozen(park.number) == frozenset() and people.has_mobile("01055556666") == park.number
    shop.rig.outbox.acknowledged(len(shop.journal()) + 1)
    assert [one.member for one in shop.rig.outbox.unsent_members(most=5)] == [changed]


def test_deletion_is_leaving_and_settles_whatever_was_asked_for(shop: Scene, park: Member) -> None:
    copy = shop.play(rights.ask(shop.counter, park.number, "copy", shown="app"))
    asked = shop.play(rights.ask(shop.counter, park.number, "deletion", shown="app"))
    shop.play(rights.delete(shop.counter, asked.id))
    people = shop.counter.ports.people
    assert people.is_gone(park.number) and people.requests() == ()
    assert {one.id: one.outcome for one in people.requests(park.number)} == {copy.id: "taken_back", asked.id: "done"}


def test_deletion_that_cannot_be_stays_asked_for(shop: Scene, park: Member) -> None:
    asked = shop.play(rights.ask(shop.counter, park.number, "deletion", shown="app"))
    shop.play(membership.attach(shop.counter, park.number))
    selling.scan(shop.counter, ARIA)
    shop.play(checkout.pay_card(shop.counter, 1_000))
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        shop.play(rights.delete(shop.counter, asked.id))
    assert [one.id for one in shop.counter.ports.people.requests()] == [asked.id]


# --- lists and numbers ----------------------------------------------------------------------------------------------


def test_a_list_has_who_agreed_and_is_not_limited_nor_waiting_for_a_correction(shop: Scene, park: Member) -> None:
    other = shop.play(joining.join(shop.counter, replace(FORM, mobile="010-1234-0001")))
    limited = shop.play(joining.join(shop.counter, replace(FORM, mobile="010-1234-0002")))
    shop.play(joining.join(shop.counter, replace(FORM, mobile="010-1234-0003", consents=frozenset(REQUIRED))))
    shop.play(rights.ask(shop.counter, other.number, "correction", shown="app", fields=("email",)))
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        shop.play(lists.marketing(shop.counter, reason="a letter for autumn"))
    as_manager(shop)
    shop.play(standing.suspend(shop.counter, limited.number, 5, "eleven returns in ten days"))
    assert shop.play(lists.marketing(shop.counter, reason="a letter for autumn")) == (park,)


def test_a_number_that_was_merged_leads_to_who_they_are_now(shop: Scene, park: Member) -> None:
    shop.mall.knows("M1")
    buys(shop, park.number)
    for sent in shop.rig.outbox.unsent_members(most=5):
        shop.rig.outbox.member_sent(sent)
    shop.rig.outbox.arrive(FeedPage(9, merged=(Merged(park.number, "M1"),)))
    shop.mall.records[park.number] = shop.mall.records["M1"]
    assert shop.play(membership.attach(shop.counter, park.number)).number == "M1"
    membership.detach(shop.counter)
    shop.play(leaving.leave(shop.counter, park.number))
    people = shop.counter.ports.people
    assert people.is_gone("M1") and len(people.kept("M1")) == 3 and shop.counter.ports.books.member(park.number) is None


def test_the_access_log_is_kept_for_more_than_two_years(shop: Scene, park: Member) -> None:
    shop.play(records.open_record(shop.counter, park.number, "service"))
    shop.clock.passes(days=2 * 366 + 30)
    assert shop.play(leaving.destroy_due(shop.counter)) == {}
    as_manager(shop)
    day = date(2026, 11, 2)
    log = shop.play(records.access_log(shop.counter, first=day - timedelta(days=1), last=day))
    assert [(one.who, one.member, one.purpose) for one in log] == [("C1", park.number, "service")]
