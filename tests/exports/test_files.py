"""A file is there whole or not at all, and nothing that stood there is lost."""

import errno
import os
from pathlib import Path

import pytest

from pos.domain.errors import Unavailable
from pos.exports import Exports

PUT = Exports().put


def test_what_is_written_is_there_and_nothing_else(tmp_path: Path) -> None:
    assert PUT(tmp_path / "a.csv", b"1") == tmp_path / "a.csv"
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.csv", b"1")]


def test_what_stood_there_stays_and_the_new_one_gets_a_number(tmp_path: Path) -> None:
    places = [PUT(tmp_path / "매출.csv", str(at).encode()) for at in range(3)]
    assert [path.name for path in places] == ["매출.csv", "매출 (2).csv", "매출 (3).csv"]
    assert [path.read_bytes() for path in places] == [b"0", b"1", b"2"]


def test_a_link_stays_wherever_it_leads(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.csv"
    for name, leads_to in (("a.csv", tmp_path / "gone.csv"), ("b.csv", elsewhere)):
        (tmp_path / name).symlink_to(leads_to)
    elsewhere.write_bytes(b"theirs")
    assert [PUT(tmp_path / name, b"1").name for name in ("a.csv", "b.csv")] == ["a (2).csv", "b (2).csv"]
    assert (tmp_path / "a.csv").is_symlink() and elsewhere.read_bytes() == b"theirs"
    assert not (tmp_path / "gone.csv").exists()


@pytest.mark.parametrize(
    ("number", "code"),
    [
        (errno.ENOSPC, "export.no_room"),
        (errno.EROFS, "export.not_allowed"),
        (errno.EACCES, "export.not_allowed"),
        (errno.EIO, "export.not_written"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "rename"])
def test_a_disk_that_fails_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, code: str, step: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(number, "no")

    with monkeypatch.context() as patched:
        patched.setattr(os, step, fails)
        with pytest.raises(Unavailable) as refused:
            PUT(tmp_path / "a.csv", b"1")
    assert refused.value.code == code
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable) as refused:
        PUT(tmp_path / "gone" / "a.csv", b"1")
    assert refused.value.code == "export.no_folder"
