"""What a printer's answers mean: DLE EOT, GS r, GS I and the four bytes of automatic status. It asks nothing itself."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

AnswerKind: TypeAlias = Literal["realtime", "fence", "automatic", "block"]


class Answer(msgspec.Struct, frozen=True):
    """One complete answer of a printer."""

    kind: AnswerKind
    content: bytes


class Answers:
    """Cuts what a printer says into answers; bytes that are none are dropped. Mutable: it keeps an unfinished one."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, heard: bytes) -> list[Answer]:
        """The answers that are complete with `heard`."""
        self._rest += heard
        found: list[Answer] = []
        while self._rest:
            answer, used = _first(self._rest)
            if not used:
                break
            self._rest = self._rest[used:]
            if answer:
                found.append(answer)
        return found


def _first(heard: bytes) -> tuple[Answer | None, int]:
    """The first answer in `heard` and how many bytes it takes; none are taken while it is unfinished."""
    first = heard[0]
    if first == 0x5F:
        end = heard.find(b"\0")
        if end < 0:
            return None, len(heard) if len(heard) > 120 else 0
        return Answer("block", heard[1:end]), end + 1
    if first & 0x93 == 0x12:
        return Answer("realtime", heard[:1]), 1
    if first & 0x93 == 0x10:
        if len(heard) < 4:
            return None, 0
        whole = not any(byte & 0x90 for byte in heard[1:4])
        return (Answer("automatic", heard[:4]), 4) if whole else (None, 1)
    if first & 0x90 == 0:
        return Answer("fence", heard[:1]), 1
    return None, 1


class Status(msgspec.Struct, frozen=True):
    """What a printer says of itself at one moment."""

    cover_open: bool = False
    paper_out: bool = False
    paper_low: bool = False
    failed: bool = False
    offline: bool = False
    drawer_open: bool = False

    @property
    def code(self) -> str:
        """Why it cannot print, the most telling reason first; "" where it can."""
        if self.cover_open:
            return "printer.cover_open"
        if self.paper_out:
            return "printer.paper_out"
        if self.failed:
            return "printer.failed"
        return "printer.offline" if self.offline else ""


def from_realtime(printer: int, offline: int, paper: int) -> Status:
    """The answers to DLE EOT 1, 2 and 4 together. The drawer's pin is high while it is shut."""
    return Status(
        cover_open=bool(offline & 0x04),
        paper_out=bool(offline & 0x20) or paper & 0x60 == 0x60,
        paper_low=paper & 0x0C == 0x0C,
        failed=bool(offline & 0x40),
        offline=bool(printer & 0x08),
        drawer_open=not printer & 0x04,
    )


def from_automatic(four: bytes) -> Status:
    """The four bytes of automatic status (GS a)."""
    return Status(
        cover_open=bool(four[0] & 0x20),
        paper_out=four[2] & 0x0C == 0x0C,
        paper_low=four[2] & 0x03 == 0x03,
        failed=bool(four[1] & 0x2C),
        offline=bool(four[0] & 0x08),
        drawer_open=not four[0] & 0x04,
    )


def paper_ended(fence: bytes) -> bool:
    """Whether the answer to GS r 1 says that the paper has ended."""
    return fence[0] & 0x0C == 0x0C
