"""The shop's books and the mall in memory: what a test puts in, and what the till in memory sold since."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from pos.domain.apart import Reservation, Wanted
from pos.domain.back.returns import Return
from pos.domain.bulletins import Bulletin, BulletinRead
from pos.domain.delivery import Recipient
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, TillError
from pos.domain.facts import (
    Fact,
    OrderCancelled,
    OrderConfirmed,
    OrderStopped,
    ReturnCompleted,
    StockCorrected,
    decode_fact,
)
from pos.domain.journal import Entry
from pos.domain.members import Dossier, Standing, phone_digits
from pos.domain.payback import Voucher
from pos.domain.people.standing import MemberSuspended, SuspensionLifted
from pos.domain.plus import Entitlement, Plan, Use
from pos.domain.promotions import Promotion
from pos.domain.quote import Stock
from pos.domain.sale import Sale
from pos.domain.spelling import plain
from pos.domain.warranty import Machine
from pos.till.books import MemberRecord, Movement, OrderState, SaleRecord
from pos.till.feed import Member
from pos.till.ports import Commit
from tests.ui.fake_past import FakePast

T = TypeVar("T")


class FakeBooks:
    """Implements `pos.till.books.Books`. Tests fill the dictionaries; sales and entries are those of the memory."""

    def __init__(self, sales: list[Sale], entries: list[Entry]) -> None:
        self._sales, self._entries = sales, entries
        self.members: dict[str, Member] = {}
        self.dossiers: dict[str, Dossier] = {}
        self.plan_list: dict[str, Plan] = {}
        self.promotion_list: list[Promotion] = []
        self.bulletins: tuple[Bulletin, ...] = ()
        self.stock_list: dict[str, Stock] = {}
        self.bought_before: dict[tuple[str, str], int] = {}
        self.sent_before: dict[tuple[str, str], int] = {}
        self.serials: set[str] = set()
        self.recipients: dict[str, Recipient] = {}

    # --- what tests and the store put in ---

    def put(self, member: Member, *entitlements: Entitlement, **more: object) -> Member:
        """A member with what bears on their orders; `more` as in `Dossier`: uses, marks, bought."""
        self.members[member.number] = member
        dossier = Dossier(member.number, member.standing, entitlements)
        self.dossiers[member.number] = replace(dossier, **more)
        return member

    def take(self, commit: Commit) -> None:
        """What a commit brings besides entries."""
        if commit.recipient is not None:
            self.recipients[commit.recipient.id] = commit.recipient.recipient
        if commit.learned is not None:
            number = commit.learned.member.number
            self.members[number], self.dossiers[number] = commit.learned.member, commit.learned.dossier
        if commit.member is not None:
            self.members[commit.member.number] = commit.member
        self.members.pop(commit.forget, None)
        for fact in commit.facts:
            if isinstance(fact, MemberSuspended | SuspensionLifted):
                self._stands(fact.member, "suspended" if isinstance(fact, MemberSuspended) else "active")

    def _stands(self, number: str, standing: Standing) -> None:
        if number in self.members:
            self.members[number] = replace(self.members[number], standing=standing)
        if number in self.dossiers:
            self.dossiers[number] = replace(self.dossiers[number], standing=standing)

    # --- members ---

    def member(self, number: str) -> Member | None:
        return self.members.get(number)

    def find_members(self, text: str, *, most: int = 10) -> tuple[Member, ...]:
        return tuple(begun(self.members.values(), text))[:most]

    def dossier(self, number: str) -> Dossier | None:
        known = self.dossiers.get(number)
        if known is None:
            return None
        sales = [sale for sale in self._sales if sale.member == number and self.order_state(sale.id) != "cancelled"]
        since = {back.plan.id: back.plan for back in self._returns() if back.plan is not None}
        begun = tuple(since.get(sale.begins.id, sale.begins) for sale in sales if sale.begins is not None)
        uses = tuple(Use(benefit, sale.id, self._had(sale, benefit)) for sale in sales for benefit in sale.uses)
        return replace(known, entitlements=(*known.entitlements, *begun), uses=(*known.uses, *uses))

    def _returns(self) -> Iterator[Return]:
        facts = (decode_fact(entry.payload) for entry in self._entries if entry.kind == "ReturnCompleted")
        return (fact.back for fact in facts if isinstance(fact, ReturnCompleted))

    def _had(self, sale: Sale, benefit: str) -> int:
        """What a benefit took off a sale, less what went back with goods since."""
        had = sum(one.amount for line in sale.lines for one in line.discounts if one.cause.benefit == benefit)
        lines = (line for back in self._returns() if back.sale == sale.id for line in back.lines)
        return had - sum(one.amount for line in lines for one in line.undone if one.benefit == benefit)

    def as_used_here(self, voucher: Voucher) -> Voucher:
        used = [sale for sale in self._sales if voucher.benefit in sale.uses]
        account = voucher.account or next((sale.member for sale in used), None)
        return replace(voucher, account=account, sales=(*voucher.sales, *(sale.id for sale in used)))

    def own_entitlements(self, number: str) -> frozenset[str]:
        return frozenset(sale.begins.id for sale in self._sales if sale.begins and sale.member == number)

    # --- benefits ---

    def plans(self) -> dict[str, Plan]:
        return dict(self.plan_list)

    def promotions(self) -> tuple[Promotion, ...]:
        return tuple(sorted(self.promotion_list, key=lambda one: one.id))

    # --- goods ---

    def unread_bulletins(self, person: str) -> tuple[Bulletin, ...]:
        facts = [decode_fact(entry.payload) for entry in self._entries if entry.who == person]
        read = {fact.bulletin for fact in facts if isinstance(fact, BulletinRead)}
        return tuple(one for one in self.bulletins if one.id not in read)

    def stock(self, products: Iterable[str]) -> dict[str, Stock]:
        known = [(code, self.stock_list[code]) for code in products if code in self.stock_list]
        return {code: Stock(stock.units + self._change(code), stock.at) for code, stock in known}

    def _change(self, code: str) -> int:
        return sum(one.change for one in self.movements(code, most=10_000))

    def bought(self, member: str, product: str, *, since: datetime) -> int:
        here = (sale for sale in self._sales if sale.member == member and sale.at >= since)
        return self.bought_before.get((member, product), 0) + sum(_units(sale, product) for sale in here)

    def sent(self, place: str, product: str, *, since: datetime) -> int:
        return self.sent_before.get((place, product), 0)

    def used_serials(self, serials: Iterable[str]) -> frozenset[str]:
        sold = {serial for sale in self._sales for line in sale.lines for serial in line.serials}
        new = {serial for back in self._returns() for line in back.lines for serial in line.new_serials}
        return frozenset(serials) & (sold | new | self.serials)

    def movements(self, product: str, *, most: int = 20) -> tuple[Movement, ...]:
        told = [one for entry in self._entries for one in self._moved(entry, product)]
        return tuple(told[::-1][:most])

    def _moved(self, entry: Entry, product: str) -> Iterator[Movement]:
        fact: Fact = decode_fact(entry.payload)
        if isinstance(fact, StockCorrected) and fact.product == product:
            yield Movement(entry.at, entry.who, fact.change, fact.reason)
        for sale in self._sales:
            if getattr(getattr(fact, "sale", None), "id", "") == sale.id and _units(sale, product):
                yield Movement(entry.at, entry.who, -_units(sale, product), "sale")

    # --- deliveries ---

    def place_of(self, recipient: Recipient) -> str:
        return plain(f"{recipient.postcode}{recipient.address}{recipient.detail}").replace(" ", "")

    def recipient(self, recipient_id: str) -> Recipient | None:
        return self.recipients.get(recipient_id)

    def order_state(self, sale_id: str) -> OrderState | None:
        sale = next((sale for sale in self._sales if sale.id == sale_id), None)
        if sale is None or sale.shipping is None:
            return None
        told = [decode_fact(entry.payload) for entry in self._entries]
        if any(isinstance(fact, OrderCancelled) and fact.sale == sale_id for fact in told):
            return "cancelled"
        if any(isinstance(fact, OrderStopped) and fact.sale == sale_id for fact in told):
            return "stopped"
        confirmed = any(isinstance(fact, OrderConfirmed) and fact.sale == sale_id for fact in told)
        return "concluded" if confirmed else "offered"

    def cancellation(self, sale_id: str) -> Entry | None:
        for entry in self._entries:
            fact = decode_fact(entry.payload)
            if isinstance(fact, OrderCancelled) and fact.sale == sale_id:
                return entry
        return None

    def orders(self, *, most: int = 50) -> tuple[Sale, ...]:
        return tuple(sale for sale in self._sales[::-1] if sale.shipping is not None)[:most]

    def stopped_orders(self) -> tuple[Sale, ...]:
        return tuple(sale for sale in self.orders(most=100_000) if self.order_state(sale.id) == "stopped")


class FakeMall:
    """Implements `pos.till.books.Enquiries`; knows what the books know and more. `refuse_with` is raised by each."""

    def __init__(self, books: FakeBooks, past: FakePast) -> None:
        self._books, self._past = books, past
        self.sale_records: dict[str, SaleRecord] = {}
        self.machines: dict[str, Machine] = {}
        self.records: dict[str, MemberRecord] = {}
        self.vouchers: dict[str, Voucher] = {}
        self.easy_order_list: dict[str, tuple[EasyOrder, ...]] = {}
        self.left: set[str] = set()
        self.stopped: list[str] = []
        self.asked: list[str] = []
        self.refuse_with: TillError | None = None

    def put(self, member: Member, *entitlements: Entitlement, **more: object) -> Member:
        """A member of the chain whom this shop does not know."""
        dossier = replace(Dossier(member.number, member.standing, entitlements), **more)
        self.records[member.number] = MemberRecord(member, dossier)
        return member

    def member(self, number: str) -> MemberRecord:
        def answer() -> MemberRecord:
            known, dossier = self._books.member(number), self._books.dossier(number)
            if number in self.records:
                return self.records[number]
            if known is None or dossier is None or known.standing == "withdrawn":
                raise Refused("member.unknown", member=number)
            return MemberRecord(known, dossier)

        return self._ask("member", answer)

    def find_members(self, text: str) -> tuple[Member, ...]:
        members = {**self._books.members, **{number: one.member for number, one in self.records.items()}}
        return self._ask("find_members", lambda: tuple(found(members.values(), text))[:10])

    def voucher(self, code: str) -> Voucher:
        def answer() -> Voucher:
            if code not in self.vouchers:
                raise Refused("payback.unknown", voucher=code)
            return self.vouchers[code]

        return self._ask("voucher", answer)

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        def answer() -> tuple[EasyOrder, ...]:
            if number not in self._books.members and number not in self.records:
                raise Refused("member.unknown", member=number)
            return self.easy_order_list.get(number, ())

        return self._ask("easy_orders", answer)

    def sale(self, code: str) -> SaleRecord:
        """What a test put into `sale_records`, otherwise what this till sold."""

        def answer() -> SaleRecord:
            sale = self._past.sale_by_code(code)
            original = self._past.original(sale.id) if sale else None
            if code in self.sale_records:
                return self.sale_records[code]
            if original is None:
                raise Refused("return.unknown_receipt", receipt=code)
            return SaleRecord(original, original.sale.begins)

        return self._ask("sale", answer)

    def machine(self, serial: str) -> Machine | None:
        """What a test put into `machines`, otherwise what this till sold."""
        return self._ask("machine", lambda: self.machines.get(serial) or self._past.machine(serial))

    def reserve(self, wanted: Wanted) -> Reservation:
        return self._ask("reserve", lambda: Reservation(wanted.sale))

    def release(self, sale: str) -> None:
        self._ask("release", lambda: None)

    def stop_order(self, sale: str) -> None:
        def answer() -> None:
            if sale in self.left:
                raise Refused("order.left", sale=sale)
            self.stopped.append(sale)

        self._ask("stop_order", answer)

    def _ask(self, question: str, answer: Callable[[], T]) -> T:
        self.asked.append(question)
        if self.refuse_with is not None:
            raise self.refuse_with
        return answer()


def found(members: Iterable[Member], text: str) -> Iterator[Member]:
    """Those who have not left, by number, mobile or its last four digits, or whole name."""
    digits = phone_digits(text)
    for member in members:
        mobile = phone_digits(member.mobile)
        is_phone = bool(digits) and (mobile == digits or (len(digits) == 4 and mobile.endswith(digits)))
        if member.standing != "withdrawn" and (text == member.number or is_phone or plain(text) == plain(member.name)):
            yield member


def begun(members: Iterable[Member], text: str) -> Iterator[Member]:
    """Like `found`, and whose last four digits (two to four), mobile (five and more), or name begins so."""
    digits, known = phone_digits(text), tuple(members)
    whole = {member.number for member in found(known, text)}
    for member in known:
        mobile = phone_digits(member.mobile)
        is_phone = len(digits) > 1 and (mobile if len(digits) > 4 else mobile[-4:]).startswith(digits)
        is_name = bool(plain(text)) and not digits and plain(member.name).startswith(plain(text))
        if member.number in whole or (member.standing != "withdrawn" and (is_phone or is_name)):
            yield member


def _units(sale: Sale, product: str) -> int:
    return sum(line.quantity for line in sale.lines if line.product == product)
