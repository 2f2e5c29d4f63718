"""Looking for what people said in whatever lies on a disk, in every encoding and spelling that a program could use."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be", "cp949")
_LEAST = 6
"""So many bytes are too many to meet by chance in what is encrypted."""


@dataclass(frozen=True, slots=True)
class Traces:
    """Every way in which texts could be written down, by the bytes it begins with."""

    by_beginning: dict[bytes, tuple[tuple[bytes, str], ...]]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Traces:
        """The traces of these texts; each has to be long enough not to be met by chance."""
        found: dict[bytes, dict[bytes, str]] = {}
        for text in texts:
            for written in {raw for spelt in _spellings(text) for raw in _encoded(spelt)}:
                if len(written) < _LEAST:
                    raise ValueError("a text is too short to look for")
                found.setdefault(written[:_LEAST], {})[written] = text
        return cls({beginning: tuple(some.items()) for beginning, some in found.items()})

    def found_in(self, raw: bytes) -> set[str]:
        """The texts of which there is a trace."""
        beginnings = self.by_beginning
        places = (at for at in range(len(raw) - _LEAST + 1) if raw[at : at + _LEAST] in beginnings)
        return {
            text for at in places for written, text in beginnings[raw[at : at + _LEAST]] if raw.startswith(written, at)
        }

    def found_under(self, folder: Path) -> dict[str, set[str]]:
        """The texts of which there is a trace, by the file it is in, names of files told apart from what is in them."""
        found = {}
        for path in sorted(folder.rglob("*")):
            raw = path.read_bytes() if path.is_file() else b""
            if texts := self.found_in(raw) | self.found_in(str(path.relative_to(folder)).encode()):
                found[str(path.relative_to(folder))] = texts
        return found


def _spellings(text: str) -> Iterator[str]:
    yield from {text, text.replace("-", ""), text.replace(" ", "")}


def _encoded(text: str) -> Iterator[bytes]:
    for encoding in ENCODINGS:
        yield text.encode(encoding)
    yield text.encode("unicode_escape")
