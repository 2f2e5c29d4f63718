"""A manager brings back what the mall holds beyond this till: nobody signs in before, and it is seen how far it is."""

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from pos.domain.epochs import Follows
from pos.domain.facts import EpochOpened, decode_fact
from pos.till import bringing_back
from pos.till.abreast import Abreast
from pos.till.counter import Notice
from tests.ui.shopfront import Shopfront

FRONT = Shopfront
BEHIND = Abreast("behind", Follows(1, 40, "ab" * 32), missing=700)
APART = Abreast("apart", Follows(1, 40, "ab" * 32), missing=700, own=12)


class Mall:
    """What a mall would say; `seen` is what stood on the screen while each page came."""

    public_key = "cd" * 32

    def __init__(self, front: Shopfront, found: Abreast) -> None:
        self.found, self.front, self.seen = found, front, list[str]()
        front.counter.ports.lost = self
        bringing_back.tell_of(front.counter, found)

    async def look(self) -> Abreast:
        if openings(self.front):
            self.found = Abreast("abreast")
            bringing_back.tell_of(self.front.counter, self.found)
        return self.found

    async def remember(self) -> Abreast:
        return self.found

    async def cards_left(self) -> tuple[int, int]:
        return 0, 0

    async def take_back_page(self, since: int) -> int:
        assert since == self.found.common.seq + 1
        self.seen.append(self.front.seen())
        common = Follows(1, self.found.common.seq + 350, "ef" * 32)
        self.found = replace(self.found, common=common, missing=self.found.missing - 350)
        return 350


def open_it(front: Shopfront) -> None:
    """Nobody is signed in yet."""
    front.counter.staff = None
    front.till.desk.go("sign_in")
    front.till.desk.open("bringing_back")


def openings(front: Shopfront) -> list[EpochOpened]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, EpochOpened) and fact.reason == "restored"]


def allow(front: Shopfront) -> None:
    """A manager gives the first ready reason and types a PIN."""
    front.touch("approval-reason-0")
    front.press("2222", "Enter")
    QApplication.processEvents()


def test_it_is_said_with_the_way_there(front: Shopfront) -> None:
    Mall(front, BEHIND)
    assert "till.behind" in front.notices()
    (offer,) = front.till.desk.offers("till.behind")
    offer.act()
    assert front.at.endswith("+bringing_back")
    assert "700건" in front.seen()
    front.press("Esc")
    assert "bringing_back" not in front.at


def test_nothing_else_hides_that_nobody_sells_here_and_nothing_is_said_to_work(front: Shopfront) -> None:
    Mall(front, BEHIND)
    front.counter.tell(Notice("paper.unknown", grade="error"))
    front.till.desk.news("session.idle", minutes=5)
    assert "뒤처져 있습니다" in front.window.top.notice.what.text()
    front.till.desk.open("connection")
    assert "지금 판매할 수 없습니다" in front.seen() and "판매, 결제, 영수증" not in front.seen()


def test_a_manager_brings_all_of_it_back_and_the_journal_goes_on(front: Shopfront) -> None:
    mall = Mall(front, BEHIND)
    open_it(front)
    front.press("Enter")
    assert front.at.endswith("+approval")
    allow(front)
    assert [text for text in mall.seen if "350 / 700" in text]
    opened = openings(front)
    assert [(one.reason, one.opens, one.brought) for one in opened] == [("restored", 2, 700)]
    assert opened[0].follows is not None and opened[0].follows.seq == 740
    assert front.at.endswith("+bringing_back")
    assert "모두 되찾았습니다: 700건" in front.seen()
    assert "till.behind" not in front.notices()


def test_what_was_cut_off_before_the_end_needs_a_word_once_more(front: Shopfront) -> None:
    mall = Mall(front, replace(BEHIND, missing=0))
    open_it(front)
    assert "기록을 모두 되찾았습니다" in front.seen()
    front.press("Enter")
    allow(front)
    assert [one.brought for one in openings(front)] == [0]
    assert mall.seen == []


def test_what_went_another_way_waits_for_the_office(front: Shopfront) -> None:
    Mall(front, APART)
    open_it(front)
    assert "아직 허락하지 않음" in front.seen()
    front.press("Enter")
    assert front.at.endswith("+bringing_back"), "there is nothing to press"
    mall = Mall(front, replace(APART, is_allowed=True))
    front.till.desk.open("bringing_back")
    front.press("Enter")
    allow(front)
    opened = openings(front)
    assert [(one.opens, one.apart, one.brought) for one in opened] == [(2, 12, 0)]
    assert mall.seen == []


def test_nothing_missing_says_so(front: Shopfront) -> None:
    open_it(front)
    assert "되찾을 기록이 없습니다" in front.seen()
