"""The operators' page: for who has its key, on this machine, and what it changes no other page can press."""

from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient

from pos.domain.back.returns import Claim
from pos.domain.facts import ClaimMade
from pos.mall import metrics
from pos.mall.chain import Mall
from pos.mall.operators import Desk, _figures, _pages
from pos.till.feed import Member
from tests.mall.backs import want
from tests.mall.tills import NOON, FixedClock, Till

KEY = "a key that nobody knows"
HOST = "http://127.0.0.1:8701"


@pytest.fixture
def desk(mall: Mall, clock: FixedClock) -> Iterator[TestClient[Litestar]]:
    handlers = [*_figures(mall, clock), *_pages(Desk(mall, clock, KEY))]
    app = Litestar(route_handlers=handlers, openapi_config=None, logging_config=None)
    with TestClient(app, base_url=HOST) as client:
        yield client


def opened(desk: TestClient[Litestar]) -> str:
    """The page after its address was opened."""
    answer = desk.get("/", params={"key": KEY, "language": "en"})
    assert answer.status_code == 200
    return desk.get("/?language=en").text


def form_of(page: str) -> str:
    return page.partition('name="form" value="')[2].partition('"')[0]


def press(
    desk: TestClient[Litestar], action: str, headers: dict[str, str] | None = None, /, **told: object
) -> tuple[int, str]:
    """A button, and what the page says then."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = desk.post(f"/{action}", content=urlencode(told), headers=kind | (headers or {}))
    return answer.status_code, unescape(answer.text)


def test_without_the_key_there_is_nothing_to_see(desk: TestClient[Litestar]) -> None:
    assert desk.get("/").status_code == 403
    assert desk.get("/", params={"key": "another"}).status_code == 403
    assert "SEL01" not in desk.get("/").text
    assert desk.get("/ready").status_code == 200


def test_by_another_name_it_is_nobodys(desk: TestClient[Litestar]) -> None:
    """A name that somebody else's server gave to this machine."""
    assert desk.get("/", params={"key": KEY}, headers={"Host": "evil.example:8701"}).status_code == 403


def test_it_shows_tills_alarms_and_what_to_look_at(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    till.sell(3)
    wrong = msgspec.structs.replace(till.journal[1], signature=till.key.sign(b"another"))
    till.push_these([till.journal[0], wrong, till.journal[2]], first=1)
    page = opened(desk)
    assert "SEL01/1" in page and till.journal[2].hash.hex()[:12] in page and "2026-11-02 12:00" in page
    assert "entry.signature" in page and "A signature is not the till" in page and "so it counts nowhere" in page
    assert '<html lang="ko">' in desk.get("/?language=ko").text


def test_a_button_of_another_page_does_nothing(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    form = form_of(opened(desk))
    name = {"boutique": "SEL01", "till": "1"}
    assert press(desk, "revoke", **name)[0] == 403
    assert press(desk, "revoke", form="f" * 64, **name)[0] == 403
    assert press(desk, "revoke", {"Origin": "https://evil.example"}, form=form, **name)[0] == 403
    assert "Shut out 2026" not in desk.get("/?language=en").text
    status, page = press(desk, "revoke", {"Origin": HOST}, form=form, **name)
    assert status == 200 and "Shut out 2026" in page


def test_a_browser_can_press_the_buttons(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    """What a browser says of itself: of a page that names nobody to others by "no-referrer" it says "null"."""
    form = form_of(opened(desk))
    policy = desk.get("/").headers["Referrer-Policy"]
    origin = "null" if policy == "no-referrer" else HOST
    assert press(desk, "invite", {"Origin": origin}, form=form, boutique="BUS01", till="2")[0] == 200
    assert press(desk, "invite", {"Origin": "null"}, form=form, boutique="BUS01", till="2")[0] == 403


def test_somebody_looks_at_an_entry(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    till.write_raw("Nonsense", b"{}")
    till.push()
    form = form_of(opened(desk))
    place = {"boutique": "SEL01", "till": "1", "epoch": 1, "seq": 1}
    assert "cannot be done" in press(desk, "settle", form=form, note="", **place)[1]
    assert "There is nothing to look at" in press(desk, "settle", form=form, note="an old program", **place)[1]
    assert mall.reviews(till.name) == ()


def test_a_code_is_made_and_nothing_breaks_out_of_a_field(desk: TestClient[Litestar]) -> None:
    form = form_of(opened(desk))
    assert "Code for BUS01/2" in press(desk, "invite", form=form, boutique="BUS01", till="2")[1]
    answer = desk.post("/invite", content=urlencode({"form": form, "boutique": "<b>x</b>", "till": "2"}))
    assert "<b>" not in answer.text


def test_no_person_stands_in_pages_or_figures(
    desk: TestClient[Litestar], mall: Mall, till: Till, clock: FixedClock
) -> None:
    mall.announce_members("SEL01", Member("M-77", "홍길동", mobile="010-1234-5678"))
    told = opened(desk) + desk.get("/metrics").text
    for secret in ("홍길동", "1234-5678", "12345678", "M-77"):
        assert secret not in told


def test_the_figures_are_what_is_held(desk: TestClient[Litestar], mall: Mall, till: Till, clock: FixedClock) -> None:
    till.sell(4)
    till.push()
    till.write_raw("Nonsense", b"{}")
    till.push(5)
    with mall.engine.begin() as connection:
        state = metrics.state_of(connection, clock)
    assert (state.entries, state.unread, state.reviews, state.alarms) == (5, 0, 1, 0)
    assert (state.tills, state.heard_minute) == (1, 1)
    assert "mall_entries 5.0" in desk.get("/metrics").text


def test_something_is_told_from_the_page_and_withdrawn(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    form = form_of(opened(desk))
    told = {"title_ko": "정전 <안내>", "text_ko": "가" * 500, "title_en": "A cut", "text_en": "", "until": "2026-11-03"}
    assert "cannot be done" in press(desk, "tell", form=form, **(told | {"until": "tomorrow"}))[1]
    assert "cannot be done" in press(desk, "tell", form=form, **(told | {"title_ko": " "}))[1]
    assert "cannot be done" in press(desk, "tell", form=form, **(told | {"boutique": "NOPE"}))[1]
    answer = desk.post("/tell", content=urlencode(told | {"form": form, "warning": "1"}))
    assert answer.status_code == 200 and "정전 &lt;안내&gt;" in answer.text
    (one,) = till.feed(0).bulletins
    assert (one.grade, one.boutique, one.until.isoformat()) == ("warning", "", "2026-11-03T23:59:00+09:00")
    assert press(desk, "tell", **told)[0] == 403
    assert "Nothing is told" in press(desk, "withdraw", form=form, bulletin=one.id)[1]
    assert mall.bulletins() == ()


def test_a_claim_is_decided_from_the_page(desk: TestClient[Litestar], mall: Mall, till: Till) -> None:
    till.sell(1)
    till.write(ClaimMade(Claim("claim-1", "sale-1", "SEL01-1-000001", (want(),), NOON, "<wet>")))
    till.push()
    page = opened(desk)
    assert "SEL01-1-000001" in page and "&lt;wet&gt;" in page
    told = {"form": form_of(page), "boutique": "SEL01", "till": "1", "claim": "claim-1"}
    assert "cannot be done" in press(desk, "decide", reason="because", **told)[1]
    assert press(desk, "decide", reason="too_late", **told)[0] == 200
    assert [one.reason for one in till.feed(0).decided] == ["too_late"]
