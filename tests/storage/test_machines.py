"""Machines by serial number: sold, back, sold again, replaced, registered; the benefit that rests on one."""

from datetime import date

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import ReturnLine, Undone
from pos.domain.facts import OrderCancelled, ReturnCompleted, SaleCompleted, WarrantyRegistered
from pos.domain.members import Dossier
from pos.domain.plus import Use
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.till.feed import FeedPage
from tests.domain.products import NOW, product
from tests.storage.conftest import Rig, sale_of
from tests.storage.deals import begun, deal, delivered, machine
from tests.storage.given_back import back, line, machine_line, take_back

TODAY = NOW.date()


def sell(rig: Rig, sale_id: str, *serials: str) -> Sale:
    lines = tuple(replace(machine(serial), warranty_months=12) for serial in serials)
    rig.commit(SaleCompleted(replace(deal(sale_id, member="M1"), lines=lines)))
    found = rig.shelf.sale(sale_id)
    assert found is not None
    return found


def used(rig: Rig, *serials: str) -> list[str]:
    return sorted(rig.books.used_serials(serials))


def test_a_machine_is_known_from_its_sale(rig: Rig) -> None:
    sale = sell(rig, "s", "SN-1")
    assert rig.past.machine("SN-1") == Machine("SN-1", "MACHINE", TODAY, 12, "s", "M1")
    assert rig.past.machine("SN-9") is None
    assert rig.past.sale_by_serial("SN-1") == sale and rig.past.sale_by_serial("SN-9") is None


def test_a_warranty_nobody_wrote_down_is_the_products(rig: Rig) -> None:
    rig.commit(SaleCompleted(replace(deal("s"), lines=(machine("SN-1"),))))
    found = rig.past.machine("SN-1")
    assert found is not None and found.months == 0
    rig.outbox.arrive(FeedPage(8, products=(replace(product("MACHINE", 199_000), warranty_months=24),)))
    found = rig.past.machine("SN-1")
    assert found is not None and found.months == 24


@pytest.mark.parametrize(
    ("came", "is_used"),
    [
        (machine_line("SN-1"), []),
        (machine_line("SN-1", condition="opened_unused"), ["SN-1"]),
        (machine_line("SN-1", reason="defect"), ["SN-1"]),
        (machine_line("SN-1", reason="defect", condition="used"), ["SN-1"]),
    ],
)
def test_only_a_machine_that_is_as_new_can_be_sold_again(rig: Rig, came: ReturnLine, is_used: list[str]) -> None:
    sale = sell(rig, "s", "SN-1")
    take_back(rig, "r", sale, came)
    found = rig.past.machine("SN-1")
    assert found is not None and found.is_back and found.sale == "s"
    assert used(rig, "SN-1") == is_used
    assert rig.past.sale_by_serial("SN-1") == sale
    assert rig.verify().holds


def test_a_machine_that_is_sold_again_begins_anew(rig: Rig) -> None:
    sale = sell(rig, "s", "SN-1")
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M1", TODAY, 12))
    take_back(rig, "r", sale, machine_line("SN-1"))
    again = sell(rig, "again", "SN-1")
    assert rig.past.machine("SN-1") == Machine("SN-1", "MACHINE", TODAY, 12, "again", "M1")
    assert used(rig, "SN-1") == ["SN-1"] and rig.past.sale_by_serial("SN-1") == again
    take_back(rig, "q", again, machine_line("SN-1"))
    assert rig.verify().holds


def test_a_machine_that_goes_out_for_another_takes_over_its_age_and_its_owner(rig: Rig) -> None:
    sale = sell(rig, "s", "SN-1", "SN-2")
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M1", TODAY, 12))
    came = machine_line("SN-1", reason="defect", condition="used", replaced=True, new_serials=("SN-3",))
    take_back(rig, "r", sale, came)
    old = Machine("SN-1", "MACHINE", TODAY, 12, "s", "M1", "M1", TODAY, is_back=True)
    assert rig.past.machine("SN-1") == old
    assert rig.past.machine("SN-3") == replace(old, serial="SN-3", is_back=False)
    assert used(rig, "SN-1", "SN-2", "SN-3") == ["SN-1", "SN-2", "SN-3"]
    assert rig.past.sale_by_serial("SN-3") == sale
    take_back(rig, "q", sale, machine_line("SN-3", reason="defect"))
    assert rig.verify().holds


def test_an_unopened_machine_that_is_replaced_was_no_good(rig: Rig) -> None:
    came = machine_line("SN-1", reason="damaged", replaced=True, new_serials=("SN-3",))
    take_back(rig, "r", sell(rig, "s", "SN-1"), came)
    assert used(rig, "SN-1", "SN-3") == ["SN-1", "SN-3"]


def test_a_machine_of_another_till_is_known_from_its_return(rig: Rig) -> None:
    elsewhere = replace(sale_of("elsewhere"), till="2", member="M2")
    came = machine_line("SN-7", reason="defect", replaced=True, new_serials=("SN-8",))
    take_back(rig, "r", elsewhere, came)
    assert rig.past.machine("SN-7") == Machine("SN-7", "MACHINE", TODAY, 0, "elsewhere", "M2", is_back=True)
    assert rig.past.machine("SN-8") == Machine("SN-8", "MACHINE", TODAY, 0, "elsewhere", "M2")
    assert used(rig, "SN-7", "SN-8") == ["SN-7", "SN-8"] and rig.past.sale_by_serial("SN-8") is None
    assert rig.verify().holds


def test_more_go_out_than_came_back_with_a_number(rig: Rig) -> None:
    """What is missing of a delivery has no number to come back with."""
    came = machine_line("SN-1", serials=(), reason="missing", replaced=True, new_serials=("SN-3",))
    take_back(rig, "r", sell(rig, "s", "SN-1"), came)
    found = rig.past.machine("SN-3")
    assert found is not None and not found.is_back and used(rig, "SN-3") == ["SN-3"]
    assert rig.verify().holds


def test_a_machine_is_registered_wherever_it_was_sold(rig: Rig) -> None:
    sell(rig, "s", "SN-1")
    day = date(2026, 10, 5)
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M1", TODAY, 12), WarrantyRegistered("SN-7", "UNO", "M2", day, 24))
    known = Machine("SN-1", "MACHINE", TODAY, 12, "s", "M1", registered_by="M1", registered_on=TODAY)
    assert rig.past.machine("SN-1") == known
    assert rig.past.machine("SN-7") == Machine("SN-7", "UNO", day, 24, registered_by="M2", registered_on=TODAY)
    assert used(rig, "SN-7") == ["SN-7"] and rig.verify().holds


def test_a_machine_of_an_order_that_never_left_was_never_sold(rig: Rig) -> None:
    rig.commit(SaleCompleted(replace(delivered("d"), lines=(machine("SN-1"),))))
    rig.commit(OrderCancelled("d", 1, ()))
    assert rig.past.machine("SN-1") is None and used(rig, "SN-1") == []
    assert rig.verify().holds


# --- benefits --------------------------------------------------------------------------------------------------------


def told(rig: Rig, **what: object) -> None:
    rig.outbox.arrive(FeedPage(9, dossiers=(Dossier("M1", **what),)))  # type: ignore[arg-type]  # a dossier's fields


def off(benefit: str, *amounts: int) -> tuple[Discount, ...]:
    return tuple(Discount(Cause("plus.order", "9 (8)", benefit), amount) for amount in amounts)


def test_what_a_sale_had_of_a_benefit_is_told_with_it(rig: Rig) -> None:
    lines = (replace(sale_of("x").lines[0], discounts=(*off("plus:e", 700, 50), *off("promotion:p", 9))),)
    more = (replace(lines[0], discounts=off("plus:e", 250)), replace(lines[0], discounts=off("", 5)))
    rig.commit(SaleCompleted(replace(deal("a", member="M1", uses=("plus:e", "payback:v")), lines=(*lines, *more))))
    found = rig.books.dossier("M1")
    assert found is not None and found.uses == (Use("payback:v", "a", 0), Use("plus:e", "a", 1_000))
    told(rig, uses=(Use("plus:e", "a", 5), Use("plus:e", "elsewhere", 300)))
    found = rig.books.dossier("M1")
    assert found is not None and found.uses[:2] == (Use("plus:e", "a", 1_000), Use("plus:e", "elsewhere", 300))


def test_goods_that_come_back_take_their_share_of_a_benefit_along(rig: Rig) -> None:
    lines = (replace(sale_of("x").lines[0], discounts=off("plus:e", 1_000)),)
    sold = replace(deal("a", member="M1", uses=("plus:e",)), lines=lines)
    rig.commit(SaleCompleted(sold))
    shares = (Undone("plus:e", 300), Undone("plus:e", 33), Undone("promotion:p", 9))
    take_back(rig, "r", sold, line(1, 1, 0, undone=shares))
    found = rig.books.dossier("M1")
    assert found is not None and found.uses == (Use("plus:e", "a", 667),)
    assert rig.verify().holds


def test_a_benefit_is_what_a_return_made_of_it_until_the_mall_ends_it(rig: Rig) -> None:
    sold = replace(deal("s", member="M1", begins=begun("s", serial="SN-1")), lines=(machine("SN-1"),))
    rig.commit(SaleCompleted(sold))
    moved = begun("s", serial="SN-2")
    came = machine_line("SN-1", reason="defect", replaced=True, new_serials=("SN-2",))
    take_back(rig, "r", sold, came, plan=moved)
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(moved,))
    told(rig, entitlements=(begun("s", serial="SN-1"),))
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(moved,))
    ended = begun("s", serial="SN-2", ended="returned")
    take_back(rig, "q", sold, machine_line("SN-2"), plan=ended)
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(ended,))
    left = begun("s", ended="left")
    told(rig, entitlements=(left,))
    assert rig.books.dossier("M1") == Dossier("M1", entitlements=(left,))
    assert rig.books.own_entitlements("M1") == {"s"} and rig.verify().holds


def test_a_benefit_of_another_till_is_changed_by_a_return_here(rig: Rig) -> None:
    elsewhere = replace(sale_of("elsewhere"), till="2", member="M7")
    ended = begun("elsewhere", "M7", ended="returned")
    rig.commit(ReturnCompleted(back("r", elsewhere, machine_line("SN-7"), plan=ended)))
    assert rig.books.dossier("M7") == Dossier("M7", entitlements=(ended,))
    assert rig.books.own_entitlements("M7") == frozenset() and rig.verify().holds
