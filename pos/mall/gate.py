"""The mall's gate, as operators keep it: whom tills are told to believe, and what is let in by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.refusal import check_note
from pos.mall.salvage import Salvaging, Taken, salvaged_of
from pos.mall.tables_of_identity import authority
from pos.sync import slip
from pos.sync.contract import Authority, TillName
from pos.sync.salvage import sealing_key
from pos.sync.signing import shut_out_bytes
from pos.till.ports import Clock


class Gate:
    """What all workers of a mall agree on about who is who; it stands in their database."""

    def __init__(
        self, engine: sa.Engine, clock: Clock, key: Ed25519PrivateKey, project: Callable[[TillName], None]
    ) -> None:
        """`key` is the mall's; `project` reads what was stored of a till."""
        self._engine, self._clock, self._project = engine, clock, project
        self._key, self._sealing = key, sealing_key(key)

    @property
    def sealing_key(self) -> bytes:
        """What is sealed to this public key only the mall reads."""
        return self._sealing.public_key().public_bytes_raw()

    def shut_out(self, name: TillName, at: str) -> bytes:
        """The mall's signature under its word that a till is shut out, for a request that claimed this time."""
        return self._key.sign(shut_out_bytes(name, at=at))

    def authority(self) -> Authority:
        """The authority that vouches for this mall, for whoever asks: it is no secret."""
        with self._engine.connect() as connection:
            found = connection.execute(sa.select(authority.c.certificate)).scalar_one_or_none()
        return Authority(found or "")

    def use_authority(self, certificate: str) -> None:
        """From now on new tills are told to believe this authority (PEM)."""
        with self._engine.begin() as connection:
            if connection.execute(authority.update().values(certificate=certificate)).rowcount == 0:
                connection.execute(authority.insert().values(id=1, certificate=certificate))

    def slip(self, code: str) -> str:
        """What an operator gives to whoever sets a till up: the one-time code, and whom to believe."""
        certificate = self.authority().certificate
        return slip.write_slip(code, certificate) if certificate else code

    def take_in(self, file: BinaryIO, *, by: str, on_progress: Callable[[int], None] = lambda _place: None) -> Taken:
        """Take in the file of a till that could not send, shut out or not, on the word of whoever brings it.

        Again changes nothing. Raises what `salvage.Salvaging.take_in` and a bad note raise.
        """
        check_note(by)
        taking = Salvaging(self._engine, self._sealing, project=self._project, now=self._clock.now())
        return taking.take_in(file, by=by, on_progress=on_progress)

    def salvaged(self, name: TillName) -> tuple[Taken, ...]:
        """What was taken in by hand of a till: who, when, and what was new."""
        with self._engine.connect() as connection:
            return salvaged_of(connection, name)
