"""The counter as the person at it knows it: who stands there, what is in the basket, what was said aloud.

It holds state and the ports; the verbs in the files beside it change it. Everything in it can be rebuilt from disk.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from pos.domain.back.returns import Return
from pos.domain.basket import Basket, Delivery
from pos.domain.calendar import WorkingDays, korean_day
from pos.domain.catalogue import Price, Product
from pos.domain.errors import Detail, Refused, TillError, Unavailable
from pos.domain.journal import Entry
from pos.domain.money import Won
from pos.domain.policy import Policies, Policy
from pos.domain.powers import Power
from pos.domain.quote import NOTHING, Known, Quote, quote
from pos.domain.sale import Sale
from pos.domain.sums.belonging import NOBODYS, shift_of
from pos.domain.sums.report import Report
from pos.domain.tender import Payment
from pos.till.books import Sent
from pos.till.changes import Touched
from pos.till.day.journal import Looked
from pos.till.feed import Boutique, Staff
from pos.till.in_hand import Closing, Returning
from pos.till.ports import KICKS, Attempt, Commit, Draft, Job, Shift
from pos.till.world import Ports as Ports
from pos.till.world import Start as Start
from pos.till.world import Story as Story

Question: TypeAlias = Literal["member", "voucher", "serial"]
"""What the mall is asked about the open basket while somebody waits; the newest of each kind counts."""


class Notice(msgspec.Struct, frozen=True):
    """Something the person has to know; its words come from the code and the facts."""

    code: str
    facts: dict[str, Detail] = {}
    grade: Literal["news", "warning", "error"] = "warning"


@dataclass(slots=True)
class Counter:
    """Mutable, because a counter is: one person, one basket, one payment at a time. Belongs to one thread."""

    ports: Ports
    staff: Staff | None = None
    shift: Shift | None = None
    draft: Draft | None = None
    quote: Quote | None = None
    selected: int | None = None
    attempts: tuple[Attempt, ...] = ()
    last_sale: Sale | None = None
    notices: tuple[Notice, ...] = ()
    products: dict[str, Product] = field(default_factory=dict)
    undo: list[Basket] = field(default_factory=list)
    no_new_sale: str = ""
    kept_prices: dict[str, Won | None] = field(default_factory=dict)
    returning: Returning | None = None
    closing: Closing | None = None
    last_report: Report | None = None
    last_return: Return | None = None
    looking_back: object | None = None
    looked: Looked = field(default_factory=Looked)
    offers: Known = NOTHING
    sent: Sent | None = None
    issuing: set[str] = field(default_factory=set)
    questions: dict[Question, object] = field(default_factory=dict)
    is_paying: bool = False
    is_committing: bool = False
    is_printing: bool = False
    is_issuing: bool = False
    is_unsure: bool = False
    late_scans: list[tuple[str, int]] = field(default_factory=list)
    free_serials: set[str] = field(default_factory=set)
    scans_received: int = 0
    scans_added: int = 0
    listeners: list[Callable[[Touched], None]] = field(default_factory=list)
    _policies: Policies | None = None

    # --- what it knows ---

    @property
    def basket(self) -> Basket | None:
        """The basket that is worked on."""
        return self.draft.basket if self.draft else None

    @property
    def payments(self) -> tuple[Payment, ...]:
        """What was paid of the basket so far."""
        return self.draft.payments if self.draft else ()

    @property
    def boutique(self) -> Boutique:
        """The shop. Raises Refused("till.no_boutique") before the mall has said which it is."""
        boutique = self.ports.shelf.boutique()
        if boutique is None:
            raise Refused("till.no_boutique")
        return boutique

    def cashier(self) -> Staff:
        """Who is signed in. Raises Refused("session.nobody")."""
        if self.staff is None:
            raise Refused("session.nobody")
        return self.staff

    def may(self, power: Power) -> bool:
        """Whether somebody is signed in whose role has a power."""
        return self.staff is not None and self.ports.powers.may(self.staff.role, power)

    def may_allow(self, action: str) -> bool:
        """Whether who is signed in decides alone what others have to ask for."""
        return self.staff is not None and self.ports.powers.may_approve(self.staff.role, action)

    def who_may(self, power: Power) -> Staff:
        """Who is signed in. Raises Refused("session.nobody"), ("staff.not_allowed") where the role lacks a power."""
        person = self.cashier()
        if not self.may(power):
            raise Refused("staff.not_allowed", power=power)
        return person

    def open_shift(self) -> Shift:
        """The open shift. Raises Refused("shift.not_open")."""
        if self.shift is None:
            raise Refused("shift.not_open")
        return self.shift

    def look_at_shift(self) -> None:
        """Know anew in which shift who is signed in works: their own, or the one that is everybody's."""
        self.shift = shift_of(self.staff.id if self.staff else NOBODYS, self.ports.shelf.open_shifts())

    def product(self, code: str) -> Product:
        """A product, as the open basket knows it. Raises Refused("product.unknown")."""
        known = self.products.get(code) or self.ports.shelf.product(code)
        if known is None:
            raise Refused("product.unknown", product=code)
        self.products[code] = known
        return known

    def policy(self) -> Policy:
        """The terms in force now."""
        return self.policies().at(self.now())

    def policies(self) -> Policies:
        """Every version of the terms this till has accepted."""
        if self._policies is None:
            self._policies = Policies(self.ports.shelf.policies())
        return self._policies

    def forget_policies(self) -> None:
        """Read the terms anew from disk; others may have arrived."""
        self._policies = None

    def calendar(self) -> WorkingDays:
        """The working days, with the holidays that were entered by hand."""
        return WorkingDays(self.ports.past.holidays())

    def now(self) -> datetime:
        """This instant."""
        return self.ports.clock.now()

    def day(self) -> date:
        """The business day: the open shift's, otherwise today."""
        return self.shift.day if self.shift else korean_day(self.now())

    # --- what it does with what it knows ---

    def touch(self, *nouns: Touched) -> None:
        """Tell every listener what changed."""
        for noun in nouns:
            for listener in tuple(self.listeners):
                listener(noun)

    def tell(self, notice: Notice) -> None:
        """Say something to the person, once a code; the newest is last."""
        self.notices = (*(old for old in self.notices if old.code != notice.code), notice)
        self.touch("notices")

    def hush(self, code: str) -> None:
        """Take a notice back."""
        if any(notice.code == code for notice in self.notices):
            self.notices = tuple(notice for notice in self.notices if notice.code != code)
            self.touch("notices")

    def failed(self, error: TillError) -> None:
        """Say that a story ended with an error a person must act on."""
        self.tell(Notice(error.code, error.facts, "error"))

    def commit_of(self, **what: Any) -> Commit:
        """A transaction in the name of who is signed in ("till" where nobody is), at this instant."""
        who = self.staff.id if self.staff else "till"
        return Commit(who=who, at=self.now(), day=self.day(), **what)

    def kick(self, subject: str = "", *, drawer: int = 0) -> Job:
        """A job that kicks a drawer open: that of who is signed in, unless it is said which."""
        wanted = drawer or (self.shift.drawer if self.shift else 1)
        kind = next(kind for kind, number in KICKS.items() if number == wanted)
        return Job(self.ports.new_id(), kind, subject)

    def unsealed(self) -> Sent | None:
        """The open basket's address where the disk does not have it yet; it goes along with what is written next."""
        sent, delivery = self.sent, self.basket.delivery if self.basket else None
        if sent is None or delivery is None or sent.id != delivery.recipient:
            return None
        return sent if self.ports.books.recipient(sent.id) is None else None

    def requote(self) -> None:
        """Derive the quote of the basket anew."""
        self.quote = self.quote_of(self.draft) if self.draft else None
        self.touch("basket")

    def quote_of(self, draft: Draft) -> Quote:
        """What a draft costs: as agreed where it is being paid, otherwise by the terms in force now."""
        if draft.agreed is not None:
            return draft.agreed
        products = {line.product: self.product(line.product) for line in draft.basket.lines}
        known = self.known_of(draft.basket)
        if draft.exchange is not None:
            known = draft.exchange.known_after(known)
        return quote(draft.basket, products, self.policy(), known)

    def known_of(self, basket: Basket) -> Known:
        """What is known that bears on a basket: the offers it began with, and stock and serial numbers as of now."""
        books, offers = self.ports.books, self.offers
        serials = [serial for line in basket.lines for serial in line.serials]
        return replace(
            offers,
            dossier=offers.dossier if offers.dossier and offers.dossier.member == basket.member else None,
            voucher=offers.voucher if offers.voucher and offers.voucher.code == basket.voucher else None,
            at=self.now(),
            stock=books.stock({line.product for line in basket.lines}) if basket.delivery is None else {},
            used_serials=books.used_serials(serials) - self.free_serials if serials else frozenset(),
            bought=self._of_member(basket),
            sent=self._to_address(basket),
            granted=frozenset([one.about for one in basket.approvals if one.action == "benefit.grant"]),
        )

    def _of_member(self, basket: Basket) -> dict[str, int]:
        if basket.member is None:
            return {}
        limited = [product for product in self._products_in(basket) if product.max_per_member is not None]
        count = self.ports.books.bought
        return {one.code: count(basket.member, one.code, since=_days_before(basket, one)) for one in limited}

    def _to_address(self, basket: Basket) -> dict[str, int]:
        if basket.delivery is None or not basket.delivery.place:
            return {}
        limited = [product for product in self._products_in(basket) if product.max_per_address is not None]
        place, count = basket.delivery.place, self.ports.books.sent
        return {one.code: count(place, one.code, since=_days_before(basket, one)) for one in limited}

    def _products_in(self, basket: Basket) -> list[Product]:
        return [self.product(code) for code in dict.fromkeys(line.product for line in basket.lines)]

    def take_up(self, draft: Draft | None) -> None:
        """Work on another basket, or none. One that comes from disk goes on with the prices that were shown."""
        draft = self._with_address(draft)
        self.draft, self.attempts, self.sent = draft, (), None
        self.undo.clear()
        self.questions.clear()
        self.products.clear()
        self.kept_prices.clear()
        self.free_serials.clear()
        self.hush("price.changed")
        self.offers = self._offers(draft.basket if draft else None)
        self.selected = draft.basket.lines[-1].id if draft and draft.basket.lines else None
        if draft is not None:
            self.attempts = self.ports.shelf.attempts(draft.basket.id)
            for code, won in draft.shown.items():
                known = self.product(code)
                shown = Price(draft.basket.priced_at, won)
                self.products[code] = replace(known, prices=(*known.prices, shown))
        self.requote()
        self.touch("payment")

    def _with_address(self, draft: Draft | None) -> Draft | None:
        """A draft as it is on disk; an address that is not there is asked for again before anybody pays."""
        if draft is None or draft.agreed is not None or draft.basket.delivery is None:
            return draft
        if self.ports.books.recipient(draft.basket.delivery.recipient) is not None:
            return draft
        return replace(draft, basket=replace(draft.basket, delivery=Delivery()))

    def look_at_offers_again(self) -> None:
        """What is known here of the basket's member and voucher has changed; what was agreed stays agreed."""
        basket = self.basket
        if basket is None or (self.draft and self.draft.agreed):
            return
        books, known = self.ports.books, self.offers
        if basket.member is not None:
            dossier, own = books.dossier(basket.member), books.own_entitlements(basket.member)
            known = replace(known, dossier=dossier or known.dossier, own=own)
        self.offers = known
        self.requote()

    def _offers(self, basket: Basket | None) -> Known:
        """What a basket starts with, and keeps: plans, promotions, and its member as this till knows them."""
        if basket is None:
            return NOTHING
        books = self.ports.books
        known = Known(plans=books.plans(), promotions=books.promotions())
        if basket.member is None:
            return known
        dossier, own = books.dossier(basket.member), books.own_entitlements(basket.member)
        return replace(known, dossier=dossier, own=own, is_sure=False)

    async def write(self, commit: Commit | Callable[[], Commit]) -> tuple[Entry, ...]:
        """Write durably and wait for it; meanwhile no other verb changes the basket, and scans wait their turn.

        What rests on what is on disk is made there, right before it is written. Raises what `Store.commit` raises.
        """
        self.is_committing = True
        store = self.ports.store
        try:
            return await self.ports.disk.run(lambda: store.commit(commit() if callable(commit) else commit))
        except Unavailable as error:
            self.is_unsure = self.is_unsure or error.code == "disk.unknown"
            raise
        finally:
            self.is_committing = False

    @property
    def is_looking_up(self) -> bool:
        """Whether the mall is being asked about the basket's member or voucher."""
        return bool(self.questions)

    @property
    def is_looking_back(self) -> bool:
        """Whether the mall is being asked about the return in hand."""
        return self.looking_back is not None

    @property
    def is_busy(self) -> bool:
        """Whether a payment is under way, or something is being written that the basket must wait for."""
        return self.is_paying or self.is_committing


def _days_before(basket: Basket, product: Product) -> datetime:
    return basket.priced_at - timedelta(days=product.limit_days)
