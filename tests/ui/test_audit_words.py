"""Words of the audit page: every kind of entry and every question has them, in both languages, and none accuses."""

from typing import get_args

import pytest

from pos.domain.audit.flags import CODES, Flag
from pos.domain.facts import Fact
from pos.ui.screens.audit.view import arithmetic
from pos.ui.words import Words
from tests.ui.past_days import TODAY

KO, EN = Words("ko"), Words("en")
HARD = ("도둑", "훔", "부정", "사기", "횡령", "thief", "theft", "stole", "fraud", "guilty")


@pytest.mark.parametrize("words", [KO, EN], ids=["ko", "en"])
def test_every_kind_and_every_question(words: Words) -> None:
    assert [kind.__name__ for kind in get_args(Fact) if not words.has(f"figures.kind.{kind.__name__}")] == []
    parts = [f"audit.flag.{code}.{part}" for code in CODES for part in ("title", "what", "ask")]
    assert [part for part in parts if not words.has(part)] == []
    assert not [part for part in parts if any(hard in words(part).lower() for hard in HARD)]


def test_the_arithmetic_claims_no_more_than_it_knows() -> None:
    flag = Flag("ask.paid_out", "p1", TODAY, (), count=5, chances=133, expected=226, once_in=37_340)
    assert "133건 판매에서 5번" in arithmetic(flag, KO) and "0.2번" in arithmetic(flag, KO)
    assert "once in 37,000" in arithmetic(flag, EN)
    assert "최근 마감" in arithmetic(Flag("ask.short_again", "p1", TODAY, (), count=4, chances=4, once_in=9_000), KO)
    assert arithmetic(Flag("ask.clock_set_back", "p1", TODAY, ()), EN) == EN("audit.why.once")
