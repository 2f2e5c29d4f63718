"""Machines that went through other boutiques between two visits: nobody's age or owner is taken for another's."""

from datetime import timedelta

from msgspec.structs import replace

from pos.domain.facts import ReturnCompleted, SaleCompleted, WarrantyRegistered
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from tests.domain.products import NOW
from tests.storage.conftest import Rig
from tests.storage.deals import deal, machine
from tests.storage.given_back import back, machine_line, take_back

YEARS_AGO = NOW - timedelta(days=800)
TODAY = NOW.date()


def sell(rig: Rig, sale_id: str, serial: str, **more: object) -> Sale:
    line = replace(machine(serial), warranty_months=12)
    rig.commit(SaleCompleted(replace(deal(sale_id, member="M1"), lines=(line,), **more)))
    found = rig.shelf.sale(sale_id)
    assert found is not None
    return found


def elsewhere(sale_id: str) -> Sale:
    """A sale of another boutique that this till never saw."""
    return replace(deal(sale_id, member="M2"), boutique="BUS01", number=7)


def test_what_replaces_a_machine_sold_again_elsewhere_has_the_age_of_that_sale(rig: Rig) -> None:
    first = sell(rig, "s", "SN-1", at=YEARS_AGO)
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M1", YEARS_AGO.date(), 12))
    take_back(rig, "r1", first, machine_line("SN-1"))
    swap = machine_line("SN-1", reason="defect", replaced=True, new_serials=("SN-2",))
    rig.commit(ReturnCompleted(back("r2", elsewhere("t"), swap)))
    assert rig.past.machine("SN-2") == Machine("SN-2", "MACHINE", TODAY, 0, "t", "M2")
    assert rig.books.used_serials(("SN-1", "SN-2")) == {"SN-1", "SN-2"}
    assert rig.verify().holds


def test_what_was_registered_here_keeps_its_owner_when_it_comes_back(rig: Rig) -> None:
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M2", YEARS_AGO.date(), 24))
    rig.commit(ReturnCompleted(back("r", elsewhere("t"), machine_line("SN-1", reason="defect"))))
    found = rig.past.machine("SN-1")
    assert found is not None and (found.registered_by, found.months, found.is_back) == ("M2", 24, True)
    assert found.sold_on == YEARS_AGO.date()


def test_a_replacement_that_was_sold_before_is_the_new_sales(rig: Rig) -> None:
    first = sell(rig, "s", "SN-9", at=YEARS_AGO)
    take_back(rig, "r1", first, machine_line("SN-9"))
    swap = machine_line("any", serials=(), reason="defect", replaced=True, new_serials=("SN-9",))
    rig.commit(ReturnCompleted(back("r2", elsewhere("t"), swap)))
    assert rig.past.machine("SN-9") == Machine("SN-9", "MACHINE", TODAY, 0, "t", "M2")
    assert rig.past.sale_by_serial("SN-9") is None, "this till never saw that sale"


def test_a_machine_that_is_registered_after_it_was_sold_again_elsewhere_is_out(rig: Rig) -> None:
    first = sell(rig, "s", "SN-1", at=YEARS_AGO)
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M1", YEARS_AGO.date(), 12))
    take_back(rig, "r1", first, machine_line("SN-1"))
    rig.commit(WarrantyRegistered("SN-1", "MACHINE", "M2", TODAY, 12))
    found = rig.past.machine("SN-1")
    assert found is not None and not found.is_back
    assert (found.sold_on, found.registered_by, found.sale) == (TODAY, "M2", "")
    assert rig.past.sale_by_serial("SN-1") is None
    assert rig.verify().holds
