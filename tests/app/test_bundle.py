"""The bundle a technician sends: what helps is in it, secrets and people are not."""

import json
import zipfile
from pathlib import Path

import pytest

from pos.app.bundle import pack
from pos.app.settings import Settings, write_settings
from pos.domain.errors import Unavailable


def test_a_bundle_tells_what_helps_and_leaves_the_rest(tmp_path: Path) -> None:
    folder = tmp_path / "till"
    write_settings(folder, Settings(mall="http://127.0.0.1:9", boutique="SEL01", till="1", demo=True, keys="file"))
    (folder / "keys").write_text("the secret of the till")
    (folder / "till.db").write_bytes(b"sealed rows")
    (folder / "log").mkdir()
    (folder / "log" / "till.log").write_text("2026-11-02 INFO pos something happened")
    with zipfile.ZipFile(pack(folder, tmp_path / "bundle.zip")) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    assert set(parts) == {"findings.json", "versions.json", "settings.json", "files.json", "log/till.log"}
    assert not any(b"secret of the till" in part or b"sealed rows" in part for part in parts.values())
    assert json.loads(parts["files.json"])["till.db"] == len(b"sealed rows")
    assert {one["check"] for one in json.loads(parts["findings.json"])} >= {"disk", "database"}
    assert json.loads(parts["settings.json"])["boutique"] == "SEL01"


def test_a_broken_till_can_still_be_packed(tmp_path: Path) -> None:
    (tmp_path / "till.toml").write_text("mall = [")
    with zipfile.ZipFile(pack(tmp_path, tmp_path / "bundle.zip")) as bundle:
        assert json.loads(bundle.read("settings.json")) == {"code": "settings.broken"}


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match=r"disk\.unwritable"):
        pack(tmp_path, tmp_path / "nowhere" / "bundle.zip")
