"""Filling the basket: scan, add, change, void, undo. Every change is on disk as a draft; nothing here moves money."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.calendar import KST
from pos.domain.catalogue import Product, check_digit_is_right, looks_like_gtin, price_at, units_of
from pos.domain.errors import Detail, Refused, TillError
from pos.domain.journal import LineVoided, PricesTaken
from pos.domain.quote import price_changes
from pos.till.counter import Counter, Notice
from pos.till.ports import Commit, Draft

UNDO_STEPS = 50
LONGEST_CODE = 128


class Scanned(msgspec.Struct, frozen=True):
    """What a scan came to: a line, an unknown code, or wait ("late": it is added once the payment is written)."""

    outcome: Literal["line", "unknown", "late"]
    product: str = ""


def start(counter: Counter) -> Basket:
    """Begin a sale with an empty basket; an empty one that is there already is begun anew.

    Raises Refused("session.nobody"), ("shift.not_open"), ("basket.open") while goods are in it, ("policy.none") where
    no terms are in force, and what `Counter.no_new_sale` says.
    """
    counter.cashier()
    counter.open_shift()
    if counter.basket and (not counter.basket.is_empty or counter.payments):
        raise Refused("basket.open")
    if counter.no_new_sale:
        raise Refused(counter.no_new_sale)
    counter.policy()
    if counter.basket:
        keep(counter, counter.commit_of(drop=counter.basket.id))
    _look_at_clock(counter)
    now = counter.now().astimezone(KST)
    basket = Basket(counter.ports.new_id(), now, now)
    counter.products.clear()
    counter.undo.clear()
    counter.attempts = ()
    counter.kept_prices.clear()
    counter.hush("price.changed")
    counter.selected = None
    counter.draft = Draft(basket)
    counter.requote()
    return basket


def scan(counter: Counter, text: str, *, quantity: int = 1) -> Scanned:
    """A code was read: `quantity` units of its product, or a red row that blocks payment until it is settled.

    Raises Refused("payment.in_progress") while a payment is under way; nothing is ever dropped unsaid.
    """
    counter.scans_received += 1
    if counter.is_committing:
        counter.late_scans.append((text, quantity))
        return Scanned("late")
    basket = _open_basket(counter)
    product = counter.ports.shelf.by_barcode(text) if len(text) <= LONGEST_CODE else None
    counter.scans_added += 1
    reason = _reason_against(product, text, basket.priced_at)
    if product is None or reason:
        _change(counter, baskets.add_unknown(basket, text[:LONGEST_CODE], reason=reason))
        return Scanned("unknown")
    add(counter, product.code, quantity=quantity)
    return Scanned("line", product.code)


def _reason_against(product: Product | None, text: str, moment: datetime) -> str:
    if product is None:
        return "scan.check_digit" if looks_like_gtin(text) and not check_digit_is_right(text) else "scan.unknown"
    return "price.missing" if price_at(product, moment) is None else ""


def take_late_scans(counter: Counter) -> None:
    """Add what was scanned while the counter was writing: after a sale it is the next customer's."""
    late, counter.late_scans = counter.late_scans, []
    for text, quantity in late:
        counter.scans_received -= 1
        try:
            scan(counter, text, quantity=quantity)
        except TillError as error:
            counter.failed(error)


def add(counter: Counter, code: str, *, quantity: int = 1) -> None:
    """`quantity` selling units more. Raises Refused("product.unknown"), ("price.missing"), ("basket.quantity")."""
    basket = _open_basket(counter)
    product = counter.product(code)
    if price_at(product, basket.priced_at) is None:
        raise Refused("price.missing", product=code)
    changed = baskets.add(basket, code, quantity=quantity)
    counter.selected = next(line.id for line in reversed(changed.lines) if line.product == code)
    _change(counter, changed)


def add_capsules(counter: Counter, code: str, capsules: int) -> None:
    """So many capsules, in whole selling units (terms 9 (5)). Raises Refused("order.unit_multiple")."""
    add(counter, code, quantity=units_of(counter.product(code), capsules))


def set_quantity(counter: Counter, line_id: int, quantity: int) -> None:
    """So many units on a line; none voids it."""
    if quantity == 0:
        void_line(counter, line_id)
        return
    _change(counter, baskets.set_quantity(_open_basket(counter), line_id, quantity=quantity))


def void_line(counter: Counter, line_id: int) -> None:
    """Take a line out; the journal keeps that it was there. Raises Refused("basket.no_line")."""
    basket = _open_basket(counter)
    gone = baskets.line(basket, line_id)
    if counter.selected == line_id:
        others = [line.id for line in basket.lines if line.id != line_id]
        counter.selected = others[-1] if others else None
    _change(counter, baskets.void(basket, line_id), LineVoided(basket.id, gone.product, gone.quantity))


def dismiss_unknown(counter: Counter, scan_id: int) -> None:
    """Settle a code nobody knows by letting it go."""
    _change(counter, baskets.dismiss_unknown(_open_basket(counter), scan_id))


def settle_unknown(counter: Counter, scan_id: int, product: str) -> None:
    """Settle a code nobody knows: the person found the product it should have been."""
    dismiss_unknown(counter, scan_id)
    add(counter, product)


def undo(counter: Counter) -> bool:
    """Take the last change of the basket back; False where there is none."""
    if not counter.undo or counter.draft is None:
        return False
    _open_basket(counter)
    previous = counter.undo.pop()
    _write(counter, replace(counter.draft, basket=previous))
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
    basket = _open_basket(counter)
    counter.products.clear()
    counter.hush("price.changed")
    _change(counter, baskets.take_prices_of(basket, counter.now()), PricesTaken(basket.id))


def keep_old_prices(counter: Counter) -> None:
    """The customer pays what they saw; these changes are not said again."""
    now = counter.now()
    for code in counter.products:
        fresh = counter.ports.shelf.product(code)
        counter.kept_prices[code] = price_at(fresh, now) if fresh else None
    counter.hush("price.changed")


def _open_basket(counter: Counter) -> Basket:
    if counter.is_busy or (counter.draft and counter.draft.agreed):
        raise Refused("payment.in_progress")
    return counter.basket or start(counter)


def _change(counter: Counter, basket: Basket, *facts: LineVoided | PricesTaken) -> None:
    assert counter.draft is not None
    counter.undo.append(counter.draft.basket)
    del counter.undo[:-UNDO_STEPS]
    _write(counter, replace(counter.draft, basket=basket), *facts)


def _write(counter: Counter, draft: Draft, *facts: LineVoided | PricesTaken) -> None:
    counter.draft = draft
    counter.requote()
    keep(counter, counter.commit_of(facts=facts, save=draft))


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
