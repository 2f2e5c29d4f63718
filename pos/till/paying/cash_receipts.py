"""Cash receipts: asked for at the counter, written down with the sale, issued and cancelled through the terminal.

A receipt is owed to the tax office from the sale on, and asked for right after it. What the terminal does not take now
waits on disk, with its last day; one of which nobody knows is enquired about before it is asked for again.
"""

from __future__ import annotations

from datetime import date, datetime

from msgspec.structs import replace

from pos.domain import cash_receipt as rules
from pos.domain.back.returns import Return
from pos.domain.calendar import korean_day
from pos.domain.cash_receipt import (
    NOBODY,
    Cancelled,
    CashReceipt,
    CashReceiptAnswered,
    CashReceiptAsked,
    CashReceiptOwed,
    Number,
    Wish,
    amount_in_cash,
)
from pos.domain.errors import Refused, TillError
from pos.domain.money import Won
from pos.domain.sale import Sale
from pos.domain.tender import BY_HAND
from pos.till import printing
from pos.till.counter import Counter, Notice
from pos.till.paying.cards import CardAnswer, CashReceiptRequest
from pos.till.paying.moving import by_hand
from pos.till.paying.tax import Numbered, Told
from pos.till.ports import Draft

_IN_DOUBT = ("asked", "unknown")


# --- what the customer wants -------------------------------------------------------------------------------------


async def identify(counter: Counter, text: str) -> Wish:
    """The customer gives a number for the cash receipt of the open basket; it is sealed on disk at once.

    Raises Refused("cash_receipt.number"), ("basket.empty"), ("payment.in_progress").
    """
    number = rules.read_number(text)
    counter.who_may("sell")
    if counter.draft is None:
        raise Refused("basket.empty")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    kept = Numbered(counter.ports.new_id(), counter.draft.basket.id, number)
    wish = Wish(number.use, number.masked, kept.id)
    await _wish(counter, wish, kept)
    return wish


async def withdraw(counter: Counter) -> None:
    """The customer wants none after all; a sale that is large enough gets one under nobody's number."""
    counter.who_may("sell")
    if counter.draft is not None and counter.draft.receipt is not None:
        if counter.is_busy:
            raise Refused("payment.in_progress")
        await _wish(counter, None, None)


async def ask_afterwards(counter: Counter, sale: Sale, text: str) -> None:
    """The customer of a sale that has none asks for a cash receipt, up to the last day for it.

    Raises Refused("cash_receipt.number"), ("cash_receipt.issued") where it has one, ("cash_receipt.no_cash"),
    ("cash_receipt.too_late", until=day), ("payment.in_progress").
    """
    number, amount = rules.read_number(text), _in_cash(sale) - _gone(counter, sale)
    counter.who_may("sell")
    if counter.is_busy:
        raise Refused("payment.in_progress")
    if counter.ports.tax.receipts_of(sale.id):
        raise Refused("cash_receipt.issued")
    if amount <= 0:
        raise Refused("cash_receipt.no_cash")
    kept = Numbered(counter.ports.new_id(), sale.id, number)
    (owed,) = _owed(counter, sale, amount, Wish(number.use, number.masked, kept.id))
    if owed.receipt.due < korean_day(counter.now()):
        raise Refused("cash_receipt.too_late", until=owed.receipt.due.isoformat())
    await counter.write(counter.commit_of(facts=(owed,), number=kept))
    tell_the_tax_office(counter)


async def _wish(counter: Counter, wish: Wish | None, kept: Numbered | None) -> None:
    assert counter.draft is not None
    draft = replace(counter.draft, receipt=wish)
    await counter.write(counter.commit_of(save=draft, number=kept, recipient=counter.unsealed()))
    counter.draft = draft
    counter.touch("payment")


# --- what is written down with a sale or a return ----------------------------------------------------------------


def of_sale(counter: Counter, sale: Sale) -> tuple[CashReceiptOwed, ...]:
    """The receipt that a sale about to be written owes: as the customer wished, now or for the goods that come back for
    it, or unasked (terms 11).
    """
    amount, draft = _in_cash(sale), counter.draft
    wish = (draft.receipt or _wish_before(counter, draft)) if draft else None
    least = counter.policies().of(sale.terms).rules.payment.cash_receipt_from
    if not amount or (wish is None and not rules.is_unasked(sale.total, least=least)):
        return ()
    return _owed(counter, sale, amount, wish or Wish("self", Number("self", NOBODY).masked, ""))


def _wish_before(counter: Counter, draft: Draft) -> Wish | None:
    """What the receipt was issued as that is cancelled with the goods that come back; a customer's number is with the
    till that was told it, and nowhere else.
    """
    exchange = draft.exchange
    if exchange is None:
        return None
    here = counter.ports.tax.receipts_of(exchange.back.sale)
    found = (told.receipt for told in (*here, *exchange.receipts) if told.receipt.cancels is None)
    first = next(found, None)
    if first is None:
        return None
    is_known = bool(first.number) and counter.ports.tax.number(first.number) is not None
    if first.use != "self":
        return Wish(first.use, first.masked, first.number) if is_known else None
    return Wish("self", first.masked, first.number if is_known else "")


def _owed(counter: Counter, sale: Sale, amount: Won, wish: Wish) -> tuple[CashReceiptOwed, ...]:
    vat = rules.vat_of(amount, total=sale.total, vat=sale.vat)
    new_id = counter.ports.new_id()
    return (CashReceiptOwed(CashReceipt(new_id, sale.id, wish.use, wish.masked, amount, vat, sale.at, wish.number)),)


def of_return(counter: Counter, back: Return, told: tuple[Told, ...]) -> tuple[CashReceiptOwed, ...]:
    """What a return takes back of the receipts of its sale: as much as goes back of what was paid in cash.

    `told` are those that the mall knows of, for a sale of another till; what this till knows is newer.
    """
    here = counter.ports.tax.receipts_of(back.sale) if back.sale else ()
    receipts = tuple({one.receipt.id: one for one in (*told, *here)}.values())
    amount = amount_in_cash((part.kind, part.amount) for part in (*back.parts, *back.credit))
    return _taken_back(counter, receipts, amount, back=back)


def of_cancelled(counter: Counter, sale: Sale) -> tuple[CashReceiptOwed, ...]:
    """What an order that is cancelled takes back: all of its receipt."""
    return _taken_back(counter, counter.ports.tax.receipts_of(sale.id), _in_cash(sale), back=None)


def _in_cash(sale: Sale) -> Won:
    return amount_in_cash((payment.money, payment.amount) for payment in sale.payments)


def _gone(counter: Counter, sale: Sale) -> Won:
    """What went back of a sale's cash since."""
    if counter.ports.books.order_state(sale.id) == "cancelled":
        return _in_cash(sale)
    backs = counter.ports.past.returns_of(sale.id)
    return amount_in_cash((part.kind, part.amount) for back in backs for part in (*back.parts, *back.credit))


def _taken_back(
    counter: Counter, receipts: tuple[Told, ...], amount: Won, *, back: Return | None
) -> tuple[CashReceiptOwed, ...]:
    issued = next((told for told in receipts if told.receipt.cancels is None), None)
    if issued is None:
        return ()
    first = issued.receipt
    gone = sum(told.receipt.amount for told in receipts if told.receipt.cancels is not None)
    amount = min(amount, first.amount - gone)
    if amount <= 0:
        return ()
    share = [rules.vat_of(taken, total=first.amount, vat=first.vat) for taken in (gone, gone + amount)]
    cancels = Cancelled(first.id, issued.approval_number, _issued_on(issued))
    at, back_id = (back.at, back.id) if back else (counter.now(), "")
    new_id, vat = counter.ports.new_id(), share[1] - share[0]
    receipt = CashReceipt(new_id, first.sale, first.use, first.masked, amount, vat, at, first.number, cancels, back_id)
    return (CashReceiptOwed(receipt),)


def _issued_on(told: Told) -> date:
    """The day of its approval, by which it is cancelled; a receipt can be issued days after its sale."""
    try:
        at = datetime.fromisoformat(told.issued_at)
    except ValueError:  # not issued yet, or the terminal tells times in its own way
        return korean_day(told.receipt.at)
    return korean_day(at) if at.tzinfo else at.date()


# --- telling the tax office --------------------------------------------------------------------------------------


def tell_the_tax_office(counter: Counter) -> None:
    """In the background: everything that is owed, in order. Papers that name a receipt wait for its answer."""
    found = counter.ports.tax.open_receipts()
    counter.issuing |= {_paper(told.receipt) for told in found if told.state == "owed"}
    if found:
        counter.ports.start(issue_all(counter))


async def issue_all(counter: Counter) -> None:
    """Ask for each receipt that is owed, oldest first, until the terminal is not reached; says what stays open."""
    if counter.is_issuing:
        return
    counter.is_issuing = True
    tried = set[str]()
    try:
        while (told := _next(counter, tried)) and await _tried(counter, told):
            tried.add(told.receipt.id)
    except TillError as error:
        counter.failed(error)
    finally:
        counter.is_issuing = False
        counter.issuing.clear()
        tell_of_open(counter)
        printing.wake(counter)


async def issue(counter: Counter, receipt_id: str) -> None:
    """Ask for one receipt again, also for one that was refused.

    Raises Refused("cash_receipt.issued"), ("payment.in_progress"), ("cash_receipt.refused"), ("cash_receipt.unknown"),
    ("cash_receipt.not_sent"), ("cash_receipt.waits") for a cancellation whose receipt is not issued yet.
    """
    counter.who_may("sell")
    told = next((one for one in counter.ports.tax.open_receipts() if one.receipt.id == receipt_id), None)
    if told is None:
        raise Refused("cash_receipt.issued")
    if counter.is_issuing:
        raise Refused("payment.in_progress")
    counter.is_issuing = True
    try:
        answer = await _ask(counter, told)
    finally:
        counter.is_issuing = False
        tell_of_open(counter)
        if counter.issuing:  # sales that were made meanwhile wait for theirs, and their papers with them
            tell_the_tax_office(counter)
    codes = {"approved": "", "unknown": "cash_receipt.unknown", "not_sent": "cash_receipt.not_sent"}
    code = codes.get(answer.outcome, "cash_receipt.refused")
    if code:
        raise Refused(code, reason=answer.reason, amount=told.receipt.amount)


async def settle_by_hand(counter: Counter, receipt_id: str, *, approval_number: str) -> None:
    """A person found out what the terminal cannot tell, from its paper or from the tax office (126), or issued it
    there: the number of a receipt, or "" where there is none and one in doubt has to be asked for again.

    Raises Refused("cash_receipt.issued") where nothing is open, ("cash_receipt.approval_number"), and
    ("payment.in_progress") while the terminal is being asked.
    """
    counter.who_may("sell")
    number = approval_number.strip()
    found = (one for one in counter.ports.tax.open_receipts() if number or one.state in _IN_DOUBT)
    told = next((one for one in found if one.receipt.id == receipt_id), None)
    if told is None:
        raise Refused("cash_receipt.issued")
    if counter.is_issuing:
        raise Refused("payment.in_progress")
    number = by_hand(number, code="cash_receipt.approval_number")
    outcome, at = ("approved", told.receipt.at.isoformat()) if number else ("not_sent", "")
    await _write(counter, CashReceiptAnswered(told.receipt.id, told.attempt, outcome, BY_HAND, number, at))  # type: ignore[arg-type]  # both are outcomes
    tell_the_tax_office(counter)
    tell_of_open(counter)


def tell_of_open(counter: Counter) -> None:
    """Say how many receipts wait, how many of them are late, and which a person has to see to."""
    counter.hush("cash_receipt.waiting")
    counter.hush("cash_receipt.late")
    found, today = counter.ports.tax.open_receipts(), korean_day(counter.now())
    late = sum(told.receipt.due < today or told.state == "refused" for told in found)
    if found:
        code, grade = ("cash_receipt.late", "error") if late else ("cash_receipt.waiting", "warning")
        facts = {"count": len(found), "late": late, "due": min(told.receipt.due for told in found).isoformat()}
        counter.tell(Notice(code, dict(facts), grade))  # type: ignore[arg-type]  # both are grades
    counter.touch("payment")


def _next(counter: Counter, tried: set[str]) -> Told | None:
    """The oldest that was not tried yet; sales go on meanwhile, and bring more."""
    found = counter.ports.tax.open_receipts()
    return next((told for told in found if told.state != "refused" and told.receipt.id not in tried), None)


async def _tried(counter: Counter, told: Told) -> bool:
    """Whether the terminal is worth asking for the next one."""
    try:
        answer = await _ask(counter, told)
    except Refused:  # it waits for another one, or storage knows better: the next may go
        return True
    is_mute = (
        answer.outcome == "unknown" and told.state not in _IN_DOUBT
    )  # about an older one it may have nothing to say
    return answer.outcome != "not_sent" and not is_mute


async def _ask(counter: Counter, told: Told) -> CardAnswer:
    """Enquire about the last attempt where nobody knows, otherwise make a new one; each step is on disk."""
    ports, receipt = counter.ports, told.receipt
    if told.state in _IN_DOUBT:
        known = _request(counter, told, told.attempt)
        answer = _believed(await ports.cards.run(lambda: ports.terminal.enquire_receipt(known)))
        answer = replace(answer, outcome="unknown") if answer.outcome == "not_sent" else answer
        is_known = answer.outcome == "approved" or answer.reason != "terminal.not_known"
        said = answer if is_known else replace(answer, outcome="not_sent")
        await _write(counter, _answered(receipt, told.attempt, said))
        if is_known:
            return answer
    attempt = ports.new_id()
    request = _request(counter, told, attempt)
    await _write(counter, CashReceiptAsked(receipt.id, attempt))
    answer = _believed(await ports.cards.run(lambda: ports.terminal.cash_receipt(request)))
    await _write(counter, _answered(receipt, attempt, answer))
    return answer


def _believed(answer: CardAnswer) -> CardAnswer:
    """An approval without its number proves nothing, and could not be cancelled."""
    is_numbered = answer.approval is not None and answer.approval.approval_number
    return replace(answer, outcome="unknown") if answer.outcome == "approved" and not is_numbered else answer


def _answered(receipt: CashReceipt, attempt: str, answer: CardAnswer) -> CashReceiptAnswered:
    approval = answer.approval
    number, at = (approval.approval_number, approval.approved_at) if approval else ("", "")
    return CashReceiptAnswered(receipt.id, attempt, answer.outcome, answer.reason, number, at)


async def _write(counter: Counter, fact: CashReceiptAsked | CashReceiptAnswered) -> None:
    """Beside what somebody does at the counter, which is not held for it."""
    commit = counter.commit_of(facts=(fact,))
    await counter.ports.disk.run(lambda: counter.ports.store.commit(commit))


def _request(counter: Counter, told: Told, attempt: str) -> CashReceiptRequest:
    """What the terminal is asked. Raises Refused("cash_receipt.waits") while the receipt to cancel has no number."""
    receipt, tax = told.receipt, counter.ports.tax
    number = tax.number(receipt.number) if receipt.number else None
    digits = number.digits if number else NOBODY if receipt.use == "self" else ""
    cancels = receipt.cancels
    if cancels is not None and not cancels.approval_number:
        first = next((one for one in tax.receipts_of(receipt.sale) if one.receipt.id == cancels.receipt), None)
        if first is None or not first.approval_number:
            raise Refused("cash_receipt.waits")
        cancels = replace(cancels, approval_number=first.approval_number, issued_on=_issued_on(first))
    return CashReceiptRequest(attempt, receipt.use, digits, receipt.amount, receipt.vat, cancels)


def _paper(receipt: CashReceipt) -> str:
    """The sale or the return whose paper names a receipt."""
    return receipt.back or receipt.sale
