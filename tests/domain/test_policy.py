"""Policy documents: read strictly, in force from their instant on."""

import re
from datetime import datetime, timedelta

import pytest

from pos.domain.calendar import KST
from pos.domain.errors import Refused
from pos.domain.policy import Policies, Policy, read_policy
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
