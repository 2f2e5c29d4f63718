"""Where a sale that comes back is found: at this till, at the mall, or on its receipt; and what bears on its return.

What came back elsewhere counts as soon as the mall can be asked. What cannot be asked is never taken for a no.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import msgspec
from msgspec.structs import replace

from pos.domain.back.proposal import Facts
from pos.domain.back.returns import Original, PaidOut, Return, Wanted
from pos.domain.back.watch import DAYS, Habits
from pos.domain.catalogue import Product, price_at
from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.domain.papers.receipt_token import Token, is_refund, is_token, read_token, sale_of
from pos.domain.papers.training import TRAINING_TILL, is_of_training
from pos.domain.plus import Entitlement, Use
from pos.domain.policy import Plus
from pos.domain.sale import Sale, SaleLine, receipt_code
from pos.domain.spelling import is_word
from pos.till.books import SaleRecord
from pos.till.counter import Counter
from pos.till.paying.tax import Told

LONGEST_RECEIPT = 2_003
LONGEST_CODE = 128


class Found(msgspec.Struct, frozen=True):
    """A sale with what is known that bears on its return; `is_sure`: the mall said what came back elsewhere.

    `receipts` are the sale's cash receipts, as the mall knows them.
    """

    original: Original
    facts: Facts
    is_sure: bool = False
    receipts: tuple[Told, ...] = ()


def here(counter: Counter, code: str) -> Original | None:
    """A sale of this till by the code of its receipt. Raises as `returning.find` does."""
    if not is_word(code, most=LONGEST_RECEIPT):
        raise Refused("return.unknown_receipt")
    short = short_of(code)
    if is_of_training(short) and counter.ports.till != TRAINING_TILL:
        raise Refused("return.training")
    if is_refund(code):
        raise Refused("return.not_a_sale")
    past = counter.ports.past
    sale = past.sale_by_code(short) if short else None
    if sale is None:
        return None
    check_not_cancelled(counter, sale)
    original = past.original(sale.id)
    return replace(original, sale=_with_kinds(counter, original.sale)) if original else None


async def everywhere(counter: Counter, code: str, own: Original | None) -> Found | None:
    """The same with what the mall knows while it can be asked; otherwise as this till, or the receipt itself, has it.

    None where it was put away, or another one was asked for meanwhile.
    """
    ports, mine = counter.ports, object()
    short = short_of(code)
    counter.looking_back = mine
    counter.touch("returning")
    record: SaleRecord | TillError
    try:
        record = await ports.network.run(lambda: ports.mall.sale(short))
    except TillError as error:
        record = error
    if counter.looking_back is not mine:
        return None
    counter.looking_back = None
    counter.touch("returning")
    if isinstance(record, SaleRecord):
        return _merged(counter, own, record)
    if isinstance(record, Refused) and record.code != "return.unknown_receipt":
        raise record
    return _without_mall(counter, code, own, record)


def again(counter: Counter, known: Original, facts: Facts) -> tuple[Original, Facts]:
    """A sale that was found before, with what this till took back, paid out and sold since."""
    found = _merged(counter, None, SaleRecord(known, facts.held, facts.uses))
    return found.original, replace(facts, held=found.facts.held, uses=found.facts.uses)


def check_not_exchanged(counter: Counter, sale_id: str) -> None:
    """Raises Refused("exchange.open") while goods of a sale pay for a basket, open or held."""
    drafts = (*((counter.draft,) if counter.draft else ()), *counter.ports.shelf.held())
    if any(one.exchange is not None and one.exchange.back.sale == sale_id for one in drafts):
        raise Refused("exchange.open")


def check_not_cancelled(counter: Counter, sale: Sale) -> None:
    """Raises Refused("return.order_cancelled") for an order whose money went back, or is about to."""
    if counter.ports.books.order_state(sale.id) in ("cancelled", "stopped"):
        raise Refused("return.order_cancelled", number=sale.number)


def of_card(counter: Counter, last_four: str, day: date) -> tuple[Sale, ...]:
    """Sales of a business day that were paid with a card ending in four digits. Raises Refused("find.card")."""
    if len(last_four) != 4 or not (last_four.isascii() and last_four.isdigit()):
        raise Refused("find.card")
    return counter.ports.past.sales_by_card(last_four, day)


def of_member(counter: Counter, number: str) -> tuple[Sale, ...]:
    """A member's sales at this till, newest first."""
    return counter.ports.past.sales_of_member(number) if is_word(number, most=LONGEST_CODE) else ()


def of_serial(counter: Counter, serial: str) -> Sale:
    """The sale of this till that a machine went out with. Raises Refused("return.unknown_serial")."""
    serial = serial.strip()
    sale = counter.ports.past.sale_by_serial(serial) if is_word(serial, most=LONGEST_CODE) else None
    if sale is None:
        raise Refused("return.unknown_serial", serial=serial)
    return sale


def code_of(counter: Counter, number: str) -> str:
    """A receipt's code from what somebody types: a whole code, or this till's running number."""
    typed = number.strip().upper()
    if typed.isascii() and typed.isdigit() and len(typed) <= 9:
        return receipt_code(counter.ports.boutique, counter.ports.till, int(typed))
    return typed


def facts_here(counter: Counter, sale: Sale) -> Facts:
    """What this till knows of the benefit that a sale began."""
    held, uses = _benefit_here(counter, sale)
    return Facts(held, uses)


def with_machines(counter: Counter, facts: Facts, wanted: Iterable[Wanted]) -> Facts:
    """The facts with what is known of the machines that come back, for their warranty."""
    serials = {serial for one in wanted for serial in one.serials}
    known = (counter.ports.past.machine(serial) for serial in sorted(serials))
    return replace(facts, machines=tuple(machine for machine in known if machine is not None))


def lowest(counter: Counter, code: str) -> tuple[Product, Won]:
    """A product and the lowest price it had in the days for a change of mind: what is paid without a receipt."""
    product, now = counter.product(code), counter.now()
    since = now - timedelta(days=counter.policy().rules.withdrawal.boutique_days)
    moments = [since, now, *(price.since for price in product.prices if since < price.since <= now)]
    prices = [won for moment in moments if (won := price_at(product, moment)) is not None]
    if not prices:
        raise Refused("price.missing", product=code)
    return product, min(prices)


def plus_of(counter: Counter, serial: str) -> Plus:
    """The rules of a machine's warranty: those of its sale's own terms, of now where another till sold it."""
    sale = counter.ports.past.sale_by_serial(serial)
    policy = counter.policies().of(sale.terms) if sale else counter.policy()
    return policy.rules.plus


def habits(counter: Counter, sale: Sale | None) -> Habits:
    """How often the member, and the person at the till, had returns lately."""
    past, since = counter.ports.past, counter.now() - timedelta(days=DAYS)
    member = sale.member if sale else None
    of_member = past.count_returns(member=member, since=since) if member else 0
    return Habits(of_member, past.count_returns(cashier=counter.cashier().id, since=since))


def short_of(code: str) -> str:
    """The short code of a receipt, whichever was scanned. Raises Refused("return.unknown_receipt") for a broken one."""
    if not is_token(code):
        return code
    told = read_token(code)
    return receipt_code(told.boutique, told.till, told.number)


def _verified(counter: Counter, code: str) -> Token:
    token = read_token(code)
    if not counter.ports.past.is_genuine(token):
        raise Refused("return.unknown_receipt")
    return token


def _without_mall(counter: Counter, code: str, own: Original | None, why: TillError) -> Found:
    """As this till has it, or else as the receipt says itself; a sale that the mall has not heard of yet, too."""
    if own is not None:
        return Found(own, facts_here(counter, own.sale))
    if not is_token(code):
        raise why
    token = _verified(counter, code)
    shelf, past = counter.ports.shelf, counter.ports.past
    products = {code: product for code in token.products if (product := shelf.product(code)) is not None}
    sale = sale_of(token, products)
    back = past.returns_of(sale.id)
    original = Original(sale, back, _paid(counter, back))
    return Found(original, replace(facts_here(counter, sale), by_code=True))


def _merged(counter: Counter, own: Original | None, record: SaleRecord) -> Found:
    """The mall's record with what this till took back and has not told the mall yet."""
    told = record.original
    sale = own.sale if own is not None else _with_kinds(counter, told.sale)
    mine = own.returns if own is not None else counter.ports.past.returns_of(sale.id)
    returns = {one.id: one for one in (*told.returns, *mine)}
    paid = {one.part: one for one in (*told.paid_out, *_paid(counter, mine))}
    in_order = tuple(sorted(returns.values(), key=lambda one: (one.at, one.id)))
    held, uses = _benefit_here(counter, sale)
    if held is None or (record.held is not None and record.held.ended):
        held = record.held
    changed = [back.plan for back in in_order if back.plan is not None and held is not None and back.plan.id == held.id]
    held = changed[-1] if changed else held  # wherever it came back, it is what that left
    original = Original(sale, in_order, tuple(paid.values()))
    return Found(original, Facts(held, _joined(counter, record.uses, uses)), is_sure=True, receipts=record.receipts)


def _benefit_here(counter: Counter, sale: Sale) -> tuple[Entitlement | None, tuple[Use, ...]]:
    begun = sale.begins
    if begun is None:
        return None, ()
    dossier = counter.ports.books.dossier(begun.member)
    if dossier is None:
        return begun, ()
    held = next((one for one in dossier.entitlements if one.id == begun.id), begun)
    return held, tuple(use for use in dossier.uses if use.benefit == begun.benefit)


def _joined(counter: Counter, told: Sequence[Use], known: Sequence[Use]) -> tuple[Use, ...]:
    """Uses by benefit and sale, as the mall has them now; of its own sales this till knows better than anybody."""
    shelf = counter.ports.shelf
    uses = {(use.benefit, use.sale): use for use in told}
    for use in known:
        key = (use.benefit, use.sale)
        if key not in uses or shelf.sale(use.sale) is not None:
            uses[key] = use
    return tuple(uses.values())


def _with_kinds(counter: Counter, sale: Sale) -> Sale:
    """A sale from before its lines said what kind of product they are: as the catalogue has it today."""
    if all(line.kind for line in sale.lines):
        return sale
    return replace(sale, lines=tuple(_with_kind(counter, line) for line in sale.lines))


def _with_kind(counter: Counter, line: SaleLine) -> SaleLine:
    product = counter.ports.shelf.product(line.product)
    if line.kind or product is None:
        return line
    plan = counter.ports.books.plans().get(product.plus_plan) if product.plus_plan else None
    return replace(line, kind=product.kind, warranty_months=product.warranty_months, plan=plan)


def _paid(counter: Counter, returns: Iterable[Return]) -> tuple[PaidOut, ...]:
    return tuple(one for back in returns for one in counter.ports.past.paid_out(back.id))
