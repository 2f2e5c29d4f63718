"""What the panel says: how this till, the network and the mall are, each by itself; what waits; what works."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos.domain.calendar import KST
from pos.till.connection import Backlog, Finding, Grade, LinkState, Party, findings
from pos.till.counter import Notice
from pos.ui import figures
from pos.ui.notices import explain
from pos.ui.widgets.label import Tone
from pos.ui.words import Words

_SIGNS: dict[Grade, str] = {"fine": "check", "unknown": "help", "poor": "alert", "broken": "alert"}
_TONES: dict[Grade, Tone] = {"fine": "accent", "unknown": "muted", "poor": "warning", "broken": "danger"}
WORKS = ("selling", "members_here", "returns_here", "closing")
"""What needs nobody else."""
NEEDS_MALL = ("members_elsewhere", "vouchers", "returns_elsewhere", "news")
"""What waits until the mall is there."""
_SOON = 30.0


@dataclass(frozen=True, slots=True)
class PartyView:
    """One of the three: its sign says without colour what its tone says with it."""

    party: Party
    sign: str
    tone: Tone
    name: str
    text: str
    detail: str


@dataclass(frozen=True, slots=True)
class ConnectionView:
    """`lines` are what waits, the first the most important; `works` and `waits` what can be done now and what not."""

    headline: str
    parties: tuple[PartyView, ...]
    lines: tuple[str, ...]
    works: tuple[str, ...]
    waits: tuple[str, ...]
    is_trying: bool
    told: str = ""


def present(
    state: LinkState,
    backlog: Backlog | None,
    words: Words,
    *,
    today: date,
    is_trying: bool = False,
    was_tried: bool = False,
    is_stopped: bool = False,
) -> ConnectionView:
    """As it is now; `backlog` is None while it is being counted. After somebody tried it says what came of it.

    `is_stopped` where nobody sells here any more, or not yet again: then nothing is said to work.
    """
    told = _Told(words, today)
    found = findings(state)
    is_open = state.connection.state == "online"
    works = ("nothing",) if is_stopped else ("all",) if is_open else WORKS
    return ConnectionView(
        headline=words(f"connection.headline.{'stopped' if is_stopped else _headline(state, backlog)}"),
        parties=tuple(_party(one, state, told) for one in found),
        lines=_waiting(backlog, told, safe="kept" if state.connection.state == "broken" else "safe"),
        works=tuple(words(f"connection.works.{name}") for name in works),
        waits=() if is_open or is_stopped else tuple(words(f"connection.waits.{name}") for name in NEEDS_MALL),
        is_trying=is_trying,
        told=_outcome(state, words, is_trying=is_trying, was_tried=was_tried),
    )


def _headline(state: LinkState, backlog: Backlog | None) -> str:
    if state.connection.state == "online":
        return "sending" if backlog is not None and (backlog.entries or backlog.letters) else "fine"
    return {"starting": "starting", "offline": "apart", "broken": "broken"}[state.connection.state]


def _outcome(state: LinkState, words: Words, *, is_trying: bool, was_tried: bool) -> str:
    if is_trying:
        return words("connection.trying")
    if not was_tried:
        return ""
    return words("connection.tried" if state.connection.state == "online" else "connection.tried_in_vain")


@dataclass(frozen=True, slots=True)
class _Told:
    """The words, and the day that goes without saying."""

    words: Words
    today: date

    def when(self, moment: datetime) -> str:
        day, time = moment.astimezone(KST).date(), figures.clock(moment)
        if day == self.today:
            return time
        return self.words("connection.when", day=figures.day(day, self.words.language), time=time)


def _waiting(backlog: Backlog | None, told: _Told, *, safe: str) -> tuple[str, ...]:
    words = told.words
    if backlog is None:
        return (words("connection.counting"),)
    if not backlog.entries and not backlog.letters:
        return (words("connection.all_sent"), words("connection.all_sent_text"))
    lines = []
    if backlog.entries:
        time = told.when(backlog.since) if backlog.since else "–"
        lines.append(words("connection.entries", count=f"{backlog.entries:,}", time=time))
        total = figures.won(backlog.total, words.language)
        lines.append(words("connection.sales", count=f"{backlog.sales:,}", total=total))
    if backlog.letters:
        lines.append(words("connection.letters", count=f"{backlog.letters:,}"))
    return (*lines, words(f"connection.{safe}"))


# --- the three -----------------------------------------------------------------------------------------------------


def _party(finding: Finding, state: LinkState, told: _Told) -> PartyView:
    party, words = finding.party, told.words
    text, cure = words(f"connection.{party}.{finding.state}", address=state.network.address), ""
    if finding.code and finding.code != "mall.unreachable":
        known = explain(Notice(finding.code, state.facts, "error"), words, tells_raw=False)
        text, cure = known.what, f"{known.do}  {known.short}"
    elif words.has(f"connection.{party}.{finding.state}_do"):
        cure = words(f"connection.{party}.{finding.state}_do")
    more = {"till": _of_clock, "network": _nothing, "mall": _of_mall}[party](state, told)
    detail = "\n".join(part for part in (cure, more) if part)
    return PartyView(
        party, _SIGNS[finding.grade], _TONES[finding.grade], words(f"connection.{party}.name"), text, detail
    )


def _nothing(_state: LinkState, _told: _Told) -> str:
    return ""


def _of_clock(state: LinkState, told: _Told) -> str:
    """By how much the clocks differ, where the mall says that they do."""
    ours, theirs = state.facts.get("till"), state.facts.get("mall")
    if state.connection.code != "mall.clock" or not isinstance(ours, str) or not isinstance(theirs, str):
        return ""
    try:
        off = abs(datetime.fromisoformat(ours) - datetime.fromisoformat(theirs))
    except (ValueError, TypeError):
        return ""
    return told.words("connection.till.off_by", minutes=f"{round(off.total_seconds() / 60):,}")


def _of_mall(state: LinkState, told: _Told) -> str:
    words = told.words
    heard = words("connection.mall.heard", time=told.when(state.heard)) if state.heard else ""
    fed = words("connection.mall.fed", time=told.when(state.fed)) if state.fed else ""
    again = "" if state.connection.state in ("online", "starting") else _again(state, words)
    return "\n".join(part for part in (" · ".join(part for part in (heard, fed) if part), again) if part)


def _again(state: LinkState, words: Words) -> str:
    if state.next_in <= _SOON:
        return words("connection.mall.again_soon")
    return words("connection.mall.again", minutes=max(1, round(state.next_in / 60)))
