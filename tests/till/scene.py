"""A counter over a real encrypted database, with a printer and a terminal that do what a test says."""

from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from pos.app.lanes import Headless, Pending
from pos.app.settings import RESOURCES, read_texts
from pos.domain.apart import Reservation, Wanted
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, Unavailable
from pos.domain.journal import Entry
from pos.domain.members import Dossier
from pos.domain.money import Won
from pos.domain.papers.paper import Document
from pos.domain.payback import Voucher
from pos.domain.people.processors import read_processors
from pos.domain.sale import Sale
from pos.domain.tender import CardApproval
from pos.domain.warranty import Machine
from pos.exports import Exports
from pos.storage.books import SqlBooks
from pos.storage.ledgers import SqlLedgers
from pos.storage.past import SqlPast
from pos.storage.reading import SqlJournal
from pos.storage.registry import SqlRegistry
from pos.storage.store import SqlStore
from pos.storage.tax import SqlTax
from pos.till import resuming, session
from pos.till.books import MemberRecord, SaleRecord
from pos.till.counter import Counter, Ports
from pos.till.day import shift
from pos.till.feed import Member, Staff
from pos.till.paying.cards import BackRequest, CardAnswer, CardRequest, CashReceiptRequest, TerminalState
from pos.till.ports import Commit, PinVerdict, PrinterState, PrintResult
from tests.domain.powers import POWERS
from tests.domain.products import NOW
from tests.open_pins import PinStand
from tests.storage.conftest import Rig

T = TypeVar("T")
ARIA, BELLO = "8800000000015", "8800000000022"


class SetClock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at

    def passes(self, **time: int) -> None:
        self.at += timedelta(**time)


class InlineLane:
    """Runs at once, and carries errors as a real lane does."""

    def run(self, call: Callable[[], T]) -> Awaitable[T]:
        from concurrent.futures import Future

        future: Future[T] = Future()
        try:
            future.set_result(call())
        except Exception as error:  # noqa: BLE001 - carried to who awaits, as a lane does
            future.set_exception(error)
        return Pending(future)


class PaperTray:
    """A printer that answers what it is told to."""

    def __init__(self) -> None:
        self.answers: list[PrintResult] = []
        self.papers: list[Document] = []
        self.drawer_opened = 0
        self.kicked: list[int] = []

    def print(self, document: Document) -> PrintResult:
        answer = self.answers.pop(0) if self.answers else PrintResult("done")
        if answer.outcome != "not_started":
            self.papers.append(document)
        return answer

    def open_drawer(self, drawer: int = 1) -> PrintResult:
        self.drawer_opened += 1
        self.kicked.append(drawer)
        return PrintResult("done")

    def state(self) -> PrinterState:
        return PrinterState()


APPROVAL = CardApproval("87654321", "2026-11-02 10:00:00", "123456******7890", "한빛카드", "한빛", "M001", "T001")


class PowerCut(Exception):
    """The till dies here."""


class CardTable:
    """A terminal with a ledger: what really was charged and is still held, whatever it said.

    Without `takes_parts` it cancels whole payments only. A charge it never saw is given back by its name.
    """

    def __init__(self) -> None:
        self.answers: list[str] = []
        self.charged: dict[str, Won] = {}
        self.amounts: dict[str, Won] = {}
        self.reversed: list[str] = []
        self.backs: dict[str, BackRequest] = {}
        self.enquiries: list[str] = []
        self.takes_parts = True
        self.receipts: dict[str, CashReceiptRequest] = {}
        self.receipt_answers: list[str] = []

    @property
    def held(self) -> Won:
        """All the money it took and did not give back."""
        return sum(self.charged.values())

    def charge(self, request: CardRequest) -> CardAnswer:
        answer = self._next()
        if answer in ("approved", "approved but lost", "approved and the power goes", "no_partial"):
            self.charged[request.attempt] = self.amounts[request.attempt] = request.amount
        if answer == "approved and the power goes":
            raise PowerCut
        return self._say(answer)

    def give_back(self, request: BackRequest) -> CardAnswer:
        answer = self._next()
        held = self.charged.get(request.charge, 0)
        if answer.startswith("approved") or answer == "no_partial":
            if request.charge in self.amounts and request.amount > held:
                return CardAnswer("declined", "terminal.too_much")
            if request.amount < held and (answer == "no_partial" or not self.takes_parts):
                return CardAnswer("declined", "terminal.no_partial")
            self.backs[request.attempt] = request
            if held > request.amount:
                self.charged[request.charge] = held - request.amount
            else:
                self.charged.pop(request.charge, None)
        if answer == "approved and the power goes":
            raise PowerCut
        return self._say("approved" if answer == "no_partial" else answer)

    def call_off(self, request: CardRequest) -> CardAnswer:
        answer = self._next()
        if answer == "no_call_off":
            return CardAnswer("declined", "terminal.no_call_off")
        if answer == "approved":
            self.charged.pop(request.attempt, None)
            self.reversed.append(request.attempt)
        return self._say(answer)

    def cash_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        answer = self.receipt_answers.pop(0) if self.receipt_answers else "approved"
        if answer.startswith("approved"):
            self.receipts[request.attempt] = request
        if answer == "approved and the power goes":
            raise PowerCut
        return self._certified(request) if answer == "approved" else self._say(answer)

    def enquire_receipt(self, request: CashReceiptRequest) -> CardAnswer:
        answer = self.receipt_answers.pop(0) if self.receipt_answers else "approved"
        if answer in ("lost", "not_sent"):
            return self._say(answer)
        if request.attempt in self.receipts:
            return self._certified(request)
        return CardAnswer("declined", "terminal.not_known")

    def state(self) -> TerminalState:
        return TerminalState()

    def _certified(self, request: CashReceiptRequest) -> CardAnswer:
        number = f"{list(self.receipts).index(request.attempt) + 1:09d}"
        return CardAnswer("approved", approval=CardApproval(number, "2026-11-02T10:00:00+09:00", "", "", "", "", ""))

    def _next(self) -> str:
        answer = self.answers.pop(0) if self.answers else "approved"
        if answer == "the power goes":
            raise PowerCut
        return answer

    def enquire(self, request: CardRequest) -> CardAnswer:
        self.enquiries.append(request.attempt)
        answer = self._next()
        if answer in ("lost", "not_sent"):
            return self._say(answer)  # whatever else it may say to that, it is the truth
        if request.attempt in self.charged or request.attempt in self.backs:
            return self._say("approved")
        known = request.attempt in self.reversed
        return CardAnswer("declined", "terminal.reversed" if known else "terminal.not_known")

    def reverse(self, request: CardRequest, approval: CardApproval) -> CardAnswer:
        answer = self._next()
        answer = "approved" if answer == "no_partial" else answer
        if answer.startswith("approved") and self.charged.get(request.attempt) != request.amount:
            return CardAnswer("declined", "terminal.partly_cancelled")
        if answer.startswith("approved"):
            self.reversed.append(request.attempt)
            del self.charged[request.attempt]
        if answer == "approved and the power goes":
            raise PowerCut
        return self._say(answer)

    def _say(self, answer: str) -> CardAnswer:
        if answer == "approved":
            return CardAnswer("approved", approval=APPROVAL)
        if answer in ("approved but lost", "lost"):
            return CardAnswer("unknown", "terminal.no_answer")
        if answer == "approved without a number":
            return CardAnswer("approved")
        if answer == "no_partial":  # which is of no charge
            return self._say("approved")
        return CardAnswer(answer)  # type: ignore[arg-type]  # the other outcomes by their names


class WatchedStore(SqlStore):
    """The real store, with something that happens right before its next commit."""

    before_next: Callable[[], object] | None = None

    def commit(self, commit: Commit) -> tuple[Entry, ...]:
        happens, self.before_next = self.before_next, None
        if happens:
            happens()
        return super().commit(commit)


class OpenDoor(PinStand):
    """Every PIN is right but 000000."""

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        return PinVerdict(True) if pin != "000000" else PinVerdict(False, 1)


class Desk:
    """A mall that can be asked, and says what a test put in; or cannot be reached."""

    def __init__(self) -> None:
        self.is_down = False
        self.records: dict[str, MemberRecord] = {}
        self.vouchers: dict[str, Voucher] = {}
        self.orders: dict[str, tuple[EasyOrder, ...]] = {}
        self.stopped: list[str] = []
        self.sales: dict[str, SaleRecord] = {}
        self.machines: dict[str, Machine] = {}
        self.has_left: set[str] = set()

    def knows(self, number: str, **dossier: Any) -> None:
        """Let a member be known with a dossier; "standing" is in both."""
        standing = dossier.get("standing", "active")
        member = Member(number, "홍길동", "010-1111-2222", standing)
        self.records[number] = MemberRecord(member, Dossier(number, **dossier))

    def member(self, number: str) -> MemberRecord:
        self._answer()
        if number not in self.records:
            raise Refused("member.unknown")
        return self.records[number]

    def find_members(self, text: str) -> tuple[Member, ...]:
        self._answer()
        return tuple(record.member for record in self.records.values() if record.member.number == text)

    def voucher(self, code: str) -> Voucher:
        self._answer()
        if code not in self.vouchers:
            raise Refused("payback.unknown")
        return self.vouchers[code]

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        self._answer()
        return self.orders.get(number, ())

    def sale(self, code: str) -> SaleRecord:
        self._answer()
        if code not in self.sales:
            raise Refused("return.unknown_receipt")
        return self.sales[code]

    def machine(self, serial: str) -> Machine | None:
        self._answer()
        return self.machines.get(serial)

    def reserve(self, wanted: Wanted) -> Reservation:
        self._answer()
        return Reservation(wanted.sale)

    def release(self, sale: str) -> None:
        self._answer()

    def stop_order(self, sale: str) -> None:
        self._answer()
        if sale in self.has_left:
            raise Refused("order.left")
        self.stopped.append(sale)

    def _answer(self) -> None:
        if self.is_down:
            raise Unavailable("mall.unreachable")


class Scene:
    """One till; it can die and start again on the same disk."""

    def __init__(self, folder: Path, *, ready: bool = True) -> None:
        self.rig = Rig.fresh(folder)
        self.clock, self.printer, self.terminal = SetClock(), PaperTray(), CardTable()
        self.mall = Desk()
        self._ids = 0
        self.start()
        if ready:
            self.play(session.sign_in(self.counter, "C1", "482913"))
            self.play(shift.open_shift(self.counter, 100_000))

    def start(self) -> None:
        self.headless = Headless(self._failed)
        self.store = WatchedStore(self.rig.database, till="1", key=self.rig.keys.signer())
        lane = InlineLane()
        ports = Ports(
            clock=self.clock,
            shelf=self.rig.shelf,
            store=self.store,
            books=SqlBooks(self.rig.database, till="1"),
            tax=SqlTax(self.rig.database),
            ledgers=SqlLedgers(self.rig.database),
            journal=SqlJournal(self.rig.database, till="1", public_key=self.rig.keys.public()),
            exporter=Exports(),
            people=SqlRegistry(self.rig.database, boutique="SEL01", till="1", retained=self.rig.retained),
            texts=read_texts(),
            processors=read_processors((RESOURCES / "processors.toml").read_text("utf-8")),
            past=SqlPast(self.rig.database, boutique="SEL01", till="1", key=self.rig.keys.signer()),
            mall=self.mall,
            pins=OpenDoor(),
            printer=self.printer,
            terminal=self.terminal,
            disk=lane,
            vault=lane,
            paper=lane,
            cards=lane,
            network=lane,
            files=lane,
            start=self.headless.stage.start,
            new_id=self._new_id,
            powers=POWERS,
            boutique="SEL01",
            till="1",
        )
        self.counter = Counter(ports)
        self.play(resuming.resume(self.counter))

    def dies_and_starts_again(self) -> None:
        self.rig.reopen()
        self.start()
        self.play(session.sign_in(self.counter, "C1", "482913"))

    def play(self, story: Coroutine[Any, Any, T]) -> T:
        result = self.headless.play(story)
        self.headless.settle()
        return result

    def codes(self) -> list[str]:
        return [notice.code for notice in self.counter.notices]

    def journal(self) -> list[Entry]:
        return list(self.rig.outbox.unsent(most=10_000, most_bytes=10**9))

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.journal()]

    def sales(self) -> list[Sale]:
        found = [self.rig.shelf.last_sale()]
        return [sale for sale in found if sale]

    def _failed(self, error: BaseException) -> None:
        raise error

    def _new_id(self) -> str:
        self._ids += 1
        with self.rig.database.read() as connection:
            entries = connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one()
        return f"id-{self._ids:04d}-{entries:04d}"
