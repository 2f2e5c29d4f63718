"""Free text that is kept: whatever verb takes it, what looks like a card, a resident number, a phone or a mail address
does not get in."""

from __future__ import annotations

import ast
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pos.domain.errors import Refused
from pos.till import approving, delivering, refusing, selling, session, stocking
from pos.till.day import closing, drawer, holidays
from pos.till.people import lists, rights, standing
from tests.domain.products import NOW
from tests.till.scene import ARIA, Scene
from tests.till.shop import HOME

TILL = Path(__file__).parents[2] / "pos" / "till"
FREE_TEXT = frozenset({"note", "reason"})
CHECKS = frozenset({"check_note", "check_reason", "check_suspension"})
NO_PERSONS_WORDS = frozenset({"moving.drawer_for"})
"""Texts that no person writes: what the drawer was opened for."""

Verb: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef


def verbs() -> dict[str, tuple[Verb, str]]:
    """Every public function of the till that takes a note or a reason in a person's words, with that parameter."""
    return {f"{path.stem}.{verb.name}": (verb, text) for path in TILL.rglob("*.py") for verb, text in _in(path)}


def _in(path: Path) -> Iterator[tuple[Verb, str]]:
    for verb in ast.parse(path.read_text("utf-8")).body:
        if not isinstance(verb, Verb) or verb.name.startswith("_"):
            continue
        for one in (*verb.args.args, *verb.args.kwonlyargs):
            is_text = isinstance(one.annotation, ast.Name) and one.annotation.id == "str"
            if one.arg in FREE_TEXT and is_text:
                yield verb, one.arg


def hands_on(verb: Verb, text: str, to: frozenset[str]) -> bool:
    """Whether it gives the text to one of these, whatever else it does."""
    calls = (node for node in ast.walk(verb) if isinstance(node, ast.Call))
    return any(
        _name(call.func) in to
        and any(isinstance(one, ast.Name) and one.id == text for one in (*call.args, *(k.value for k in call.keywords)))
        for call in calls
    )


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def test_every_verb_that_takes_a_note_has_it_checked() -> None:
    found, checked = verbs(), CHECKS
    for _ in found:  # until nothing is added: one hands it on to another that hands it on
        checked |= {verb.name for verb, text in found.values() if hands_on(verb, text, checked)}
    unchecked = {name for name, (verb, text) in found.items() if not hands_on(verb, text, checked)}
    assert unchecked == NO_PERSONS_WORDS
    assert len(found) >= 15


def test_the_walk_sees_a_verb_that_forgets() -> None:
    source = "async def keep(counter, *, note: str) -> None:\n    await counter.write(note)"
    verb = ast.parse(source).body[0]
    assert isinstance(verb, ast.AsyncFunctionDef)
    assert not hands_on(verb, "note", CHECKS)


Told: TypeAlias = Callable[[Scene, str], Coroutine[Any, Any, Any]]
SAYS: dict[str, Told] = {
    "approve": lambda at, text: approving.approve(at.counter, "line.free", "x", by="C1", pin="1", reason=text),
    "refuse": lambda at, text: refusing.refuse(at.counter, 9, text),
    "move": lambda at, text: drawer.move(at.counter, "in", 1_000, note=text),
    "open": lambda at, text: drawer.open_without_sale(at.counter, text),
    "give_up": lambda at, text: closing.give_up(at.counter, "x", reason=text),
    "correct": lambda at, text: stocking.correct(at.counter, "ARIA", 3, reason="other", note=text),
    "holiday": lambda at, text: holidays.enter(at.counter, NOW.date(), by="C1", pin="1", reason=text),
    "suspend": lambda at, text: standing.suspend(at.counter, "M1", 5, text),
    "lift": lambda at, text: standing.lift(at.counter, "M1", text),
    "announce": lambda at, text: standing.announce_loss(at.counter, "M1", text),
    "request": lambda at, text: rights.refuse(at.counter, "x", text),
    "list": lambda at, text: lists.marketing(at.counter, reason=text),
}


def test_what_is_sensitive_reaches_no_entry(shop: Scene) -> None:
    shop.play(session.sign_in(shop.counter, "B1", "930275"))
    selling.scan(shop.counter, ARIA)
    before = len(shop.journal())
    for says in SAYS.values():
        for text in ("card 4111 1111 1111 1111", "901010-1234567"):
            with pytest.raises(Refused, match=r"privacy\.sensitive"):
                shop.play(says(shop, text))
    for told in (HOME.__class__(HOME.name, HOME.phone, HOME.postcode, HOME.address, note="901010-1234567"),):
        with pytest.raises(Refused, match=r"privacy\.sensitive"):
            shop.play(delivering.deliver_to(shop.counter, told))
    assert len(shop.journal()) == before
