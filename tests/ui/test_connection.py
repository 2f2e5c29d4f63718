"""The sign at the top and what it opens: this till, the network and the mall apart, what waits, what works."""

from datetime import timedelta

import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt

from pos.domain.errors import Detail, Unavailable
from pos.till.connection import Backlog, Connection, LinkState, Network
from pos.till.feed import Language
from pos.till.ports import Waiting
from pos.ui.screens.connection.view import ConnectionView, present
from pos.ui.words import Words
from tests.ui.fakes import START
from tests.ui.shopfront import Shopfront
from tests.ui.stage import KEYS

KEYS["."] = Qt.Key.Key_Period
FRONT = Shopfront
HERE = Network(has_carrier=True, address="192.168.0.23")
PULLED = Network(has_carrier=False)
SINCE = START - timedelta(minutes=22)
WAITS = Backlog(7, SINCE, 5, 61_500, 2)
ONLINE = LinkState(Connection("online"), heard=START, fed=START, network=HERE)


def away(code: str = "mall.unreachable", *, network: Network = HERE, **facts: Detail) -> LinkState:
    state = Connection("offline" if code in ("mall.unreachable", "mall.slow", "mall.busy") else "broken", code, SINCE)
    return LinkState(state, facts, heard=SINCE, fed=SINCE, next_in=20.0, network=network)


class FakeLink:
    """A way to the mall that is as a test says."""

    def __init__(self, state: LinkState, backlog: Backlog = WAITS) -> None:
        self.now, self.waits, self.tries = state, backlog, 0
        self.after: LinkState | None = None
        self.error: Unavailable | None = None

    def state(self) -> LinkState:
        return self.now

    async def backlog(self) -> Backlog:
        if self.error is not None:
            raise self.error
        return self.waits

    async def try_now(self) -> LinkState:
        self.tries += 1
        if self.after is not None:
            self.now, self.waits = self.after, Backlog()
        return self.now


def shown(state: LinkState, backlog: Backlog = WAITS, language: Language = "ko") -> ConnectionView:
    return present(state, backlog, Words(language), today=START.date(), was_tried=True)


def of(view: ConnectionView) -> dict[str, str]:
    """The sign of each of the three."""
    return {one.party: one.sign for one in view.parties}


@pytest.mark.parametrize(
    ("state", "till", "network", "mall"),
    [
        (ONLINE, "check", "check", "check"),
        (LinkState(network=HERE), "check", "check", "help"),
        (away(network=PULLED), "check", "alert", "help"),
        (away(network=Network(address="")), "check", "alert", "help"),
        (away(how="name"), "check", "alert", "help"),
        (away(), "check", "help", "alert"),
        (away(network=Network(is_needed=False)), "check", "check", "alert"),
        (away("mall.slow"), "check", "check", "alert"),
        (away("mall.busy", status=503), "check", "check", "alert"),
        (away("mall.garbage"), "check", "check", "alert"),
        (away("mall.too_large"), "check", "check", "alert"),
        (away("mall.clock"), "alert", "check", "check"),
        (away("mall.revoked"), "alert", "check", "check"),
        (away("mall.behind", expects=1), "alert", "check", "check"),
        (away("journal.broken"), "alert", "check", "help"),
        (away("disk.failed"), "alert", "check", "help"),
        (away("mall.not_secure"), "alert", "check", "help"),
    ],
    ids=lambda value: value.connection.code or value.connection.state if isinstance(value, LinkState) else str(value),
)
def test_the_three_are_told_apart(state: LinkState, till: str, network: str, mall: str) -> None:
    assert of(shown(state, Backlog())) == {"till": till, "network": network, "mall": mall}


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize(
    "state",
    [ONLINE, away(), away(network=PULLED), away(how="name"), away("mall.revoked"), away("mall.unheard_of")],
    ids=lambda state: state.connection.code or "online",
)
def test_every_word_is_there(state: LinkState, language: Language) -> None:
    view = shown(state, language=language)
    said = [view.headline, view.told, *view.lines, *view.works, *view.waits]
    said += [text for one in view.parties for text in (one.name, one.text, one.detail)]
    assert not any("⟨" in text or "{" in text for text in said)


def test_what_waits_is_counted_with_its_sales_and_letters() -> None:
    lines = shown(away()).lines
    assert lines[0] == "10:02부터 7건 대기"
    assert shown(away(), replace(WAITS, since=SINCE - timedelta(days=1))).lines[0] == "5월 2일 (금) 10:02부터 7건 대기"
    assert lines[1:3] == ("그중 판매 5건 · 61,500원", "주소·회원·직원 정보 2건")
    assert "안전하게 저장" in lines[3] and "차례로 전송" in lines[3]
    assert shown(away("mall.revoked")).lines[3] == "이 계산대에 안전하게 저장되어 있습니다.", "and nothing is promised"


def test_by_how_much_the_clock_is_off_is_said() -> None:
    state = away("mall.clock", mall="2025-05-03T10:24:00+09:00", till="2025-05-03T10:37:20+09:00")
    till = shown(state, Backlog()).parties[0]
    assert "약 13분" in till.detail and "날짜와 시간" in till.detail


def test_apart_it_says_what_works_and_what_does_not() -> None:
    apart, together = shown(away()), shown(ONLINE, Backlog())
    assert len(apart.works) == len(apart.waits) == 4
    assert together.works == ("모두 됩니다.",) and together.waits == ()


# --- on the window -----------------------------------------------------------------------------------------------


@pytest.fixture
def link(front: Shopfront) -> FakeLink:
    made = FakeLink(away(), WAITS)
    front.counter.ports.link = made
    front.counter.touch("mall")
    return made


def test_the_sign_opens_it_and_esc_leads_back(front: Shopfront, link: FakeLink) -> None:
    front.touch("connection")
    assert front.at == "sale+connection"
    assert "10:02부터 7건 대기" in front.seen() and "응답이 없습니다" in front.seen()
    front.press("Esc")
    assert front.at == "sale"
    assert link.tries == 0, "looking asks nobody"


def test_keys_open_it_and_try(front: Shopfront, link: FakeLink) -> None:
    front.press(".", "F6")
    assert front.at == "sale+connection"
    front.press("Enter")
    assert link.tries == 1 and "아직 안 됩니다" in front.seen()
    link.after = ONLINE
    front.press("Enter")
    assert "본사가 응답했습니다." in front.seen() and "모두 전송되었습니다." in front.seen()
    assert "응답이 없습니다" not in front.seen()


def test_what_gets_through_meanwhile_is_seen(front: Shopfront, link: FakeLink) -> None:
    front.touch("connection")
    link.now, link.waits = ONLINE, Backlog(1, SINCE, 1, 6_900)
    front.counter.touch("mall")
    assert "부터 1건 대기" in front.seen() and "모두 됩니다." in front.seen()


def test_a_disk_that_cannot_be_read_leaves_it_open(front: Shopfront, link: FakeLink) -> None:
    link.error = Unavailable("disk.failed")
    front.touch("connection")
    assert front.at == "sale+connection" and "세는 중" in front.seen()
    assert not front.till.bugs


def test_the_top_says_that_the_mall_is_away_also_where_nothing_waits(front: Shopfront, link: FakeLink) -> None:
    assert front.text("connection") == "본사 연결 안 됨"
    front.till.memory.unsent = Waiting(7, SINCE.isoformat())
    front.counter.touch("mall")
    assert front.text("connection") == "7건 대기 · 10:02부터"
    front.till.memory.unsent, link.now = Waiting(0), ONLINE
    front.counter.touch("mall")
    assert front.text("connection") == "전송 완료"


def test_a_finger_hits_the_sign(front: Shopfront) -> None:
    assert front.find("connection").height() >= 48
