"""Filling the basket: scan, add, change, void, undo. Every change is on disk as a draft; nothing here moves money."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from functools import wraps
from typing import Any, Literal, ParamSpec, TypeVar

import msgspec
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.calendar import KST
from pos.domain.catalogue import Product, check_digit_is_right, looks_like_gtin, price_at, units_of
from pos.domain.errors import Detail, Refused, TillError
from pos.domain.facts import Fact, LineRestored, LineVoided, PricesTaken
from pos.domain.quote import price_changes
from pos.till import reserving
from pos.till.counter import Counter, Notice
from pos.till.ports import Commit, Draft

P = ParamSpec("P")
T = TypeVar("T")

UNDO_STEPS = 50
LONGEST_CODE = 128


class Scanned(msgspec.Struct, frozen=True):
    """What a scan came to: a line, a machine's serial number, an unknown code, or wait.

    "late": it is added once the payment is written.
    """

    outcome: Literal["line", "unknown", "late", "serial"]
    product: str = ""


def start(counter: Counter) -> Basket:
    """Begin a sale with an empty basket; an empty one that is there already is begun anew.

    Raises Refused("session.nobody"), ("shift.not_open"), ("basket.open") while goods, or an exchange, are in it,
    ("policy.none") where no terms are in force, and what `Counter.no_new_sale` says.
    """
    counter.who_may("sell")
    counter.open_shift()
    exchange = counter.draft.exchange if counter.draft else None
    if counter.basket and (not counter.basket.is_empty or counter.payments or exchange):
        raise Refused("basket.open")
    if counter.no_new_sale:
        raise Refused(counter.no_new_sale)
    counter.policy()
    if counter.basket:
        reserving.let_go(counter)
        keep(counter, counter.commit_of(drop=counter.basket.id))
    _look_at_clock(counter)
    now = counter.now().astimezone(KST)
    basket = Basket(counter.ports.new_id(), now, now)
    counter.take_up(Draft(basket))
    return basket


def scan(counter: Counter, text: str, *, quantity: int = 1) -> Scanned:
    """A code was read: `quantity` units of its product, or a red row that blocks payment until it is settled.

    Raises Refused("payment.in_progress") while a payment is under way; nothing is ever dropped unsaid.
    """
    text = text.encode("utf-8", "replace").decode()  # half a surrogate is no letter, and no file takes it
    counter.scans_received += 1
    if counter.is_committing:
        counter.late_scans.append((text, quantity))
        return Scanned("late")
    basket = open_basket(counter)
    product = counter.ports.shelf.by_barcode(text) if len(text) <= LONGEST_CODE else None
    counter.scans_added += 1
    machine = wants_serial(counter, basket, text) if product is None else None
    if machine is not None:
        change(counter, baskets.add_serial(basket, machine, text))
        return Scanned("serial")
    reason = _reason_against(product, text, basket.priced_at)
    if product is None or reason:
        change(counter, baskets.add_unknown(basket, text[:LONGEST_CODE], reason=reason, quantity=quantity))
        return Scanned("unknown")
    counter.products.setdefault(product.code, product)
    add(counter, product.code, quantity=quantity)
    return Scanned("line", product.code)


def _reason_against(product: Product | None, text: str, moment: datetime) -> str:
    if product is None:
        return "scan.check_digit" if looks_like_gtin(text) and not check_digit_is_right(text) else "scan.unknown"
    return "price.missing" if price_at(product, moment) is None else ""


def take_late_scans(counter: Counter) -> None:
    """Add what was scanned while the counter was writing: after a sale it is the next customer's.

    While a basket is being paid it waits on.
    """
    if counter.is_busy or (counter.draft and counter.draft.agreed):
        return
    late, counter.late_scans = counter.late_scans, []
    for text, quantity in late:
        counter.scans_received -= 1
        try:
            scan(counter, text, quantity=quantity)
        except TillError as error:
            counter.failed(error)


def add(counter: Counter, code: str, *, quantity: int = 1) -> None:
    """`quantity` selling units more. Raises Refused("product.unknown"), ("price.missing"), ("basket.quantity")."""
    basket = open_basket(counter)
    _check_price(counter, code, basket)
    changed = baskets.add(basket, code, quantity=quantity)
    counter.selected = next(line.id for line in reversed(changed.lines) if line.product == code)
    change(counter, changed)


def ends_with_late_scans(verb: Callable[P, Awaitable[T]]) -> Callable[P, Coroutine[Any, Any, T]]:
    """A verb that writes and waits: however it ends, what was scanned meanwhile is added then."""

    @wraps(verb)
    async def told(*values: P.args, **named: P.kwargs) -> T:
        try:
            return await verb(*values, **named)
        finally:
            counter = values[0]
            assert isinstance(counter, Counter)
            take_late_scans(counter)

    return told


def add_capsules(counter: Counter, code: str, capsules: int) -> None:
    """So many capsules, in whole selling units (terms 9 (5)). Raises Refused("order.unit_multiple")."""
    add(counter, code, quantity=units_of(counter.product(code), capsules))


def set_quantity(counter: Counter, line_id: int, quantity: int) -> None:
    """So many units on a line; none voids it."""
    if quantity == 0:
        void_line(counter, line_id)
        return
    change(counter, baskets.set_quantity(open_basket(counter), line_id, quantity=quantity))


def set_serial(counter: Counter, line_id: int, serial: str) -> None:
    """A machine's serial number, typed or scanned for its line.

    Raises Refused("serial.pattern") where its model has others, ("serial.twice"), ("serial.enough").
    """
    basket, serial = open_basket(counter), serial.strip()
    product = counter.product(baskets.line(basket, line_id).product)
    check_serial(product, serial)
    change(counter, baskets.add_serial(basket, line_id, serial))


def check_serial(product: Product, serial: str) -> None:
    """Raises Refused("serial.pattern") for what is no serial number of a model."""
    if not _fits(product, serial):
        raise Refused("serial.pattern", product=product.code, serial=serial[:LONGEST_CODE])


def take_serial_off(counter: Counter, serial: str) -> None:
    """A machine's serial number turned out not to be its own. Its line waits for another one."""
    basket = open_basket(counter)
    lines = (replace(line, serials=tuple(one for one in line.serials if one != serial)) for line in basket.lines)
    change_for_good(counter, replace(basket, lines=tuple(lines)))


def wants_serial(counter: Counter, basket: Basket, text: str) -> int | None:
    """The newest machine that waits for a serial number such as this one."""
    for line in reversed(basket.lines):
        product = counter.product(line.product)
        if product.serial_tracked and len(line.serials) < line.quantity and _fits(product, text):
            return None if any(text in one.serials for one in basket.lines) else line.id
    return None


def _fits(product: Product, serial: str) -> bool:
    """Whether a model has such serial numbers; without a pattern any word that is no retail barcode will do."""
    if product.serial_pattern is not None:
        return re.fullmatch(product.serial_pattern, serial) is not None
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9./-]{2,39}", serial) is not None and not looks_like_gtin(serial)


def void_line(counter: Counter, line_id: int) -> None:
    """Take a line out; the journal keeps that it was there. Raises Refused("basket.no_line")."""
    basket = open_basket(counter)
    changed = baskets.void(basket, line_id)
    if counter.selected == line_id:
        counter.selected = changed.lines[-1].id if changed.lines else None
    change(counter, changed)


def dismiss_unknown(counter: Counter, scan_id: int) -> None:
    """Settle a code nobody knows by letting it go."""
    change(counter, baskets.dismiss_unknown(open_basket(counter), scan_id))


def settle_unknown(counter: Counter, scan_id: int, product: str) -> None:
    """Settle a code nobody knows: the person found the product it should have been, as often as it was scanned.

    Raises what `add` raises, and the row stays then.
    """
    basket = open_basket(counter)
    scan = next((scan for scan in basket.unknown if scan.id == scan_id), None)
    _check_price(counter, product, basket)
    settled = baskets.dismiss_unknown(basket, scan_id)
    change(counter, baskets.add(settled, product, quantity=scan.quantity if scan else 1))


def undo(counter: Counter) -> bool:
    """Take the last change of the basket back; False where there is none."""
    if not counter.undo or counter.draft is None:
        return False
    basket = open_basket(counter)
    previous = baskets.back_to(basket, counter.undo[-1])
    _write(counter, previous, restored=True)
    counter.undo.pop()
    if counter.selected not in [line.id for line in previous.lines]:
        counter.selected = previous.lines[-1].id if previous.lines else None
    return True


def look_at_prices(counter: Counter) -> None:
    """Notice prices that changed since the basket took its own; said once, never slipped in (terms 9 (2))."""
    basket = counter.basket
    if basket is None or not basket.lines or counter.payments:
        return
    now = counter.now()
    shown = {line.product: counter.product(line.product) for line in basket.lines}
    fresh = {code: counter.ports.shelf.product(code) or product for code, product in shown.items()}
    changes = [
        change
        for change in price_changes(basket, shown, fresh, now)
        if counter.kept_prices.get(change.product) != change.new
    ]
    if changes:
        first = changes[0]
        facts: dict[str, Detail] = {"count": len(changes), "product": first.product, "old": first.old, "new": first.new}
        counter.tell(Notice("price.changed", facts))


def take_new_prices(counter: Counter) -> None:
    """The basket goes on at the prices of now."""
    basket = open_basket(counter)
    now = counter.now()
    fresh = {line.product: counter.ports.shelf.product(line.product) for line in basket.lines}
    for code, product in fresh.items():
        if product is not None and price_at(product, now) is not None:
            counter.products[code] = product
    counter.hush("price.changed")
    change(counter, baskets.take_prices_of(basket, now), PricesTaken(basket.id))


def keep_old_prices(counter: Counter) -> None:
    """The customer pays what they saw; these changes are not said again."""
    counter.who_may("sell")
    now = counter.now()
    for code in counter.products:
        fresh = counter.ports.shelf.product(code)
        counter.kept_prices[code] = price_at(fresh, now) if fresh else None
    counter.hush("price.changed")


def open_basket(counter: Counter) -> Basket:
    """The basket that may be changed, a new one where there is none. Raises Refused("payment.in_progress"),
    ("session.nobody"), ("staff.not_allowed")."""
    if counter.is_busy or (counter.draft and counter.draft.agreed):
        raise Refused("payment.in_progress")
    counter.who_may("sell")
    return counter.basket or start(counter)


def _check_price(counter: Counter, code: str, basket: Basket) -> None:
    if price_at(counter.product(code), basket.priced_at) is None:
        raise Refused("price.missing", product=code)


def change(counter: Counter, basket: Basket, *facts: Fact) -> None:
    """The next state of the basket, on disk and undoable."""
    assert counter.draft is not None
    before = counter.draft.basket
    _write(counter, basket, *facts)
    counter.undo.append(before)
    del counter.undo[:-UNDO_STEPS]


def change_for_good(counter: Counter, basket: Basket, **more: Any) -> None:
    """The next state of the basket where going back is a step of its own: a member, an address, an approval.

    `more` goes into the same transaction (`Commit.recipient`, `Commit.learned`).
    """
    _write(counter, basket, **more)
    counter.undo.clear()


def _write(counter: Counter, basket: Basket, *facts: Fact, restored: bool = False, **more: Any) -> None:
    """The new basket with its quote, both or neither, and on disk behind them; what was taken out is an entry."""
    assert counter.draft is not None
    before = counter.draft.basket
    draft = replace(counter.draft, basket=basket)
    quote = counter.quote_of(draft)
    draft = replace(draft, shown={line.product: line.unit_price for line in quote.lines})
    counter.draft, counter.quote = draft, quote
    counter.touch("basket")
    told: list[Fact] = [*facts]
    told += [LineVoided(basket.id, product, quantity) for product, quantity in baskets.taken_out(before, basket)]
    if restored:
        told += [LineRestored(basket.id, product, quantity) for product, quantity in baskets.taken_out(basket, before)]
    more.setdefault("recipient", counter.unsealed())
    keep(counter, counter.commit_of(facts=tuple(told), save=draft, **more))


def keep_draft(counter: Counter, draft: Draft) -> None:
    """Another draft of the same basket, on disk behind it."""
    counter.draft = draft
    counter.touch("basket")
    keep(counter, counter.commit_of(save=draft, recipient=counter.unsealed()))


def keep(counter: Counter, commit: Commit) -> None:
    """Write without waiting for it; the disk lane keeps the order, and a failure is said aloud."""

    async def story() -> None:
        try:
            await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))
        except TillError as error:
            counter.failed(error)

    counter.ports.start(story())


def _look_at_clock(counter: Counter) -> None:
    last = counter.ports.shelf.last_time()
    if last and counter.now().astimezone(KST).isoformat(timespec="milliseconds") < last:
        counter.tell(Notice("clock.behind", {"clock": counter.now().isoformat(), "last": last}, "error"))
    else:
        counter.hush("clock.behind")
