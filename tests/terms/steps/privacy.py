"""Personal data: masked, opened for a reason, corrected, copied, kept apart, destroyed on its day."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import date

import msgspec
from msgspec.structs import replace
from pytest_bdd import given, parsers, then, when

from pos.app.bundle import pack
from pos.domain.calendar import korean_day
from pos.domain.delivery import Recipient
from pos.domain.facts import decode_fact
from pos.domain.members import mask_mail, mask_name, mask_phone
from pos.domain.people.retention import KINDS, Kept, RecordKind, RecordsDestroyed, kept_until
from pos.storage.verify import verify
from pos.till import delivering, selling
from pos.till.day import drawer
from pos.till.people import leaving, lists, records, rights
from tests.terms.steps.people import NAMED, NOTE, as_person, joins, without
from tests.terms.steps.words import DAY, MEMBER
from tests.terms.world import World

ADDRESS = Recipient("홍길동", "010-1111-2222", "04524", "서울특별시 중구 세종대로 110", "3층")
NEW_ADDRESS = Recipient("홍길동", "010-1111-2222", "06236", "서울특별시 강남구 테헤란로 152", "9층")
WHO = {"cashier": "C1", "manager": "B1", "technician": "T1"}
RECORDS: dict[str, RecordKind] = {kind: kind for kind in KINDS}
_CARD = re.compile(r"(?<!\d)(?<!\d\.)(?:\d[ -]?){13,19}(?!\d)")
"""Not what follows a decimal point: one fraction of a second in thirty has the check digit of a card."""
_DRAWN = re.compile(r"\b(?:[0-9a-f]{64}|(?=[0-9]*[a-f])[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b")
"""Keys and identities that were drawn by lot, among which there is one in some hundreds that has it."""


@then(parsers.re(r'the name "(?P<name>[^"]+)" is shown as "(?P<shown>[^"]+)"$'))
def name_is_shown(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@then(parsers.re(r'the phone "(?P<phone>[^"]+)" is shown as "(?P<shown>[^"]+)"$'))
def phone_is_shown(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@then(parsers.re(r'the e-mail "(?P<address>[^"]+)" is shown as "(?P<shown>[^"]+)"$'))
def mail_is_shown(address: str, shown: str) -> None:
    assert mask_mail(address) == shown


@when(parsers.re(rf'the (?P<who>cashier|manager|technician) opens the full record of {NAMED} for "(?P<why>[^"]+)"$'))
def opens_record(world: World, who: str, member: str, why: str) -> None:
    world.opened = (WHO[who], member)
    as_person(world, WHO[who], records.open_record(world.counter, member, why))


@then(parsers.re(r'the access log holds who, when, whose, what and "(?P<why>[^"]+)"$'))
def access_log_holds(world: World, why: str) -> None:
    now = world.clock.now()
    last = world.counter.ports.people.openings(first=korean_day(now), last=korean_day(now))[-1]
    assert (last.who, last.member) == world.opened
    assert (last.at, last.purpose, last.is_refused) == (now, why, False)
    assert "name" in last.what and "mobile" in last.what


@when(parsers.re(rf"the cashier writes the note {NOTE}$"))
def writes_note(world: World, note: str) -> None:
    world.play(drawer.open_without_sale(world.counter, note))


@then("neither the journal nor the log nor a support bundle holds their name, phone, e-mail or address")
def nothing_personal(world: World) -> None:
    member = world.joined
    assert member is not None and member.addresses
    personal = {member.name, member.mobile, member.email, member.phone, member.addresses[0].address}
    personal |= {f"{member.mobile[:3]}-{member.mobile[3:7]}-{member.mobile[7:]}", member.addresses[0].detail}
    folder = world.till.house.folder
    told = [entry.payload for entry in world.till.all_entries()]
    logs = [path.read_bytes() for path in (folder / "log").glob("*")]
    assert logs
    told += logs
    with zipfile.ZipFile(pack(folder, world.folder / "bundle.zip")) as bundle:
        told += [bundle.read(name) for name in bundle.namelist()]
        assert bundle.namelist()
    for text in personal:
        assert text and not any(text.encode() in one for one in told)


@then("no table holds a card number")
def no_card_number(world: World) -> None:
    with world.till.house.database.read() as connection:
        tables = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
        for table in tables:
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"'):
                for value in row:
                    text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                    assert not [found for found in _CARD.findall(_DRAWN.sub("", text)) if _is_card(found)], table


@when(parsers.re(rf"{MEMBER} asks for their data and has shown who they are$"))
def asks_for_data(world: World, member: str) -> None:
    counter, staff = world.counter, world.counter.cashier()
    world.opened = (staff.id, member)
    asked = world.play(rights.ask(counter, member, "copy", shown="id_card"))
    assert asked is not None
    made = world.play(rights.copy(counter, asked.id))
    assert made is not None
    world.play(rights.give_copy(counter, made, folder=world.folder, pdf=b"%PDF"))
    assert world.refused is None


@then("the copy holds their profile, consents, sales and benefits")
def copy_holds(world: World) -> None:
    (path,) = world.folder.glob("member-data-*.json")
    made = msgspec.json.decode(path.read_bytes(), type=rights.PersonCopy)
    number = made.member.number
    assert made.member == world.counter.ports.books.member(number)
    assert made.sales == world.counter.ports.people.sales_of(number)
    assert made.dossier == world.counter.ports.books.dossier(number)
    assert {"consents", "name", "mobile"} <= set(msgspec.to_builtins(made)["member"])


@when(parsers.re(rf"{MEMBER} asks for a correction of their address$"))
def asks_for_correction(world: World, member: str) -> None:
    known = records.known(world.counter, member)
    if not known.addresses:  # the boutique of the examples writes none down; the mall knows one
        world.till.mall.mall.announce_members("SEL01", replace(known, addresses=(ADDRESS,)))
        world.till.sync_until_quiet()
    world.asked = world.play(rights.ask(world.counter, member, "correction", shown="id_card", fields=("address",)))
    assert world.asked is not None


@then(parsers.re(rf'a delivery to the stored address of {NAMED} is refused with "(?P<code>[\w.]+)"$'))
def stored_address_is_refused(world: World, member: str, code: str) -> None:
    _deliver_to_stored(world, member)
    assert world.refused is not None and world.refused.code == code


@when("the correction is complete")
def correction_is_complete(world: World) -> None:
    assert world.asked is not None
    known = records.known(world.counter, world.asked.member)
    world.play(rights.correct(world.counter, world.asked.id, replace(known, addresses=(NEW_ADDRESS,))))
    assert world.refused is None


@then(parsers.re(rf"a delivery to the stored address of {NAMED} is accepted$"))
def stored_address_is_accepted(world: World, member: str) -> None:
    _deliver_to_stored(world, member)
    assert world.refused is None and delivering.recipient_of(world.counter) == NEW_ADDRESS


@then("the mall is told of the correction")
def mall_is_told(world: World) -> None:
    assert world.asked is not None
    world.till.sync_until_quiet()
    number = world.asked.member
    told = world.counter.ports.mall.member(number).member
    assert told.addresses == (NEW_ADDRESS,)


@then(parsers.re(rf"the members' table holds nothing of {NAMED}$"))
def members_table_holds_nothing(world: World, member: str) -> None:
    with world.till.house.database.read() as connection:
        for table in ("member", "member_mark", "person_key"):
            found = connection.exec_driver_sql(f"SELECT count(*) FROM {table} WHERE number = ?", (member,))
            assert found.scalar_one() == 0, table


@then(parsers.re(rf"the retained store holds the sale's record of {NAMED} until {DAY}$"))
def retained_store_holds(world: World, member: str, day: str) -> None:
    kept = world.counter.ports.people.kept(member)
    of_sale = {one.kind: one.until.isoformat() for one in kept if one.subject == world.last_sale().id}
    assert of_sale == {"contract": day, "payment": day}


@then("the journal still verifies")
def journal_verifies(world: World) -> None:
    house = world.till.house
    assert verify(house.database, till=house.settings.till, public_key=house.keys.public()).holds


@given(parsers.re(rf'a retained "(?P<record>\w+)" of a former member from {DAY}$'))
def a_retained_record(world: World, record: str, day: str) -> None:
    world.retained.append((RECORDS[record], date.fromisoformat(day)))


@when("the retention job runs")
def retention_job_runs(world: World) -> None:
    if not world.kept:
        _keep(world)
    world.play(leaving.destroy_due(world.counter))
    assert world.refused is None


@then("the record is there")
def record_is_there(world: World) -> None:
    assert world.counter.ports.people.kept() == tuple(world.kept)


@then("the record is gone")
def record_is_gone(world: World) -> None:
    assert world.counter.ports.people.kept() == ()


@then("the retention log tells the number destroyed and nothing about them")
def retention_log_tells(world: World) -> None:
    told = [one.payload for one in world.till.all_entries() if one.kind == "RecordsDestroyed"]
    assert told
    fact = decode_fact(told[-1])
    assert isinstance(fact, RecordsDestroyed)
    assert fact.counts == {
        kind: sum(one.kind == kind for one in world.kept) for kind in {one.kind for one in world.kept}
    }
    for one in world.kept:
        for text in (one.member, one.subject, one.name, one.mobile):
            assert not any(text.encode() in payload for payload in told)


@when("a backup from before is restored")
def backup_is_restored(world: World) -> None:
    world.till.switch_off()
    folder = world.folder / "till"
    shutil.rmtree(folder)
    shutil.copytree(world.folder / "backup", folder)
    world.till.switch_on()
    world.till.headless.settle()


@given(parsers.re(rf"{MEMBER} has not consented to marketing$"))
def has_not_consented(world: World, member: str) -> None:
    assert f'number = "{member}"' in world.seed  # and nothing in the boutique of the examples agrees to anything


@when("the manager exports a marketing list")
def exports_marketing_list(world: World) -> None:
    joins(world, without("nothing"))
    world.listed = as_person(world, "B1", lists.marketing(world.counter, reason="winter promotion")) or ()


@then(parsers.re(rf"{NAMED} is not on it$"))
def is_not_on_it(world: World, member: str) -> None:
    numbers = [one.number for one in world.listed]
    assert world.joined is not None and world.joined.number in numbers
    assert member not in numbers


def _deliver_to_stored(world: World, member: str) -> None:
    from tests.terms.steps.benefits import start_for_member

    if world.counter.basket is None:
        start_for_member(world, member)
        world.attempt(selling.add, "ARIA")
    known = records.known(world.counter, member)
    world.play(delivering.deliver_to(world.counter, known.addresses[0]))


def _keep(world: World) -> None:
    """Put what is given into the separate store, as of its day, and a copy of the till's folder beside it."""
    for number, (kind, day) in enumerate(world.retained):
        until = kept_until(kind, day, world.counter.policy().rules.retention)
        person = (f"GONE{number}", "이나간", "01098765432")
        world.kept.append(Kept(f"kept-{number}", person[0], kind, f"sale-{number}", day, until, *person[1:]))
    world.counter.ports.people.keep(world.kept)
    world.till.switch_off()
    shutil.copytree(world.folder / "till", world.folder / "backup")
    world.till.switch_on()
    world.till.sign_in()


def _is_card(text: str) -> bool:
    """Whether digits are a card number by their check digit, and none of the till's own long numbers."""
    digits = [int(one) for one in text if one.isdigit()]
    doubled = [one if place % 2 == 0 else sum(divmod(2 * one, 10)) for place, one in enumerate(reversed(digits))]
    return digits[0] in (3, 4, 5, 6) and sum(doubled) % 10 == 0
