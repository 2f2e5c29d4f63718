"""Policy documents: read strictly, in force from their instant on."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.calendar import KST
from pos.domain.errors import Refused
from pos.domain.policy import Policies, Policy, check_notice, read_policy
from tests.domain.products import POLICIES

DOCUMENT = (POLICIES / "2025-02-10.toml").read_text("utf-8")


def all_policies() -> list[Policy]:
    return [read_policy(path.read_text("utf-8")) for path in POLICIES.glob("*.toml")]


def test_every_number_stands_with_its_clause() -> None:
    for policy in all_policies():
        for name in policy.rules.__struct_fields__:
            assert getattr(policy.rules, name).clause, name


def test_the_second_version_differs_in_membership_only() -> None:
    first, second = sorted(all_policies(), key=lambda policy: policy.effective_from)
    different = [
        name for name in first.rules.__struct_fields__ if getattr(first.rules, name) != getattr(second.rules, name)
    ]
    assert different == ["membership"]
    assert (second.rules.membership.cure_days, second.rules.membership.explain_days) == (3, 5)


def test_a_version_is_in_force_from_its_instant() -> None:
    policies = Policies(all_policies())
    change = datetime(2025, 2, 10, tzinfo=KST)
    assert policies.at(change - timedelta(microseconds=1)).version == "2024-11-11"
    assert policies.at(change).version == "2025-02-10"


def test_before_the_first_version_it_raises() -> None:
    with pytest.raises(Refused, match=r"policy\.none"):
        Policies(all_policies()).at(datetime(2024, 11, 10, tzinfo=KST))


@pytest.mark.parametrize(
    "broken",
    [
        DOCUMENT + '\n[rules.tips]\nclause = "x"\npercent = 5\n',
        DOCUMENT.replace("fee = 2500", "fee = 2500\nsurcharge = 1"),
        DOCUMENT.replace("fee = 2500", "fee = 2500.5"),
        DOCUMENT.replace("fee = 2500", 'fee = "2500"'),
        DOCUMENT.replace("percent = 10\n", ""),
        DOCUMENT.replace("+09:00", ""),
        DOCUMENT.replace('change = "adverse"', 'change = "whatever"'),
        DOCUMENT.replace("fee = 2500", "fee = -2500"),
        DOCUMENT.replace("sleeve = 10", "sleeve = 0"),
        DOCUMENT.replace('version = "2025-02-10"', 'version = " "'),
        re.sub('ko = "[^"]*"', 'ko = ""', DOCUMENT, count=1),
        "a = " + "[" * 100_000,
        "a = " + "1" * 10_000,
        DOCUMENT[: len(DOCUMENT) // 2],
        "",
        "\x00",
    ],
    ids=[
        "unknown rule",
        "unknown field",
        "half won",
        "text",
        "missing",
        "no zone",
        "change",
        "negative",
        "empty sleeve",
        "no version",
        "no title",
        "bottomless",
        "endless",
        "cut off",
        "empty",
        "rubbish",
    ],
)
def test_what_is_not_understood_whole_is_refused_whole(broken: str) -> None:
    assert broken != DOCUMENT
    with pytest.raises(Refused) as refused:
        read_policy(broken)
    assert refused.value.code == "policy.rejected"
    assert refused.value.facts["cause"]


def new_terms(announced: str, kind: str) -> Policy:
    document = re.sub(r"effective_from = \S+", "effective_from = 2027-01-01T00:00:00+09:00", DOCUMENT)
    document = re.sub(r"announced_on = \S+", f"announced_on = {announced}", document)
    document = document.replace('version = "2025-02-10"', 'version = "2027-01-01"')
    return read_policy(document.replace('change = "adverse"', f'change = "{kind}"'))


IN_FORCE = read_policy(DOCUMENT)


@pytest.mark.parametrize(
    ("announced", "kind"),
    [("2026-12-25", "neutral"), ("2026-12-02", "adverse"), ("2026-01-01", "adverse")],
)
def test_new_terms_that_were_announced_in_time_are_accepted(announced: str, kind: str) -> None:
    check_notice(new_terms(announced, kind), IN_FORCE)


@pytest.mark.parametrize(
    ("announced", "kind", "needs", "has"),
    [
        ("2026-12-26", "neutral", 7, 6),
        ("2026-12-03", "adverse", 30, 29),
        ("2026-12-25", "adverse", 30, 7),
        ("2027-01-01", "neutral", 7, 0),
        ("2027-02-01", "neutral", 7, -31),
    ],
)
def test_and_otherwise_refused(announced: str, kind: str, needs: int, has: int) -> None:
    with pytest.raises(Refused) as refused:
        check_notice(new_terms(announced, kind), IN_FORCE)
    assert refused.value.code == "policy.notice"
    assert refused.value.facts == {"version": "2027-01-01", "needs": needs, "has": has}


def test_the_notice_is_that_of_the_terms_in_force_and_not_the_new_ones_own() -> None:
    hasty = new_terms("2026-12-30", "neutral")
    hasty = replace(hasty, rules=replace(hasty.rules, notice=replace(hasty.rules.notice, neutral_days=1)))
    with pytest.raises(Refused, match=r"policy\.notice"):
        check_notice(hasty, IN_FORCE)
    check_notice(hasty, None)


def test_the_day_the_terms_begin_is_the_korean_one() -> None:
    late = replace(new_terms("2026-12-25", "neutral"), effective_from=datetime(2026, 12, 31, 15, tzinfo=UTC))
    check_notice(late, IN_FORCE)
    with pytest.raises(Refused, match=r"policy\.notice"):
        check_notice(replace(late, effective_from=datetime(2026, 12, 31, 14, 59, tzinfo=UTC)), IN_FORCE)


def test_the_terms_that_come_with_the_program_were_announced_in_time() -> None:
    before = None
    for policy in sorted(all_policies(), key=lambda policy: policy.effective_from):
        check_notice(policy, before)
        before = policy
