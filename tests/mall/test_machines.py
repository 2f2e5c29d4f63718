"""Machines by their serial number: sold once, registered once, free again when they came back."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import OrderCancelled, WarrantyRegistered
from pos.domain.warranty import Machine
from pos.mall.chain import Mall
from pos.sync import contract
from tests.mall.backs import bring_back, last_sale, machine, of_lines, want
from tests.mall.plus import LEAVES, SEED, reasons
from tests.mall.tills import Till

ALSO_SEEDED = (SEED,)

TODAY = date(2026, 11, 2)
SOLD = Machine("UNO-1", "UNO", TODAY, 24, "sale-1", "M1")
REGISTERED = replace(SOLD, registered_by="M1", registered_on=TODAY)


def ask(till: Till, serial: str) -> Machine | None:
    target = contract.MACHINE.format(serial=serial)
    return till.mall.enquiries.machine(till.asked("GET", target), serial).machine


def sell(till: Till, *serials: str, **changed: object) -> None:
    till.sell(1, **(of_lines(machine(*serials, months=24)) | {"member": "M1"} | changed))


def register(till: Till, serial: str, member: str = "M1") -> None:
    till.write(WarrantyRegistered(serial, "UNO", member, TODAY, 24))


def test_a_machine_is_known_to_the_whole_chain_once_it_is_sold(till: Till, busan: Till) -> None:
    sell(till, "UNO-1")
    assert ask(busan, "UNO-1") is None
    till.push()
    assert (ask(busan, "UNO-1"), ask(busan, "UNO-2")) == (SOLD, None)


def test_a_number_that_is_sold_twice_shows_and_stays_the_firsts(mall: Mall, till: Till, busan: Till) -> None:
    sell(till, "UNO-1")
    sell(busan, "UNO-1", "UNO-2", id="elsewhere", member="M2")
    till.push()
    busan.push()
    assert (reasons(mall, till), reasons(mall, busan)) == ({}, {1: "serial.used"})
    assert ask(till, "UNO-1") == SOLD
    assert ask(till, "UNO-2") == replace(SOLD, serial="UNO-2", sale="elsewhere", member="M2")
    assert mall.sums(busan.name).count == 1, "the sale is held all the same"


def test_a_number_that_came_back_is_sold_again(mall: Mall, till: Till, busan: Till) -> None:
    sell(till, "UNO-1")
    register(till, "UNO-1")
    bring_back(busan, last_sale(till), want(serials=("UNO-1",)))
    till.push()
    busan.push()
    assert ask(till, "UNO-1") == replace(REGISTERED, is_back=True)
    sell(busan, "UNO-1", id="again", member="M2")
    busan.push()
    assert ask(till, "UNO-1") == replace(SOLD, sale="again", member="M2"), "new, and registered for nobody"
    assert reasons(mall, till) == reasons(mall, busan) == {}


def test_what_was_sold_again_is_not_taken_from_its_new_owner(mall: Mall, till: Till, busan: Till) -> None:
    sell(till, "UNO-1")
    sold = last_sale(till)
    bring_back(till, sold, want(serials=("UNO-1",)))
    sell(till, "UNO-1", id="again")
    till.push()
    bring_back(busan, sold, want(serials=("UNO-1",)))
    busan.push()
    assert reasons(mall, busan) == {1: "return.twice"}
    assert ask(till, "UNO-1") == replace(SOLD, sale="again")


def test_a_machine_of_another_number_than_was_sold_shows(mall: Mall, till: Till) -> None:
    sell(till, "UNO-1")
    bring_back(till, last_sale(till), want(serials=("UNO-7",)))
    till.push()
    assert reasons(mall, till) == {2: "return.serial"} and ask(till, "UNO-1") == SOLD


@pytest.mark.parametrize("is_registered", [True, False])
def test_a_machine_that_goes_out_for_another_has_its_warranty(mall: Mall, till: Till, is_registered: bool) -> None:
    sell(till, "UNO-1")
    if is_registered:
        register(till, "UNO-1")
    before = REGISTERED if is_registered else SOLD
    swap = want(serials=("UNO-1",), reason="defect", condition="used", replaced=True, new_serials=("UNO-9",))
    back = bring_back(till, last_sale(till), swap)
    till.push()
    assert ask(till, "UNO-1") == replace(before, is_back=True)
    assert ask(till, "UNO-9") == replace(before, serial="UNO-9")
    again = replace(swap, serials=("UNO-9",), new_serials=("UNO-10",))
    bring_back(till, last_sale(till), again, known=(back,))
    till.push()
    assert reasons(mall, till) == {} and ask(till, "UNO-10") == replace(before, serial="UNO-10")


def test_a_machine_that_is_out_does_not_go_out_for_another(mall: Mall, till: Till) -> None:
    sell(till, "UNO-1")
    sold = last_sale(till)
    sell(till, "UNO-2")
    swap = want(serials=("UNO-1",), reason="defect", condition="used", replaced=True, new_serials=("UNO-2",))
    bring_back(till, sold, swap)
    till.push()
    assert reasons(mall, till) == {3: "serial.used"}
    assert ask(till, "UNO-2") == replace(SOLD, serial="UNO-2", sale="sale-2")


def test_for_a_machine_without_a_number_one_with_a_number_goes_out(mall: Mall, till: Till) -> None:
    sell(till)
    bring_back(till, last_sale(till), want(reason="defect", condition="used", replaced=True, new_serials=("UNO-9",)))
    till.push()
    assert reasons(mall, till) == {} and ask(till, "UNO-9") == replace(SOLD, serial="UNO-9")


def test_the_first_registration_counts(mall: Mall, till: Till, busan: Till) -> None:
    sell(till, "UNO-1", member=None)
    till.push()
    register(busan, "UNO-1", "M2")
    register(till, "UNO-1")
    busan.push()
    till.push()
    assert (reasons(mall, busan), reasons(mall, till)) == ({}, {2: "serial.used"})
    assert ask(till, "UNO-1") == replace(SOLD, member=None, registered_by="M2", registered_on=TODAY)


@pytest.mark.parametrize(
    ("serial", "member", "reason"), [("UNO-1", "M2", "serial.used"), ("UNO-2", "M1", "serial.unknown")]
)
def test_another_members_machine_or_none_is_not_registered(
    mall: Mall, till: Till, serial: str, member: str, reason: str
) -> None:
    sell(till, "UNO-1")
    register(till, serial, member)
    till.push()
    assert reasons(mall, till) == {2: reason} and ask(till, "UNO-1") == SOLD


def test_a_machine_that_came_back_is_not_registered(mall: Mall, till: Till) -> None:
    sell(till, "UNO-1")
    bring_back(till, last_sale(till), want(serials=("UNO-1",)))
    register(till, "UNO-1")
    till.push()
    assert reasons(mall, till) == {3: "serial.used"}


def test_a_delivery_that_was_cancelled_frees_its_numbers(mall: Mall, till: Till) -> None:
    sell(till, "UNO-1", shipping=LEAVES)
    till.write(OrderCancelled("sale-1", 199_000, last_sale(till).payments))
    sell(till, "UNO-1")
    till.push()
    assert reasons(mall, till) == {} and ask(till, "UNO-1") == replace(SOLD, sale="sale-3")


def test_a_machine_that_was_sold_elsewhere_is_known(mall: Mall, till: Till) -> None:
    mall.sold_machine("UNO-1", "UNO", date(2026, 11, 1), "M1")
    told = Machine("UNO-1", "UNO", date(2026, 11, 1), 12, member="M1")
    assert ask(till, "UNO-1") == told
    with pytest.raises(Refused, match=r"serial\.used"):
        mall.sold_machine("UNO-1", "UNO", TODAY)
    sell(till, "UNO-1")
    register(till, "UNO-1")
    till.push()
    assert reasons(mall, till) == {1: "serial.used"}
    assert ask(till, "UNO-1") == replace(told, registered_by="M1", registered_on=TODAY)


def test_a_number_that_cannot_be_stored_stops_nobody(mall: Mall, till: Till) -> None:
    sell(till, "UNO\0")
    register(till, "UNO\0")
    sell(till, "UNO-1", id="sale-1")
    till.push()
    assert reasons(mall, till)[1] == "sale.lines" and ask(till, "UNO-1") == SOLD
