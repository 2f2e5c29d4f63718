"""What tills change of the people at work: believed where the journal says so, once, and told to every till."""

import msgspec
import pytest

from pos.domain.errors import Refused
from pos.domain.facts import Fact
from pos.domain.people.staff import BadgeSet, PinSet, PinUnlocked, StaffAdded, StaffChanged, StaffRemoved
from pos.domain.pin import keyed_badge
from pos.mall.chain import Mall
from pos.sync import contract
from pos.sync.contract import StaffPut, StaffTaken, TillName
from pos.till.feed import StaffChange
from tests.mall.tills import SEED, FixedClock, Till

PERSON = '\n[[staff]]\nid = "C1"\nname = "계산원"\nrole = "cashier"\npin = "482913"\nbadge = "BADGE-1"\n'
ALSO_SEEDED = (SEED + PERSON,)
DEMOTED = StaffChange("C1", role="auditor")


def entry(till: Till, fact: Fact) -> int:
    """A place in the till's journal, which the mall holds then."""
    till.write(fact)
    till.push(len(till.journal))
    return len(till.journal)


def bring(till: Till, seq: int, change: StaffChange, *, path: str = "") -> StaffTaken:
    body = msgspec.json.encode(StaffPut(1, seq, change))
    asked = till.asked("PUT", contract.STAFF.format(staff=path or change.id), body)
    return till.mall.enquiries.take_staff(asked, path or change.id)


def code_of(till: Till, seq: int, change: StaffChange, *, path: str = "") -> str:
    with pytest.raises(Refused) as refused:
        bring(till, seq, change, path=path)
    return refused.value.code


def test_what_one_till_changed_every_till_hears_and_once(mall: Mall, till: Till, clock: FixedClock) -> None:
    other = Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))
    cursor = other.feed().cursor
    seq = entry(till, StaffChanged("C1", ("role",), "auditor"))
    assert bring(till, seq, DEMOTED) == StaffTaken("C1")
    page = other.feed(cursor)
    assert [(one.id, one.role, one.name) for one in page.staff] == [("C1", "auditor", "계산원")]
    back = entry(other, StaffChanged("C1", ("role",), "manager"))
    bring(other, back, StaffChange("C1", role="manager"))
    bring(till, seq, DEMOTED)
    assert [one.role for one in other.feed(page.cursor).staff] == ["manager"], "a repeat undoes nothing"


def test_somebody_new_and_their_pin(mall: Mall, till: Till) -> None:
    new = StaffChange("N1", name="새 직원", role="cashier", pin_verifier="v", must_change=True)
    bring(till, entry(till, StaffAdded("N1", "cashier")), new)
    bring(till, entry(till, PinSet("N1", "own")), StaffChange("N1", pin_verifier="w", must_change=False))
    found = next(one for one in till.feed().staff if one.id == "N1")
    assert (found.pin_verifier, found.must_change, found.name) == ("w", False, "새 직원")


def test_what_no_journal_says_is_not_believed(mall: Mall, till: Till) -> None:
    before = till.feed()
    seq = entry(till, StaffChanged("C2", ("role",), "auditor"))
    assert code_of(till, seq, DEMOTED) == "staff.no_entry"
    assert code_of(till, seq + 1, DEMOTED) == "staff.no_entry"
    till.sell()
    till.push(len(till.journal))
    assert code_of(till, len(till.journal), DEMOTED) == "staff.no_entry"
    assert code_of(till, seq, StaffChange("C2", role="auditor")) == "staff.unknown"
    assert code_of(till, seq, DEMOTED, path="C2") == "request.invalid"
    assert till.feed(before.cursor).staff == ()


@pytest.mark.parametrize(
    ("fact", "change"),
    [
        (PinSet("C1", "own"), StaffChange("C1", role="manager")),
        (PinSet("C1", "first"), StaffChange("C1", pin_verifier="w", must_change=False)),
        (PinUnlocked("C1"), StaffChange("C1", pin_verifier="w")),
        (BadgeSet("C1", has_one=False), StaffChange("C1", badge="f" * 64)),
        (StaffChanged("C1", ("language",), "cashier"), StaffChange("C1", language="en", role="manager")),
        (StaffChanged("C1", ("name",), "cashier"), StaffChange("C1", name="x", pin_verifier="w")),
        (StaffRemoved("C1", None), StaffChange("C1", active=True, role="manager")),
        (StaffAdded("C1", "cashier"), StaffChange("C1", name="x", role="manager", pin_verifier="w")),
    ],
)
def test_a_change_that_says_more_than_its_entry_is_not_believed(
    mall: Mall, till: Till, fact: Fact, change: StaffChange
) -> None:
    before = till.feed()
    assert code_of(till, entry(till, fact), change) == "staff.no_entry"
    assert till.feed(before.cursor).staff == ()


def test_another_boutique_has_its_own_people(mall: Mall, till: Till, clock: FixedClock) -> None:
    far = Till.enrolled_at(mall, clock, name=TillName("PUS01", "1"))
    seq = entry(far, StaffChanged("C1", ("role",), "auditor"))
    assert code_of(far, seq, DEMOTED) == "staff.unknown"


def test_rubbish_is_refused_and_not_repeated(mall: Mall, till: Till) -> None:
    for body in (b"", b"{", b'{"epoch":1,"seq":1,"change":{"id":"C1","role":"king"}}', b" " * 20_000):
        asked = till.asked("PUT", contract.STAFF.format(staff="C1"), body)
        with pytest.raises(Refused, match=r"request\.invalid") as refused:
            till.mall.enquiries.take_staff(asked, "C1")
        assert "king" not in str(refused.value)


def test_a_document_read_again_leaves_alone_whom_a_till_changed(mall: Mall, till: Till) -> None:
    (person,) = till.feed().staff
    assert person.badge == keyed_badge("BADGE-1", pepper=till.enrolled.pepper)
    bring(till, entry(till, StaffChanged("C1", ("role",), "auditor")), DEMOTED)
    cursor = till.feed().cursor
    mall.seed(SEED + PERSON.replace("482913", "120987"))
    assert till.feed(cursor).staff == ()
