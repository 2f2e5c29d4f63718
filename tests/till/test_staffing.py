"""People who work here: added, changed, removed, with PINs and badges; by whom, and what the journal keeps."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.people.staff import PinSet, StaffAdded, StaffChanged, StaffRemoved
from pos.till import approving, proving, selling, session, staffing
from pos.till.day import closing, overview, shift
from pos.till.feed import FeedPage, Staff, StaffChange
from tests.domain.products import NOW
from tests.till.scene import ARIA, OpenDoor, Scene

TODAY = NOW.date()
PIN = "571046"


@pytest.fixture
def office(scene: Scene) -> Scene:
    """The manager is signed in."""
    scene.play(session.sign_in(scene.counter, "B1", "1"))
    return scene


def code_of(scene: Scene, story: Any) -> str:
    with pytest.raises(Refused) as refused:
        scene.play(story)
    return refused.value.code


def person(scene: Scene, staff_id: str) -> Staff:
    return next(one for one in scene.rig.shelf.staff() if one.id == staff_id)


def added(scene: Scene, **more: Any) -> Staff:
    told = {"name": "새 직원", "role": "cashier", "pin": PIN} | more
    return scene.play(staffing.add(scene.counter, **told))


def comes(scene: Scene, role: str) -> None:
    """Somebody of a role signs in."""
    scene.rig.outbox.arrive(FeedPage(scene.rig.outbox.cursor() + 1, staff=(Staff("X1", "누구", role, "-"),)))  # type: ignore[arg-type]  # a role by its name
    scene.play(session.sign_in(scene.counter, "X1", "1"))


def test_somebody_begins_and_takes_a_pin_of_their_own_at_the_first_sign_in(office: Scene) -> None:
    new = added(office, badge="B-0000123", valid_from=TODAY, trained_on=TODAY)
    assert person(office, new.id) == new and new.must_change and new.active
    assert new.badge and "B-0000123" not in new.badge
    entries = office.journal()[-3:]
    assert [entry.kind for entry in entries] == ["StaffAdded", "PinSet", "BadgeSet"]
    assert decode_fact(entries[0].payload) == StaffAdded(new.id, "cashier", TODAY, None, TODAY)
    assert not any("새 직원".encode() in entry.payload or b"made of" in entry.payload for entry in entries)
    assert all(entry.signature for entry in entries)
    assert code_of(office, session.sign_in(office.counter, new.id, PIN)) == "session.new_pin"
    assert office.counter.staff is not None and office.counter.staff.id == "B1"
    assert code_of(office, session.sign_in_with_new_pin(office.counter, new.id, PIN, PIN)) == "pin.same"
    assert code_of(office, session.sign_in_with_new_pin(office.counter, new.id, PIN, "111111")) == "pin.weak"
    assert code_of(office, session.sign_in_with_new_pin(office.counter, new.id, "000000", "482913")) == (
        "session.wrong_pin"
    )
    office.play(session.sign_in_with_new_pin(office.counter, new.id, PIN, "482913"))
    assert office.counter.staff == person(office, new.id) and not office.counter.staff.must_change
    chosen = next(entry for entry in office.journal() if entry.payload.endswith(b'"how":"own"}'))
    assert (chosen.kind, chosen.who) == ("PinSet", new.id)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"name": "  "}, "staff.name"),
        ({"name": "가" * 81}, "staff.name"),
        ({"name": "\ud800"}, "staff.name"),
        ({"pin": "123456"}, "pin.weak"),
        ({"valid_from": TODAY, "valid_until": TODAY - timedelta(1)}, "staff.days"),
        ({"badge": "123"}, "staff.badge"),
    ],
)
def test_who_cannot_be_added(office: Scene, wanted: dict[str, Any], code: str) -> None:
    before = len(office.journal())
    assert (
        code_of(office, staffing.add(office.counter, **{"name": "a", "role": "cashier", "pin": PIN} | wanted)) == code
    )
    assert len(office.journal()) == before


@pytest.mark.parametrize("role", ["cashier", "senior_cashier", "technician", "auditor"])
def test_only_a_manager_edits_people(scene: Scene, role: str) -> None:
    comes(scene, role)
    counter = scene.counter
    for story in (
        staffing.add(counter, name="a", role="cashier", pin=PIN),
        staffing.change(counter, "C1", role="manager"),
        staffing.remove(counter, "C1"),
        staffing.set_first_pin(counter, "C1", PIN),
        staffing.set_badge(counter, "C1", "B-0000123"),
        staffing.unlock(counter, "C1"),
    ):
        assert code_of(scene, story) == "staff.not_allowed"


def test_what_changes_is_an_entry_and_nothing_is_none(office: Scene) -> None:
    until = TODAY + timedelta(30)
    office.play(staffing.change(office.counter, "C1", role="senior_cashier", valid_until=until, trained_on=TODAY))
    assert person(office, "C1").role == "senior_cashier" and person(office, "C1").valid_until == until
    told = decode_fact(office.journal()[-1].payload)
    assert told == StaffChanged("C1", ("role", "valid_until", "trained_on"), "senior_cashier", None, until, TODAY)
    before = len(office.journal())
    office.play(staffing.change(office.counter, "C1", role="senior_cashier"))
    assert len(office.journal()) == before
    office.play(staffing.change(office.counter, "C1", valid_until=None, name="다른 이름"))
    assert person(office, "C1").valid_until is None and b"name" in office.journal()[-1].payload
    assert "다른".encode() not in office.journal()[-1].payload


def test_nobody_decides_about_themselves(office: Scene) -> None:
    counter = office.counter
    added(office, role="manager")
    assert code_of(office, staffing.change(counter, "B1", role="auditor")) == "staff.own_role"
    assert code_of(office, staffing.change(counter, "B1", valid_until=TODAY + timedelta(900))) == "staff.own_role"
    assert code_of(office, staffing.remove(counter, "B1")) == "staff.own_role"
    assert code_of(office, staffing.set_first_pin(counter, "B1", PIN)) == "staff.own_pin"
    assert code_of(office, staffing.unlock(counter, "B1")) == "staff.own_pin"
    office.play(staffing.change(counter, "B1", language="en", trained_on=TODAY))
    assert counter.staff is not None and counter.staff.language == "en"


def test_a_manager_goes_where_another_one_stays(office: Scene) -> None:
    new = added(office, role="manager")
    office.play(session.sign_in_with_new_pin(office.counter, new.id, PIN, "482913"))
    office.play(staffing.remove(office.counter, "B1"))
    assert not person(office, "B1").active
    assert code_of(office, session.sign_in(office.counter, "B1", "1")) == "session.unknown"


def test_the_last_manager_is_neither_removed_nor_given_another_role(office: Scene) -> None:
    """Whoever asks was a manager when they signed in, and is none any more."""
    counter, me = office.counter, office.counter.staff
    assert me is not None
    new = added(office, role="manager")
    office.rig.outbox.arrive(FeedPage(99, staff=(replace(me, role="cashier"),)))
    for story in (
        staffing.remove(counter, new.id),
        staffing.remove(counter, new.id, last_day=TODAY + timedelta(3)),
        staffing.change(counter, new.id, role="cashier"),
        staffing.change(counter, new.id, valid_until=TODAY + timedelta(3)),
        staffing.change(counter, new.id, valid_from=TODAY + timedelta(1)),
    ):
        assert code_of(office, story) == "staff.last_manager"
    office.play(staffing.change(counter, new.id, language="en"))


def test_a_manager_who_goes_soon_does_not_stay_alone(office: Scene) -> None:
    """Today somebody would be left who edits staff, and after their last day nobody."""
    counter, me = office.counter, office.counter.staff
    assert me is not None
    office.rig.outbox.arrive(FeedPage(99, staff=(replace(me, valid_until=TODAY + timedelta(1)),)))
    new = added(office, role="manager")
    for story in (
        staffing.remove(counter, new.id),
        staffing.change(counter, new.id, role="cashier"),
        staffing.change(counter, new.id, valid_until=TODAY + timedelta(9)),
    ):
        assert code_of(office, story) == "staff.last_manager"
    added(office, role="manager", valid_from=TODAY + timedelta(1))
    office.play(staffing.remove(counter, new.id))


def test_who_goes_signs_in_until_their_last_day(office: Scene) -> None:
    counter = office.counter
    office.play(staffing.remove(counter, "C1", last_day=TODAY + timedelta(2)))
    assert decode_fact(office.journal()[-1].payload) == StaffRemoved("C1", TODAY + timedelta(2))
    office.clock.passes(days=2)
    office.play(session.sign_in(counter, "C1", "1"))
    office.clock.passes(days=1)
    assert code_of(office, session.sign_in(counter, "C1", "1")) == "session.not_valid"
    assert office.journal()[-1].kind == "SignInRefused"
    office.play(session.sign_in(counter, "B1", "1"))
    office.play(staffing.remove(counter, "C1"))
    assert code_of(office, session.sign_in(counter, "C1", "1")) == "session.unknown"
    assert person(office, "C1").name == "계산원", "it stands in records"


def test_who_begins_later_does_not_come_before(office: Scene) -> None:
    new = added(office, valid_from=TODAY + timedelta(1))
    assert code_of(office, session.sign_in_with_new_pin(office.counter, new.id, PIN, "482913")) == "session.not_valid"
    office.clock.passes(days=1)
    office.play(session.sign_in_with_new_pin(office.counter, new.id, PIN, "482913"))


def test_a_pin_that_was_given_out_forgives_the_wrong_ones_and_allows_nothing(office: Scene) -> None:
    counter = office.counter
    new = added(office, role="manager")
    office.play(staffing.set_first_pin(counter, "C1", PIN))
    assert decode_fact(office.journal()[-1].payload) == PinSet("C1", "first") and person(office, "C1").must_change
    assert office.counter.ports.pins.forgiven == ["C1"]  # type: ignore[attr-defined]  # the fake remembers
    office.play(staffing.unlock(counter, new.id))
    assert office.journal()[-1].kind == "PinUnlocked"
    asked = approving.approve(counter, "line.free", "x", by=new.id, pin=PIN, reason="확인")
    assert code_of(office, asked) == "approval.new_pin" and office.journal()[-1].kind == "ApprovalRefused"


def test_ones_own_pin(office: Scene) -> None:
    counter = office.counter
    assert code_of(office, staffing.change_own_pin(counter, "000000", PIN)) == "session.wrong_pin"
    assert code_of(office, staffing.change_own_pin(counter, "930275", "787878")) == "pin.weak"
    office.play(staffing.change_own_pin(counter, "930275", PIN))
    assert person(office, "B1").pin_verifier == f"made of {PIN}" and counter.staff == person(office, "B1")


def test_a_badge_says_who_it_is_and_signs_nobody_in(office: Scene) -> None:
    counter = office.counter
    office.play(staffing.set_badge(counter, "C1", "B-0000123"))
    found = proving.who_has(counter, "B-0000123\r\n")
    assert found is not None and found.id == "C1" and counter.staff is not None and counter.staff.id == "B1"
    assert code_of(office, staffing.set_badge(counter, "B1", "B-0000123")) == "staff.badge_taken"
    assert proving.who_has(counter, "B-0000124") is None and proving.who_has(counter, " ") is None
    office.play(staffing.change(counter, "C1", valid_until=TODAY - timedelta(1)))
    assert proving.who_has(counter, "B-0000123") is None
    office.play(staffing.set_badge(counter, "C1", ""))
    assert person(office, "C1").badge == "" and b'"has_one":false' in office.journal()[-1].payload


def test_who_may_not_come_today_allows_nothing(shop: Scene) -> None:
    shop.rig.outbox.arrive(FeedPage(99, staff=(replace(person(shop, "B1"), valid_until=TODAY - timedelta(1)),)))
    asked = approving.approve(shop.counter, "line.free", "x", by="B1", pin="1", reason="확인")
    assert code_of(shop, asked) == "session.not_valid"


def test_a_senior_cashier_allows_what_the_document_names(shop: Scene) -> None:
    shop.rig.outbox.arrive(FeedPage(99, staff=(Staff("S1", "선임", "senior_cashier", "-"),)))
    give = approving.approve(shop.counter, "order.out_of_stock", "YUJA:3", by="S1", pin="1", reason="확인")
    assert shop.play(give).by == "S1"
    asked = approving.approve(shop.counter, "line.free", "ARIA:1", by="S1", pin="1", reason="확인")
    assert code_of(shop, asked) == "approval.not_allowed"


@pytest.mark.parametrize("role", ["technician", "auditor"])
def test_who_may_not_sell_neither_begins_nor_goes_on_nor_closes(scene: Scene, role: str) -> None:
    selling.scan(scene.counter, ARIA)
    comes(scene, role)
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        selling.scan(scene.counter, ARIA)
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        closing.begin(scene.counter)
    assert code_of(scene, shift.open_shift(scene.counter, 0)) == "staff.not_allowed"
    looks = overview.figures(scene.counter, (TODAY, TODAY))
    if role == "auditor":
        assert len(scene.play(looks)) == 1 and scene.play(closing.interim(scene.counter)).expected == 100_000
    else:
        assert code_of(scene, looks) == "staff.not_allowed"


def test_a_till_that_nobody_touches_is_locked_and_keeps_the_basket(scene: Scene) -> None:
    selling.scan(scene.counter, ARIA)
    assert session.lock_minutes(scene.counter) == 5
    scene.play(session.lock(scene.counter))
    assert scene.counter.staff is None and scene.counter.basket is not None and scene.counter.basket.lines
    assert scene.journal()[-1].payload == b'{"type":"SignedOut","reason":"idle"}'
    scene.play(session.lock(scene.counter))
    assert scene.kinds().count("SignedOut") == 1


def test_who_is_signed_in_has_the_role_of_now_or_goes(office: Scene) -> None:
    counter, me = office.counter, person(office, "B1")
    office.rig.outbox.arrive(FeedPage(98, staff=(replace(me, role="auditor"),)))
    office.play(session.look_again(counter))
    assert counter.staff is not None and counter.staff.role == "auditor" and not counter.may("sell")
    office.rig.outbox.arrive(FeedPage(99, staff=(replace(me, active=False),)))
    office.play(session.look_again(counter))
    assert counter.staff is None and proving.person(counter, "B1") is None


def test_a_feed_from_before_a_change_undoes_nothing_of_it(office: Scene) -> None:
    old, outbox = person(office, "C1"), office.rig.outbox
    office.play(staffing.change(office.counter, "C1", role="auditor"))
    outbox.arrive(FeedPage(98, staff=(replace(old, language="en"),)))
    assert (person(office, "C1").role, person(office, "C1").language) == ("auditor", "en")
    assert outbox.unsent_staff(most=9) == (), "its entry is not there yet"
    outbox.acknowledged(office.journal()[-1].seq + 1)
    (sent,) = outbox.unsent_staff(most=9)
    assert sent.change == StaffChange("C1", role="auditor")
    outbox.staff_sent(sent)
    assert outbox.unsent_staff(most=9) == () and person(office, "C1").role == "auditor"
    outbox.arrive(FeedPage(99, staff=(replace(old, role="manager"),)))
    assert person(office, "C1").role == "manager", "the mall's word is the newer one again"


def test_after_a_restart_what_changed_is_still_so(office: Scene) -> None:
    new = added(office, valid_until=date(2030, 1, 1))
    office.rig.reopen()
    assert next(one for one in office.rig.shelf.staff() if one.id == new.id) == new


class Locked(OpenDoor):
    """Somebody guessed wrong, so that time is worth knowing."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[datetime] = []
        self.kept = 0

    def keep_time(self, *, now: datetime) -> bool:
        self.kept += 1
        return True

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        self.told.append(told)


def test_the_mall_is_asked_for_the_time_only_where_somebody_waits_for_it(scene: Scene) -> None:
    asked: list[datetime] = []

    def ask() -> datetime:
        asked.append(NOW)
        return NOW

    scene.play(proving.keep_time(scene.counter, ask))
    assert asked == []
    scene.counter.ports.pins = pins = Locked()
    scene.play(proving.keep_time(scene.counter, ask))
    assert asked == pins.told == [NOW]
    scene.play(proving.keep_time(scene.counter, None))
    assert pins.kept == 2, "what the till ran counts without a mall, too"


def test_who_is_locked_out_and_until_when_is_known_to_who_edits_people(office: Scene) -> None:
    until = NOW + timedelta(minutes=5)
    pins = office.counter.ports.pins
    assert isinstance(pins, OpenDoor)
    pins.locked["C1"] = until
    assert office.play(staffing.locked(office.counter)) == {"C1": until}
    office.play(staffing.unlock(office.counter, "C1"))
    assert office.play(staffing.locked(office.counter)) == {}


def test_who_is_new_stands_last_where_people_sign_in(office: Scene) -> None:
    before = [one.id for one in office.rig.shelf.staff()]
    new = []
    for name in ("가을", "겨울"):
        office.clock.passes(days=1)
        new.append(office.play(staffing.add(office.counter, name=name, role="cashier", pin="730518")).id)
    assert [one.id for one in office.rig.shelf.staff()] == [*before, *new]
