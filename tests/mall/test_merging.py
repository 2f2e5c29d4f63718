"""One person under two numbers is one member, asked for by either; two people with one telephone stay two."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.delivery import Recipient
from pos.domain.facts import SaleCompleted, WarrantyRegistered
from pos.domain.people.joining import Consent, ConsentsChanged
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import MemberLeft, MemberSuspended, SuspensionLifted
from pos.domain.warranty import Machine
from pos.mall.chain import Mall
from pos.sync import contract
from pos.sync.contract import PersonTaken
from pos.till.feed import Member, Merged
from tests.domain.sales import a_sale
from tests.mall.conftest import Databases
from tests.mall.people import (
    HONG,
    MARKETING,
    PRIVACY,
    TERMS,
    A,
    B,
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
from tests.mall.tills import NOON, Till

AGAIN = replace(HONG, number=B, name="홍 길동", email="", phone="0212345678")
HOME = Recipient("홍길동", "01011112222", "04524", "서울특별시 중구 세종대로 110")
TODAY = NOON.date()
LIMITED = MemberSuspended(B, 5, "eleven returns", TODAY)


@pytest.fixture
def database(in_files: Databases) -> Iterator[str]:
    """What happens here asks nothing of a database that one of them has not."""
    with in_files.one(SEED) as url:
        yield url


@pytest.mark.parametrize("first", ["till", "busan"])
def test_two_tills_apart_let_one_person_join(mall: Mall, till: Till, busan: Till, first: str) -> None:
    older, newer = join(till, consents=(TERMS, PRIVACY, MARKETING)), join(busan, AGAIN)
    for one, member, seq in [(till, HONG, older), (busan, AGAIN, newer)][:: 1 if first == "till" else -1]:
        one.push()
        bring(one, member, seq)
    assert bring(busan, AGAIN, newer) == PersonTaken(B, A), "again is the same"
    member = asked_for(busan, B)
    assert member == asked_for(till, A) == replace(HONG, phone="0212345678", name="홍 길동", consents=member.consents)
    assert member.consents == (TERMS, PRIVACY, MARKETING)
    assert found(till, "01011112222") == found(till, "2222") == found(till, B) == found(till, A) == [A]
    for one in (till, busan):
        page = whole_feed(one)
        assert page.merged == (Merged(B, A),)
        assert [one for one in page.members if one.mobile == HONG.mobile] == [member]
        assert B not in [one.member for one in page.dossiers]
    assert reasons(mall, till, busan) == {("BUS01", newer): "member.merged"}
    assert [(one.reason, one.seq) for one in whole_feed(busan).aside] == [("member.merged", newer)]


def test_benefits_and_what_was_bought_are_found_by_either_number(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    tell(till, SaleCompleted(replace(a_sale(2), id="sale-2", member=A, begins=begun("sale-2", A))))
    seq = join(busan, AGAIN)
    used = replace(a_sale(8), id="sale-8", boutique="BUS01", member=B, uses=("plus:sale-2",))
    other = write(busan, SaleCompleted(used))
    busan.push()
    assert reasons(mall, busan) == {("BUS01", other): "plus.other_account"}
    bring(busan, AGAIN, seq)
    later = tell(busan, SaleCompleted(replace(used, id="sale-9", number=9)))
    assert later not in [place for _, place in reasons(mall, busan)], "it is theirs"
    dossier = mall.dossier(B)
    assert dossier == mall.dossier(A) and (dossier.member, dossier.entitlements[0].member) == (A, A)
    assert {use.sale for use in dossier.uses} == {"sale-8", "sale-9"}
    mall.sold_machine("U-1", "UNO", TODAY, B)
    assert tell(till, WarrantyRegistered("U-1", "UNO", A, TODAY, 12)) not in [place for _, place in reasons(mall, till)]
    answer = mall.enquiries.machine(till.asked("GET", contract.MACHINE.format(serial="U-1")), "U-1").machine
    assert answer == Machine("U-1", "UNO", TODAY, 12, member=A, registered_by=A, registered_on=TODAY)


def test_who_was_a_member_before_any_till_told_of_them_stays_so(mall: Mall, busan: Till) -> None:
    known = replace(HONG, number="M7", joined_on=None)
    mall.announce_members("SEL01", known)
    assert joined(busan, AGAIN) == PersonTaken(B, "M7")
    assert asked_for(busan, B).number == "M7" and asked_for(busan, B).joined_on is None
    mall.announce_members("SEL01", replace(asked_for(busan, "M7"), addresses=(HOME,)))
    assert asked_for(busan, B).addresses == (HOME,) and asked_for(busan, B).phone == AGAIN.phone
    assert mall.dossier(B).member == "M7"


def test_three_numbers_are_one_and_lead_to_the_oldest(mall: Mall, till: Till, busan: Till) -> None:
    third = replace(HONG, number="BUS01-1-000002")
    oldest, middle = join(till), join(busan, AGAIN)
    last = join(busan, third)
    busan.push()
    bring(busan, third, last)
    assert bring(busan, AGAIN, middle) == PersonTaken(B)
    till.push()
    assert bring(till, HONG, oldest) == PersonTaken(A)
    assert {asked_for(till, number).number for number in (A, B, third.number)} == {A}
    assert {(one.number, one.into) for one in whole_feed(till).merged} == {(B, A), (third.number, A)}


def test_two_people_who_share_a_telephone_stay_two(mall: Mall, till: Till, busan: Till) -> None:
    newer = join(till, replace(HONG, name="이호")), join(busan, AGAIN)
    till.push()
    busan.push()
    bring(busan, AGAIN, newer[1])
    bring(till, replace(HONG, name="이호"), newer[0])
    assert reasons(mall, till, busan) == {("BUS01", newer[1]): "member.same_mobile"}
    assert found(till, "01011112222") == sorted((A, B)) and whole_feed(till).merged == ()
    tell(till, MemberLeft(A))
    assert reasons(mall, till, busan) == {} and found(till, "01011112222") == [B]


def test_one_who_is_suspended_stays_so_until_they_are_lifted_as_one(mall: Mall, till: Till, busan: Till) -> None:
    older, newer = join(till), join(busan, AGAIN)
    write(busan, LIMITED)
    lifted = write(till, replace(LIMITED, member=A), SuspensionLifted(A, "of this one"))
    for one in (till, busan):
        one.push()
    bring(till, HONG, older)
    bring(busan, AGAIN, newer)
    assert asked_for(till, A).standing == "suspended", "what was lifted before was not this"
    assert mall.dossier(A).standing == "suspended"
    tell(till, SuspensionLifted(A, "of the one they are"))
    assert asked_for(till, A).standing == "active"
    assert [place for _, place in reasons(mall, till, busan)] == [newer] and lifted


def test_a_consent_is_the_newest_word_under_either_number(till: Till, busan: Till) -> None:
    joined(till, consents=(TERMS, PRIVACY, MARKETING))
    joined(busan, AGAIN, consents=(TERMS, Consent("privacy", "2026-12"), Consent("crm", "2026-11")))
    assert asked_for(till, A).consents == (TERMS, Consent("privacy", "2026-12"), Consent("crm", "2026-11"), MARKETING)
    tell(busan, ConsentsChanged(B, withdrawn=("marketing",)))
    assert MARKETING not in asked_for(till, A).consents


def test_what_was_corrected_is_corrected_under_every_number(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    joined(busan, AGAIN)
    asked = RequestMade("r1", B, "correction", "app", TODAY, ("mobile",))
    seq = tell(busan, asked, RequestDone("r1", B, "done"))
    bring(busan, replace(AGAIN, mobile="01033334444"), seq)
    assert asked_for(till, A).mobile == "01033334444" and found(till, B) == [A]
    assert HONG.mobile not in everything_of(mall)


@pytest.mark.parametrize("number", [A, B])
def test_one_who_leaves_leaves_under_every_number(mall: Mall, till: Till, busan: Till, number: str) -> None:
    joined(till)
    joined(busan, AGAIN)
    tell(busan, SaleCompleted(replace(a_sale(2), id="sale-2", boutique="BUS01", member=B, begins=begun("sale-2", B))))
    seq = tell(busan, MemberLeft(number))
    assert mall.dossier(A).standing == mall.dossier(B).standing == "withdrawn"
    assert mall.dossier(A).entitlements[0].ended == "left"
    bring(till, HONG, 1)
    bring(busan, AGAIN, 1)
    assert found(till, "2222") == found(till, B) == [] and "01011112222" not in everything_of(mall)
    again = replace(HONG, number="SEL01-1-000002")
    assert joined(till, again) == PersonTaken(again.number) and mall.dossier(again.number).entitlements == ()
    assert seq and asked_for(till, again.number).name == HONG.name


def test_one_who_left_and_joined_again_elsewhere_is_somebody_of_their_own(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    tell(till, SaleCompleted(replace(a_sale(2), id="sale-2", member=A, begins=begun("sale-2", A))))
    write(till, MemberLeft(A))
    assert joined(busan, AGAIN) == PersonTaken(B, A), "nobody has told the mall yet"
    before = whole_feed(busan).cursor
    till.push()
    member = asked_for(busan, B)
    assert member == replace(AGAIN, consents=(TERMS, PRIVACY)) and mall.dossier(B).entitlements == ()
    assert mall.dossier(A).standing == "withdrawn" and reasons(mall, till, busan) == {}
    page = busan.feed(before)
    assert page.merged == (Merged(B, B),) and member in page.members
    assert "hong@" not in everything_of(mall)
    bring(busan, AGAIN, 1)
    assert found(till, "2222") == [B]


def test_who_has_left_is_nobody_else(mall: Mall, till: Till, busan: Till) -> None:
    joined(till)
    tell(till, MemberLeft(A))
    assert joined(busan, AGAIN) == PersonTaken(B) and whole_feed(till).merged == ()
    assert reasons(mall, till, busan) == {} and isinstance(asked_for(busan, B), Member)
    assert mall.consents(B)[0].at > (NOON + timedelta(minutes=1)).isoformat()
