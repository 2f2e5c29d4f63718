"""The mall's gate, as operators keep it: whom tills are told to believe."""

from __future__ import annotations

import sqlalchemy as sa

from pos.mall.tables_of_identity import authority
from pos.sync import slip
from pos.sync.contract import Authority


class Gate:
    """What all workers of a mall agree on about who is who; it stands in their database."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

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
