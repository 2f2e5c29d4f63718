"""The mall over TLS: its certificate from a folder, taken up anew when it was renewed, without a pause."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

from pos.domain.errors import TillError
from pos.mall import authority
from pos.till.ports import Clock

_log = logging.getLogger(__name__)
_LOOKED_AT_SECONDS = 3600.0


class Secure:
    """What a running mall proves itself with. Mutable: a certificate ends, and another takes over."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        """Raises Unavailable("authority.missing"), ("authority.ended")."""
        self._folder, self._clock = folder, clock
        self.context = authority.shown(folder, now=clock.now())
        self._serial = authority.serial(folder)

    @property
    def certificate(self) -> str:
        """The authority's certificate (PEM), for tills to believe."""
        return authority.of(self._folder)

    def look_again(self) -> bool:
        """Renew the certificate where that is due, and take up one that somebody renewed; whether there was one."""
        try:
            authority.renew(self._folder, now=self._clock.now())
            serial, ends = authority.serial(self._folder), authority.ends_at(self._folder)
            if ends - self._clock.now() < authority.RENEWED_BEFORE:
                _log.warning("the mall's certificate ends at %s, and nobody renews it", ends.isoformat())
            if serial == self._serial:
                return False
            authority.show_again(self.context, self._folder)
        except TillError as error:
            _log.error("the mall's certificate: %s", error.code)
            return False
        self._serial = serial
        return True

    async def watch(self) -> None:
        """Look again every hour, for as long as the mall runs."""
        while True:
            await asyncio.sleep(_LOOKED_AT_SECONDS)
            await asyncio.to_thread(self.look_again)
