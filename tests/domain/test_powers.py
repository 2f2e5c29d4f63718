"""Who may do what: the document as it is shipped, and what it refuses."""

import pytest

from pos.domain.errors import Refused
from pos.domain.powers import ROLES, Power, read_powers
from tests.domain.powers import DOCUMENT, POWERS


@pytest.mark.parametrize(
    ("power", "roles"),
    [
        ("sell", {"cashier", "senior_cashier", "manager"}),
        ("approve", {"manager"}),
        ("edit_staff", {"manager"}),
        ("set_up_devices", {"technician", "manager"}),
        ("see_audit", {"manager", "auditor"}),
        ("see_papers", {"cashier", "senior_cashier", "manager", "auditor"}),
        ("open_member_record", {"cashier", "senior_cashier", "manager"}),
    ],
)
def test_the_powers_as_they_are_shipped(power: Power, roles: set[str]) -> None:
    assert POWERS.with_power(power) == roles == {role for role in ROLES if POWERS.may(role, power)}


def test_a_technician_neither_sells_nor_allows_and_an_auditor_only_looks() -> None:
    looks = {"see_figures", "see_reports", "see_audit", "see_papers"}
    granted = {power for power in POWERS.power.__struct_fields__ if POWERS.may("auditor", power)}  # type: ignore[arg-type]  # they are the powers
    assert granted == looks
    assert not any(POWERS.may("technician", power) for power in ("sell", "refund", "approve", "approve_some"))
    assert not POWERS.may_approve("technician", "order.out_of_stock")


def test_a_senior_cashier_allows_some_things() -> None:
    assert POWERS.may_approve("senior_cashier", "order.out_of_stock")
    assert not POWERS.may_approve("senior_cashier", "line.free")
    assert POWERS.may_approve("manager", "line.free") and not POWERS.may_approve("cashier", "order.out_of_stock")


def test_a_record_is_opened_for_what_a_role_needs() -> None:
    assert POWERS.may_open("cashier", "delivery") and not POWERS.may_open("cashier", "marketing")
    assert POWERS.may_open("manager", "suspension")
    assert not POWERS.may_open("technician", "delivery") and not POWERS.may_open("manager", "curiosity")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('train = ["cashier"', 'fly = []\ntrain = ["cashier"'),
        ("approve = ", "aprove = "),
        ('edit_staff = ["manager"]', "edit_staff = []"),
        ('edit_staff = ["manager"]', 'edit_staff = ["chief"]'),
        ('"order.out_of_stock"', '"order.anything"'),
        ('manager = [\n    "delivery"', 'boss = ["delivery"]\nmanager = [\n    "delivery"'),
        ('manager = [\n    "delivery"', 'manager = [\n    "curiosity"'),
        ("[purposes]", "[purpose]"),
        ("some = [", "some = "),
    ],
)
def test_what_is_not_understood_refuses_all_of_it(old: str, new: str) -> None:
    assert old in DOCUMENT
    with pytest.raises(Refused, match=r"powers\.rejected"):
        read_powers(DOCUMENT.replace(old, new, 1))
