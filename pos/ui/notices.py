"""What the till says aloud, in the person's language: what happened, is the sale safe, what to do now, a short code.

It finds words for a code and fills in its facts; it invents none, and says so where a code has no words.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from pos.domain.calendar import KST
from pos.domain.errors import Detail, TillError
from pos.domain.quote import Missed
from pos.till.counter import Notice
from pos.ui.words import Words

PARTS = ("what", "safe", "do", "short")
_CAUSES = ("cause", "reason")
STOPPING = frozenset({"till.behind", "till.shut_out", "mall.revoked"})
"""While one of these stands nobody sells here: it is said before all else."""
# Facts that choose among words: `what_member` is said instead of `what` where the scope is "member".
_VARIANTS = ("scope", "field", "paper")


@dataclass(frozen=True, slots=True)
class Explained:
    """A notice in four parts, ready to be read aloud in this order."""

    what: str
    safe: str
    do: str
    short: str

    @property
    def text(self) -> str:
        """All four parts as one line."""
        return f"{self.what} {self.safe} {self.do}  {self.short}"


def explain(
    notice: Notice, words: Words, *, name_of: Callable[[str], str] | None = None, tells_raw: bool = True
) -> Explained:
    """The words for a notice with its facts filled in. `name_of` turns a product's code into its name.

    A cause without words is told as it is to a technician at a console; on a screen (`tells_raw` False) nobody
    knows it.
    """
    key = notice.code if words.has(f"notice.{notice.code}.what") else "unforeseen"
    family = notice.code.split(".")[0]
    facts = {name: _told(name, value, words, family, tells_raw=tells_raw) for name, value in notice.facts.items()}
    facts.setdefault("code", notice.code)
    facts["cure"] = _cure(notice, words)
    if name_of is not None and isinstance(notice.facts.get("product"), str):
        facts["product"] = name_of(str(notice.facts["product"]))
    for cause in _CAUSES:
        facts.setdefault(cause, words("cause.unknown"))
    what, safe, do, short = (words(_key(notice, f"notice.{key}.{part}", words), **facts) for part in PARTS)
    return Explained(what, safe, do, _short_of_cause(notice, words) or short if do == facts["cure"] else short)


def refusal(error: TillError, words: Words, *, about: str) -> Explained:
    """Why something was not done, in the words that stand under `about` ("refunds.refused.refund.declined").

    Where none stand there it is said as anywhere else.
    """
    told = explain(Notice(error.code, error.facts, "error"), words, tells_raw=False)
    if not words.has(f"{about}.what"):
        return told
    facts = {name: f"{value:,}" if isinstance(value, int) else value or "–" for name, value in error.facts.items()}
    reason = f"notice.{error.facts.get('reason')}.name"
    facts["reason"] = words(reason) if words.has(reason) else words("cause.unknown")
    what, safe, do = (words(f"{about}.{part}", **facts) for part in ("what", "safe", "do"))
    return Explained(what, safe, do, told.short)


def missed_notice(missed: Missed, words: Words) -> Notice:
    """A benefit that is not given, as a notice: its facts, what is missing, what it is worth, what it is called."""
    facts: dict[str, Detail] = {**missed.facts, "missing": missed.missing, "worth": missed.worth}
    if missed.name is not None:
        facts["name"] = missed.name.in_language(words.language)
    return Notice(missed.code, facts, "news")


def _key(notice: Notice, key: str, words: Words) -> str:
    variants = (f"{key}_{notice.facts[name]}" for name in _VARIANTS if name in notice.facts)
    return next((variant for variant in variants if words.has(variant)), key)


def _told(name: str, value: Detail, words: Words, family: str, *, tells_raw: bool) -> str:
    """A fact as a person reads it: 12,000 · 14:05 · 용지 없음."""
    if isinstance(value, int):
        return f"{value:,}"
    if name in _CAUSES:
        return _cause(value or "", words, family, tells_raw=tells_raw)
    if name == "action" and words.has(f"action.{value}"):
        return words(f"action.{value}")
    return _moment(name, value) if value else "–"


def _cause(code: str, words: Words, family: str, *, tells_raw: bool) -> str:
    for known in (f"notice.{code}.name", f"cause.{family}.{code}"):
        if words.has(known):
            return words(known)
    return code if code and tells_raw else words("cause.unknown")


def _cure(notice: Notice, words: Words) -> str:
    cause = next((notice.facts[name] for name in _CAUSES if notice.facts.get(name)), "")
    known = f"notice.{cause}.do"
    return words(known) if words.has(known) else words("cause.cure")


def _short_of_cause(notice: Notice, words: Words) -> str:
    """The code of what has to be put right, for a notice that has no remedy of its own."""
    known = f"notice.{notice.facts.get('cause')}.short"
    return words(known) if words.has(known) else ""


def _moment(name: str, text: str) -> str:
    """A moment in Korean time, only its hour where the day goes without saying; other texts as they are."""
    if name == "day":
        return date.fromisoformat(text).isoformat()
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    if moment.tzinfo is None or len(text) < len("2025-01-01T00:00"):
        return text
    moment = moment.astimezone(KST)
    if name in ("until", "since", "free_at"):
        return f"{moment:%H:%M}"
    return f"{moment:%m-%d %H:%M}" if name == "at" else f"{moment:%Y-%m-%d %H:%M}"
