"""What is held is looked at, the oddest first, and decided by who may: in words, by the version that was seen."""

from typing import Any

import pytest

from pos.domain.catalogue import price_at
from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.domain.settled import FeedDismissed, FeedReleased
from pos.storage.judging import Judge
from pos.storage.outbox import SqlOutbox
from pos.till import releasing, selling, session
from pos.till.day import open_items
from pos.till.feed import FeedPage, Staff
from pos.till.reading import Delivered, Unread
from tests.domain.bounds import BOUNDS
from tests.domain.products import product
from tests.till.scene import ARIA, Scene


def brings(scene: Scene, cursor: int = 50, **things: Any) -> tuple[str, ...]:
    outbox = SqlOutbox(scene.rig.database, till="1", judge=Judge(BOUNDS, scene.clock.now))
    return outbox.arrive(Delivered(cursor, **things))


def aria(won: int | None) -> Any:
    return product("ARIA", won, barcodes=(ARIA,), favourite=2)


def manager(scene: Scene) -> None:
    scene.play(session.sign_in(scene.counter, "B1", "930275"))


def things(scene: Scene) -> tuple[Any, ...]:
    return tuple(one.held.thing for one in releasing.held(scene.counter))


def test_the_oddest_comes_first_beside_what_is_sold(scene: Scene) -> None:
    brings(
        scene,
        products=(product("BELLO", 15_000), aria(0), product("CAFE", 1_000)),
        unread=(Unread("products", "X", b"{}"),),
    )
    found = releasing.held(scene.counter)
    assert [one.held.key for one in found] == ["ARIA", "BELLO", "CAFE", "X"]
    assert [(step.before, step.after, step.percent) for step in found[0].steps] == [(7_200, 0, -100)]
    assert found[0].before.code == found[0].after.code == "ARIA" and found[3].after is None
    items = {one.code: one.count for one in open_items.items(scene.counter)}
    assert items == {"change.held": 3, "change.unread": 1}


def test_the_old_price_is_charged_until_somebody_who_may_releases_the_new_one(scene: Scene) -> None:
    brings(scene, products=(aria(1_000),))
    selling.scan(scene.counter, ARIA)
    assert scene.counter.quote is not None and scene.counter.quote.total == 7_200
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        scene.play(releasing.release(scene.counter, things(scene), reason="왜냐하면"))
    manager(scene)
    scene.play(releasing.release(scene.counter, things(scene), reason=" 본사에 전화로 확인 "))
    assert releasing.held(scene.counter) == () and not open_items.items(scene.counter)
    fact = decode_fact(scene.journal()[-1].payload)
    assert isinstance(fact, FeedReleased) and fact.reason == "본사에 전화로 확인"
    assert [(one.kind, one.key, len(one.digest)) for one in fact.things] == [("products", "ARIA", 64)]
    sold = scene.counter.ports.shelf.product("ARIA")
    assert sold is not None and price_at(sold, scene.clock.now()) == 1_000


def test_a_basket_that_is_open_keeps_the_price_it_was_shown(scene: Scene) -> None:
    brings(scene, products=(aria(1_000),))
    manager(scene)
    selling.scan(scene.counter, ARIA)
    scene.play(releasing.release(scene.counter, things(scene), reason="확인"))
    assert scene.counter.quote is not None and scene.counter.quote.total == 7_200


def test_what_is_dismissed_goes_on_as_before_and_the_mall_hears_it(scene: Scene) -> None:
    brings(scene, products=(aria(0), product("BELLO", 0)))
    manager(scene)
    scene.play(releasing.dismiss(scene.counter, things(scene), reason="본사가 잘못 보냄"))
    fact = decode_fact(scene.journal()[-1].payload)
    assert isinstance(fact, FeedDismissed) and len(fact.things) == 2
    assert scene.counter.product("ARIA").prices[-1].won == 7_200 and not releasing.held(scene.counter)


def test_a_newer_version_than_the_one_on_the_screen_is_another_decision(scene: Scene) -> None:
    brings(scene, products=(aria(0),))
    manager(scene)
    seen = things(scene)
    brings(scene, 51, products=(aria(1),))
    for verb in (releasing.release, releasing.dismiss):
        with pytest.raises(Refused, match=r"feed\.changed"):
            scene.play(verb(scene.counter, seen, reason="확인"))
    assert len(releasing.held(scene.counter)) == 1 and scene.kinds()[-1] == "SignedIn"
    with pytest.raises(Refused, match=r"feed\.changed"):
        scene.play(releasing.release(scene.counter, (), reason="확인"))


@pytest.mark.parametrize(("reason", "code"), [("", "note.missing"), ("010-1234-5678", "privacy.sensitive")])
def test_a_reason_is_asked_for_and_looked_at(scene: Scene, reason: str, code: str) -> None:
    brings(scene, products=(aria(0),))
    manager(scene)
    for verb in (releasing.release, releasing.dismiss):
        with pytest.raises(Refused, match=code.replace(".", r"\.")):
            scene.play(verb(scene.counter, things(scene), reason=reason))


def test_nobody_releases_what_is_about_themselves(scene: Scene) -> None:
    manager(scene)
    brings(scene, staff=(Staff("B1", "점장", "cashier", "-"),))
    with pytest.raises(Refused, match=r"staff\.own_role"):
        scene.play(releasing.release(scene.counter, things(scene), reason="확인"))


def test_a_whole_price_list_is_one_decision_in_entries_that_the_mall_takes(scene: Scene) -> None:
    codes = [f"P{number:03d}" for number in range(240)]
    assert brings(scene, products=tuple(product(code, 10_000) for code in codes)) == ()
    assert brings(scene, 51, products=tuple(product(code, 12_000) for code in codes)) == ("feed.held",)
    manager(scene)
    scene.play(releasing.release(scene.counter, things(scene), reason="새 가격표"))
    entries = scene.journal()[-3:]
    assert [entry.kind for entry in entries] == ["FeedReleased"] * 3
    assert max(len(entry.payload) for entry in entries) < 20_000
    assert {scene.counter.ports.shelf.product(code).prices[-1].won for code in codes} == {12_000}  # type: ignore[union-attr] # they are there
    scene.dies_and_starts_again()
    assert scene.rig.verify().holds and not releasing.held(scene.counter)


def test_a_quiet_page_says_nothing_again(scene: Scene) -> None:
    assert brings(scene, products=(aria(0),)) == ("feed.held",)
    assert scene.rig.outbox.arrive(FeedPage(52)) == ()
