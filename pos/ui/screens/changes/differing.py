"""In what a held thing differs from what is known, in words; nobody's secrets are among them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final, Literal

import msgspec

from pos.domain.catalogue import Name, Product
from pos.domain.policy import Policy
from pos.till.feed import Boutique, Staff
from pos.till.releasing import Looked
from pos.ui.words import Words

MOST: Final = 12
_NOT_SHOWN: Final = frozenset({"pin_verifier", "badge", "demo_pin", "pin_digits", "prices", "favourite", "colour"})
_LONGEST: Final = 80
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT")


def name_of(one: Looked, language: Literal["ko", "en"]) -> str:
    """What a thing is called where people see it; its key where it has no name."""
    thing = one.after if one.after is not None else one.before
    if isinstance(thing, Staff | Boutique):
        return thing.name
    if isinstance(thing, Policy):
        return f"{thing.title.in_language(language)} {thing.version}"
    named = getattr(thing, "name", None)
    return named.in_language(language) if isinstance(named, Name) else one.held.key


def differences(one: Looked, words: Words) -> Iterator[tuple[str, str, str]]:
    """What differs: its name, what it is now ("" of what is new), and what was sent."""
    if one.after is None:
        return
    before = _flat(one.before) if type(one.before) is type(one.after) else {}
    after = _flat(one.after)
    shown = 0
    for path in after:
        is_same = before.get(path) == after[path] or (not before and not after[path])
        if is_same or shown >= MOST or (isinstance(one.after, Product) and not before):
            continue
        shown += 1
        yield _called(path, words), _text(before.get(path), words) if before else "", _text(after[path], words)


def _flat(thing: Any) -> dict[str, Any]:
    """The parts of a thing by their way into it."""
    return dict(_parts(msgspec.to_builtins(thing), ""))


def _parts(value: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for name, part in value.items():
            if name not in _NOT_SHOWN:
                yield from _parts(part, f"{path}.{name}" if path else str(name))
    else:
        yield path, value


def _called(path: str, words: Words) -> str:
    names = path.split(".")
    for name in (names[-1], names[0]):
        if words.has(f"changes.field.{name}"):
            return words(f"changes.field.{name}")
    return path


def _text(value: Any, words: Words) -> str:
    if value is None or value in ("", [], ()):
        return words("changes.nothing")
    if isinstance(value, bool):
        return "✓" if value else words("changes.nothing")
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, list | tuple):
        return ", ".join(_text(one, words) for one in value)[:_LONGEST]
    text = str(value)[:10] if _MOMENT.match(str(value)) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
