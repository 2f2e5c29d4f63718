"""Tells a scanner that types from a person who types, by native scan codes and times. Pure: it knows no window system.

It never looks at text, so neither focus nor an input method can change a code. A key is held until the next one is too
late for a scanner (35 ms) and then given back, in order; nothing a person types is lost. The number pad is never
held: scanners type on the main keys, cashiers on the pad.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

GAP_MS = 35
FEWEST_KEYS = 4
MOST_KEYS = 1_600

Platform: TypeAlias = Literal["x11", "windows"]
# The main block in the order of its scan codes from 2 on; X11 counts eight more (evdev), Windows does not.
_OFFSET: dict[Platform, int] = {"x11": 8, "windows": 0}
_PLAIN = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./", 57: " "}
_SHIFTED = {2: "!@#$%^&*()_+", 16: "QWERTYUIOP{}", 30: 'ASDFGHJKL:"~', 43: "|ZXCVBNM<>?", 57: " "}
_ENDS = frozenset({15, 28})
_SHIFTS = frozenset({42, 54})


def _keys(rows: dict[int, str]) -> dict[int, str]:
    return {first + place: sign for first, signs in rows.items() for place, sign in enumerate(signs)}


_SIGNS, _SHIFTED_SIGNS = _keys(_PLAIN), _keys(_SHIFTED)


class KeyEvent(msgspec.Struct, frozen=True):
    """A key as the window system tells of it.

    `scan_code` is native, `at_ms` the event's own time and not the time of looking at it. `ticket` is whatever the
    caller wants back with the event when it is to be replayed.
    """

    scan_code: int
    at_ms: int
    is_press: bool = True
    is_repeat: bool = False
    ticket: int = 0


class Verdict(msgspec.Struct, frozen=True):
    """What becomes of a key: "through" (let it go on), "held" (eat it for now), "caught" (eat it, a code is complete).

    First of all, `replay` goes to where it would have gone, in order. `code` is a caught code.
    """

    fate: Literal["through", "held", "caught"]
    replay: tuple[KeyEvent, ...] = ()
    code: str = ""


class WedgeCatcher:
    """Watches one keyboard. Mutable: it holds keys that may become a code."""

    def __init__(self, platform: Platform = "x11") -> None:
        self._offset = _OFFSET[platform]
        self._held: list[KeyEvent] = []
        self._signs: list[str] = []
        self._last_ms = 0
        self._has_shift = False
        self._eaten: set[int] = set()

    @property
    def due_ms(self) -> int | None:
        """When `expire` is to be called unless another key comes; None while nothing is held."""
        return self._last_ms + GAP_MS + 1 if self._held else None

    def take(self, event: KeyEvent) -> Verdict:
        """Judge one key event, in the order in which they happened."""
        code = event.scan_code - self._offset
        if code in _SHIFTS:
            self._has_shift = event.is_press
            return Verdict("through")
        if not event.is_press:
            return self._release(event, code)
        if event.is_repeat:
            return Verdict("through", self._give_back())
        self._eaten.discard(code)
        replay = self._give_back() if self._is_late(event.at_ms) else ()
        if code in _ENDS and len(self._signs) >= FEWEST_KEYS:
            return self._catch(code)
        sign = (_SHIFTED_SIGNS if self._has_shift else _SIGNS).get(code)
        if sign is None or len(self._signs) >= MOST_KEYS:
            return Verdict("through", replay + self._give_back())
        self._held.append(event)
        self._signs.append(sign)
        self._last_ms = event.at_ms
        return Verdict("held", replay)

    def expire(self, at_ms: int) -> tuple[KeyEvent, ...]:
        """What is to be replayed because nothing followed it in time.

        Call it only when no key event is waiting to be judged: after a busy moment keys come late, and their own times
        say that they were not.
        """
        return self._give_back() if self._is_late(at_ms) else ()

    def _is_late(self, at_ms: int) -> bool:
        return bool(self._held) and not 0 <= at_ms - self._last_ms <= GAP_MS

    def _release(self, event: KeyEvent, code: int) -> Verdict:
        if code in self._eaten:
            self._eaten.discard(code)
            return Verdict("held")
        if any(held.scan_code == event.scan_code and held.is_press for held in self._held):
            self._held.append(event)
            return Verdict("held")
        return Verdict("through")

    def _catch(self, end: int) -> Verdict:
        caught = "".join(self._signs)
        released = {event.scan_code for event in self._held if not event.is_press}
        self._eaten = {
            event.scan_code - self._offset for event in self._held if event.is_press and event.scan_code not in released
        } | {end}
        self._held.clear()
        self._signs.clear()
        return Verdict("caught", code=caught)

    def _give_back(self) -> tuple[KeyEvent, ...]:
        held = tuple(self._held)
        self._held.clear()
        self._signs.clear()
        return held
