"""Z reports kept as PDF: each is made once, after its shift was closed, or at the next start where that went wrong.

The report itself is in the journal, so that nothing here can lose it: what fails is said, and tried again.
"""

from __future__ import annotations

from pathlib import Path

from pos.domain.errors import Refused, TillError
from pos.till.counter import Counter, Notice
from pos.till.papers import paper_of
from pos.till.ports import Job


def wake(counter: Counter) -> None:
    """Begin to keep what is not kept; nobody waits for it."""
    counter.ports.start(keep(counter))


async def keep(counter: Counter) -> None:
    """Make and keep the PDF of every Z report that has none, the newest first."""
    ports = counter.ports
    try:
        for shift in await ports.disk.run(ports.shelf.unkept):
            await _make(counter, shift)
    except TillError as error:
        counter.tell(Notice("report.not_kept", {"cause": error.code}))
    else:
        counter.hush("report.not_kept")


async def save(counter: Counter, shift: str, *, to: Path) -> Path:
    """The kept PDF of a shift's Z report as a file; where it went.

    Raises Refused("report.none"), and what `Exporter` raises.
    """
    counter.who_may("see_papers")
    ports = counter.ports
    if ports.shelf.entry_of_report(shift) is None:
        raise Refused("report.none")
    kept = await ports.disk.run(lambda: ports.shelf.kept_paper(shift))
    body = kept if kept is not None else await _make(counter, shift)
    return await ports.files.run(lambda: ports.exporter.put(to, body))


async def _make(counter: Counter, shift: str) -> bytes:
    """Composed from the journal, as it was printed; the lane of files sets the pages, the disk's keeps them."""
    ports = counter.ports
    document = paper_of(counter, Job("", "z", shift))
    body = await ports.files.run(lambda: ports.exporter.paper(document))
    await ports.disk.run(lambda: ports.store.keep_paper(shift, body))
    return body
