"""A till's journal in several lives: what may begin one, what stands where, and what the till gets back of it."""

from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.epochs import Follows
from pos.domain.errors import Refused
from pos.domain.facts import EpochOpened, SaleCompleted
from pos.domain.journal import Entry
from pos.mall.chain import Mall
from pos.mall.changes import change_of
from pos.sync import contract
from pos.sync.contract import Parting, Push, PushAnswer
from pos.sync.signing import is_signed, standing_bytes
from pos.till.feed import Staff
from tests.domain.sales import a_sale
from tests.mall.tills import NAME, NOON, Till


@pytest.fixture(autouse=True)
def manager(mall: Mall) -> None:
    mall._announce([change_of(Staff("B1", "점장", "manager", "-"), "SEL01")])


def goes_on(till: Till, common: Entry, *, epoch: int = 2, **changed: Any) -> Entry:
    """The till writes that its next epoch begins, as things stand."""
    opened = EpochOpened(
        "SEL01",
        "restored",
        till.key.public_key().public_bytes_raw().hex(),
        opens=epoch,
        follows=Follows(1, common.seq, common.hash.hex()),
        approval=Approval("epoch.open", str(epoch), "B1", "backup put back", NOON),
    )
    till.write(replace(opened, **changed))
    till.journal[-1] = till.forge(till.journal[-1], epoch=epoch)
    return till.journal[-1]


def push(till: Till, after: Entry, *, first: int, epoch: int = 2, last: int | None = None) -> PushAnswer:
    """Send what the till wrote after an entry under its epoch."""
    sent = Push(epoch, first, tuple(till.journal[first - 1 : last]), Parting(1, after.seq, after.hash))
    return till.mall.push(till.asked("POST", contract.JOURNAL, msgspec.json.encode(sent)))


def branch(till: Till, mall: Mall) -> tuple[Entry, list[Entry]]:
    """Two of five entries are common; the till goes another way from there. Those two, and what it left."""
    till.sell(5)
    till.push()
    left = till.journal[2:]
    del till.journal[2:]
    for number in (91, 92, 93):
        sale = replace(a_sale(number), id=f"sale-{number}", boutique="SEL01", till="1")
        till.write(SaleCompleted(sale))
    return till.journal[1], left


def refusal(till: Till, after: Entry, *, first: int, **how: int) -> dict[str, object]:
    with pytest.raises(Refused) as refused:
        push(till, after, first=first, **how)
    return {"code": refused.value.code, **refused.value.facts}


def test_right_after_the_end_a_managers_word_is_enough(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.push()
    end = till.journal[-1]
    goes_on(till, end)
    answer = push(till, end, first=3)
    assert (answer.epoch, answer.next, answer.head) == (2, 4, till.journal[-1].hash)
    assert push(till, end, first=3) == answer, "a repeat gets the same"
    assert mall.entries(NAME) == tuple(till.journal)


def test_another_way_needs_the_office_and_then_stands_beside(mall: Mall, till: Till) -> None:
    common, left = branch(till, mall)
    opened = goes_on(till, common)
    assert refusal(till, common, first=3)["cause"] == "permit"
    assert mall.archive.allow_branch(NAME, by="office", note="disk replaced") == 2
    assert push(till, common, first=3, last=4).next == 5, "a part of it first"
    assert push(till, common, first=5).head == opened.hash
    assert mall.entries(NAME) == tuple(till.journal)
    assert mall.archive.left_behind(NAME) == tuple(left)
    assert len(mall.sales(NAME)) == 8
    assert push(till, common, first=3, last=4).next == 7, "what stands there is compared as it was written"
    assert [alarm.how for alarm in mall.alarms(NAME)] == ["epoch"]


@pytest.mark.parametrize(
    ("cause", "changed"),
    [
        ("opening", {"reason": "enrolled"}),
        ("opening", {"public_key": "ab" * 32}),
        ("opening", {"boutique": "BUS01"}),
        ("opening", {"follows": Follows(1, 1, "00" * 32)}),
        ("opening", {"approval": None}),
        ("opening", {"approval": Approval("shift.difference", "2", "B1", "r", NOON)}),
        ("opening", {"approval": Approval("epoch.open", "2", "C7", "r", NOON)}),
    ],
)
def test_what_begins_an_epoch_has_to_say_all_of_it(mall: Mall, till: Till, cause: str, changed: dict[str, Any]) -> None:
    till.sell(2)
    till.push()
    end = till.journal[-1]
    goes_on(till, end, **changed)
    facts = refusal(till, end, first=3)
    assert (facts["code"], facts["cause"]) == ("journal.epoch", cause)
    assert len(mall.entries(NAME)) == 2
    assert [(alarm.epoch, alarm.seq, alarm.how) for alarm in mall.alarms(NAME)] == [(2, 3, "epoch")]


def test_an_epoch_out_of_turn_or_after_nothing_is_refused(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.push()
    end = till.journal[-1]
    opened = goes_on(till, end, epoch=3)
    assert refusal(till, end, first=3, epoch=3)["cause"] == "number"
    assert refusal(till, replace(end, hash=bytes(32)), first=3)["cause"] == "parting"
    till.journal[-1] = replace(opened, signature=bytes(64))
    assert refusal(till, end, first=3, epoch=2)["cause"] in ("permit", "opening")


def test_what_an_epoch_left_behind_is_over(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.push()
    end = till.journal[-1]
    goes_on(till, end)
    push(till, end, first=3)
    del till.journal[2:]
    till.sell()
    with pytest.raises(Refused) as refused:
        till.push(first=3)
    assert (refused.value.code, refused.value.facts["cause"]) == ("journal.epoch", "over")
    assert till.push(first=1, last=2).next == 3, "what is held is held"


def test_a_till_gets_back_what_it_wrote(mall: Mall, till: Till) -> None:
    common, _ = branch(till, mall)
    goes_on(till, common)
    mall.archive.allow_branch(NAME, by="office", note="disk replaced")
    push(till, common, first=3)
    found = mall.archive.lost(till.asked("GET", f"{contract.JOURNAL}?since=2"), 2)
    assert (found.entries, found.more) == (tuple(till.journal[1:]), False)
    standing = mall.archive.standing(till.asked("GET", contract.STANDING.format(seq=4)), 4)
    assert (standing.epoch, standing.next, standing.seq, standing.held_in) == (2, 7, 4, 2)
    assert standing.hash == till.journal[3].hash
    told = standing_bytes(NAME, standing)
    assert is_signed(told, signature=standing.signature, public_key=till.enrolled.mall_key)
    assert not is_signed(
        standing_bytes(NAME, replace(standing, allowed=True)),
        signature=standing.signature,
        public_key=till.enrolled.mall_key,
    )
