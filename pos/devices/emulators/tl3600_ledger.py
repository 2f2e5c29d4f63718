"""What the emulated TL3600 did with money, on disk before it answers: the witness. It keeps no number of a person."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from pos.whole_file import replace_whole


class Taken(msgspec.Struct, frozen=True):
    """An approved charge or an issued cash receipt."""

    kind: str
    amount: int
    vat: int
    instalments: int
    is_signed: bool
    approval: str
    day: str
    time: str
    unique: str
    is_cancelled: bool = False


class GivenBack(msgspec.Struct, frozen=True):
    """An approved cancellation; `is_elsewhere` where the original was never approved here."""

    kind: str
    way: str
    amount: int
    approval: str
    is_elsewhere: bool = False


class Book(msgspec.Struct, frozen=True):
    """All of it, in order; `last` is the last approval as its answer stands, `serial` the last number it gave."""

    charges: tuple[Taken, ...] = ()
    receipts: tuple[Taken, ...] = ()
    given_back: tuple[GivenBack, ...] = ()
    last: bytes = b""
    serial: int = 0

    def with_taken(self, taken: Taken, *, last: bytes) -> Book:
        """One more approval."""
        name: Literal["receipts", "charges"] = "receipts" if taken.kind == "2" else "charges"
        return replace(self, **{name: (*getattr(self, name), taken)}, last=last, serial=self.serial + 1)

    def with_given_back(self, back: GivenBack, *, last: bytes) -> Book:
        """One more cancellation; a charge is cancelled whole."""

        def marked(ones: tuple[Taken, ...]) -> tuple[Taken, ...]:
            return tuple(replace(one, is_cancelled=True) if one.approval == back.approval else one for one in ones)

        given = (*self.given_back, back)
        return replace(
            self,
            charges=marked(self.charges),
            receipts=marked(self.receipts),
            given_back=given,
            last=last,
            serial=self.serial + 1,
        )

    def find(self, approval: str) -> Taken | None:
        """The charge or receipt with an approval number."""
        return next((one for one in (*self.charges, *self.receipts) if one.approval == approval), None)


def read(path: Path | None) -> Book:
    """The book on disk, or an empty one."""
    return msgspec.json.decode(path.read_bytes(), type=Book) if path is not None and path.exists() else Book()


def write(path: Path | None, book: Book) -> None:
    """Replace the book on disk, whole or not at all."""
    if path is not None:
        replace_whole(path, msgspec.json.encode(book))
