"""The spool: print jobs are on disk with their sale, and go to the printer one after the other.

What did not start is tried again; what nobody knows stops the queue and is asked about. Nothing reprints by itself.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.facts import Fact, OrderConfirmed, Reprinted, SaleCompleted, decode_fact
from pos.domain.journal import Entry
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.till import papers
from pos.till.counter import Counter, Notice
from pos.till.ports import KICKS, Job, JobKind, PrintResult

_COPIES: dict[JobKind, JobKind] = {
    "receipt": "copy",
    "refund": "refund_copy",
    "z": "z_copy",
    "joined": "joined_copy",
}
"""Papers that are marked where a second one may be about, and what they are then."""

_NAMES_A_RECEIPT: tuple[JobKind, ...] = ("receipt", "refund")
"""Papers that wait while the terminal is asked for the cash receipt they name; nobody else's wait behind them."""


_OF_A_MEMBER: tuple[JobKind, ...] = ("joined", "joined_copy")
"""Papers for a member, which nobody is owed who has left meanwhile."""


def sale_in(entries: Iterable[Entry]) -> Sale | None:
    """The sale that one of the entries completed."""
    for entry in entries:
        if entry.kind == "SaleCompleted":
            fact = decode_fact(entry.payload)
            if isinstance(fact, SaleCompleted):
                return fact.sale
    return None


def wake(counter: Counter) -> None:
    """Work the queue in the background, unless it is being worked."""
    counter.ports.start(work(counter))


async def work(counter: Counter) -> None:
    """Send the waiting jobs in order until one does not get through or is in doubt."""
    if counter.is_printing:
        return
    counter.is_printing = True
    try:
        while job := _next(counter):
            if not await _do(counter, job):
                return
    except TillError as error:
        counter.failed(error)
    finally:
        counter.is_printing = False
        counter.touch("paper")


def stopped_at(counter: Counter) -> Job | None:
    """The job that holds the queue up: in doubt, or not started for the reason in its code."""
    jobs = counter.ports.shelf.jobs()
    return next((job for job in jobs if job.state == "unknown" or (job.state == "waiting" and job.code)), None)


async def print_again(counter: Counter) -> None:
    """The person saw no paper: the job that stopped the queue is printed again, as a copy where it was in doubt."""
    counter.cashier()
    job = stopped_at(counter)
    if job is None or counter.is_printing:
        raise Refused("paper.nothing_waiting")
    copy = _COPIES.get(job.kind)
    if job.state == "unknown" and copy is not None:
        await _write(counter, Reprinted(job.subject))
        counter.hush("paper.unknown")
        job = replace(job, kind=copy)
    await _set(counter, replace(job, state="waiting", code=""))
    await work(counter)


async def it_was_printed(counter: Counter) -> None:
    """The person saw the paper of the job in doubt."""
    counter.cashier()
    await _settle(counter, "done")


async def leave_it(counter: Counter) -> None:
    """The customer wants no paper; the job that stopped the queue is dropped."""
    counter.cashier()
    await _settle(counter, "dropped")


async def reprint(counter: Counter, sale_id: str | None = None) -> None:
    """A copy of a sale's receipt, the last one's by default, marked as a copy; an entry in the journal.

    Raises Refused("sale.none") where there is no such sale.
    """
    counter.who_may("see_papers")
    shelf = counter.ports.shelf
    sale = shelf.sale(sale_id) if sale_id else shelf.last_sale()
    if sale is None:
        raise Refused("sale.none")
    await _again(counter, "copy", sale.id)


async def reprint_refund(counter: Counter, back_id: str) -> None:
    """A copy of a refund's receipt, as its money stands now, marked as a copy; an entry in the journal.

    Raises Refused("sale.none") where there is no such return.
    """
    counter.who_may("see_papers")
    back = counter.ports.past.returned(back_id)
    if back is None:
        raise Refused("sale.none")
    await _again(counter, "refund_copy", back.id)


async def reprint_report(counter: Counter, shift: str) -> None:
    """A copy of a shift's Z report, marked as one; an entry in the journal."""
    counter.who_may("see_papers")
    await _again(counter, "z_copy", shift)


async def reprint_membership(counter: Counter, member: str) -> None:
    """A copy of a member's confirmation, marked as one; an entry in the journal.

    Raises Refused("member.unknown") for nobody, and for who has left.
    """
    counter.who_may("see_papers")
    known = counter.ports.books.member(member)
    if known is None or known.standing == "withdrawn":
        raise Refused("member.unknown", member=member)
    await _again(counter, "joined_copy", member)


async def print_interim(counter: Counter, report: Report) -> None:
    """An X report on paper, at once: it is of this moment, and not kept. Raises Unavailable with the printer's code."""
    paper = papers.interim_of(counter, report)
    result = await counter.ports.paper.run(lambda: counter.ports.printer.print(paper))
    if result.outcome != "done":
        raise Unavailable(result.code or "paper.not_printed")


async def reprint_confirmation(counter: Counter, sale_id: str) -> None:
    """The paper of a delivery order once more: its confirmation, or once it was cancelled what says so; an entry, too.

    A confirmation that reached the customer before is marked as a copy. Raises Refused("order.none") for what is no
    delivery, ("order.cancel_unfinished") while its money is still to go back.
    """
    counter.who_may("see_papers")
    state, sale = counter.ports.books.order_state(sale_id), counter.ports.shelf.sale(sale_id)
    if state is None or sale is None:
        raise Refused("order.none")
    if state == "stopped":
        raise Refused("order.cancel_unfinished", number=sale.number)
    await _again(counter, "cancellation" if state == "cancelled" else "confirmation", sale_id)


def _next(counter: Counter) -> Job | None:
    jobs = counter.ports.shelf.jobs()
    if any(job.state == "unknown" for job in jobs):
        return next((job for job in jobs if job.kind in KICKS and job.state == "waiting"), None)
    held = {job.subject for job in jobs if job.subject in counter.issuing and job.kind in _NAMES_A_RECEIPT}
    waiting = (job for job in jobs if job.state == "waiting")
    return next((job for job in waiting if job.kind in KICKS or job.subject not in held), None)


async def _do(counter: Counter, job: Job) -> bool:
    ports = counter.ports
    if job.kind == "confirmation" and ports.books.order_state(job.subject) in ("stopped", "cancelled"):
        await _set(counter, replace(job, state="dropped"))
        return True
    try:
        document = papers.paper_of(counter, job) if job.kind not in KICKS else None
    except TillError as error:
        if job.kind in _OF_A_MEMBER and error.code == "member.unknown":
            await _set(counter, replace(job, state="dropped", code=error.code))
            return True
        await _set(counter, replace(job, code=error.code))
        counter.tell(Notice("paper.not_printed", {"cause": error.code, "sale": job.subject}, "error"))
        return False
    await _set(counter, replace(job, state="sent"))
    result: PrintResult
    if document is None:
        result = await ports.paper.run(lambda: ports.printer.open_drawer(KICKS[job.kind]))
    else:
        result = await ports.paper.run(lambda: ports.printer.print(document))
    if result.outcome == "done":
        await _reached_the_customer(counter, job)
        await _set(counter, replace(job, state="done", code=""))
        counter.hush("drawer.shut" if job.kind in KICKS else "paper.not_printed")
        counter.touch("paper")
        return True
    if job.kind in KICKS:
        await _set(counter, replace(job, state="dropped", code=result.code))
        counter.tell(Notice("drawer.shut", {"cause": result.code}, "error"))
        return True
    state: Job = replace(job, state="unknown" if result.outcome == "unknown" else "waiting", code=result.code)
    await _set(counter, state)
    code = "paper.unknown" if result.outcome == "unknown" else "paper.not_printed"
    counter.tell(Notice(code, {"cause": result.code, "sale": job.subject}, "error"))
    return False


async def _settle(counter: Counter, state: str) -> None:
    job = stopped_at(counter)
    if job is None:
        raise Refused("paper.nothing_waiting")
    if state == "done":
        await _reached_the_customer(counter, job)
    await _set(counter, replace(job, state=state))
    counter.hush("paper.unknown")
    counter.hush("paper.not_printed")
    await work(counter)


async def _reached_the_customer(counter: Counter, job: Job) -> None:
    """The confirmation is out, so that the contract exists (terms 10 (2))."""
    if job.kind == "confirmation" and counter.ports.books.order_state(job.subject) == "offered":
        await _write(counter, OrderConfirmed(job.subject))
        counter.touch("orders")


async def _again(counter: Counter, kind: JobKind, subject: str) -> None:
    """A paper once more, and an entry that says so."""
    await _write(counter, Reprinted(subject), Job(counter.ports.new_id(), kind, subject))
    await work(counter)


async def _write(counter: Counter, fact: Fact, *jobs: Job) -> None:
    commit = counter.commit_of(facts=(fact,), jobs=jobs)
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))


async def _set(counter: Counter, job: Job) -> None:
    await counter.ports.disk.run(lambda: counter.ports.store.set_job(job))
