"""A page of the feed arrives: what is unsound is refused, what is odd is held, the rest holds from now on.

All of it with the cursor in one transaction, so that a page is never taken in by half. One bad thing stops no other.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection

from pos.domain.calendar import korean_day
from pos.domain.journal import write_time
from pos.storage import held, range_changes
from pos.storage.judging import RANGE, Delivery, Judge, Odd, odd_in, policy_of
from pos.storage.taking import set_to, take
from pos.till.feed import FeedPage
from pos.till.held_changes import HeldChange
from pos.till.reading import KINDS, NOT_UNDERSTOOD, Delivered, Unread, digest_of, fingerprint, written
from pos.till.sifting import key_of, sift, things_of, with_things

HELD = "feed.held"
SIGNED_ONCE = "feed_is_signed"
READ_BY = "feed_read_by"
"""Which program, by its fingerprint, asked for something that it then did not keep."""
MOST_KEPT = 64 * 1024
"""Bytes of a thing that is not understood and kept; a longer one is asked for again."""

_SETTINGS = (
    "SELECT name, value FROM setting WHERE name IN ('cursor', 'feed_began', 'feed_goes_on', 'feed_heard', 'feed_since')"
)


def take_in(connection: Connection, page: FeedPage, *, till: str, judge: Judge | None) -> tuple[str, ...]:
    """Take in a page with its cursor; the codes of what was refused in it, is held of it, or was not understood.

    What is held is said when it comes, and not again while it stays what it is. Without a judge nothing is odd.
    """
    unread = page.unread if isinstance(page, Delivered) else ()
    sound, codes = sift(page)
    if judge is not None:
        delivery = _delivery(connection, judge)
        waiting = held.everything(connection)
        odd = odd_in(connection, sound, judge.bounds, delivery, waiting)
        sound, is_new = _hold(connection, sound, odd, delivery, cursor=page.cursor)
        codes += [HELD] if is_new else []
        codes += [NOT_UNDERSTOOD] if _set_aside(connection, unread, delivery, cursor=page.cursor) else []
        _let_go(connection, sound, waiting)
        _set_aside(connection, _strange_terms(sound), delivery, cursor=page.cursor)
        _remember(connection, page, delivery)
    elif unread:
        codes.append(NOT_UNDERSTOOD)
    codes += take(connection, sound, till=till)
    set_to(connection, "cursor", str(page.cursor))
    if isinstance(page, Delivered) and page.signature:
        set_to(connection, SIGNED_ONCE, "1")
    return tuple(dict.fromkeys(codes))


def _delivery(connection: Connection, judge: Judge) -> Delivery:
    """The catch-up that this page belongs to: it goes on while the page before said that another one waits."""
    known: dict[str, str] = {row.name: row.value for row in connection.exec_driver_sql(_SETTINGS)}
    cursor = int(known.get("cursor", 0))
    began = int(known.get("feed_began", cursor)) if known.get("feed_goes_on") == "1" else cursor
    now, heard = judge.now(), known.get("feed_heard")
    since = known.get("feed_since", "")
    if not since:
        set_to(connection, "feed_since", korean_day(now).isoformat())
    # On its first day a till is told what everybody else has known for long.
    has_listened = bool(heard) and "" < since < korean_day(now).isoformat()
    return Delivery(began, now, date.fromisoformat(heard) if heard and has_listened else None)


def _remember(connection: Connection, page: FeedPage, delivery: Delivery) -> None:
    set_to(connection, "feed_began", str(delivery.began))
    set_to(connection, "feed_goes_on", "1" if page.more else "0")
    if not page.more:
        set_to(connection, "feed_heard", korean_day(delivery.now).isoformat())


def _hold(
    connection: Connection, page: FeedPage, odd: Odd, delivery: Delivery, *, cursor: int
) -> tuple[FeedPage, bool]:
    """The page without what is odd, and whether anything of that is new. Where a delivery as a whole is odd, what it
    changed before goes back to what it was."""
    if not odd:
        return page, False
    before, at = held.digests(connection), write_time(delivery.now)
    is_new = False
    for kind in {kind for kind, _ in odd}:
        fine = []
        for thing in things_of(page, kind):
            key = _key(kind, thing)
            if (kind, key) in odd:
                change = _change(kind, key, odd[kind, key], thing, at, cursor)
                is_new = is_new or before.get((kind, key)) != change.digest
                held.put(connection, change)
            else:
                fine.append(thing)
        page = with_things(page, kind, fine)
    if any(RANGE in codes for codes in odd.values()):
        for product in range_changes.put_back(connection, delivery=delivery.began):
            if ("products", product.code) not in odd:
                held.put(connection, _change("products", product.code, (RANGE,), product, at, cursor))
    return page, is_new


def _change(kind: str, key: str, codes: tuple[str, ...], thing: Any, at: str, cursor: int) -> HeldChange:
    body = written(thing)
    return HeldChange(kind, key, codes, digest_of(kind, key, body), at, cursor, body)


def _set_aside(connection: Connection, unread: Iterable[Unread], delivery: Delivery, *, cursor: int) -> bool:
    """Keep what was not understood for a program that does; whether any of it is new."""
    before = held.digests(connection)
    is_new = False
    for one in unread:
        digest = digest_of(one.kind, one.key, one.body)
        is_new = is_new or before.get((one.kind, one.key)) != digest
        body = one.body if len(one.body) <= MOST_KEPT else b""
        codes, at = (NOT_UNDERSTOOD,), write_time(delivery.now)
        place = cursor if body else delivery.began
        if not body:
            set_to(connection, READ_BY, fingerprint())
        held.put(connection, HeldChange(one.kind, one.key, codes, digest, at, place, body))
    return is_new


def _strange_terms(page: FeedPage) -> list[Unread]:
    """Documents of the terms that this program refuses; that they are refused is said of them already."""
    return [Unread("policies", _name_of(text), text.encode()) for text in page.policies if policy_of(text) is None]


def _let_go(connection: Connection, page: FeedPage, waiting: tuple[HeldChange, ...]) -> None:
    """A version that is believed takes the place of one that is held."""
    if not waiting:
        return
    told = {(kind, _key(kind, thing)) for kind in KINDS for thing in things_of(page, kind)}
    for one in waiting:
        if (one.kind, one.key) in told:
            held.drop(connection, one.kind, one.key)


def _key(kind: str, thing: Any) -> str:
    if isinstance(thing, str):
        return _name_of(thing)
    return key_of(kind, thing)


def _name_of(document: str) -> str:
    """By which a version of the terms is known, whether or not it is understood."""
    policy = policy_of(document)
    return policy.version if policy is not None else digest_of("policies", "", document.encode())[:16]
