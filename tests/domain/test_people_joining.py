"""What joining needs, and what it says where something is missing."""

from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.people.joining import REQUIRED, Guardian, Joining, check_joining, member_number

FORM = Joining("홍길동", "010-1111-2222", consents=frozenset(REQUIRED))
GUARDIAN = Guardian("홍판서", "010-3333-4444", "parent")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"name": " \u200b"}, "member.required", "name"),
        ({"mobile": "--"}, "member.required", "mobile"),
        ({"mobile": "02-555-6666"}, "member.mobile", None),
        ({"mobile": "010-1111-222"}, "member.mobile", None),
        ({"name": "홍" * 81}, "member.too_long", "name"),
        ({"address": "로" * 81}, "member.too_long", "address"),
        ({"consents": frozenset(("privacy", "marketing"))}, "member.required", "consent_terms"),
        ({"consents": frozenset(("terms",))}, "member.required", "consent_privacy"),
        ({"is_under_14": True}, "member.guardian", None),
        ({"is_under_14": True, "guardian": replace(GUARDIAN, mobile="02-555-6666")}, "member.guardian", None),
        ({"is_under_14": True, "guardian": replace(GUARDIAN, name=" ")}, "member.guardian", None),
    ],
)
def test_what_is_missing_is_named(changes: dict[str, Any], code: str, field: str | None) -> None:
    with pytest.raises(Refused) as refused:
        check_joining(replace(FORM, **changes))
    assert refused.value.code == code and refused.value.facts.get("field") == field


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"mobile": "+82 10 1111 2222"},
        {"name": "Kim Min-Ji"},
        {"sex": "female", "email": "a@example.com"},
        {"consents": frozenset((*REQUIRED, "crm", "marketing", "transfer"))},
        {"is_under_14": True, "guardian": GUARDIAN},
    ],
)
def test_with_what_is_required_somebody_joins(changes: dict[str, Any]) -> None:
    check_joining(replace(FORM, **changes))


def test_a_fresh_form_agrees_to_nothing() -> None:
    assert Joining().consents == frozenset()


def test_a_number_names_its_boutique_and_till() -> None:
    assert member_number("SEL01", "1", 123) == "SEL01-1-M000123"
