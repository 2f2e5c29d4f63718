"""Holds the till's journal against the mall's copy at the start, before anybody can write into it, and whenever the
sender has a reason to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from pos.domain.errors import TillError
from pos.till import bringing_back
from pos.till.abreast import Abreast, Lost

if TYPE_CHECKING:
    from pos.app.bootstrap import House, Lanes
    from pos.sync.bringing_back import BringingBack
    from pos.sync.client import MallClient
    from pos.sync.conversation import Identity
    from pos.till.counter import Counter

_log = logging.getLogger("pos")


def make_lost(house: House, wire: MallClient, lanes: Lanes, counter: Counter, *, identity: Identity) -> BringingBack:
    """What the mall has of this till's journal; the counter hears what is found."""
    from pos.storage.own_journal import SqlOwnJournal
    from pos.sync.bringing_back import BringingBack

    def found(abreast: Abreast) -> None:
        _log.info("the mall's copy of the journal: %s, %d there, %d here", abreast.state, abreast.missing, abreast.own)
        bringing_back.tell_of(counter, abreast)

    def went_back(expects: int, confirmed: int) -> None:
        _log.warning("the mall expects entry %d, and had confirmed up to %d", expects, confirmed)
        counter.ports.start(bringing_back.mall_went_back(counter, expects, confirmed))

    own = SqlOwnJournal(house.database, house.store, till=house.settings.till, public_key=house.keys.public())
    lost = BringingBack(
        own=own,
        wire=wire,
        identity=identity,
        disk=lanes.disk,
        network=lanes.network,
        on_found=found,
        on_back=went_back,
    )
    counter.ports.lost = lost
    return lost


async def look_first(lost: Lost) -> None:
    """Ask before anything is written; where the mall is out of reach, what was found before the last stop holds."""
    try:
        await lost.look()
    except TillError as error:
        _log.info("the mall's copy of the journal cannot be asked about: %s", error.code)
        await lost.remember()
