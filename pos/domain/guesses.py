"""How many wrong PINs an account may have, pure: the ledger of guesses, and what it says to the next one.

Ten in a day whatever anybody does, and a wait that doubles from the fifth in a row. A day is counted in time that
nobody can set: seconds the till ran, or the mall vouched for. It knows no PIN and no disk.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

import msgspec
from msgspec.structs import replace

TRIES: Final = 5
FIRST_LOCK: Final = timedelta(minutes=5)
TRIES_A_DAY: Final = 10
LONGEST_LOCK: Final = timedelta(days=1)
DAY: Final = LONGEST_LOCK.total_seconds()
LATEST_ANSWER: Final = 30.0
"""Seconds by which a time that the mall told may be off when it is heard."""


class Account(msgspec.Struct, frozen=True, array_like=True):
    """Somebody's wrong guesses: `row` without a right one between them, which `locked_until` and `last_at` belong to,
    and `spent`, the times (of the ledger) of those of the last day, which no right one takes back."""

    row: int = 0
    locked_until: datetime | None = None
    last_at: datetime | None = None
    spent: tuple[float, ...] = ()


class Ledger(msgspec.Struct, frozen=True, array_like=True):
    """Everybody's guesses at one till. Each writing is one `version` more: of two copies the larger one is true.

    `ran` is the ledger's own time in seconds; it never goes faster than real time. `shares` are how many tills the
    boutique had, with the last time (of the ledger) it had so many. `told` is the last time that the mall vouched for,
    and the ledger's own time then. Where a copy was lost at the time `lost`, nobody can tell what was guessed, and all
    of it is taken for spent, but for who was `cleared` since.
    """

    version: int = 0
    ran: float = 0.0
    accounts: dict[str, Account] = {}
    shares: dict[int, float] = {}
    told: tuple[datetime, float] | None = None
    lost: float | None = None
    cleared: frozenset[str] = frozenset()

    def of(self, staff: str) -> Account:
        """Somebody's account; an empty one where there is none."""
        return self.accounts.get(staff, Account())

    @property
    def waits(self) -> bool:
        """Whether anybody has guesses that time takes back."""
        return self.lost is not None or any(account.spent for account in self.accounts.values())


NOTHING: Final = Ledger()
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Ledger).decode


def written(ledger: Ledger) -> bytes:
    """The ledger as it is kept."""
    return _encode(ledger)


def read(text: bytes) -> Ledger:
    """A ledger that was kept. Raises ValueError where it is none."""
    return _decode(text)


def at(ledger: Ledger, ran: float, *, tills: int) -> Ledger:
    """The ledger at a later time of its own, in a boutique of so many tills; what is older than a day is gone."""
    since = ran - DAY
    aged = {name: _aged(one, since) for name, one in ledger.accounts.items()}
    accounts = {name: one for name, one in aged.items() if one != Account()}
    shares = {count: last for count, last in ledger.shares.items() if last > since} | {max(1, tills): ran}
    ledger = replace(ledger, ran=ran, accounts=accounts, shares=shares)
    if ledger.lost is not None and ledger.lost <= since:
        ledger = replace(ledger, lost=None, cleared=frozenset())
    return ledger


def share(ledger: Ledger) -> int:
    """How many of an account's ten guesses a day this till may take, so that all tills together take no more."""
    return max(1, TRIES_A_DAY // max(ledger.shares, default=1))


def ends(ledger: Ledger, staff: str, *, now: datetime) -> datetime | None:
    """When somebody may try again, None for now; by the clock as it is."""
    account = ledger.of(staff)
    ended = [] if account.locked_until is None else [account.locked_until]
    if (left := _left(ledger, staff)) > 0:
        ended.append(now + timedelta(seconds=left))
    return max((one for one in ended if one > now), default=None)


def cut(ledger: Ledger, staff: str, *, now: datetime) -> Ledger:
    """The ledger without what is left of a lock beyond a day: a clock that stood ahead made it."""
    account = ledger.of(staff)
    if account.locked_until is None or account.locked_until <= now + LONGEST_LOCK:
        return ledger
    return _with(ledger, staff, replace(account, locked_until=now + LONGEST_LOCK))


def counted(ledger: Ledger, staff: str, *, now: datetime) -> Ledger:
    """The ledger with one more guess, which is taken for a wrong one before anybody looks."""
    account = ledger.of(staff)
    row, last = account.row + 1, account.last_at
    # A clock set back a little does not shorten a lock: time is not before the last failure.
    moment = last if last is not None and now < last <= now + LONGEST_LOCK else now
    lock = lock_of(row)
    until = min(moment + lock, now + LONGEST_LOCK) if lock else None
    return _with(ledger, staff, Account(row, until, moment, (*account.spent, ledger.ran)))


def right(ledger: Ledger, staff: str) -> Ledger:
    """The ledger after a guess that was counted turned out to be right: that one counts no more, the others do."""
    return _with(ledger, staff, Account(spent=ledger.of(staff).spent[:-1]))


def forgiven(ledger: Ledger, staff: str) -> Ledger:
    """The ledger without somebody's guesses."""
    cleared = ledger.cleared if ledger.lost is None else ledger.cleared | {staff}
    return replace(_with(ledger, staff, Account()), cleared=cleared)


def after_loss(ledger: Ledger) -> Ledger:
    """The ledger where the copy that was newer, perhaps, is gone: everybody has had all of a day's guesses just now."""
    return replace(ledger, version=ledger.version + 1, lost=ledger.ran, cleared=frozenset())


def confirmed(ledger: Ledger, told: datetime) -> Ledger:
    """The ledger once the mall said what time it is: what passed since it last did, has passed.

    What it may be off by is taken from it, so that the ledger's time never goes faster than real time. Nobody knows
    when the till was off: what was written down since the mall last told may be of afterwards, and gets no older by it.
    """
    if ledger.told is None:
        return replace(ledger, told=(told, ledger.ran))
    before, then = ledger.told
    unseen = max(0.0, then + (told - before).total_seconds() - LATEST_ANSWER - ledger.ran)
    accounts = {
        name: replace(one, spent=tuple(_moved(at, unseen, since=then) for at in one.spent))
        for name, one in ledger.accounts.items()
    }
    shares = {count: _moved(last, unseen, since=then) for count, last in ledger.shares.items()}
    lost = None if ledger.lost is None else _moved(ledger.lost, unseen, since=then)
    ran = ledger.ran + unseen
    return replace(ledger, ran=ran, accounts=accounts, shares=shares, lost=lost, told=(told, ran))


def _moved(at: float, unseen: float, *, since: float) -> float:
    return at + unseen if at >= since else at


def lock_of(row: int) -> timedelta:
    """How long so many wrong guesses in a row lock."""
    if row < TRIES:
        return timedelta(0)
    return LONGEST_LOCK if row >= TRIES_A_DAY else FIRST_LOCK * 2 ** (row - TRIES)


def _left(ledger: Ledger, staff: str) -> float:
    """Seconds until one of the day's guesses is free again, 0 where one is."""
    spent, allowed = ledger.of(staff).spent, share(ledger)
    taken = [spent[-allowed]] if len(spent) >= allowed else []
    if ledger.lost is not None and staff not in ledger.cleared:
        taken.append(ledger.lost)
    return max((one + DAY - ledger.ran for one in taken), default=0.0)


def _aged(account: Account, since: float) -> Account:
    return replace(account, spent=tuple(one for one in account.spent if one > since))


def _with(ledger: Ledger, staff: str, account: Account) -> Ledger:
    accounts = {name: one for name, one in ledger.accounts.items() if name != staff}
    if account != Account():
        accounts[staff] = account
    return replace(ledger, version=ledger.version + 1, accounts=accounts)
