"""What the till needs of the world, as Protocols. Siblings meet here and never import each other.

Calls are blocking and are made on a lane; each takes and returns frozen values.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import date, datetime
from typing import Literal, Protocol, TypeAlias, TypeVar

import msgspec

from pos.domain.basket import Basket
from pos.domain.cash_receipt import Wish
from pos.domain.catalogue import Product
from pos.domain.facts import CardAsked, Fact
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.papers.paper import Document
from pos.domain.policy import Policy
from pos.domain.quote import Quote
from pos.domain.sale import Sale
from pos.domain.sums.report import Report
from pos.domain.tender import CardApproval, Payment
from pos.till.abreast import Line
from pos.till.back.past import Photograph
from pos.till.books import MemberRecord, Sent
from pos.till.feed import Boutique, FeedPage, Member, MemberSent, PutAside, Staff, StaffChange, StaffSent
from pos.till.held_changes import HeldChange
from pos.till.in_hand import Exchange
from pos.till.paying.tax import Numbered

T = TypeVar("T")


class Clock(Protocol):
    """The only source of time."""

    def now(self) -> datetime:
        """This instant, in Korean time."""


class Lane(Protocol):
    """A queue of one worker for one thing that waits: the disk, a device, the network."""

    def run(self, call: Callable[[], T]) -> Awaitable[T]:
        """Run `call` after all that was queued before it; what it raises is raised where it is awaited."""


# --- paper -----------------------------------------------------------------------------------------------------


class PrintResult(msgspec.Struct, frozen=True):
    """What became of a print job.

    done: the printer said that it is on paper. not_started: nothing was printed, it may be tried again. unknown:
    nobody can tell; a person has to look. `code` says why it is not done ("printer.paper_out").
    """

    outcome: Literal["done", "not_started", "unknown"]
    code: str = ""


class PrinterState(msgspec.Struct, frozen=True):
    """What a printer says of itself. `code` is "" when it can print, otherwise the reason it cannot."""

    code: str = ""
    paper_low: bool = False
    drawer_open: bool = False


class Printer(Protocol):
    """A receipt printer with a cash drawer at its side, or two."""

    def print(self, document: Document) -> PrintResult:
        """Put a document on paper; never raises."""

    def open_drawer(self, drawer: int = 1) -> PrintResult:
        """Kick a drawer open, the first or the second; works without paper; never raises."""

    def state(self) -> PrinterState:
        """Ask the printer how it is; never raises, never takes longer than its deadline."""


# --- the till's own database -----------------------------------------------------------------------------------


class Draft(msgspec.Struct, frozen=True):
    """A basket on disk with what was already paid of it. Held baskets have `held_at`.

    `agreed` is the quote from the moment money was first asked for: what is being paid changes no more. `shown` are
    the unit prices the customer was shown, by product: a basket that is taken up again goes on with them. `exchange` is
    what comes back for it: the goods in the basket are paid with that first. `receipt` is the cash receipt that the
    customer asked for.
    """

    basket: Basket
    payments: tuple[Payment, ...] = ()
    held_at: datetime | None = None
    agreed: Quote | None = None
    shown: dict[str, Won] = {}
    exchange: Exchange | None = None
    receipt: Wish | None = None


JobKind: TypeAlias = Literal[
    "receipt",
    "copy",
    "drawer",
    "confirmation",
    "cancellation",
    "easy_order",
    "refund",
    "refund_copy",
    "warranty",
    "z",
    "z_copy",
    "drawer_2",
    "joined",
    "joined_copy",
]

KICKS: Mapping[JobKind, int] = {"drawer": 1, "drawer_2": 2}
"""The jobs that put nothing on paper: each kicks a drawer open."""


class Job(msgspec.Struct, frozen=True):
    """A print job. `subject` is the sale's id; the paper is made from the sale when its turn comes.

    An "easy_order" slip is about no sale, a "refund" is about a return, a "warranty" slip about a serial number,
    a "z" about a shift, "joined" is about a member.
    """

    id: str
    kind: JobKind
    subject: str
    state: Literal["waiting", "sent", "done", "unknown", "dropped"] = "waiting"
    code: str = ""


class Commit(msgspec.Struct, frozen=True):
    """What one transaction writes, whole or not at all: entries, the draft that changes, print jobs, an address.

    A SaleCompleted with number 0 gets the next receipt number. `recipient` is sealed under its `Sent.id`; one that no
    draft and no sale names any more may be destroyed. `learned` is a member the mall told of, known here from now on.
    A ReturnCompleted with number 0 gets the next refund number, a ShiftClosed the next Z number. `photographs` are
    sealed, each under its own key. `number` is a customer's for a cash receipt: sealed under its id, and destroyed when
    no draft and no receipt names it any more. `member` is a member as this till knows them from now on: sealed, and the
    mall is told apart from the journal, once it has these entries. Of the member `forget` all that is personal is
    destroyed. `staff` is what changed of a person at the till, and is told apart from the journal.
    """

    who: str
    at: datetime
    day: date
    facts: tuple[Fact, ...] = ()
    save: Draft | None = None
    drop: str | None = None
    jobs: tuple[Job, ...] = ()
    recipient: Sent | None = None
    learned: MemberRecord | None = None
    photographs: tuple[Photograph, ...] = ()
    number: Numbered | None = None
    staff: StaffChange | None = None
    member: Member | None = None
    forget: str = ""


class Shift(msgspec.Struct, frozen=True):
    """An open shift and its business day. `own`: it is its cashier's alone, otherwise everybody's."""

    id: str
    day: date
    opened_at: datetime
    cashier: str
    float_won: Won
    drawer: int = 1
    own: bool = False


class Attempt(msgspec.Struct, frozen=True):
    """A card attempt and the last that is known of it; "asked", "unknown" and "reversing" are in doubt."""

    asked: CardAsked
    outcome: str
    approval: CardApproval | None = None


class Waiting(msgspec.Struct, frozen=True):
    """How many entries the mall has not acknowledged, and since when the oldest waits (ISO 8601)."""

    count: int
    since: str = ""


class Store(Protocol):
    """The till's database, for writing; used on the disk lane only.

    Writing raises Unavailable("disk.full"), ("disk.failed"), ("disk.busy") … with nothing written.
    """

    def commit(self, commit: Commit) -> tuple[Entry, ...]:
        """Write `commit` durably and return its entries; what it acknowledges survives a power cut.

        Where the disk fails at the end, the storage looks whether it is there. Unavailable("disk.unknown") says that it
        could not look: the commit may be written or not, and no other is taken before that is known. Offered again,
        a commit that turns out to be there is taken for what it is: Refused("sale.already_written", number=...) with
        nothing written, for any sale that the journal has; Refused("return.already_written"), ("refund.paid") likewise.
        Refused("return.already_returned") where a return names units of a sale that this till knows came back before.
        """

    def set_job(self, job: Job) -> None:
        """Remember what became of a print job."""

    def drop_stale_jobs(self) -> None:
        """After a start: sent jobs are unknown, drawer kicks are dropped."""

    def keep_paper(self, shift: str, body: bytes) -> None:
        """Keep the PDF of a shift's Z report; the first one stays."""


class Shelf(Protocol):
    """The till's database, for reading; quick enough for the screen's own thread."""

    def product(self, code: str) -> Product | None:
        """A product by its code."""

    def by_barcode(self, barcode: str) -> Product | None:
        """The product with a barcode."""

    def search(self, text: str, *, most: int = 30) -> tuple[Product, ...]:
        """Products by name in either language, initials, code or barcode, best first."""

    def favourites(self) -> tuple[Product, ...]:
        """The products on the sale screen's keys, in their order."""

    def policies(self) -> tuple[Policy, ...]:
        """Every version of the terms this till has accepted."""

    def boutique(self) -> Boutique | None:
        """The shop, or None before the first feed."""

    def staff(self) -> tuple[Staff, ...]:
        """Who may sign in, in order of their id."""

    def open_shifts(self) -> tuple[Shift, ...]:
        """The shifts that are open, in the order in which they were opened."""

    def who_took(self, sale: str) -> str:
        """Who took the newest part of a sale in cash or by transfer, "" where nobody did; for the disk lane."""

    def open_draft(self) -> Draft | None:
        """The basket that was worked on when the till last wrote."""

    def held(self) -> tuple[Draft, ...]:
        """The held baskets, oldest first."""

    def attempts(self, sale: str) -> tuple[Attempt, ...]:
        """Every card attempt for a sale, in order."""

    def sale(self, sale_id: str) -> Sale | None:
        """A sale by its id."""

    def last_sale(self) -> Sale | None:
        """The newest sale of this till."""

    def entry_of_sale(self, sale_id: str) -> Entry | None:
        """The journal entry that completed a sale."""

    def jobs(self) -> tuple[Job, ...]:
        """The print jobs that are not done or dropped, in order."""

    def waiting(self) -> Waiting:
        """What the mall has not acknowledged."""

    def put_aside(self) -> tuple[PutAside, ...]:
        """Entries of the boutique's tills that the mall holds and somebody has to look at, in order."""

    def held_changes(self) -> tuple[HeldChange, ...]:
        """What the feed brought that is not believed yet, in order of kind and key."""

    def last_time(self) -> str:
        """The time of the newest entry, "" in an empty journal."""

    def entries_of_shift(self, shift: str) -> tuple[Entry, ...]:
        """Every entry that belongs to a shift (`pos.domain.sums.belonging`), in order; to be read on the disk lane."""

    def entry_of_report(self, shift: str) -> Entry | None:
        """The journal entry that closed a shift."""

    def reports(self, *, most: int = 60) -> tuple[Report, ...]:
        """The newest Z reports, newest first."""

    def kept_paper(self, shift: str) -> bytes | None:
        """The PDF of a shift's Z report, once it is kept."""

    def unkept(self) -> tuple[str, ...]:
        """The shifts whose Z report is not kept as PDF yet, newest first."""

    def running_total(self) -> Won:
        """The net of all shifts that were closed."""

    def cash_in_drawer(self, shift: str) -> Won:
        """What the drawer should hold in a shift: its float, and the cash that stayed."""


class PinVerdict(msgspec.Struct, frozen=True):
    """What a PIN came to. `failures` counts wrong ones in a row; `until` is when a locked person may try again."""

    right: bool
    failures: int = 0
    until: datetime | None = None


class Pins(Protocol):
    """Checks PINs slowly; the failure is on disk before the answer is known. Used on a lane of its own."""

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        """Whether this is the person's PIN. A locked person's PIN is not even looked at."""

    def verifier(self, pin: str) -> str:
        """What a PIN is checked against from now on; slow, too."""

    def badge(self, code: str) -> str:
        """What a badge's code becomes; quick."""

    def locked_until(self, staff_id: str, *, now: datetime) -> datetime | None:
        """When a person may try again, None where they may now. Nothing is written."""

    def forgive(self, staff_id: str, *, now: datetime) -> None:
        """Wrong PINs of a person count no more: a second person vouches, or there is another PIN to guess."""

    def keep_time(self, *, now: datetime) -> bool:
        """Write down how long the till has run: only such time gives the wrong PINs of a day back.

        False where there were none, so that nothing is written and no time is worth asking for.
        """

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        """What time the mall says it is; time that passed while the till did not run counts, too."""


# --- the mall --------------------------------------------------------------------------------------------------


class Outbox(Protocol):
    """The journal as seen by who sends it, and the place where the feed arrives; used on the disk lane only."""

    def unsent(self, *, most: int, most_bytes: int) -> tuple[Entry, ...]:
        """The oldest entries the mall has not acknowledged, at least one where there are any."""

    def next_expected(self) -> int:
        """The sequence number the mall expects next, as far as the till knows."""

    def acknowledged(self, next_seq: int) -> None:
        """Believe the mall that it holds everything before `next_seq`; never goes backwards."""

    def lines(self) -> tuple[Line, ...]:
        """The lives of the journal after its first: under which epoch the mall holds which place."""

    def unsent_recipients(self, *, most: int) -> tuple[Sent, ...]:
        """Addresses of sales the mall holds and has not been given the address of, oldest first."""

    def recipient_sent(self, recipient_id: str) -> None:
        """The mall has an address."""

    def unsent_members(self, *, most: int) -> tuple[MemberSent, ...]:
        """Members as they are known here, whose entries the mall holds and whom it was not told of, oldest first.

        Each once, with the place of the last entry that changed them here; nobody who is gone.
        """

    def member_sent(self, sent: MemberSent) -> None:
        """The mall knows a member as they were at that place; one who changed since waits on."""

    def unsent_staff(self, *, most: int) -> tuple[StaffSent, ...]:
        """What changed of the staff in entries the mall holds, and it was not told of, in order."""

    def staff_sent(self, sent: StaffSent) -> None:
        """The mall has taken a change in; from now on its feed brings it."""

    def cursor(self) -> int:
        """What the feed is to be asked from."""

    def begin_anew(self) -> None:
        """The feed is asked for from its beginning: the mall has told more than it knows of."""

    def feed_is_signed(self) -> bool:
        """Whether the mall has signed a page that arrived here; from then on it signs every one."""

    def arrive(self, page: FeedPage) -> tuple[str, ...]:
        """Take in a page of the feed with its cursor; returns the reason codes of what was refused in it.

        What is merged comes before the members: of `number` nothing is kept but that it is `into` now, and what the
        mall was not told of yet. Nobody is brought back who is gone here.
        """
