"""Every word a person reads, in Korean and English, by a stable key. Keys are identities; words never are."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pos.till.feed import Language

FOLDER = Path(__file__).parents[2] / "resources" / "translations"


class Words:
    """The words of one language: `words("sale.total")`, `words("held.since", time="14:02")`."""

    __slots__ = ("_table", "language")

    def __init__(self, language: Language) -> None:
        self.language = language
        self._table = _table_of(language)

    def __call__(self, key: str, /, **facts: object) -> str:
        """The words for `key` with its facts filled in; the key itself, visibly, where there are none."""
        text = self._table.get(key)
        if text is None:
            return f"⟨{key}⟩"
        return text.format_map(_Facts(facts)) if facts else text

    def has(self, key: str) -> bool:
        """Whether there are words for `key`."""
        return key in self._table


class _Facts(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "–"


@lru_cache
def _table_of(language: Language) -> Mapping[str, str]:
    return {key: texts[language] for key, texts in all_words().items()}


@lru_cache
def all_words() -> Mapping[str, Mapping[str, str]]:
    """Every key with its text in each language, from all files of the folder."""
    table: dict[str, Mapping[str, str]] = {}
    for path in sorted(FOLDER.glob("*.toml")):
        table.update(_leaves(tomllib.loads(path.read_text("utf-8"))))
    return table


def _leaves(tree: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Mapping[str, str]]]:
    for name, branch in tree.items():
        if "ko" in branch and isinstance(branch["ko"], str):
            yield prefix + name, branch
        else:
            yield from _leaves(branch, f"{prefix}{name}.")
