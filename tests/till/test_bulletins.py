"""What the office tells reaches who signs in, in a line; whoever read it, and nobody else, is not told again."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.bulletins import Bulletin, BulletinRead
from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.domain.facts import decode_fact
from pos.till import bulletins, session
from pos.till.day import open_items
from pos.till.feed import FeedPage
from pos.till.reading import read_page
from tests.domain.products import NOW
from tests.till.scene import Scene

TOLD = Bulletin("b1", Name("정전 안내", "A cut"), Name("내일 아침 정전입니다.", ""), NOW, NOW + timedelta(days=2))
URGENT = replace(TOLD, id="b2", grade="warning", since=NOW - timedelta(hours=1))


def arrives(scene: Scene, *told: Bulletin, cursor: int = 50) -> tuple[str, ...]:
    return scene.rig.outbox.arrive(FeedPage(cursor, bulletins=told))


def comes(scene: Scene, person: str = "B1", pin: str = "930275") -> None:
    scene.play(session.sign_in(scene.counter, person, pin))


def line(scene: Scene) -> list[dict[str, object]]:
    return [dict(one.facts) for one in scene.counter.notices if one.code == "bulletin.new"]


def unread(scene: Scene) -> list[str]:
    return [one.id for one in bulletins.unread(scene.counter)]


def test_who_signs_in_hears_how_many_there_are_and_warnings_come_first(scene: Scene) -> None:
    assert arrives(scene, TOLD, URGENT, replace(TOLD, id="b3", boutique="BUS01")) == ()
    assert line(scene) == []
    comes(scene)
    assert line(scene) == [{"count": 2}] and unread(scene) == ["b2", "b1"]
    assert [one.id for one in open_items.items(scene.counter) if one.code == "bulletin.new"] == ["b2", "b1"]
    assert not [one for one in open_items.still_open(scene.counter) if one.code == "bulletin.new"], "nothing of a shift"
    scene.play(session.sign_out(scene.counter))
    assert line(scene) == [] and unread(scene) == []


def test_who_read_it_is_told_no_more_and_the_others_are(scene: Scene) -> None:
    arrives(scene, TOLD)
    comes(scene)
    scene.play(bulletins.read(scene.counter, "b1"))
    assert line(scene) == [] and unread(scene) == []
    (entry,) = [one for one in scene.rig.outbox.unsent(most=99, most_bytes=10**6) if one.kind == "BulletinRead"]
    assert (entry.who, decode_fact(entry.payload)) == ("B1", BulletinRead("b1"))
    with pytest.raises(Refused, match=r"bulletin\.over"):
        scene.play(bulletins.read(scene.counter, "b1"))
    comes(scene, "C1", "1")
    assert unread(scene) == ["b1"]
    scene.rig.reopen()
    assert scene.rig.books.unread_bulletins("B1") == () and scene.rig.verify().holds


def test_it_is_gone_once_its_time_is_over_or_it_was_withdrawn(scene: Scene) -> None:
    arrives(scene, TOLD, URGENT)
    comes(scene)
    arrives(scene, replace(URGENT, until=NOW), cursor=51)
    assert unread(scene) == ["b1"]
    scene.clock.passes(days=2)
    assert unread(scene) == []
    with pytest.raises(Refused, match=r"bulletin\.over"):
        scene.play(bulletins.read(scene.counter, "b1"))


def test_nobody_reads_without_being_there_or_in_the_middle_of_a_payment(scene: Scene) -> None:
    arrives(scene, TOLD)
    comes(scene)
    scene.counter.is_paying = True
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        scene.play(bulletins.read(scene.counter, "b1"))
    scene.counter.is_paying = False
    scene.play(session.sign_out(scene.counter))
    with pytest.raises(Refused, match=r"session\.nobody"):
        scene.play(bulletins.read(scene.counter, "b1"))


def test_what_is_none_is_refused_and_the_rest_arrives(scene: Scene) -> None:
    wrong = replace(TOLD, id="b4", text=Name("한 줄\n두 줄", ""))
    assert arrives(scene, wrong, TOLD) == ("feed.rejected",)
    comes(scene)
    assert unread(scene) == ["b1"]


def test_of_two_versions_in_a_page_the_last_counts_and_a_grade_of_later_is_set_aside(scene: Scene) -> None:
    arrives(scene, TOLD, replace(TOLD, title=Name("다른 제목", "")))
    comes(scene)
    assert [one.title.ko for one in bulletins.unread(scene.counter)] == ["다른 제목"]
    page = read_page(
        b'{"cursor":60,"bulletins":[{"id":"b9","title":{"ko":"a","en":""},"text":{"ko":"a","en":""},'
        b'"since":"2026-11-02T00:00:00+09:00","until":"2026-12-02T00:00:00+09:00","grade":"alarm"}]}'
    )
    assert page.bulletins == () and [(one.kind, one.key) for one in page.unread] == [("bulletins", "b9")]
