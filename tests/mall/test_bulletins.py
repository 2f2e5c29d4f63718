"""What the office tells goes to whom it is for, stays until it is over, and is over at once where it is withdrawn."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.bulletins import Bulletin
from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.mall import bulletins
from pos.mall.chain import Mall
from pos.till.feed import FeedPage
from tests.mall.tills import NOON, SEED, FixedClock, Till

TOLD = Bulletin("", Name("정전 안내", "A cut"), Name("내일 아침 정전입니다.", ""), NOON, NOON + timedelta(days=2))
SEEDED = """
[[bulletin]]
id = "welcome"
title = { ko = "안내", en = "" }
text = { ko = "어서 오세요.", en = "" }
since = 2026-11-01T00:00:00
until = 2026-12-01T00:00:00
"""


def told(till: Till) -> dict[str, Bulletin]:
    return {one.id: one for one in till.feed(0).bulletins}


def test_everybody_is_told_or_one_boutique(mall: Mall, till: Till) -> None:
    here, all_ = mall.announce_bulletin(replace(TOLD, boutique="SEL01")), mall.announce_bulletin(TOLD)
    assert here != all_ and told(till) == {here: replace(TOLD, id=here, boutique="SEL01"), all_: replace(TOLD, id=all_)}
    mall.seed(SEED.replace("SEL01", "BUS01"))
    mall.announce_bulletin(replace(TOLD, boutique="BUS01"))
    assert set(told(till)) == {here, all_} and len(mall.bulletins()) == 3


def test_what_is_withdrawn_is_over_and_told_so_once(mall: Mall, till: Till, clock: FixedClock) -> None:
    name = mall.announce_bulletin(replace(TOLD, since=NOON + timedelta(hours=3)))
    cursor = till.feed(0).cursor
    mall.withdraw_bulletin(name)
    assert [one.until for one in till.feed(cursor).bulletins] == [NOON] and mall.bulletins() == ()
    with pytest.raises(Refused, match=r"request\.invalid"):
        mall.withdraw_bulletin(name)


def test_what_is_none_or_over_is_told_nobody(mall: Mall, till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = (
        replace(TOLD, text=Name("한 줄\n두 줄", "")),
        replace(TOLD, title=Name("", "only")),
        replace(TOLD, since=NOON - timedelta(days=1), until=NOON),
        replace(TOLD, boutique="NOPE"),
    )
    for one in wrong:
        with pytest.raises(Refused, match=r"request\.invalid"):
            mall.announce_bulletin(one)
    monkeypatch.setattr(bulletins, "MOST_TOLD", 1)
    mall.announce_bulletin(TOLD)
    with pytest.raises(Refused, match=r"request\.invalid"):
        mall.announce_bulletin(TOLD)
    assert len(told(till)) == 1


def test_a_document_of_the_chain_tells_it_once_and_not_again_after_it_was_withdrawn(mall: Mall, till: Till) -> None:
    mall.seed(SEED + SEEDED)
    assert set(told(till)) == {"welcome"}
    mall.withdraw_bulletin("welcome")
    cursor = till.feed(0).cursor
    mall.seed(SEED + SEEDED)
    assert till.feed(cursor) == FeedPage(cursor)
