"""A nexo terminal from what the settings say of it; nothing is asked yet, and what cannot be right is said at once."""

from __future__ import annotations

from pathlib import Path

import msgspec

from pos.devices.terminal.nexo.driver import NexoTerminal, Patience
from pos.devices.terminal.nexo.line import Line, Names
from pos.devices.terminal.nexo.notes import Notes
from pos.devices.terminal.nexo.seal import Seal
from pos.devices.terminal.nexo.wire import Endpoint, exchange, read_address
from pos.domain.errors import Refused, Unavailable
from pos.till.ports import Clock


class Key(msgspec.Struct, frozen=True):
    """The key that till and terminal share, by its name and version, and the passphrase it is made of."""

    name: str
    version: int
    passphrase: str

    def __repr__(self) -> str:
        return f"Key({self.name!r}, {self.version}, …)"


def open_nexo(
    address: str,
    names: Names,
    *,
    certificate: Path,
    notes: Path,
    clock: Clock,
    certificate_name: str = "",
    key: Key | None = None,
    patience: Patience | None = None,
) -> NexoTerminal:
    """The terminal at `https://192.168.0.30:8443/nexo/`, known by the certificate in a file. Without a key messages go
    unsealed, inside TLS.

    Raises Unavailable("terminal.address"), ("terminal.notes_broken"), and Refused("terminal.passphrase").
    """
    try:
        host, port, path = read_address(address)
    except ValueError as error:
        raise Unavailable("terminal.address", address=address) from error
    endpoint = Endpoint(host, certificate, port, path, certificate_name)
    seal = make_seal(key) if key is not None else None
    try:
        kept = Notes(notes)
    except OSError as error:
        raise Unavailable("terminal.notes_broken", path=str(notes)) from error

    def send(question: bytes, seconds: float) -> bytes:
        return exchange(endpoint, question, seconds=seconds)

    return NexoTerminal(Line(send, names, seal), kept, clock, patience or Patience())


def make_seal(key: Key) -> Seal:
    """The seal of a key. Raises Refused("terminal.passphrase") for one that others would read differently."""
    try:
        return Seal(key.name, key.version, key.passphrase)
    except UnicodeEncodeError as error:
        raise Refused("terminal.passphrase") from error.with_traceback(None)
