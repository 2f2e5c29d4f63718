"""Two versions of the terms side by side."""

from datetime import UTC, time

import msgspec
from msgspec.structs import replace

from pos.domain.comparison import WHOLE, Row, compare
from pos.domain.policy import read_policy
from tests.domain.products import POLICIES

OLD, NEW = (read_policy((POLICIES / f"{name}.toml").read_text("utf-8")) for name in ("2024-11-11", "2025-02-10"))


def test_what_changed_is_marked_and_nothing_else() -> None:
    found = {clause.rule: clause for clause in compare(OLD, NEW)}
    assert [rule for rule, clause in found.items() if clause.is_changed] == [WHOLE, "membership"]
    assert found["membership"].clause == "7 (3), 7 (4)"
    assert found["membership"].rows == (Row("cure_days", 30, 3), Row("explain_days", 30, 5))
    assert Row("announced_on", "2024-10-11", "2025-01-10") in found[WHOLE].rows
    assert Row("effective_from", "2024-11-11T00:00:00+09:00", "2025-02-10T00:00:00+09:00") in found[WHOLE].rows


def test_every_rule_and_field_is_there_in_the_order_of_the_terms() -> None:
    found = compare(OLD, NEW)
    assert [clause.rule for clause in found] == [
        *(WHOLE, "notice", "membership", "vat", "delivery_fee", "units", "plus", "payback", "easy_order"),
        *("payment", "delivery", "inspection", "withdrawal", "refund", "retention", "warranty"),
    ]
    for clause in found[1:]:
        rule = getattr(NEW.rules, clause.rule)
        assert [row.field for row in clause.rows] == [name for name in rule.__struct_fields__ if name != "clause"]


def test_a_version_against_itself_has_no_difference() -> None:
    assert not any(clause.is_changed for clause in compare(NEW, NEW))
    same = replace(NEW, effective_from=NEW.effective_from.astimezone(UTC))
    assert not any(clause.is_changed for clause in compare(NEW, same))


def test_whatever_differs_shows() -> None:
    rules = NEW.rules
    for name in rules.__struct_fields__:
        rule = getattr(rules, name)
        for field in rule.__struct_fields__:
            other = replace(
                NEW, rules=replace(rules, **{name: replace(rule, **{field: another(getattr(rule, field))})})
            )
            changed = [clause for clause in compare(NEW, other) if clause.is_changed]
            assert [clause.rule for clause in changed] == [name]
            assert [row.field for row in changed[0].rows if row.is_changed] == [field]


def another(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return time(12) if isinstance(value, time) else f"99 {value}"


def test_values_are_plain_text_and_numbers() -> None:
    told = msgspec.json.decode(msgspec.json.encode(compare(OLD, NEW)))
    values = {row["field"]: row["new"] for clause in told for row in clause["rows"]}
    assert (values["change_until"], values["at_boutique"], values["fee"]) == ("17:00:00", "no", 2_500)
