"""What is shown of a journal that is behind the mall's copy, or went another way: how much, where, what to do."""

from __future__ import annotations

from pos.till.abreast import Abreast
from pos.till.bringing_back import Progress
from pos.ui.screens.refunds.pane import Choice, Fact, Pane, Told
from pos.ui.words import Words


def present(
    found: Abreast, words: Words, *, progress: Progress | None = None, brought: int | None = None, is_busy: bool = False
) -> Pane:
    """The panel: `progress` while entries come back, `brought` once they have."""
    if progress is not None and is_busy:
        text = words("bringing_back.progress", done=f"{progress.done:,}", of=f"{progress.of:,}")
        return Pane(heading=words("bringing_back.coming"), figure=text, is_busy=True)
    if is_busy:
        return Pane(heading=words("bringing_back.checking"), is_busy=True)
    if found.state in ("behind", "apart"):
        state = found.state if found.missing else "last"
        return Pane(
            heading=words(f"bringing_back.{state}.title"),
            figure=words("bringing_back.count", count=f"{found.missing:,}") if found.missing else "",
            facts=_facts(found, words) if found.missing else (),
            note=words(f"bringing_back.{state}.do"),
            choices=_choices(found),
        )
    if brought is not None:
        return Pane(
            heading=words("bringing_back.title"),
            told=Told("news", words("bringing_back.done", count=f"{brought:,}")),
            choices=(Choice("look", "F5"),),
        )
    return Pane()


def rows(found: Abreast, words: Words) -> tuple[tuple[str, str], ...]:
    """How much it is, for who lets it go on."""
    missing = (words("bringing_back.missing"), words("bringing_back.count", count=f"{found.missing:,}"))
    own = (words("bringing_back.own"), words("bringing_back.count", count=f"{found.own:,}"))
    return (missing, own) if found.own else (missing,)


def _facts(found: Abreast, words: Words) -> tuple[Fact, ...]:
    facts = [Fact(*row) for row in rows(found, words)]
    if found.common.seq:
        place = words("bringing_back.place", seq=f"{found.common.seq:,}")
        facts.append(Fact(words("bringing_back.since"), place))
    if found.state == "apart":
        said = words("bringing_back.is_allowed" if found.is_allowed else "bringing_back.is_not_allowed")
        facts.append(Fact(words("bringing_back.allowed"), said, "ink" if found.is_allowed else "warning"))
    return tuple(facts)


def _choices(found: Abreast) -> tuple[Choice, ...]:
    look = Choice("look", "F5")
    if found.state == "behind":
        return (Choice("bring" if found.missing else "go_on", "Enter", "primary"), look)
    return (Choice("join", "Enter", "primary"), look) if found.is_allowed else (look,)
