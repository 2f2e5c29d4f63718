"""Who lets a till go on after an old copy of it was put back, and what the journal keeps; and who looks at what was
put aside."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.epochs import AsideLookedAt, Follows
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import EpochOpened, SignInRefused, decode_fact
from pos.till import bringing_back, looking_at, session
from pos.till.abreast import Abreast
from pos.till.bringing_back import Progress
from pos.till.feed import FeedPage, PutAside
from pos.till.ports import PinVerdict
from tests.till.scene import Scene

BEHIND = Abreast("behind", Follows(1, 40, "ab" * 32), missing=700)
WORD: dict[str, Any] = {"by": "B1", "pin": "1", "reason": "backup put back"}


class Mall:
    """What a mall would send back, 350 entries a page; none of them reaches the disk here."""

    public_key = "cd" * 32

    def __init__(self, found: Abreast) -> None:
        self.found, self.pages = found, 0
        self.breaks_at = 99
        self.cards = (0, 0)

    async def look(self) -> Abreast:
        return self.found

    async def remember(self) -> Abreast:
        return self.found

    async def cards_left(self) -> tuple[int, int]:
        return self.cards

    async def take_back_page(self, since: int) -> int:
        assert since == self.found.common.seq + 1
        self.pages += 1
        if self.pages == self.breaks_at:
            raise Unavailable("mall.unreachable")
        self.found = replace(self.found, common=Follows(1, since + 349, "ef" * 32), missing=self.found.missing - 350)
        return 350


def stands_before(scene: Scene, found: Abreast) -> Mall:
    mall = scene.counter.ports.lost = Mall(found)
    return mall


def kept(scene: Scene, kind: type) -> list[Any]:
    entries = scene.rig.outbox.unsent(most=999, most_bytes=10**7)
    return [fact for entry in entries if isinstance(fact := decode_fact(entry.payload), kind)]


def refusal(scene: Scene, **told: Any) -> str:
    with pytest.raises(Refused) as refused:
        scene.play(bringing_back.bring_back(scene.counter, **(WORD | told)))
    return refused.value.code


def test_a_manager_brings_it_back_and_the_journal_says_so(scene: Scene) -> None:
    mall, told = stands_before(scene, BEHIND), list[Progress]()
    assert scene.play(bringing_back.bring_back(scene.counter, **WORD, tell=told.append)) == 700
    assert told == [Progress(0, 700), Progress(350, 700), Progress(700, 700)]
    opened = kept(scene, EpochOpened)[-1]
    assert (opened.reason, opened.opens, opened.brought, opened.apart) == ("restored", 2, 700, 0)
    assert opened.follows == mall.found.common
    assert (opened.approval.by, opened.approval.action, opened.approval.about) == ("B1", "epoch.open", "2")


def test_a_card_that_belongs_to_no_basket_any_more_is_said(scene: Scene) -> None:
    mall = stands_before(scene, BEHIND)
    mall.cards = (1, 24_400)
    scene.play(bringing_back.bring_back(scene.counter, **WORD))
    (said,) = [one for one in scene.counter.notices if one.code == "till.cards_left"]
    assert said.facts == {"count": 1, "amount": 24_400}


def test_nobody_else_may_and_nothing_is_written_of_it(scene: Scene) -> None:
    mall = stands_before(scene, BEHIND)
    assert refusal(scene, by="C1") == "approval.not_allowed"
    assert refusal(scene, by="nobody") == "approval.unknown"
    assert refusal(scene, reason=" ") == "note.missing"
    scene.counter.ports.pins.check = lambda *_, **__: PinVerdict(right=False, failures=1)  # type: ignore[method-assign]  # this one says no
    assert refusal(scene) == "approval.wrong_pin"
    assert (mall.pages, kept(scene, SignInRefused), len(kept(scene, EpochOpened))) == (0, [], 1)


def test_where_it_is_cut_off_nothing_goes_on(scene: Scene) -> None:
    mall = stands_before(scene, BEHIND)
    mall.breaks_at = 2
    with pytest.raises(Unavailable):
        scene.play(bringing_back.bring_back(scene.counter, **WORD))
    assert len(kept(scene, EpochOpened)) == 1
    assert scene.play(bringing_back.bring_back(scene.counter, **WORD)) == 350
    assert len(kept(scene, EpochOpened)) == 2


def test_a_mall_that_is_gone_right_after_it_leaves_nothing_open_that_was_sold(scene: Scene) -> None:
    counter = scene.counter
    mall = stands_before(scene, replace(BEHIND, missing=0))
    looked = list[int]()

    async def look() -> Abreast:
        looked.append(1)
        if len(looked) > 1:
            raise Unavailable("mall.unreachable")
        return mall.found

    mall.look = look  # type: ignore[method-assign] # it answers once
    touched = list[str]()
    counter.listeners.append(touched.append)
    with pytest.raises(Unavailable):
        scene.play(bringing_back.bring_back(counter, **WORD))
    assert len(kept(scene, EpochOpened)) == 2
    assert {"shift", "held"} <= set(touched)


def test_a_mall_that_has_nothing_of_what_it_says_is_not_asked_for_ever(scene: Scene) -> None:
    mall = stands_before(scene, BEHIND)

    async def nothing(since: int) -> int:
        mall.pages += 1
        assert mall.pages < 9 and since
        return 0

    mall.take_back_page = nothing  # type: ignore[method-assign] # it promises, and brings none
    with pytest.raises(Unavailable, match=r"mall\.garbage"):
        scene.play(bringing_back.bring_back(scene.counter, **WORD))
    assert len(kept(scene, EpochOpened)) == 1


def test_another_way_waits_for_the_office(scene: Scene) -> None:
    apart = Abreast("apart", Follows(1, 1, "ab" * 32), missing=7, own=3)
    stands_before(scene, apart)
    assert refusal(scene) == "till.apart_waits"
    mall = stands_before(scene, replace(apart, is_allowed=True))
    assert scene.play(bringing_back.bring_back(scene.counter, **WORD)) == 0
    opened = kept(scene, EpochOpened)[-1]
    assert (opened.follows, opened.apart, mall.pages) == (apart.common, 3, 0)


def test_nothing_missing_is_nothing_to_do(scene: Scene) -> None:
    stands_before(scene, Abreast("abreast"))
    assert scene.play(bringing_back.bring_back(scene.counter, **WORD)) == 0
    assert len(kept(scene, EpochOpened)) == 1


def test_what_is_found_is_said(scene: Scene) -> None:
    def said() -> list[str]:
        return [one.code for one in scene.counter.notices if one.code.startswith("till.")]

    bringing_back.tell_of(scene.counter, BEHIND)
    assert said() == ["till.behind"]
    bringing_back.tell_of(scene.counter, Abreast("apart", missing=1, own=1))
    assert said() == ["till.apart"]
    bringing_back.tell_of(scene.counter, Abreast("abreast"))
    assert said() == []


def test_that_the_mall_went_back_stays_known(scene: Scene) -> None:
    scene.play(bringing_back.mall_went_back(scene.counter, 4, 9))
    entry = scene.rig.outbox.unsent(most=999, most_bytes=10**7)[-1]
    assert (entry.kind, entry.who) == ("MallWentBack", "till")
    assert scene.counter.notices[-1].facts == {"count": 5}


# --- what was put aside ------------------------------------------------------------------------------------------

ASIDE = (
    PutAside("1", 1, 7, "member.merged", owner="boutique"),
    PutAside("2", 1, 9, "sale.sums", owner="office"),
)


@pytest.fixture
def aside(scene: Scene) -> Scene:
    """Two entries wait, and the manager is signed in."""
    scene.rig.outbox.arrive(FeedPage(scene.rig.outbox.cursor() + 1, aside=ASIDE))
    scene.play(session.sign_in(scene.counter, "B1", "1"))
    return scene


def code_of(scene: Scene, act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as refused:
        scene.play(act())
    return refused.value.code


def test_a_manager_says_that_they_looked_at_it(aside: Scene) -> None:
    counter = aside.counter
    aside.play(looking_at.look_at(counter, "1-1-7", note="same person"))
    assert kept(aside, AsideLookedAt) == [AsideLookedAt("1", 1, 7, "member.merged", "same person")]
    assert [looking_at.named(one) for one in counter.ports.shelf.put_aside()] == ["2-1-9"]
    assert code_of(aside, lambda: looking_at.look_at(counter, "1-1-7", note="again")) == "aside.none"


def test_what_is_the_offices_is_not_theirs(aside: Scene) -> None:
    assert code_of(aside, lambda: looking_at.look_at(aside.counter, "2-1-9", note="seen")) == "aside.office"
    assert code_of(aside, lambda: looking_at.look_at(aside.counter, "1-1-7", note="")) == "note.missing"
    aside.play(session.sign_in(aside.counter, "C1", "1"))
    assert code_of(aside, lambda: looking_at.look_at(aside.counter, "1-1-7", note="seen")) == "staff.not_allowed"
    assert len(aside.counter.ports.shelf.put_aside()) == 2
