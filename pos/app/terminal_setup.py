"""Which card terminal a till has: written into its settings, with the passphrase among its secrets."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from pos.app.equipment import look_at_terminal
from pos.app.lock import FolderLock
from pos.app.records import has_database, key_store, open_to_read
from pos.app.settings import Settings, read_settings, write_settings
from pos.domain.errors import Refused, Unavailable
from pos.till.paying.cards import TerminalState


def set_terminal(folder: Path, wanted: dict[str, str | int], *, passphrase: str = "") -> TerminalState:
    """Give the till of `folder` the terminal that `wanted` describes by the names of settings, and say how it is.

    A passphrase that is there stays where none is given and the key is the same. Nothing is changed where such a
    terminal cannot be opened. Raises Unavailable("till.already_open"), ("key.missing"), ("settings.broken"),
    Refused("terminal.passphrase"), ("terminal.still_asked", count=n) for another terminal while only that of now can
    tell what became of something, and what `open_terminal` and `open_to_read` raise.
    """
    if not passphrase.isascii():
        raise Refused("terminal.passphrase")
    with FolderLock(folder):
        kept = read_settings(folder)
        blank = {name: "" for name in Settings.__struct_fields__ if name.startswith("terminal_")}
        settings = replace(kept, **{**blank, "terminal_key_version": 1, **wanted})
        _check_nothing_asked(folder, kept, settings)
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


def _check_nothing_asked(folder: Path, kept: Settings, wanted: Settings) -> None:
    """Another terminal would truly say that it was never asked, and the customer would be charged again."""
    is_same = (kept.terminal, kept.terminal_id) == (wanted.terminal, wanted.terminal_id)
    if is_same or kept.terminal == "none" or not kept.till or not has_database(folder):
        return
    from pos.storage.doubts import still_asked

    with open_to_read(folder, kept) as (_, database):
        count = still_asked(database)
    if count:
        raise Refused("terminal.still_asked", count=count)
