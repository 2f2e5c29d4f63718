"""What the till keeps of people: numbers, requests, limits, openings, sales; and what becomes of who leaves."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.facts import Fact, OrderCancelled, SaleCompleted
from pos.domain.members import Dossier
from pos.domain.people.access import Opening, RecordOpened, RecordRefused
from pos.domain.people.joining import MemberJoined
from pos.domain.people.processors import HandedOver
from pos.domain.people.rights import RequestDone, RequestMade, SubjectRequest
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    Suspension,
    SuspensionLifted,
)
from pos.till.books import Sent
from pos.till.feed import FeedPage, Member, Merged
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import HOME, begun, deal, delivered
from tests.storage.pages import everything_in

HONG = Member("M1", "홍길동", "010-1111-2222")
KIM = Member("SEL01-1-M000001", "김영희", "01033334444")
DAY = NOW.date()
SUSPENDED = MemberSuspended("M1", 5, "eleven returns", date(2026, 11, 5))


def write(rig: Rig, *facts: Fact, member: Member | None = None, forget: str = "") -> int:
    """The place of the last entry."""
    return rig.store.commit(Commit("C1", NOW, DAY, facts, member=member, forget=forget))[-1].seq


def join(rig: Rig, member: Member = KIM) -> int:
    return write(rig, MemberJoined(member.number, ()), member=member)


def _column(table: str) -> str:
    return "member" if table == "dossier" else "number"


def tables_with(rig: Rig, number: str) -> list[str]:
    """The tables of what is personal that have something of a number."""
    names = ("member", "person_key", "member_mark", "member_waiting", "dossier", "member_alias")
    with rig.database.read() as connection:
        return [
            name
            for name in names
            if connection.exec_driver_sql(f"SELECT 1 FROM {name} WHERE {_column(name)} = ?", (number,)).first()
        ]


def test_a_number_is_nobodys_yet(rig: Rig) -> None:
    first, second = rig.people.next_number(), rig.people.next_number()
    assert first != second and first.startswith("SEL01-1-M") and len(first) == 15


def test_a_number_that_somebody_has_or_had_is_not_given_again(rig: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = iter((1, 2, 3, 4))
    monkeypatch.setattr("pos.storage.registry.secrets.randbelow", lambda _: next(drawn))
    join(rig)
    write(rig, MemberLeft("SEL01-1-M000002"))
    rig.outbox.arrive(FeedPage(8, merged=(Merged("SEL01-1-M000003", "M1"),)))
    assert rig.people.next_number() == "SEL01-1-M000004"


def test_a_mobile_is_known_in_any_spelling(rig: Rig) -> None:
    assert rig.people.has_mobile("+82 10 1111 2222") == "M1"
    assert [rig.people.has_mobile(text) for text in ("0101111222", "010-1111-22223", "", "2222")] == [None] * 4
    rig.outbox.arrive(FeedPage(8, members=(replace(HONG, standing="withdrawn"),)))
    assert rig.people.has_mobile("010-1111-2222") is None


def test_who_joined_is_known_at_once_and_waits_for_the_mall(rig: Rig) -> None:
    seq = join(rig)
    assert rig.books.member(KIM.number) == KIM and rig.people.has_mobile("010-3333-4444") == KIM.number
    assert rig.outbox.unsent_members(most=5) == ()  # the mall does not have the entry
    rig.outbox.acknowledged(seq + 1)
    (sent,) = rig.outbox.unsent_members(most=5)
    assert (sent.epoch, sent.seq, sent.member) == (1, seq, KIM)
    rig.outbox.member_sent(sent)
    assert rig.outbox.unsent_members(most=5) == ()


def test_who_changed_while_the_mall_was_told_waits_on(rig: Rig) -> None:
    rig.outbox.acknowledged(join(rig) + 1)
    (sent,) = rig.outbox.unsent_members(most=5)
    changed = replace(KIM, mobile="01055556666")
    seq = write(rig, RequestDone("q", KIM.number, "done"), member=changed)
    rig.outbox.member_sent(sent)
    rig.outbox.acknowledged(seq + 1)
    assert [(one.seq, one.member) for one in rig.outbox.unsent_members(most=5)] == [(seq, changed)]
    assert rig.people.has_mobile("01033334444") is None


def test_an_older_page_of_the_mall_undoes_nothing_that_waits(rig: Rig) -> None:
    changed = replace(HONG, mobile="01055556666")
    seq = write(rig, RequestDone("q", "M1", "done"), member=changed)
    rig.outbox.arrive(FeedPage(8, members=(HONG,)))
    assert rig.books.member("M1") == changed
    rig.outbox.acknowledged(seq + 1)
    rig.outbox.member_sent(rig.outbox.unsent_members(most=1)[0])
    rig.outbox.arrive(FeedPage(9, members=(replace(changed, name="홍길순"),)))
    assert rig.books.find_members("홍길순") == (replace(changed, name="홍길순"),)


def test_a_limit_is_known_until_it_is_lifted(rig: Rig) -> None:
    rig.outbox.arrive(FeedPage(8, dossiers=(Dossier("M1", entitlements=(begun("e1", "M1"),)),)))
    write(rig, SUSPENDED, LossAnnounced("M1", "no answer", date(2026, 11, 9), date(2026, 11, 10)))
    since = (DAY, date(2026, 11, 5), date(2026, 11, 9), date(2026, 11, 10))
    assert rig.people.suspension("M1") == Suspension("M1", 5, "eleven returns", *since)
    member, dossier = rig.books.member("M1"), rig.books.dossier("M1")
    assert member is not None and dossier is not None
    assert (member.standing, dossier.standing, len(dossier.entitlements)) == ("suspended", "suspended", 1)
    write(rig, SuspensionLifted("M1", "a mistake"))
    assert rig.people.suspension("M1") is None and rig.books.member("M1") == HONG
    assert rig.verify().holds


def test_a_limit_that_the_mall_has_not_heard_of_stands_over_its_word(rig: Rig) -> None:
    seq = write(rig, SUSPENDED)
    page = FeedPage(8, members=(replace(HONG, name="홍길순"),), dossiers=(Dossier("M1"),))
    rig.outbox.arrive(page)
    member, dossier = rig.books.member("M1"), rig.books.dossier("M1")
    assert member is not None and dossier is not None
    assert (member.name, member.standing, dossier.standing) == ("홍길순", "suspended", "suspended")
    rig.outbox.acknowledged(seq + 1)
    rig.outbox.arrive(page)
    assert rig.books.member("M1") == replace(HONG, name="홍길순")


def test_requests_are_open_until_they_are_settled(rig: Rig) -> None:
    later, sooner = date(2026, 11, 16), date(2026, 11, 12)
    write(rig, RequestMade("q1", "M1", "correction", "app", later, ("mobile", "address")))
    write(rig, RequestMade("q2", KIM.number, "copy", "id_card", sooner))
    asked = SubjectRequest("q1", "M1", "correction", "app", DAY, later, ("mobile", "address"))
    assert [one.id for one in rig.people.requests()] == ["q2", "q1"]
    assert rig.people.requests("M1") == (asked,) and rig.people.frozen("M1") == {"mobile", "address"}
    write(rig, RequestDone("q1", "M1", "done"))
    assert [one.id for one in rig.people.requests()] == ["q2"]
    assert rig.people.requests("M1") == (replace(asked, outcome="done"),) and rig.people.frozen("M1") == frozenset()


def test_the_access_log_tells_of_days_and_of_one_member(rig: Rig) -> None:
    rig.commit(RecordOpened("M1", ("name", "mobile"), "delivery"))
    rig.commit(RecordRefused("M2", "other"), at=NOW + timedelta(days=1))
    opened = Opening(NOW, "C1", "M1", ("name", "mobile"), "delivery")
    refused = Opening(NOW + timedelta(days=1), "C1", "M2", (), "other", is_refused=True)
    tomorrow = DAY + timedelta(days=1)
    assert rig.people.openings(first=DAY, last=tomorrow) == (opened, refused)
    assert rig.people.openings(first=DAY, last=DAY) == (opened,)
    assert rig.people.openings(first=DAY, last=tomorrow, member="M2") == (refused,)
    assert rig.people.openings(first=tomorrow, last=tomorrow, member="M1") == ()


def test_sales_and_what_was_handed_over_are_found_by_member(rig: Rig) -> None:
    gone = delivered("gone", member="M1")
    rig.commit(SaleCompleted(deal("s", member="M1")), SaleCompleted(delivered("d", member="M1")), SaleCompleted(gone))
    rig.commit(SaleCompleted(deal("other", member="M2")), OrderCancelled("gone", gone.total, gone.payments))
    assert [sale.id for sale in rig.people.sales_of("M1")] == ["s", "d", "gone"]
    assert rig.people.handed_over("M1") == (HandedOver("delivery", ("name", "mobile", "address"), DAY, "d"),)


def test_members_come_in_pages_in_order_of_number(rig: Rig) -> None:
    rig.outbox.arrive(FeedPage(8, members=(Member("M2", "가", "1", "withdrawn"), KIM, Member("M3", "나", "2"))))
    first = rig.people.members(most=2)
    assert [one.number for one in first] == ["M1", "M3"]
    assert [one.number for one in rig.people.members(after="M3", most=2)] == [KIM.number]
    assert rig.people.members(after=KIM.number) == ()


# --- who leaves -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fact", [MemberLeft("M1"), MembershipLost("M1")])
def test_nothing_personal_is_left_of_who_goes(rig: Rig, fact: Fact) -> None:
    rig.outbox.arrive(FeedPage(8, dossiers=(Dossier("M1"),), merged=(Merged("M0", "M1"),)))
    write(rig, SaleCompleted(deal("s", member="M1", begins=begun("s"))))
    write(rig, RequestDone("q", "M1", "done"), member=HONG)
    assert tables_with(rig, "M1") == ["member", "person_key", "member_mark", "member_waiting", "dossier"]
    assert tables_with(rig, "M0") == ["member_alias"]
    write(rig, fact, forget="M1")
    assert tables_with(rig, "M1") == [] and tables_with(rig, "M0") == ["member_alias"] and rig.people.is_gone("M0")
    assert rig.people.is_gone("M1") and rig.books.dossier("M1") is None
    assert rig.books.find_members("2222") == () == rig.books.find_members("M1")
    assert rig.verify().holds


def test_who_left_does_not_come_back_with_what_the_mall_knew(rig: Rig) -> None:
    write(rig, MemberLeft("M1"), forget="M1")
    rig.outbox.arrive(FeedPage(8, members=(HONG,), dossiers=(Dossier("M1"),)))
    assert rig.books.member("M1") is None and tables_with(rig, "M1") == []


def test_an_address_is_destroyed_once_the_mall_has_it_and_its_member_is_gone(rig: Rig) -> None:
    order = delivered("d", member="M1")
    assert order.shipping is not None
    name = order.shipping.recipient
    rig.store.commit(Commit("C1", NOW, DAY, (SaleCompleted(order),), recipient=Sent(name, "d", HOME)))
    write(rig, MemberLeft("M1"), forget="M1")
    assert rig.books.recipient(name) == HOME  # the mall is to deliver there
    rig.outbox.recipient_sent(name)
    assert rig.books.recipient(name) is None
    assert rig.books.sent(rig.books.place_of(HOME), "ARIA", since=NOW - timedelta(days=1)) > 0


def test_who_is_gone_and_came_back_with_an_old_copy_goes_again(rig: Rig) -> None:
    write(rig, MemberLeft("M1"))  # as if the destruction had not been
    assert tables_with(rig, "M1")
    assert rig.people.destroy_due(DAY) is None
    assert tables_with(rig, "M1") == []


# --- two numbers, one person --------------------------------------------------------------------------------------


def test_a_merged_number_leads_to_the_other(rig: Rig) -> None:
    rig.outbox.acknowledged(join(rig) + 1)
    rig.outbox.member_sent(rig.outbox.unsent_members(most=1)[0])
    write(rig, SaleCompleted(deal("s", member=KIM.number, begins=begun("s", KIM.number))))
    rig.outbox.arrive(FeedPage(8, merged=(Merged(KIM.number, "M1"),)))
    assert tables_with(rig, KIM.number) == ["member_alias"]
    assert rig.books.member(KIM.number) == HONG and rig.books.find_members("김영희") == ()
    dossier = rig.books.dossier(KIM.number)
    assert dossier is not None and dossier.member == "M1" and [one.id for one in dossier.entitlements] == ["s"]
    assert [sale.id for sale in rig.people.sales_of("M1")] == ["s"]
    assert [sale.id for sale in rig.past.sales_of_member("M1")] == ["s"]
    (bought,) = {line.product for line in rig.people.sales_of("M1")[0].lines}
    assert rig.books.bought("M1", bought, since=NOW - timedelta(days=1)) > 0
    rig.outbox.arrive(FeedPage(9, members=(KIM,)))
    assert tables_with(rig, KIM.number) == ["member_alias"]


def test_a_change_of_a_merged_number_is_still_told(rig: Rig) -> None:
    seq = join(rig)
    rig.outbox.arrive(FeedPage(8, merged=(Merged(KIM.number, "M1"),)))
    assert rig.books.find_members("김영희") == () == rig.people.members(after="M1")
    rig.outbox.acknowledged(seq + 1)
    (sent,) = rig.outbox.unsent_members(most=5)
    rig.outbox.member_sent(sent)
    assert tables_with(rig, KIM.number) == ["member_alias"]


def test_a_merger_is_taken_back(rig: Rig) -> None:
    join(rig)
    rig.outbox.arrive(FeedPage(8, merged=(Merged(KIM.number, "M1"),)))
    rig.outbox.arrive(FeedPage(9, merged=(Merged(KIM.number, KIM.number),)))
    assert rig.books.member(KIM.number) == KIM and rig.books.find_members("김영") == (KIM,)


def test_a_destroyed_key_is_nowhere_in_the_file_and_others_are(rig: Rig) -> None:
    """Also not where a tree was rebuilt around it: who has the database's key and the file finds the rest, not this."""
    many = tuple(Member(f"M{number:04d}", f"회원{number}", f"010{number:08d}") for number in range(100, 400))
    rig.outbox.arrive(FeedPage(8, members=many))
    with rig.database.read() as connection:
        rows = connection.exec_driver_sql("SELECT number, secret FROM person_key").all()
    keys: dict[str, bytes] = {row[0]: row[1] for row in rows}
    gone = [one.number for one in many[::10]]
    for number in gone:
        write(rig, MemberLeft(number), forget=number)
    rig.outbox.arrive(FeedPage(9, members=tuple(replace(one, name="새이름") for one in many)))
    rig.database.checkpoint()
    pages = everything_in(rig.path, rig.keys.database)
    assert [number for number in gone if keys[number] in pages] == []
    assert all(key in pages for number, key in keys.items() if number not in gone)
