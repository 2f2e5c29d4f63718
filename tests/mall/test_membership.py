"""Members at the mall: who joined, to what they agree, how they stand, and that nothing stays of who is gone."""

import logging
from collections.abc import Iterator
from datetime import date

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import Fact, SaleCompleted
from pos.domain.people.access import RecordOpened
from pos.domain.people.joining import Consent, ConsentsChanged
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import (
    LossAnnounced,
    MemberLeft,
    MembershipLost,
    MemberSuspended,
    MemberTold,
    SuspensionLifted,
)
from pos.mall.chain import Mall
from pos.mall.person_views import Correction
from pos.sync import contract
from pos.sync.contract import PersonTaken
from tests.domain.sales import a_sale
from tests.mall.conftest import Databases
from tests.mall.people import (
    HONG,
    MARKETING,
    PRIVACY,
    TERMS,
    A,
    asked_for,
    bring,
    everything_of,
    found,
    join,
    joined,
    reasons,
    tell,
    whole_feed,
    write,
)
from tests.mall.plus import SEED, begun
from tests.mall.tills import FixedClock, Till

TODAY = date(2026, 11, 2)
LIMITED = MemberSuspended(A, 5, "eleven returns", date(2026, 11, 5))
ANNOUNCED = LossAnnounced(A, "again", date(2026, 11, 9), date(2026, 11, 10))
ASKED = RequestMade("r1", A, "correction", "id_card", date(2026, 11, 16), ("mobile", "email"))
CORRECTED = RequestDone("r1", A, "done", told=("cj",))


@pytest.fixture
def database(in_files: Databases) -> Iterator[str]:
    """What happens here asks nothing of a database that one of them has not."""
    with in_files.one(SEED) as url:
        yield url


def test_who_joined_is_found_by_the_whole_chain(mall: Mall, till: Till, busan: Till) -> None:
    assert joined(till) == PersonTaken(A)
    member = asked_for(busan, A)
    assert member == replace(HONG, consents=(TERMS, PRIVACY))
    assert found(busan, "010-1111-2222") == found(busan, "2222") == [A]
    assert member in whole_feed(till).members, "the boutique where they joined knows them"
    assert reasons(mall, till) == {}


def test_nobody_is_known_before_it_is_said_who_they_are(till: Till) -> None:
    join(till)
    till.push()
    with pytest.raises(Refused, match=r"member\.unknown"):
        asked_for(till, A)
    assert found(till, A) == [] and A not in [one.number for one in whole_feed(till).members]


def test_a_person_before_their_entry_comes_again(till: Till) -> None:
    seq = join(till)
    with pytest.raises(Refused, match=r"mall\.busy"):
        bring(till, HONG, seq)
    till.push()
    assert bring(till, HONG, seq) == bring(till, HONG, seq) == PersonTaken(A)


def test_a_till_changes_only_what_its_own_entries_are_about(till: Till, busan: Till) -> None:
    joined(till)
    other = tell(busan, ConsentsChanged(A, (MARKETING,)))
    bring(busan, replace(HONG, name="이호", mobile="01099999999"), other)
    bring(busan, replace(HONG, number="M1", name="이호"), other)
    assert asked_for(till, A) == replace(HONG, consents=(TERMS, PRIVACY, MARKETING))
    assert asked_for(till, "M1").name == "홍길동"


@pytest.mark.parametrize(
    "body",
    [
        b'{"epoch":1,"seq":1,"member":{"number":"M2","name":"","mobile":""}}',
        b'{"epoch":1,"seq":0,"member":{"number":"M1","name":"","mobile":""}}',
        b'{"epoch":1,"seq":1,"member":{"number":"M1","name":"","mobile":"","sex":"\xed\x99\x8d\xea\xb8\xb8"}}',
        b'{"epoch":1,"seq":1,"member":{"number":"M1","name":"%s","mobile":""}}' % (b"a" * 70_000),
        b"\xff",
    ],
)
def test_what_is_no_record_is_refused_and_not_repeated(till: Till, body: bytes) -> None:
    with pytest.raises(Refused, match=r"request\.invalid") as refused:
        till.mall.enquiries.take_member(till.asked("PUT", contract.MEMBER.format(number="M1"), body), "M1")
    assert "홍길" not in repr(refused.value.facts) and refused.value.__cause__ is None


def test_consents_are_kept_with_their_version_time_and_person(mall: Mall, till: Till, busan: Till) -> None:
    joined(till, consents=(TERMS, PRIVACY, Consent("marketing", "2025-01")))
    tell(till, ConsentsChanged(A, (MARKETING,), ("crm",)))
    tell(busan, ConsentsChanged(A, withdrawn=("marketing",)))
    assert asked_for(till, A).consents == (TERMS, PRIVACY)
    told = [(one.kind, one.version, one.who, one.till) for one in mall.consents(A)]
    assert told == [
        ("terms", "2026-11", "C1", till.name),
        ("privacy", "2026-11", "C1", till.name),
        ("marketing", "2025-01", "C1", till.name),
        ("marketing", "2026-11", "C1", till.name),
        ("crm", "", "C1", till.name),
        ("marketing", "", "C1", busan.name),
    ]
    assert [one.at for one in mall.consents(A)] == sorted(one.at for one in mall.consents(A))


def test_the_newest_word_counts_and_not_the_last_to_arrive(till: Till, busan: Till) -> None:
    joined(till)
    write(till, ConsentsChanged(A, (MARKETING,)), LIMITED)
    tell(busan, ConsentsChanged(A, withdrawn=("marketing",)))
    tell(busan, SuspensionLifted(A, "put right"))
    till.push()
    assert asked_for(till, A) == replace(HONG, consents=(TERMS, PRIVACY))


def test_a_suspension_reaches_every_boutique_that_knows_them(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    asked_for(busan, A)
    tell(till, LIMITED, MemberTold(A, "suspension"))
    (heard,) = (one for one in whole_feed(busan).members if one.number == A)
    (dossier,) = (one for one in whole_feed(busan).dossiers if one.member == A)
    assert (heard.standing, dossier.standing) == ("suspended", "suspended")
    tell(busan, SuspensionLifted(A, "put right"))
    assert mall.dossier(A).standing == "active" and reasons(mall, till, busan) == {}


def test_one_the_chain_knew_before_stands_as_tills_and_office_say_last(mall: Mall, till: Till) -> None:
    tell(till, replace(LIMITED, member="M1"))
    assert asked_for(till, "M1").standing == "suspended" and asked_for(till, "M1").name == "홍길동"
    till.clock.pass_by(minutes=1)
    mall.set_standing("M1", "active")
    assert asked_for(till, "M1").standing == "active"
    tell(till, replace(LIMITED, member="M1"))
    assert asked_for(till, "M1").standing == "suspended"
    till.clock.pass_by(minutes=1)
    mall.announce_members("SEL01", replace(asked_for(till, "M1"), email="new@example.com"))
    assert (asked_for(till, "M1").standing, asked_for(till, "M1").email) == ("suspended", "new@example.com")
    mall.seed(SEED)
    assert asked_for(till, "M1").email == "new@example.com", "what the document says is how they began"


@pytest.mark.parametrize("ending", [(MemberLeft(A),), (LIMITED, ANNOUNCED, MembershipLost(A))])
def test_nothing_is_left_of_who_is_gone_but_the_number(
    mall: Mall, till: Till, busan: Till, ending: tuple[Fact, ...]
) -> None:
    joined(till)
    asked_for(busan, A)
    tell(till, SaleCompleted(replace(a_sale(2), id="sale-2", member=A, begins=begun("sale-2", A))))
    assert "길동" in everything_of(mall) and mall.dossier(A).entitlements[0].ended == ""
    tell(till, *ending)
    assert mall.dossier(A).standing == "withdrawn" and mall.dossier(A).entitlements[0].ended == "left"
    assert A in [one.number for one in whole_feed(busan).members if one.standing == "withdrawn"]
    assert found(busan, "01011112222") == [] == found(busan, A)
    with pytest.raises(Refused, match=r"member\.unknown"):
        asked_for(busan, A)
    left = everything_of(mall)
    mine = left.replace("010-0000-0101", "").replace('"number":"M1","name":"홍길동"', "")
    assert "hong@" not in mine and "01011112222" not in mine and "홍길동" not in mine
    assert reasons(mall, till) == {}


def test_a_person_who_comes_after_they_left_is_not_kept(mall: Mall, till: Till) -> None:
    seq = join(till)
    tell(till, MemberLeft(A))
    assert bring(till, HONG, seq) == PersonTaken(A)
    assert "01011112222" not in everything_of(mall) and mall.dossier(A).standing == "withdrawn"


def test_who_left_is_not_said_more_of_and_has_no_benefit_of_a_late_sale(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    tell(till, MemberLeft(A))
    late = tell(busan, replace(LIMITED, member=A))
    tell(busan, MemberLeft(A), RequestMade("r2", A, "copy", "app", TODAY))
    sale = replace(a_sale(9), id="sale-9", boutique="BUS01", member=A, begins=begun("sale-9", A))
    tell(busan, SaleCompleted(sale))
    assert reasons(mall, till, busan) == {("BUS01", late): "member.left_before"}
    assert mall.dossier(A).standing == "withdrawn" and mall.dossier(A).entitlements[0].ended == "left"


def test_what_contradicts_is_looked_at_and_holds_up_nothing(mall: Mall, till: Till) -> None:
    joined(till)
    wrong = {
        tell(till, SuspensionLifted(A, "never was")): "member.not_suspended",
        tell(till, ANNOUNCED): "member.not_suspended",
        join(till): "member.twice",
        join(till, replace(HONG, number="M1")): "member.twice",
        join(till, replace(HONG, number="\x07")): "entry.unstorable",
        join(till, replace(HONG, number="9" * 65)): "entry.unstorable",
        write(till, replace(LIMITED, member="nobody")): "member.unknown",
        write(till, MembershipLost("M2")): "member.not_announced",
    }
    fine = write(till, RecordOpened(A, ("mobile",), "delivery"), LIMITED)
    till.push()
    assert reasons(mall, till) == {("SEL01", seq): reason for seq, reason in wrong.items()}
    assert asked_for(till, A).standing == "suspended" and fine == len(till.journal)
    assert asked_for(till, "M1").name == "홍길동" and mall.dossier("M2").standing == "withdrawn"


def test_what_was_said_before_they_were_known_counts_once_they_are(mall: Mall, till: Till, busan: Till) -> None:
    seq = join(till)
    early = tell(busan, LIMITED)
    assert reasons(mall, busan) == {("BUS01", early): "member.unknown"}
    till.push()
    bring(till, HONG, seq)
    assert asked_for(busan, A).standing == "suspended" and reasons(mall, busan) == {}


def test_a_correction_is_what_the_chain_sees_and_leaves_a_trace_without_values(
    mall: Mall, till: Till, busan: Till
) -> None:
    joined(till)
    asked_for(busan, A)
    corrected = replace(HONG, mobile="01033334444", email="", name="왕길동")
    early = len(till.journal)
    seq = tell(till, ASKED, CORRECTED)
    bring(till, corrected, seq)
    bring(till, HONG, early)
    member = asked_for(busan, A)
    assert (member.mobile, member.email, member.name) == ("01033334444", "", "홍길동"), "the name was not asked for"
    assert found(busan, "01011112222") == [] and member in whole_feed(busan).members
    assert "01011112222" not in everything_of(mall)
    (trace,) = mall.corrections()
    assert trace == Correction(A, ("mobile", "email"), till.journal[seq - 1].at, ("cj",))
    tell(till, RequestMade("r2", A, "copy", "app", TODAY))
    assert (
        [(one.id, one.outcome) for one in mall.requests(A)]
        == [("r1", "done"), ("r2", "")]
        == [(one.id, one.outcome) for one in mall.requests()]
    )
    assert "3333" not in repr((mall.requests(), mall.corrections()))


def test_two_tills_correct_different_things_and_both_stay(till: Till, busan: Till) -> None:
    joined(till)
    seq = write(till, ASKED, CORRECTED)
    theirs = tell(busan, replace(ASKED, request="r3", fields=("name",)), replace(CORRECTED, request="r3"))
    bring(busan, replace(HONG, name="홍길순"), theirs)
    till.push()
    bring(till, replace(HONG, mobile="01033334444"), seq)
    member = asked_for(till, A)
    assert (member.name, member.mobile) == ("홍길순", "01033334444")


def test_a_till_hears_after_its_own_word_what_it_passed_over_before(till: Till, busan: Till) -> None:
    joined(till)
    asked_for(busan, A)
    mine = tell(till, ConsentsChanged(A, (MARKETING,)))
    theirs = tell(busan, ASKED, CORRECTED)
    bring(busan, replace(HONG, mobile="01033334444"), theirs)
    heard = till.feed(0).cursor  # and it keeps what it has to tell itself
    bring(till, replace(HONG, consents=(TERMS, PRIVACY, MARKETING)), mine)
    assert [one.mobile for one in till.feed(heard).members] == ["01033334444"]


def test_a_kind_of_entry_that_is_not_known_yet_holds_up_nothing(mall: Mall, till: Till) -> None:
    odd = till.write_raw("MemberDreamt", b'{"type":"MemberDreamt","member":"M1"}').seq
    joined(till)
    assert reasons(mall, till) == {("SEL01", odd): "entry.unreadable"} and asked_for(till, A).name == "홍길동"


def test_who_joined_at_an_older_mall_is_known_to_the_newer_one(database: str, clock: FixedClock) -> None:
    older = Mall(database, clock=clock, doubt=lambda entry: "entry.unreadable" if "Member" in entry.kind else None)
    till = Till.enrolled_at(older, clock)
    seq = join(till)
    limited = tell(till, LIMITED)
    odd = till.write_raw("MemberDreamt", b'{"type":"MemberDreamt","member":"M1"}').seq
    till.push()
    assert set(reasons(older, till)) == {("SEL01", one) for one in (seq, limited, odd)}
    older.close()
    till.mall = newer = Mall(database, clock=clock)
    newer.catch_up()
    newer.catch_up()
    bring(till, HONG, seq)
    assert asked_for(till, A).standing == "suspended" and reasons(newer, till) == {("SEL01", odd): "entry.unreadable"}
    newer.close()


def test_a_person_stands_in_no_log(
    till: Till, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, clock: FixedClock
) -> None:
    seq = join(till)
    till.push()
    monkeypatch.setattr("pos.mall.merging.settle", lambda *_args, **_named: 1 // 0)
    with caplog.at_level(logging.DEBUG), pytest.raises(ZeroDivisionError):
        bring(till, HONG, seq)
    monkeypatch.undo()
    with caplog.at_level(logging.DEBUG):
        bring(till, HONG, seq)
        clock.pass_by(minutes=1)
        joined(till, replace(HONG, number="SEL01-1-000002"))
        tell(till, MemberLeft(A))
    assert not any(word in caplog.text for word in ("길동", "1111", "hong@"))


def test_an_older_page_and_member_are_read_as_they_were() -> None:
    page = (
        b'{"cursor":9,"members":[{"number":"M1","name":"a","mobile":"b","standing":"active","addresses":[]}],'
        b'"aside":[],"newer":[{"x":1}]}'
    )
    read = msgspec.json.decode(page, type=contract.FeedAnswer)
    assert read.merged == () and (read.members[0].consents, read.members[0].joined_on) == ((), None)
