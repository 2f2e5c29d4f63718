"""Members beyond the basket: joining, being found, leaving, and a membership that is limited or lost."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any

from pytest_bdd import parsers, then, when

from pos.domain.facts import decode_fact
from pos.domain.people.joining import REQUIRED, ConsentKind, Guardian, Joining, MemberJoined
from pos.domain.people.standing import LossAnnounced
from pos.till import membership, session
from pos.till.people import joining, leaving, standing
from tests.terms.steps.words import DAY, MEMBER
from tests.terms.world import World

EVERY: frozenset[ConsentKind] = frozenset(("terms", "privacy", "crm", "marketing", "transfer"))
WHOLE = Joining(
    name="김새봄",
    mobile="010-5555-6666",
    email="saebom@example.com",
    phone="02-555-6666",
    sex="female",
    postcode="04524",
    address="서울특별시 중구 세종대로 200",
    detail="7층",
    consents=EVERY,
)
NAMES = {
    "e-mail": ("email",),
    "telephone": ("phone",),
    "telephone number": ("phone",),
    "mobile phone number": ("mobile",),
    "address": ("postcode", "address", "detail"),
    "postcode": ("postcode", "address", "detail"),
    "zip code": ("postcode", "address", "detail"),
}
GUARDIAN = Guardian("김가람", "010-7777-8888", "parent")
REASON = r"(?P<reason>\d+)"
NOTE = r'"(?P<note>[^"]*)"'
NAMED = r'"(?P<member>\w+)"'


def without(field: str) -> Joining:
    """The whole form with something left out, as a scenario names it."""
    if field == "nothing":
        return WHOLE
    if field == "every optional consent":
        return _with(consents=frozenset(REQUIRED))
    if field.startswith("consent to "):
        return _with(consents=EVERY - {field.removeprefix("consent to ")})
    return _with(**dict.fromkeys(NAMES.get(field, (field,)), ""))


def _with(**changes: Any) -> Joining:
    from msgspec.structs import replace

    return replace(WHOLE, **changes)


def joins(world: World, form: Joining) -> None:
    """Somebody joins; whoever becomes a member is kept."""
    world.form = form
    member = world.play(joining.join(world.counter, form))
    if member is not None:
        world.joined = member
        world.joins += 1


def as_person(world: World, staff: str, story: Coroutine[Any, Any, Any]) -> Any:
    """What one person does who signs in for it; afterwards whoever was there is there again."""
    before = world.counter.staff
    assert before is not None
    if before.id == staff:
        return world.play(story)
    world.till.headless.play(session.sign_in(world.counter, staff, world.pin(staff)))
    told = world.play(story)
    world.till.headless.play(session.sign_in(world.counter, before.id, world.pin(before.id)))
    return told


@when(parsers.re(r"somebody joins with (?P<field>[\w -]+) left out$"))
def joins_with_left_out(world: World, field: str) -> None:
    joins(world, without(field))


@when(parsers.re(r'somebody joins with the mobile "(?P<mobile>[^"]*)"$'))
def joins_with_mobile(world: World, mobile: str) -> None:
    joins(world, _with(mobile=mobile))


@when("somebody under fourteen joins")
def a_child_joins(world: World) -> None:
    joins(world, _with(is_under_14=True))


@when("somebody under fourteen joins with a legal representative's consent")
def a_child_joins_with_consent(world: World) -> None:
    joins(world, _with(is_under_14=True, guardian=GUARDIAN))


@then("joining is accepted")
def joining_is_accepted(world: World) -> None:
    assert world.refused is None and world.joined is not None
    assert world.counter.ports.books.member(world.joined.number) == world.joined
    world.till.sync_until_quiet()
    assert world.till.mall.mall.dossier(world.joined.number).standing == "active"


@then(parsers.re(r'joining is refused with "(?P<code>[\w.]+)"(?: for "(?P<field>\w+)")?$'))
def joining_is_refused(world: World, code: str, field: str | None) -> None:
    assert world.refused is not None and world.refused.code == code
    assert field is None or world.refused.facts["field"] == field
    assert len([one for one in world.till.all_entries() if one.kind == "MemberJoined"]) == world.joins


@when("the joining form is opened")
def form_is_opened(world: World) -> None:
    world.ticked = world.till.ticked_consents()


@then("no consent is ticked")
def no_consent_is_ticked(world: World) -> None:
    assert set(world.ticked) == EVERY
    assert not any(world.ticked.values())


@then("the consents are recorded with the version of their text, the time and the staff member")
def consents_are_recorded(world: World) -> None:
    assert world.form is not None
    entry = [one for one in world.till.all_entries() if one.kind == "MemberJoined"][-1]
    fact = decode_fact(entry.payload)
    assert isinstance(fact, MemberJoined)
    versions = {text.kind: text.version for text in joining.texts(world.counter)}
    assert {one.kind: one.version for one in fact.consents} == {kind: versions[kind] for kind in world.form.consents}
    assert entry.who == world.staff and entry.at == world.clock.now().isoformat(timespec="milliseconds")


@when(parsers.re(r'a member is looked for by "(?P<what>[^"]+)"$'))
def is_looked_for(world: World, what: str) -> None:
    world.found = membership.find(world.counter, what)


@then(parsers.re(rf"{MEMBER} is found$"))
def is_found(world: World, member: str) -> None:
    assert [one.number for one in world.found] == [member]


@then(parsers.re(r'looking for "(?P<what>[^"]+)" finds nobody$'))
def finds_nobody(world: World, what: str) -> None:
    assert membership.find(world.counter, what) == ()
    world.till.sync_until_quiet()
    assert world.play(membership.find_at_mall(world.counter, what)) == ()


@when(parsers.re(rf"{MEMBER} leaves$"))
def leaves(world: World, member: str) -> None:
    world.play(leaving.leave(world.counter, member))
    assert world.refused is None


@then(parsers.re(r"the new member holds (?P<count>\d+) Plus benefits?$"))
def new_member_holds(world: World, count: str) -> None:
    from tests.terms.steps.benefits import holds_benefits

    assert world.joined is not None
    holds_benefits(world, world.joined.number, count)


@when("the cashier starts a sale for the new member")
def starts_for_new_member(world: World) -> None:
    from tests.terms.steps.benefits import start_for_member

    assert world.joined is not None
    start_for_member(world, world.joined.number)


@when(parsers.re(rf"the manager suspends {NAMED} without a reason$"))
def suspends_without_reason(world: World, member: str) -> None:
    as_person(world, "B1", standing.suspend(world.counter, member, None, "no reason is given"))


@when(parsers.re(rf"the manager suspends {NAMED} for reason {REASON} with the note {NOTE}$"))
def suspends(world: World, member: str, reason: str, note: str) -> None:
    as_person(world, "B1", standing.suspend(world.counter, member, int(reason), note))


@then(parsers.re(rf"{MEMBER} is suspended$"))
def is_suspended(world: World, member: str) -> None:
    known = world.counter.ports.books.member(member)
    assert world.refused is None and known is not None and known.standing == "suspended"
    world.till.sync_until_quiet()
    assert world.till.mall.mall.dossier(member).standing == "suspended"


@then(parsers.re(rf"{NAMED} has until {DAY} to put it right$"))
def has_until(world: World, member: str, day: str) -> None:
    stands = world.counter.ports.people.suspension(member)
    assert stands is not None and stands.cure_until.isoformat() == day


@when(parsers.re(rf"the manager announces the loss of membership of {NAMED}$"))
def announces_loss(world: World, member: str) -> None:
    world.loss = as_person(world, "B1", standing.announce_loss(world.counter, member, "told by telephone and mail"))


@then(parsers.re(rf"it takes effect on {DAY} at the earliest$"))
def takes_effect(world: World, day: str) -> None:
    assert isinstance(world.loss, LossAnnounced) and world.loss.takes_effect.isoformat() == day
    as_person(world, "B1", standing.cancel_membership(world.counter, world.loss.member))
    assert world.refused is not None and world.refused.code == "member.too_early"
