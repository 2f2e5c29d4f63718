"""Secrets: kept by their owner only, never shown, never silently replaced."""

import stat
from pathlib import Path

import keyring
import pytest
from keyring.errors import NoKeyringError

from pos.domain.errors import Unavailable
from pos.storage.keys import FileKeys, SystemKeys, fresh


def test_a_file_keeps_them_for_its_owner_only(tmp_path: Path) -> None:
    store, keys = FileKeys(tmp_path / "keys"), fresh(b"p" * 32)
    assert store.load() is None
    store.save(keys)
    assert store.load() == keys
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["keys"]


def test_they_show_in_no_representation() -> None:
    keys = fresh(b"p" * 32)
    assert keys.database.hex() not in repr(keys) and repr(keys.database) not in repr(keys)


@pytest.mark.parametrize("content", [b"{}", b"", b"[]", b"3", b"\xf3?\xce random", b'{"database": "!"}'])
def test_a_broken_file_is_said_and_not_replaced(tmp_path: Path, content: bytes) -> None:
    """Also one whose keys were destroyed, and the power went before the file was gone."""
    (tmp_path / "keys").write_bytes(content)
    with pytest.raises(Unavailable, match=r"key\.broken"):
        FileKeys(tmp_path / "keys").load()
    assert (tmp_path / "keys").read_bytes() == content


def _no_store(*_: str) -> None:
    raise NoKeyringError


def test_without_a_key_store_there_is_no_silent_fallback(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keyring, "get_password", _no_store)
    monkeypatch.setattr(keyring, "set_password", _no_store)
    for call in (SystemKeys("SEL01/1").load, lambda: SystemKeys("SEL01/1").save(fresh())):
        with pytest.raises(Unavailable, match=r"key\.no_store"):
            call()
