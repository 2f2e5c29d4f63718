"""Who works here: adding people, changing and removing them, their PINs and badges. Every change is an entry.

Names and verifiers are in no entry: they go beside it (`Commit.staff`). Nobody decides about themselves, and somebody
who may edit staff always stays.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, get_args

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused
from pos.domain.people.staff import (
    BadgeSet,
    PinSet,
    PinUnlocked,
    StaffAdded,
    StaffChanged,
    StaffFact,
    StaffRemoved,
    Trait,
)
from pos.domain.pin import check_new_pin
from pos.domain.powers import Role
from pos.domain.spelling import can_be_written, is_word, plain
from pos.till import proving
from pos.till.counter import Counter
from pos.till.feed import Language, Staff, StaffChange

MOST_LETTERS: Final = 80
SHORTEST_BADGE: Final = 6
LONGEST_BADGE: Final = 128
_OWN: Final = frozenset({"role", "valid_from", "valid_until"})


def people(counter: Counter) -> tuple[Staff, ...]:
    """Everybody who works here or did, who may come today first. Raises Refused("staff.not_allowed")."""
    counter.who_may("edit_staff")
    today = korean_day(counter.now())
    return tuple(sorted(counter.ports.shelf.staff(), key=lambda one: not one.may_come_on(today)))


async def add(
    counter: Counter,
    *,
    name: str,
    role: Role,
    pin: str,
    language: Language = "ko",
    badge: str = "",
    valid_from: date | None = None,
    valid_until: date | None = None,
    trained_on: date | None = None,
) -> Staff:
    """Somebody begins to work here, with a first PIN that they change when they sign in for the first time.

    Raises Refused("staff.not_allowed"), ("staff.name"), ("staff.days") for an end before its beginning,
    ("staff.badge_taken"), and what `check_new_pin` raises.
    """
    editor = counter.who_may("edit_staff")
    name = _checked_name(name)
    _check_days(valid_from, valid_until)
    check_new_pin(pin)
    digest = _badge_for(counter, "", badge)
    # By the time they came: who is new stands last where people sign in, and nobody's digit changes.
    new = f"p{counter.now():%y%m%d%H%M%S}{counter.ports.new_id()[-6:]}"
    verifier = await counter.ports.vault.run(lambda: counter.ports.pins.verifier(pin))
    change = StaffChange(
        new,
        name=name,
        role=role,
        pin_verifier=verifier,
        language=language,
        badge=digest,
        valid_from=valid_from,
        valid_until=valid_until,
        must_change=True,
        trained_on=trained_on,
        pin_digits=len(pin),
    )
    told: tuple[StaffFact, ...] = (StaffAdded(new, role, valid_from, valid_until, trained_on), PinSet(new, "first"))
    return await _write(counter, editor, change, *told, *((BadgeSet(new, has_one=True),) if digest else ()))


async def change(
    counter: Counter,
    staff_id: str,
    *,
    name: str | UnsetType = UNSET,
    role: Role | UnsetType = UNSET,
    language: Language | UnsetType = UNSET,
    valid_from: date | UnsetType | None = UNSET,
    valid_until: date | UnsetType | None = UNSET,
    trained_on: date | UnsetType | None = UNSET,
) -> Staff:
    """What is told of a person is so from now on; nothing is written where nothing differs.

    Raises Refused("staff.own_role") for one's own role and days, ("staff.last_manager"), and what `add` raises.
    """
    editor, before = counter.who_may("edit_staff"), _person(counter, staff_id)
    wanted = StaffChange(
        staff_id,
        name=name if isinstance(name, UnsetType) else _checked_name(name),
        role=role,
        language=language,
        valid_from=valid_from,
        valid_until=valid_until,
        trained_on=trained_on,
    )
    after = wanted.of(before)
    assert after is not None
    what: tuple[Trait, ...] = tuple(one for one in get_args(Trait) if getattr(after, one) != getattr(before, one))
    if not what:
        return before
    if staff_id == editor.id and _OWN & set(what):
        raise Refused("staff.own_role")
    _check_days(after.valid_from, after.valid_until)
    _check_somebody_stays(counter, before, after)
    told = StaffChanged(staff_id, what, after.role, after.valid_from, after.valid_until, after.trained_on)
    return await _write(counter, editor, wanted, told)


async def remove(counter: Counter, staff_id: str, *, last_day: date | None = None) -> Staff:
    """Somebody goes, at once or at the end of `last_day` (Korean). Their name stays where it stands in records.

    Raises what `change` raises.
    """
    editor, before = counter.who_may("edit_staff"), _person(counter, staff_id)
    if staff_id == editor.id:
        raise Refused("staff.own_role")
    is_over = last_day is None or last_day < korean_day(counter.now())
    ends = StaffChange(staff_id, active=False, badge="") if is_over else StaffChange(staff_id, valid_until=last_day)
    after = ends.of(before)
    assert after is not None
    if not is_over:
        _check_days(after.valid_from, last_day)
    _check_somebody_stays(counter, before, after)
    return await _write(counter, editor, ends, StaffRemoved(staff_id, None if is_over else last_day))


async def set_first_pin(counter: Counter, staff_id: str, pin: str) -> Staff:
    """Give out a PIN, also in place of one that was forgotten or is locked; its owner changes it when they sign in.

    Raises Refused("staff.own_pin") for one's own, and what `check_new_pin` raises.
    """
    editor, _ = counter.who_may("edit_staff"), _person(counter, staff_id)
    if staff_id == editor.id:
        raise Refused("staff.own_pin")
    check_new_pin(pin)
    ports, now = counter.ports, counter.now()
    verifier = await ports.vault.run(lambda: ports.pins.verifier(pin))
    given = StaffChange(staff_id, pin_verifier=verifier, demo_pin="", must_change=True, pin_digits=len(pin))
    after = await _write(counter, editor, given, PinSet(staff_id, "first"))
    await ports.vault.run(lambda: ports.pins.forgive(staff_id, now=now))
    return after


async def change_own_pin(counter: Counter, old: str, new: str) -> None:
    """Whoever is signed in takes another PIN. Raises what `check_new_pin` and `proving.prove` raise."""
    person = counter.cashier()
    check_new_pin(new, old=old)
    await proving.prove(counter, person, old)
    await take_new_pin(counter, person, new)


async def take_new_pin(counter: Counter, person: Staff, new: str) -> Staff:
    """Write a PIN that its owner chose, who has just shown the old one."""
    verifier = await counter.ports.vault.run(lambda: counter.ports.pins.verifier(new))
    chosen = StaffChange(person.id, pin_verifier=verifier, demo_pin="", must_change=False, pin_digits=len(new))
    return await _write(counter, person, chosen, PinSet(person.id, "own"), by_themself=True)


async def set_badge(counter: Counter, staff_id: str, code: str) -> Staff:
    """The badge with this code is a person's from now on, in place of any they had; "" takes it from them.

    Raises Refused("staff.badge_taken") for one that somebody else has, ("staff.badge") for one too short to be safe.
    """
    editor, before = counter.who_may("edit_staff"), _person(counter, staff_id)
    digest = _badge_for(counter, staff_id, code)
    if digest == before.badge:
        return before
    told = BadgeSet(staff_id, has_one=bool(digest))
    return await _write(counter, editor, StaffChange(staff_id, badge=digest), told)


async def unlock(counter: Counter, staff_id: str) -> None:
    """Somebody mistyped their PIN too often, and a second person vouches for them.

    Raises Refused("staff.own_pin") for oneself.
    """
    editor, _ = counter.who_may("edit_staff"), _person(counter, staff_id)
    if staff_id == editor.id:
        raise Refused("staff.own_pin")
    ports, now = counter.ports, counter.now()
    commit = counter.commit_of(facts=(PinUnlocked(staff_id),))
    await ports.disk.run(lambda: ports.store.commit(commit))
    await ports.vault.run(lambda: ports.pins.forgive(staff_id, now=now))
    counter.touch("staff")


async def locked(counter: Counter) -> dict[str, datetime]:
    """Who may not try a PIN now, and until when. Raises Refused("staff.not_allowed")."""
    counter.who_may("edit_staff")
    ports, now = counter.ports, counter.now()
    ids = [one.id for one in ports.shelf.staff() if one.active]
    ends = await ports.vault.run(lambda: [(one, ports.pins.locked_until(one, now=now)) for one in ids])
    return {one: end for one, end in ends if end is not None}


async def _write(
    counter: Counter, editor: Staff, told: StaffChange, *facts: StaffFact, by_themself: bool = False
) -> Staff:
    """The entries and what goes beside them, in one transaction, if it is still the same person who wants it."""
    if not by_themself and (counter.staff is None or counter.staff.id != editor.id):
        raise Refused("staff.too_late")
    ports = counter.ports
    commit = counter.commit_of(facts=facts, staff=told)
    if by_themself:
        commit = replace(commit, who=editor.id)
    await ports.disk.run(lambda: ports.store.commit(commit))
    after = _person(counter, told.id)
    if counter.staff is not None and counter.staff.id == after.id:
        counter.staff = after
    counter.touch("staff", "session")
    return after


def _person(counter: Counter, staff_id: str) -> Staff:
    found = next((one for one in counter.ports.shelf.staff() if one.id == staff_id), None)
    if found is None:
        raise Refused("staff.unknown", staff=staff_id)
    return found


def _checked_name(name: str) -> str:
    name = plain(name) if can_be_written(name) else ""
    if not is_word(name, most=MOST_LETTERS):
        raise Refused("staff.name", most=MOST_LETTERS)
    return name


def _check_days(first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        raise Refused("staff.days")


def _badge_for(counter: Counter, staff_id: str, code: str) -> str:
    """What a badge becomes, "" for none."""
    code = code.strip()
    if not code:
        return ""
    if not SHORTEST_BADGE <= len(code) <= LONGEST_BADGE:
        raise Refused("staff.badge", least=SHORTEST_BADGE, most=LONGEST_BADGE)
    digest = counter.ports.pins.badge(code)
    if any(one.badge == digest and one.id != staff_id for one in counter.ports.shelf.staff()):
        raise Refused("staff.badge_taken")
    return digest


def _check_somebody_stays(counter: Counter, before: Staff, after: Staff) -> None:
    """Raises Refused("staff.last_manager") where nobody would be left who may edit staff, now or one day."""
    powers, today = counter.ports.powers, korean_day(counter.now())

    def comes_today(one: Staff) -> bool:
        return powers.may(one.role, "edit_staff") and one.may_come_on(today)

    def stays(one: Staff) -> bool:
        return powers.may(one.role, "edit_staff") and one.active and one.valid_until is None

    others = [one for one in counter.ports.shelf.staff() if one.id != before.id]
    for may in (comes_today, stays):
        if may(before) and not may(after) and not any(may(one) for one in others):
            raise Refused("staff.last_manager")
