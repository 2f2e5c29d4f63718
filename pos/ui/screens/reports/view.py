"""What the reports show: the open shift first, then the newest Z reports; of the chosen one its paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from pos.domain.errors import TillError
from pos.domain.papers.paper import Document
from pos.domain.papers.report_paper import x_report
from pos.domain.sums.report import Report
from pos.till import papers
from pos.till.counter import Counter
from pos.till.ports import Job, Shift
from pos.ui import whose
from pos.ui.figures import clock, day, won
from pos.ui.screens.closing.view import difference_in_words, job_of
from pos.ui.screens.shifts.view import to_close
from pos.ui.words import Words

NOW = "now"
_OTHER = "now:"


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the list; `id` is NOW, or a shift's, which of another one that is open is marked so."""

    id: str
    title: str
    detail: str
    trailing: str
    is_chosen: bool
    is_open_to: bool = True


@dataclass(frozen=True, slots=True)
class ReportsView:
    """`paper` is None where there is nothing to be seen of the chosen one; `message` says why, or what came of it."""

    rows: tuple[Line, ...]
    chosen: str
    paper: Document | None
    message: str
    can_print: bool
    is_copy: bool
    number: int = 0

    @property
    def can_save(self) -> bool:
        """Whether it is a Z report, which is kept."""
        return self.number > 0 and self.paper is not None


def ids(counter: Counter) -> tuple[str, ...]:
    """What can be looked at, in the order of the list."""
    now = [*([NOW] if may_see_now(counter) else []), *(_of_other(one) for one in others(counter))]
    return (*now, *(one.shift for one in counter.ports.shelf.reports()))


def is_open(chosen: str) -> bool:
    """Whether it is a shift that is open."""
    return chosen == NOW or chosen.startswith(_OTHER)


def shift_in(chosen: str) -> str:
    """The id of somebody else's open shift, "" of one's own."""
    return chosen.removeprefix(_OTHER) if chosen.startswith(_OTHER) else ""


def _of_other(shift: Shift) -> str:
    return f"{_OTHER}{shift.id}"


def others(counter: Counter) -> tuple[Shift, ...]:
    """The open shifts of other people, for a manager."""
    return tuple(one for one in to_close(counter) if one != counter.shift)


def may_see_now(counter: Counter) -> bool:
    """Whether who is signed in may hear what the open shift came to."""
    return counter.shift is not None and counter.may("see_reports")


def present(counter: Counter, words: Words, chosen: str, *, interim: Report | None, printed: str = "") -> ReportsView:
    """The card as it stands; `printed` is "printing", "printed", "stopped" or "" of the chosen one."""
    found, known = counter.ports.shelf.reports(), ids(counter)
    at = chosen if chosen in known else known[0] if known else ""
    paper = _paper(counter, at, interim)
    return ReportsView(
        rows=(
            *_now(counter, words, at),
            *(_row(counter, one, words, is_chosen=one.shift == at) for one in found),
        ),
        chosen=at,
        paper=paper,
        message=_message(counter, words, at, paper=paper, printed=printed),
        can_print=paper is not None and printed != "printing",
        is_copy=not is_open(at),
        number=next((one.number for one in found if one.shift == at), 0),
    )


def _now(counter: Counter, words: Words, chosen: str) -> Iterator[Line]:
    """The shift one works in; and for a manager those of the others."""
    if counter.shift is not None or not others(counter):
        yield _own(counter, words, is_chosen=chosen == NOW)
    for one in others(counter):
        title = f"{words('reports.now.title')} · {whose.in_words(counter, words, one)}"
        detail = words("reports.now.detail", time=clock(one.opened_at))
        yield Line(_of_other(one), title, detail, "", chosen == _of_other(one))


def _own(counter: Counter, words: Words, *, is_chosen: bool) -> Line:
    if counter.shift is None:
        detail = words("reports.now.none")
    elif may_see_now(counter):
        detail = words("reports.now.detail", time=clock(counter.shift.opened_at))
    else:
        detail = words("tools.managers_only")
    return Line(NOW, words("reports.now.title"), detail, "", is_chosen, may_see_now(counter))


def _row(counter: Counter, report: Report, words: Words, *, is_chosen: bool) -> Line:
    title = words("reports.row.title", number=report.number, day=day(report.day, words.language))
    detail = words(
        "reports.row.detail",
        time=clock(report.at),
        count=report.sale_count,
        difference=difference_in_words(report.difference, words),
    )
    owner = whose.told(counter, words, cashier=report.opened_by if report.own else "", drawer=report.drawer)
    detail = f"{owner} · {detail}" if owner else detail
    return Line(report.shift, title, detail, won(report.net, words.language), is_chosen)


def _paper(counter: Counter, chosen: str, interim: Report | None) -> Document | None:
    """The same blocks that the printer sets."""
    try:
        if is_open(chosen):
            names = {one.id: one.name for one in counter.ports.shelf.staff()}
            return x_report(interim, counter.boutique.letterhead(), names=names) if interim else None
        return papers.paper_of(counter, Job("", "z", chosen)) if chosen else None
    except TillError:
        return None


def _message(counter: Counter, words: Words, chosen: str, *, paper: Document | None, printed: str) -> str:
    if not chosen:
        return words("reports.empty")
    if printed:
        return words(f"reports.print.{printed}")
    if paper is None:
        return words("reports.adding_up" if is_open(chosen) else "reports.unreadable")
    return words("reports.not_on_paper") if not is_open(chosen) and job_of(counter, chosen) is not None else ""
