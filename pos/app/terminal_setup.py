"""Which card terminal a till has: written into its settings, with the passphrase among its secrets."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from pos.app.equipment import look_at_terminal
from pos.app.lock import FolderLock
from pos.app.records import key_store
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.errors import Refused, Unavailable
from pos.till.cards import TerminalState


def set_terminal(folder: Path, wanted: dict[str, str | int], *, passphrase: str = "") -> TerminalState:
    """Give the till of `folder` the terminal that `wanted` describes by the names of settings, and say how it is.

    A passphrase that is there stays where none is given and the key is the same. Nothing is changed where such a
    terminal cannot be opened. Raises Unavailable("till.already_open"), ("key.missing"), ("settings.broken"),
    Refused("terminal.passphrase"), and what `open_terminal` raises.
    """
    if not passphrase.isascii():
        raise Refused("terminal.passphrase")
    with FolderLock(folder):
        kept = read_settings(folder)
        blank = {name: "" for name in Settings.__struct_fields__ if name.startswith("terminal_")}
        settings = replace(kept, **{**blank, "terminal_key_version": 1, **wanted})
        vault = key_store(folder, kept)
        before = vault.load()
        if before is None:
            raise Unavailable("key.missing")
        is_same = (settings.terminal, settings.terminal_key) == (kept.terminal, kept.terminal_key)
        secret = passphrase.encode() or (before.terminal if is_same else b"")
        vault.save(replace(before, terminal=secret))
        try:
            state = look_at_terminal(folder, settings)
            write_settings(folder, settings)
        except BaseException:
            vault.save(before)
            raise
        return state
