"""The journals as they are held, for their tills and for the chain's office: what a till lost it gets back here."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.errors import Refused
from pos.domain.journal import Entry
from pos.domain.refusal import check_note
from pos.mall import agreement, changes, entrance, epochs, intake, reviews
from pos.mall.entrance import Asked
from pos.mall.reviews import Place
from pos.sync.contract import MOST_ENTRIES, MOST_ENTRY_BYTES, DayAnswer, LostEntries, Standing, TillName
from pos.sync.signing import day_bytes, standing_bytes
from pos.till.ports import Clock

_MOST_PLACE = 2**53


class Archive:
    """The part of a mall that tills and the office ask about journals."""

    def __init__(self, engine: sa.Engine, clock: Clock, key: Ed25519PrivateKey) -> None:
        self._engine, self._clock, self._key = engine, clock, key

    # --- what tills ask ----------------------------------------------------------------------------------------

    def standing(self, asked: Asked, seq: int) -> Standing:
        """How the journal of the till that asks is held, and what stands at a place of it."""
        with self._engine.begin() as connection:
            name = entrance.admit(connection, asked, now=self._clock.now()).name
            known = epochs.known(connection, name)
            epoch = epochs.newest(known)
            held = intake.held_of(connection, name, epoch, known.get(epoch))
            place = min(seq, held.next - 1)
            held_in = epochs.epoch_at(known, place)
            found = epochs.hash_at(connection, name, held_in, place)
            is_allowed = epochs.is_allowed(connection, name, epoch + 1)
        told = Standing(epoch, held.next, held.head, place, found, held_in, is_allowed, b"")
        return msgspec.structs.replace(told, signature=self._key.sign(standing_bytes(name, told)))

    def lost(self, asked: Asked, since: int) -> LostEntries:
        """The entries of the till that asks from a place on, as many as one answer carries."""
        with self._engine.begin() as connection:
            name = entrance.admit(connection, asked, now=self._clock.now()).name
            return _page(_along(connection, name, since=since, most=MOST_ENTRIES + 1))

    def day(self, asked: Asked, day: str, until: int) -> DayAnswer:
        """What is held of a business day of the till that asks, up to a place. Raises Refused("request.invalid")."""
        with self._engine.begin() as connection:
            name = entrance.admit(connection, asked, now=self._clock.now()).name
            told = agreement.held_of_day(connection, name, day, until=until)
        return msgspec.structs.replace(told, signature=self._key.sign(day_bytes(name, told, until=until)))

    # --- what the office does and sees -------------------------------------------------------------------------

    def allow_branch(self, name: TillName, *, by: str, note: str) -> int:
        """Let a till go on from an earlier place than the mall holds its journal to; which epoch that will be.

        Nothing is lost: what is held stays, and what the till wrote comes beside it. Raises what a bad note raises.
        """
        check_note(note)
        with self._engine.begin() as connection:
            return epochs.allow(connection, name, by=by, note=note, now=self._clock.now())

    def settle_review(self, name: TillName, epoch: int, seq: int, *, by: str, note: str) -> None:
        """Somebody looked at an entry that was put aside, and says what they found: nobody has to any more.

        Raises Refused("review.none") where nobody has, and what a bad note raises.
        """
        check_note(note)
        place = Place(name, epoch, seq)
        with self._engine.begin() as connection:
            changes.newest(connection, lock=True)  # its turn first: who reads may be about to clear the same entry
            if not reviews.look_at(connection, place, by=by, note=note, at=self._clock.now().isoformat()):
                raise Refused("review.none", epoch=epoch, seq=seq)

    def settled(self, name: TillName) -> tuple[reviews.Settled, ...]:
        """What was looked at of a till's entries, by whom, and what they found."""
        with self._engine.begin() as connection:
            return reviews.settled_of(connection, name)

    def entries(self, name: TillName) -> tuple[Entry, ...]:
        """A till's journal as it was written, along the way it took; without what another epoch left behind."""
        with self._engine.begin() as connection:
            return tuple(_along(connection, name, since=1, most=_MOST_PLACE))

    def left_behind(self, name: TillName) -> tuple[Entry, ...]:
        """Entries that are held and do not stand on the way of a till's journal: another epoch parted before them."""
        with self._engine.begin() as connection:
            known = epochs.known(connection, name)
            ends = {one.epoch: one.last for one in epochs.way(known)}
            found = [
                entry
                for epoch in (1, *known)
                for entry in intake.entries_of(connection, name, epoch, since=ends.get(epoch, 0) + 1)
            ]
            return epochs.as_written(found, known)


def _along(connection: sa.Connection, name: TillName, *, since: int, most: int) -> Iterator[Entry]:
    known = epochs.known(connection, name)
    left = most
    for segment in epochs.way(known):
        first = max(since, segment.first)
        until = min(segment.last + 1, first + left)
        if first >= until:
            continue
        found = intake.entries_of(connection, name, segment.epoch, since=first, until=until)
        left -= len(found)
        yield from epochs.as_written(found, known)


def _page(found: Iterator[Entry]) -> LostEntries:
    """The entries that fit an answer, at least one where there are any."""
    taken: list[Entry] = []
    size = 0
    for entry in found:
        size += len(entry.payload) * 4 // 3 + 400
        if taken and (len(taken) == MOST_ENTRIES or size > MOST_ENTRY_BYTES):
            return LostEntries(tuple(taken), more=True)
        taken.append(entry)
    return LostEntries(tuple(taken))


def epochs_of(connection: sa.Connection, name: TillName) -> tuple[int, ...]:
    """Every epoch of a till, in order."""
    return (1, *epochs.known(connection, name))
