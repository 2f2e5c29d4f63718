"""Scanners made of software: keys as a wedge types them, and frames on a pseudo-terminal. They read no barcode."""

from __future__ import annotations

from typing import Self

from pos.devices.emulators.links import PtyLink
from pos.devices.scanner.wedge import KeyEvent, Platform

_ROWS = {2: "1234567890-=", 16: "qwertyuiop[]", 30: "asdfghjkl;'`", 43: "\\zxcvbnm,./", 57: " "}
_UPPER = {2: "!@#$%^&*()_+", 16: "QWERTYUIOP{}", 30: 'ASDFGHJKL:"~', 43: "|ZXCVBNM<>?"}
_SHIFT = 42
_SUFFIX = {"enter": 28, "tab": 15}


def _find(sign: str) -> tuple[int, bool]:
    for rows, shifted in ((_ROWS, False), (_UPPER, True)):
        for first, signs in rows.items():
            if sign in signs:
                return first + signs.index(sign), shifted
    raise ValueError(f"no key types {sign!r}")


def keystrokes(
    code: str,
    *,
    start_ms: int = 0,
    gap_ms: int = 2,
    suffix: str = "enter",
    platform: Platform = "x11",
) -> tuple[KeyEvent, ...]:
    """The key events of one scan: press and release of each key, `gap_ms` from press to press. `suffix` may be ""."""
    offset = 8 if platform == "x11" else 0
    keys = [_find(sign) for sign in code]
    if suffix:
        keys.append((_SUFFIX[suffix], False))
    events: list[KeyEvent] = []
    for place, (key, shifted) in enumerate(keys):
        at = start_ms + place * gap_ms
        if shifted:
            events.append(KeyEvent(_SHIFT + offset, at))
        events.append(KeyEvent(key + offset, at))
        events.append(KeyEvent(key + offset, at + gap_ms // 2, is_press=False))
        if shifted:
            events.append(KeyEvent(_SHIFT + offset, at + gap_ms // 2, is_press=False))
    return tuple(events)


class EmulatedSerialScanner:
    """A scanner on a pseudo-terminal. Mutable: it can be unplugged."""

    def __init__(self, *, suffix: bytes = b"\r") -> None:
        self._suffix = suffix
        self._link: PtyLink | None = None

    def plug_in(self) -> str:
        """Appear as a port, and return its address."""
        self._link = PtyLink()
        return f"serial://{self._link.path}"

    def scan(self, code: str, *, aim: str = "") -> None:
        """Send one code with its AIM id, if the scanner is set to send it."""
        self.send(f"{aim}{code}".encode() + self._suffix)

    def send(self, raw: bytes) -> None:
        """Send bytes as they are."""
        if self._link is not None:
            self._link.send(raw)

    def unplug(self) -> None:
        """Vanish."""
        if self._link is not None:
            self._link.break_off()
        self._link = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.unplug()
