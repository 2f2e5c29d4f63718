"""One story of members on each kind of database: two join as one, agree, are limited, are told of, and leave."""

from msgspec.structs import replace

from pos.domain.people.joining import ConsentsChanged
from pos.domain.people.standing import MemberLeft, MemberSuspended
from pos.mall.chain import Mall
from pos.sync.contract import PersonTaken
from pos.till.feed import Merged
from tests.mall.people import HONG, MARKETING, PRIVACY, TERMS, A, B, asked_for, bring, found, joined, reasons, tell
from tests.mall.tills import NOON, Till


def test_two_numbers_become_one_member_who_leaves(mall: Mall, till: Till, busan: Till) -> None:
    assert joined(busan, replace(HONG, number=B)) == PersonTaken(B)
    till.clock.moment = NOON.replace(hour=9)
    assert joined(till) == PersonTaken(A)
    till.clock.moment = NOON.replace(hour=13)
    assert asked_for(till, B) == replace(HONG, consents=(TERMS, PRIVACY)) and busan.feed().merged == (Merged(B, A),)
    tell(busan, ConsentsChanged(B, (MARKETING,)), MemberSuspended(B, 5, "eleven returns", NOON.date()))
    assert asked_for(till, A) == replace(HONG, consents=(TERMS, PRIVACY, MARKETING), standing="suspended")
    assert found(till, "010-1111-2222") == found(till, "2222") == found(till, B) == [A]
    assert reasons(mall, till, busan) == {("BUS01", 1): "member.merged"}
    tell(till, MemberLeft(A))
    assert bring(busan, replace(HONG, number=B), 1) == PersonTaken(B)
    assert found(till, "2222") == [] and mall.dossier(B).standing == "withdrawn"
    assert [len(mall.consents(B)), mall.requests(A), mall.corrections()] == [5, (), ()]
