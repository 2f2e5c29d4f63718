"""Z reports kept as PDF: after closing, at the next start where that went wrong, and never in anybody's way."""

from pathlib import Path

import pytest

from pos.domain.errors import Refused, Unavailable
from pos.domain.papers.paper import Document
from pos.till import resuming
from pos.till.day import keeping
from tests.till.closings import close
from tests.till.scene import Scene


class Broken:
    """An exporter that makes nothing."""

    def paper(self, _document: Document) -> bytes:
        raise Unavailable("export.no_font")


def kept(scene: Scene, shift: str) -> bytes:
    body = scene.rig.shelf.kept_paper(shift)
    assert body is not None
    return body


def test_after_closing_its_report_is_kept(scene: Scene) -> None:
    report = close(scene, 100_000)
    assert scene.rig.shelf.unkept() == () and kept(scene, report.shift).startswith(b"%PDF")


def test_what_was_not_kept_is_kept_at_the_next_start(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scene.counter.ports, "exporter", Broken())
    report = close(scene, 100_000)
    assert scene.counter.last_report == report and scene.rig.shelf.unkept() == (report.shift,)
    assert [notice.facts for notice in scene.counter.notices if notice.code == "report.not_kept"] == [
        {"cause": "export.no_font"}
    ]
    scene.start()
    scene.play(resuming.resume(scene.counter))
    assert scene.rig.shelf.unkept() == () and kept(scene, report.shift)
    assert "report.not_kept" not in [notice.code for notice in scene.counter.notices]


def test_the_first_one_stays(scene: Scene) -> None:
    report = close(scene, 100_000)
    first = kept(scene, report.shift)
    scene.store.keep_paper(report.shift, b"another")
    scene.play(keeping.keep(scene.counter))
    assert kept(scene, report.shift) == first and scene.rig.verify().holds


def test_it_is_saved_as_a_file_kept_or_not(scene: Scene, tmp_path: Path) -> None:
    report = close(scene, 100_000)
    scene.play(keeping.save(scene.counter, report.shift, to=tmp_path / "z.pdf"))
    assert (tmp_path / "z.pdf").read_bytes() == kept(scene, report.shift)
    scene.rig.tamper("DELETE FROM kept_paper")
    scene.play(keeping.save(scene.counter, report.shift, to=tmp_path / "again.pdf"))
    assert (tmp_path / "again.pdf").read_bytes() == kept(scene, report.shift)


def test_there_is_none_of_a_shift_that_is_open(scene: Scene, tmp_path: Path) -> None:
    assert scene.counter.shift is not None
    with pytest.raises(Refused) as refused:
        scene.play(keeping.save(scene.counter, scene.counter.shift.id, to=tmp_path / "z.pdf"))
    assert refused.value.code == "report.none" and not list(tmp_path.glob("*.pdf"))
