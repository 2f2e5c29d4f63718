"""Goods that come back, as a till writes it down: shares, VAT and parts by the rules, anything else as a test says."""

from collections.abc import Iterator
from itertools import count

import msgspec

from pos.domain.back.proposal import money_back
from pos.domain.back.refunds import paid_share, undone, vat_of
from pos.domain.back.returns import Clawback, Original, PaidOut, Return, ReturnLine, Wanted
from pos.domain.catalogue import Name
from pos.domain.facts import RefundPaid, ReturnCompleted, SaleCompleted, decode_fact
from pos.domain.quote.values import Cause, Discount
from pos.domain.sale import Sale, SaleLine
from pos.domain.tender import Payment
from pos.sync import contract
from pos.sync.contract import SaleAnswer
from tests.mall.plus import U20, begun
from tests.mall.tills import NOON, Till

OFF = "plus:sale-1"


def of_lines(*lines: SaleLine) -> dict[str, object]:
    """What a sale of these lines says, paid in cash."""
    goods, total = sum(line.amount for line in lines), sum(line.paid for line in lines)
    sums = {"goods": goods, "discount": goods - total, "total": total, "taxable": total, "exempt": 0}
    paid = (Payment("p1", "cash", total, handed_over=total),)
    return {"lines": lines, **sums, "vat": (total * 2 + 11) // 22, "payments": paid}


def machine(*serials: str, months: int = 12) -> SaleLine:
    """One machine a serial number, at 199,000 won."""
    units = max(len(serials), 1)
    name, price = Name("우노", "Uno"), 199_000
    sold = SaleLine("UNO", name, None, "taxable", units, price, price * units, (), serials)
    return msgspec.structs.replace(sold, kind="machine", warranty_months=months, plan=U20)


def coffee(units: int = 7, off: int = 0, benefit: str = OFF) -> SaleLine:
    """Sleeves at 7,200 won, less what a benefit took off."""
    discounts = (Discount(Cause("plus.discount", "9 (8)", benefit), off),) if off else ()
    sold = SaleLine("ARIA", Name("아리아", "Aria"), "original", "taxable", units, 7_200, 7_200 * units, discounts)
    return msgspec.structs.replace(sold, kind="capsule")


def with_plus(*lines: SaleLine) -> dict[str, object]:
    """A sale to M1 whose machine began a benefit that its coffee used; it has to be the till's first entry."""
    return of_lines(*lines) | {"member": "M1", "begins": begun("sale-1"), "uses": (OFF,)}


def last_sale(till: Till) -> Sale:
    """What the till sold last."""
    facts = [decode_fact(entry.payload) for entry in till.journal]
    return [fact.sale for fact in facts if isinstance(fact, SaleCompleted)][-1]


def want(position: int = 1, quantity: int = 1, **said: object) -> Wanted:
    """Units that come back unopened, after a change of mind."""
    return msgspec.structs.replace(Wanted(position, quantity, "unopened", "change_of_mind"), **said)


def bring_back(
    till: Till, sale: Sale, /, *wanted: Wanted, known: tuple[Return, ...] = (), taken: int = 0, **changed: object
) -> Return:
    """Write at a till that goods of a sale came back; `known` came back before as far as the till knows."""
    original = Original(sale, known)
    lines = tuple(_line(original, one) for one in wanted)
    amount = sum(line.amount for line in lines)
    exempt = sum(line.amount for line in lines if line.tax == "exempt")
    number = len(till.journal) + 1
    back = Return(
        id=f"back-{till.name.boutique}-{till.name.till}-{number}",
        boutique=till.name.boutique,
        till=till.name.till,
        number=number,
        day=NOON.date(),
        at=till.clock.now(),
        cashier="C1",
        shift="shift-1",
        sale=sale.id,
        original=sale.code,
        sold_at=sale.at,
        terms=sale.terms,
        lines=lines,
        amount=amount,
        taxable=amount - exempt,
        exempt=exempt,
        vat=vat_of(original, amount - exempt, 10),
        refund=max(amount - taken, 0),
        due=None,
        clawback=(Clawback("plus:sale-1", "sale-1", taken),) if taken else (),
        unpaid=max(taken - amount, 0),
        member=sale.member,
    )
    ids = _ids(back.id)
    parts, _ = money_back(original, refund=back.refund, credit=0, new_id=lambda: next(ids))
    back = msgspec.structs.replace(back, **({"parts": parts} | changed))
    till.write(ReturnCompleted(back))
    return back


def pay(till: Till, back: Return) -> None:
    """Write at a till that all parts of a refund were paid out."""
    for part in back.parts:
        till.write(RefundPaid(back.id, PaidOut(part.id, part.kind, part.amount)))


def ask_sale(till: Till, code: str) -> SaleAnswer:
    """Ask the mall for a sale as a till does."""
    return till.mall.enquiries.sale(till.asked("GET", contract.SALE.format(code=code)), code)


def _line(original: Original, one: Wanted) -> ReturnLine:
    sold, counts = original.line(one.position), not one.replaced
    return ReturnLine(
        one.position,
        sold.product,
        sold.name,
        sold.tax,
        sold.kind,
        one.quantity,
        one.condition,
        one.reason,
        paid_share(original, one.position, one.quantity) if counts else 0,
        one.serials,
        one.replaced,
        one.new_serials,
        undone(original, one.position, one.quantity) if counts else (),
    )


def _ids(of: str) -> Iterator[str]:
    return (f"{of}-part-{number}" for number in count(1))
