"""A till's way to the mall: each thing it may ask or bring, signed with the till's key.

Calls block, are made on the network lane only, and raise nothing but Refused and Unavailable. It never retries.
"""

from __future__ import annotations

import base64
from types import TracebackType
from typing import TypeVar
from unicodedata import category
from urllib.parse import quote

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.apart import Reservation, Wanted
from pos.domain.easy_order import EasyOrder
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.journal import write_time
from pos.domain.payback import Voucher
from pos.domain.warranty import Machine
from pos.sync import contract, signing
from pos.sync.contract import (
    Authority,
    DayAnswer,
    EasyOrdersAnswer,
    Enrol,
    Enrolled,
    Health,
    LostEntries,
    MachineAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    Pass,
    PersonPut,
    PersonTaken,
    Push,
    PushAnswer,
    RecipientPut,
    RecipientTaken,
    Released,
    ReservationAnswer,
    ReservationPut,
    SaleAnswer,
    StaffPut,
    StaffTaken,
    Standing,
    Stopped,
    TillName,
    Time,
    VoucherAnswer,
)
from pos.sync.passes import PassKeeper
from pos.sync.slip import of_slip
from pos.sync.trust import nobody_yet
from pos.sync.wire import LOOK_UP, Heard, Limits, Wire
from pos.till.books import MemberRecord, SaleRecord, Sent
from pos.till.feed import FeedPage, Member, MemberSent, StaffSent
from pos.till.ports import Clock
from pos.till.reading import read_page

T = TypeVar("T")

_LONGEST_NAME = 64
_NO_LETTERS = ("Cc", "Cs")  # controls, and halves of letters, which no wire can carry


class MallClient:
    """An enrolled till's way to the mall; every request carries the till's signature."""

    def __init__(
        self,
        url: str,
        *,
        name: TillName,
        key: Ed25519PrivateKey,
        clock: Clock,
        limits: Limits | None = None,
        look_up: Limits = LOOK_UP,
        passes: PassKeeper | None = None,
        authority: str = "",
        mall_key: bytes = b"",
    ) -> None:
        """`look_up` limits what somebody at the counter waits for, `limits` all else. Several ways of one till share
        `passes`. `authority` is whom it believes over https (PEM), `mall_key` (Ed25519, raw) that by which it knows the
        mall's word that it is shut out; without one it takes anybody's."""
        self._passes = passes or PassKeeper()
        self._name, self._key, self._clock, self._look_up = name, key, clock, look_up
        self._mall_key = mall_key
        self._wire = Wire(url, limits or Limits(), trust=authority)

    def push(self, push: Push) -> PushAnswer:
        """Send entries. Refused("journal.broken") where the mall cannot follow from what it holds."""
        return self._ask(PushAnswer, "POST", contract.JOURNAL, msgspec.json.encode(push))

    def standing(self, seq: int) -> Standing:
        """How the mall has this till's journal, and what stands at a place of it."""
        return self._ask(Standing, "GET", contract.STANDING.format(seq=seq), limits=self._look_up)

    def lost(self, since: int) -> LostEntries:
        """This till's own entries from a place on, as the mall has them; as many as one answer carries."""
        return self._ask(LostEntries, "GET", f"{contract.JOURNAL}?since={since}")

    def feed(self, cursor: int) -> FeedPage:
        """The next page of what changed after `cursor`."""
        at = write_time(self._clock.now())
        heard = self._exchange("GET", f"{contract.FEED}?cursor={cursor}", at=at)
        try:
            page = read_page(heard.raw, signature=_signature(heard.signature), asked_at=at)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unavailable("mall.garbage", cause=str(error)) from error
        if self._passes.is_due:  # while all is well, and nobody waits
            self._ask_for_pass()
        return page

    def put_recipient(self, sent: Sent) -> None:
        """Bring the address of an order; again is the same."""
        target = contract.RECIPIENT.format(sale=_segment(sent.sale))
        self._ask(RecipientTaken, "PUT", target, msgspec.json.encode(RecipientPut(sent.recipient)))

    def put_member(self, sent: MemberSent) -> None:
        """Bring a member as they are known here; again is the same."""
        number = sent.member.number
        body = msgspec.json.encode(PersonPut(sent.epoch, sent.seq, sent.member))
        self._ask(PersonTaken, "PUT", contract.MEMBER.format(number=_named(number, "member.unknown")), body)

    def put_staff(self, sent: StaffSent) -> None:
        """Bring what changed of somebody who works here; again is the same."""
        body = msgspec.json.encode(StaffPut(sent.epoch, sent.seq, sent.change))
        self._ask(StaffTaken, "PUT", contract.STAFF.format(staff=_named(sent.change.id, "staff.unknown")), body)

    def day(self, day: str, until: int) -> DayAnswer:
        """What the mall holds of one of this till's business days (ISO 8601), up to a place of its journal."""
        return self._ask(DayAnswer, "GET", f"{contract.DAY.format(day=_segment(day))}?until={until}")

    def time(self, nonce: str) -> Time:
        """What time the mall has, signed together with `nonce`."""
        return self._ask(Time, "GET", contract.TIME.format(nonce=_segment(nonce)))

    # --- what somebody at the counter waits for: see `pos.till.books.Enquiries` -----------------------------------

    def member(self, number: str) -> MemberRecord:
        """A member by number. Raises Refused("member.unknown")."""
        target = contract.MEMBER.format(number=_named(number, "member.unknown"))
        return self._look(MemberAnswer, "GET", target)

    def find_members(self, text: str) -> tuple[Member, ...]:
        """Members of the whole chain by number, mobile or its last four digits; what is no such thing finds nobody."""
        text = text.strip()
        if not 0 < len(text) <= _LONGEST_NAME or any(category(letter) in _NO_LETTERS for letter in text):
            return ()
        body = msgspec.json.encode(MemberSearch(text))
        return self._look(MembersFound, "POST", contract.MEMBERS, body).members

    def voucher(self, code: str) -> Voucher:
        """A payback voucher. Raises Refused("payback.unknown")."""
        target = contract.VOUCHER.format(code=_named(code, "payback.unknown"))
        return self._look(VoucherAnswer, "GET", target)

    def easy_orders(self, number: str) -> tuple[EasyOrder, ...]:
        """A member's Easy-Orders. Raises Refused("member.unknown")."""
        target = contract.EASY_ORDERS.format(number=_named(number, "member.unknown"))
        return self._look(EasyOrdersAnswer, "GET", target).orders

    def sale(self, code: str) -> SaleRecord:
        """A sale of the chain by its receipt's code. Raises Refused("return.unknown_receipt").

        ("return.order_cancelled") where it is a delivery whose money went back, or is about to.
        """
        target = contract.SALE.format(code=_named(code, "return.unknown_receipt"))
        return self._look(SaleAnswer, "GET", target)

    def machine(self, serial: str) -> Machine | None:
        """A machine that the chain sold; what can be no serial number is none."""
        if not _is_name(serial):
            return None
        return self._look(MachineAnswer, "GET", contract.MACHINE.format(serial=_segment(serial))).machine

    def reserve(self, wanted: Wanted) -> Reservation:
        """Keep for a basket what it could use; again is the same. Raises Refused("member.unknown")."""
        target = contract.RESERVATION.format(sale=_named(wanted.sale, "order.unknown"))
        body = msgspec.json.encode(ReservationPut(wanted.member, wanted.voucher))
        return self._look(ReservationAnswer, "PUT", target, body)

    def release(self, sale: str) -> None:
        """Keep nothing for a basket any more; again is the same."""
        self._look(Released, "DELETE", contract.RESERVATION.format(sale=_named(sale, "order.unknown")))

    def stop_order(self, sale: str) -> None:
        """Keep a delivery order from leaving; again is the same. Raises Refused("order.left")."""
        self._look(Stopped, "POST", contract.STOP_ORDER.format(sale=_named(sale, "order.unknown")))

    # ---------------------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let the connection go."""
        self._wire.close()

    def __enter__(self) -> MallClient:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _ask_for_pass(self) -> None:
        """Without a pass all goes on as with one, so that nothing is said of a mall that gives none."""
        asked_at = self._passes.now()
        try:
            self._passes.keep(self._ask(Pass, "POST", contract.PASS), asked_at=asked_at)
        except TillError:
            self._passes.put_off()

    def _look(self, answer: type[T], method: str, target: str, body: bytes = b"") -> T:
        """Ask for somebody who waits. That the mall does not hear this till says nothing about what was asked."""
        try:
            return self._ask(answer, method, target, body, self._look_up)
        except Refused as refused:
            if refused.code.startswith("mall."):
                raise Unavailable(refused.code, **refused.facts) from refused
            raise

    def _ask(self, answer: type[T], method: str, target: str, body: bytes = b"", limits: Limits | None = None) -> T:
        heard = self._exchange(method, target, body, limits)
        try:
            return msgspec.json.decode(heard.raw, type=answer)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise Unavailable("mall.garbage", cause=str(error)) from error

    def _exchange(
        self, method: str, target: str, body: bytes = b"", limits: Limits | None = None, *, at: str = ""
    ) -> Heard:
        at = at or write_time(self._clock.now())

        def sign(sent: bytes) -> dict[str, str]:
            told = signing.request_bytes(self._name, method=method, target=target, at=at, body=sent)
            headers = {
                contract.TILL_HEADER: str(self._name),
                contract.TIME_HEADER: at,
                contract.SIGNATURE_HEADER: base64.b64encode(self._key.sign(told)).decode(),
            }
            if self._passes.text:
                headers[contract.PASS_HEADER] = self._passes.text
            return headers

        try:
            return self._wire.hear(method, target, body=body, sign=sign, limits=limits)
        except Refused as refused:
            if refused.code == "mall.revoked":
                self._check_shut_out(refused, at=at)
                self._passes.forget()
            raise

    def _check_shut_out(self, refused: Refused, *, at: str) -> None:
        """What a till does that is shut out is never undone. Raises Unavailable("mall.garbage") for another's word."""
        if not self._mall_key:
            return
        told = signing.shut_out_bytes(self._name, at=at)
        signature = _signature(str(refused.facts.get("signature", "")))
        if not signing.is_signed(told, signature=signature, public_key=self._mall_key):
            raise Unavailable("mall.garbage", cause="not signed") from refused


def _signature(text: str) -> bytes:
    """A signature as it was sent; what is none is nobody's, and not missing."""
    try:
        return base64.b64decode(text, validate=True)
    except ValueError:
        return b"-"


def _segment(name: str) -> str:
    """A name as one part of a path, whatever is in it."""
    return quote(name, safe="")


def _named(name: str, unknown: str) -> str:
    """The same for what somebody scanned or typed. Raises Refused(unknown) for what can be no name at all."""
    if not _is_name(name):
        raise Refused(unknown)
    return _segment(name)


def _is_name(name: str) -> bool:
    return 0 < len(name) <= _LONGEST_NAME and name.isprintable() and "/" not in name and bool(name.strip("."))


def learn_authority(url: str, start: str, *, limits: Limits | None = None) -> str:
    """The certificate (PEM) of the chain's authority, whose fingerprint begins as a slip says.

    Whoever answers is asked, and told nothing. Raises Refused("enrol.authority") where it is another one.
    """
    wire = Wire(url, limits or Limits(), trust=nobody_yet())
    try:
        found = wire.ask(Authority, "GET", contract.AUTHORITY).certificate
    finally:
        wire.close()
    believed = of_slip(found, start)
    if not believed:
        raise Refused("enrol.authority")
    return believed


def enrol(
    url: str, code: str, key: Ed25519PrivateKey, *, limits: Limits | None = None, authority: str = ""
) -> Enrolled:
    """Trade a one-time code for the till's name; asking again with the same key gets the same answer.

    Raises Refused("enrol.code") where the code is unknown, used or too old, ("enrol.taken") where the till it names
    already stands somewhere.
    """
    public_key = key.public_key().public_bytes_raw()
    asked = Enrol(code, public_key, key.sign(signing.enrol_bytes(code, public_key)))
    wire = Wire(url, limits or Limits(), trust=authority)
    try:
        return wire.ask(Enrolled, "POST", contract.ENROL, body=msgspec.json.encode(asked))
    finally:
        wire.close()


def health(url: str, *, limits: Limits | None = None, authority: str = "") -> Health:
    """Whether a mall answers there, and what time it has."""
    wire = Wire(url, limits or Limits(), trust=authority)
    try:
        return wire.ask(Health, "GET", contract.HEALTH)
    finally:
        wire.close()
