"""What is said after a sale: change, sum, how it was paid, and what became of the receipt. It prints nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.back.returns import Return
from pos.domain.errors import Refused
from pos.domain.money import Won
from pos.domain.papers.paper import Document
from pos.domain.sale import Sale
from pos.domain.tender import MoneyKind, Payment, TenderKind
from pos.till import papers, printing
from pos.till.counter import Counter
from pos.till.ports import Job
from pos.ui.screens.paid.tax import TaxReceipt, tax_receipt
from pos.ui.screens.refunds.view import card_of

ReceiptState: TypeAlias = Literal["printing", "printed", "copied", "not_printed", "unknown", "left"]


@dataclass(frozen=True, slots=True)
class Part:
    """One way it was paid. `handed_over` is what the customer gave in cash, `detail` the card or the reference.

    `months` is in how many a card pays it, 0 all at once.
    """

    kind: TenderKind
    amount: Won
    handed_over: Won
    detail: str
    months: int = 0


@dataclass(frozen=True, slots=True)
class Back:
    """What of an exchange goes back as money, and whether it has; `detail` is the card."""

    kind: MoneyKind
    amount: Won
    detail: str
    is_paid: bool


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of the paper. `cause` says why it is not there; `earlier` is the code of the sale it waits for,
    `paper` the kind of job that stopped."""

    state: ReceiptState
    cause: str = ""
    earlier: str = ""
    paper: str = "receipt"


@dataclass(frozen=True, slots=True)
class Wishes:
    """The sales whose receipt nobody wanted, and those of which a copy was wanted, since the program was started."""

    left: frozenset[str] = frozenset()
    copied: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PaidView:
    """A completed sale and its receipt. `claimed` comes back later, once somebody could be asked."""

    code: str
    total: Won
    change: Won
    parts: tuple[Part, ...]
    receipt: Receipt
    paper: Document | None
    back: tuple[Back, ...] = ()
    tax: TaxReceipt | None = None
    claimed: Won = 0

    @property
    def cash_back(self) -> Won:
        """What the customer gets out of the drawer for goods they brought back, in won."""
        return sum(one.amount for one in self.back if one.kind == "cash" and one.is_paid)

    @property
    def is_owed(self) -> bool:
        """Whether some of what goes back has not."""
        return any(not one.is_paid for one in self.back)


def present(counter: Counter, *, wishes: Wishes | None = None) -> PaidView | None:
    """The view of the last sale, None before the first."""
    sale = counter.last_sale
    if sale is None:
        return None
    return PaidView(
        code=sale.code,
        total=sale.total,
        change=sale.change,
        parts=tuple(_part(payment) for payment in sale.payments),
        receipt=receipt_of(counter, sale, wishes or Wishes()),
        paper=_paper(counter, sale),
        back=_back(counter, sale),
        tax=tax_receipt(counter, sale),
        claimed=sum(one.amount for one in sale.claims),
    )


def _back(counter: Counter, sale: Sale) -> tuple[Back, ...]:
    back: Return | None = counter.last_return
    if back is None or back.exchange != sale.id:
        return ()
    paid = {one.part for one in counter.ports.past.paid_out(back.id)}
    return tuple(Back(part.kind, part.amount, card_of(part.approval), part.id in paid) for part in back.parts)


def receipt_of(counter: Counter, sale: Sale, wishes: Wishes) -> Receipt:
    """What became of the sale's receipt. A queue that an earlier one holds up is that one's affair first."""
    stopped = printing.stopped_at(counter)
    if stopped is not None and stopped.kind != "drawer":
        state: ReceiptState = "unknown" if stopped.state == "unknown" else "not_printed"
        earlier = "" if stopped.subject == sale.id else _code_of(counter, stopped)
        return Receipt(state, stopped.code, earlier, stopped.kind)
    if any(job.subject == sale.id and job.kind != "drawer" for job in counter.ports.shelf.jobs()):
        return Receipt("printing")
    return Receipt("left" if sale.id in wishes.left else "copied" if sale.id in wishes.copied else "printed")


def _code_of(counter: Counter, job: Job) -> str:
    sale, back = counter.ports.shelf.sale(job.subject), counter.ports.past.returned(job.subject)
    return sale.code if sale else back.code if back else job.subject


def _part(payment: Payment) -> Part:
    approval = payment.approval if payment.kind != "exchange" else None
    detail = f"{approval.issuer} {approval.masked_number}" if approval else payment.reference
    return Part(payment.kind, payment.amount, payment.handed_over, detail, approval.instalments if approval else 0)


def _paper(counter: Counter, sale: Sale) -> Document | None:
    try:
        return papers.paper_of(counter, Job("preview", "receipt", sale.id))
    except Refused:
        return None
