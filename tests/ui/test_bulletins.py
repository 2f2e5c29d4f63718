"""What the office tells: a line that covers nothing, read in the list of what is left, and read once."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.bulletins import Bulletin, BulletinRead
from pos.domain.catalogue import Name
from pos.domain.facts import decode_fact
from pos.till import bulletins
from tests.ui.fakes import START
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
TOLD = Bulletin(
    "b1",
    Name("내일 아침 정전 안내", "Power cut tomorrow morning"),
    Name(
        "내일 07:00부터 08:00까지 건물 전체가 정전됩니다. 오늘 마감 후 계산대를 끄고 퇴근하세요.",
        "Switch the till off tonight.",
    ),
    START - timedelta(hours=3),
    START + timedelta(days=1),
    "warning",
)


@pytest.fixture
def told(front: Shopfront) -> Shopfront:
    quiet = replace(TOLD, id="b2", title=Name("새 포스터", "New poster"), grade="news", text=Name("창가에 거세요.", ""))
    front.till.books.bulletins = (quiet, TOLD)
    bulletins.tell(front.counter)
    return front


def test_a_line_leads_to_it_and_whoever_reads_it_says_so(told: Shopfront) -> None:
    assert told.notices() == ["bulletin.new"] and told.counter.notices[0].facts == {"count": 2}
    told.scan(told.barcode(0))
    assert told.counter.basket is not None and len(told.counter.basket.lines) == 1, "it stops nobody"
    told.till.desk.open("open_items")
    assert told.notices() == [] and "건물 전체가 정전됩니다" in told.seen() and "⟨" not in told.seen()
    told.press("Enter")
    assert "창가에 거세요." in told.seen() and "정전" not in told.seen()
    told.press("Enter")
    assert "남은 일이 없습니다" in told.seen()
    facts = [decode_fact(entry.payload) for entry in told.till.memory.entries]
    assert [one for one in facts if isinstance(one, BulletinRead)] == [BulletinRead("b1"), BulletinRead("b2")]


def test_in_english_what_has_no_english_is_read_in_korean(told: Shopfront) -> None:
    told.till.desk.open("open_items")
    told.till.desk.speak("en")
    assert "Power cut tomorrow morning" in told.seen() and "Switch the till off tonight." in told.seen()
    told.press("Down")
    assert "New poster" in told.seen() and "창가에 거세요." in told.seen()
