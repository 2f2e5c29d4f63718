"""What a print job puts on paper, composed from what is on disk when it is printed. It sends nothing anywhere."""

from __future__ import annotations

from pos.domain.cash_receipt import Certificate
from pos.domain.errors import Refused
from pos.domain.facts import OrderCancelled, ShiftClosed, decode_fact
from pos.domain.journal import Entry
from pos.domain.papers.confirmation import confirmation_of
from pos.domain.papers.membership_slip import Joined, membership_slip
from pos.domain.papers.paper import Document
from pos.domain.papers.receipt import Letterhead, receipt_of
from pos.domain.papers.receipt_token import token, told_of
from pos.domain.papers.refund_receipt import refund_receipt
from pos.domain.papers.report_paper import x_report, z_report
from pos.domain.papers.slips import cancellation_slip, easy_order_slip
from pos.domain.papers.training import marked
from pos.domain.papers.warranty_slip import warranty_slip
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.warranty import warranty_until
from pos.till.back import finding
from pos.till.counter import Counter
from pos.till.ports import Job


def paper_of(counter: Counter, job: Job) -> Document:
    """What a job puts on paper. Raises Refused("sale.none"), ("member.unknown") for who is a member no more."""
    return _as_practised(counter, _composed(counter, job))


def interim_of(counter: Counter, report: Report) -> Document:
    """An X report on paper."""
    return _as_practised(counter, x_report(report, counter.boutique.letterhead(), names=_names(counter)))


def _as_practised(counter: Counter, document: Document) -> Document:
    """What is shown bears the mark as what is printed does, where nothing is real."""
    return marked(document) if counter.ports.practice.is_on else document


def _composed(counter: Counter, job: Job) -> Document:
    shop = counter.boutique.letterhead()
    if job.kind == "easy_order":
        return easy_order_slip(shop)
    if job.kind in ("refund", "refund_copy"):
        return _refund(counter, job, shop)
    if job.kind in ("z", "z_copy"):
        return _report(counter, job, shop)
    if job.kind == "warranty":
        return _warranty(counter, job, shop)
    if job.kind in ("joined", "joined_copy"):
        return _membership(counter, job, shop)
    sale, entry = counter.ports.shelf.sale(job.subject), counter.ports.shelf.entry_of_sale(job.subject)
    if sale is None or entry is None:
        raise Refused("sale.none")
    if job.kind == "confirmation":
        recipient = counter.ports.books.recipient(sale.shipping.recipient) if sale.shipping else None
        is_copy = counter.ports.books.order_state(sale.id) == "concluded"
        return confirmation_of(sale, recipient, shop, mark=_mark(entry), is_copy=is_copy)
    if job.kind == "cancellation":
        return _cancellation(counter, sale, shop)
    return receipt_of(
        sale,
        shop,
        cashier=_names(counter).get(sale.cashier, sale.cashier),
        rules=counter.policies().of(sale.terms).rules,
        mark=_mark(entry),
        token=_token(counter, sale),
        certificates=_certificates(counter, sale.id),
        is_copy=job.kind == "copy",
    )


def _token(counter: Counter, sale: Sale) -> str:
    """The signed code by which any till of the chain can take the goods back, though it never saw the sale."""
    told = told_of(sale)
    return token(told, counter.ports.past.sign(told))


def _refund(counter: Counter, job: Job, shop: Letterhead) -> Document:
    past = counter.ports.past
    back, entry = past.returned(job.subject), past.entry_of_return(job.subject)
    if back is None or entry is None:
        raise Refused("sale.none")
    return refund_receipt(
        back,
        past.paid_out(back.id),
        shop,
        cashier=_names(counter).get(back.cashier, back.cashier),
        mark=_mark(entry),
        certificates=_certificates(counter, back.sale),
        is_copy=job.kind == "refund_copy",
    )


def _report(counter: Counter, job: Job, shop: Letterhead) -> Document:
    entry = counter.ports.shelf.entry_of_report(job.subject)
    fact = decode_fact(entry.payload) if entry else None
    if entry is None or not isinstance(fact, ShiftClosed):
        raise Refused("report.none")
    is_copy, names = job.kind == "z_copy", _names(counter)
    return z_report(fact.report, shop, names=names, approval=fact.approval, mark=_mark(entry), is_copy=is_copy)


def _warranty(counter: Counter, job: Job, shop: Letterhead) -> Document:
    machine = counter.ports.past.machine(job.subject)
    if machine is None:
        raise Refused("sale.none")
    rules, product = counter.policy().rules, counter.ports.shelf.product(machine.product)
    until = warranty_until(machine, finding.plus_of(counter, machine.serial), counter.calendar())
    name = product.name.ko if product else machine.product
    return warranty_slip(machine, name, until, shop, service_phone=rules.warranty.service_phone)


def _membership(counter: Counter, job: Job, shop: Letterhead) -> Document:
    member = counter.ports.books.member(job.subject)
    if member is None or member.standing == "withdrawn":
        raise Refused("member.unknown", member=job.subject)
    joined = Joined(
        member.number,
        member.name,
        member.mobile,
        member.consents,
        member.joined_on,
        by_guardian=member.guardian is not None,
    )
    return membership_slip(joined, counter.ports.texts, shop, is_copy=job.kind == "joined_copy")


def _cancellation(counter: Counter, sale: Sale, shop: Letterhead) -> Document:
    entry = counter.ports.books.cancellation(sale.id)
    fact = decode_fact(entry.payload) if entry else None
    if entry is None or not isinstance(fact, OrderCancelled):
        raise Refused("sale.none")
    certificates = _certificates(counter, sale.id)
    return cancellation_slip(sale, fact.returned, shop, at=entry.at, mark=_mark(entry), certificates=certificates)


def _certificates(counter: Counter, sale_id: str) -> tuple[Certificate, ...]:
    """The cash receipts of a sale and what cancels them, as far as they got."""
    told = counter.ports.tax.receipts_of(sale_id) if sale_id else ()
    return tuple(Certificate(one.receipt, one.approval_number, one.issued_at) for one in told)


def _mark(entry: Entry) -> str:
    """An entry's place in the journal, as papers bear it."""
    return f"{entry.seq} · {entry.hash.hex()[:8]}"


def _names(counter: Counter) -> dict[str, str]:
    """The names of those who work here, by their ids."""
    return {one.id: one.name for one in counter.ports.shelf.staff()}
