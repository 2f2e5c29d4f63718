"""The till's file: what is written is read, and what is not understood is said."""

import os
from pathlib import Path

import pytest

from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.errors import Unavailable


def test_what_is_written_is_read(tmp_path: Path) -> None:
    settings = Settings(mall="http://127.0.0.1:1", boutique='SE"L\\01', till="1", keys="file", demo=True)
    write_settings(tmp_path, settings)
    assert read_settings(tmp_path) == settings


@pytest.mark.parametrize(
    "text", ["", "mall = 1", 'mall = "x"\nprinnter = "y"', 'mall = "x"\nkeys = "cloud"', "mall = ", "\udcff"]
)
def test_what_is_not_understood_is_said(tmp_path: Path, text: str) -> None:
    (tmp_path / "till.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(Unavailable) as refused:
        read_settings(tmp_path)
    assert refused.value.code == "settings.broken" and refused.value.facts["cause"]


def test_a_folder_without_a_till_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"settings\.missing"):
        read_settings(tmp_path)


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = Settings(mall="http://127.0.0.1:1", vault="kept")
    write_settings(tmp_path, before)

    def fail(_: int) -> None:
        raise OSError("no room")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        write_settings(tmp_path, Settings(mall="http://127.0.0.1:2"))
    assert read_settings(tmp_path) == before


def test_a_folder_in_the_place_of_the_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "till.toml").mkdir()
    with pytest.raises(Unavailable, match=r"settings\.broken"):
        read_settings(tmp_path)
