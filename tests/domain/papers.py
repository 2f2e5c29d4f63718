"""Papers of returns, each with everything that a customer may find on one."""

from datetime import date

from msgspec.structs import replace

from pos.domain.back.returns import Original, PaidOut, Part, Return
from pos.domain.cash_receipt import Cancelled, CancelReason, CashReceipt, Certificate, ReceiptUse
from pos.domain.catalogue import Name
from pos.domain.papers.membership_slip import Joined, membership_slip
from pos.domain.papers.paper import Document
from pos.domain.papers.refund_receipt import refund_receipt
from pos.domain.papers.warranty_slip import warranty_slip
from pos.domain.people.joining import Consent, ConsentText
from pos.domain.sale import Sale
from pos.domain.tender import Payment
from pos.domain.warranty import Machine
from tests.domain.backs import back, done, held_by, ids, machine, one_by_one, proposed, sold
from tests.domain.products import NOW
from tests.domain.sales import APPROVAL, NAMED, SHOP

MARK = "9 · 7be01c44"
CANCELLED = replace(APPROVAL, approval_number="87654321", approved_at="2026-11-04T15:20:11+09:00", instalments=0)
DUE = date(2026, 11, 5)


def named(sale: Sale) -> Sale:
    """The sale with names that people read."""
    lines = (replace(one, name=NAMED[one.product].name) if one.product in NAMED else one for one in sale.lines)
    return replace(sale, lines=tuple(lines))


def paper(one: Return, *paid_out: PaidOut, is_copy: bool = False, told: tuple[Certificate, ...] = ()) -> Document:
    """The receipt of a return."""
    back = replace(one, due=DUE, member="M1")
    return refund_receipt(back, paid_out, SHOP, cashier="계산원", mark=MARK, is_copy=is_copy, certificates=told)


def issued(amount: int, use: ReceiptUse = "income", masked: str = "010-****-8642") -> Certificate:
    """A cash receipt that the tax office was told."""
    receipt = CashReceipt("t1", "sale-1", use, masked, amount, amount // 11, NOW, "n1")
    return Certificate(receipt, "700000123", "2026-11-02T10:00:07+09:00")


def waiting(amount: int, use: ReceiptUse = "income", masked: str = "010-****-8642") -> Certificate:
    """A cash receipt that the terminal could not be asked for yet."""
    return Certificate(issued(amount, use, masked).receipt)


def taken_back(amount: int, *, back: str, reason: CancelReason = 1, is_told: bool = True) -> Certificate:
    """What takes a cash receipt back, in part or whole."""
    cancels = Cancelled("t1", "700000123", date(2026, 11, 2), reason)
    receipt = replace(issued(amount).receipt, id="t2", cancels=cancels, back=back)
    return Certificate(receipt, "700000456", "2026-11-04T15:20:15+09:00") if is_told else Certificate(receipt)


def last(original: Original) -> Return:
    """The newest return of a sale."""
    return original.returns[-1]


def _machine_back() -> Document:
    sale = named(sold(("UNO", 1), ("BELLO", 7)))
    one = last(one_by_one(sale, [[lambda now: machine(now, 1)]]))
    return paper(one, PaidOut(one.parts[0].id, "card", one.refund, approval=CANCELLED))


def _owed_and_paid() -> Document:
    sale = named(sold(("CUP", 3), ("GREEN", 1), by=[("cash", 40_000)]))
    one = last(one_by_one(sale, [[lambda _: back(1, 2), lambda _: back(2, 1, "change_of_mind")]]))
    told = (issued(50_000), taken_back(20_000, back=one.id))
    return paper(one, PaidOut(one.parts[1].id, "cash", 20_000), told=told)


def _recharged_late() -> Document:
    one = last(one_by_one(named(sold(("CUP", 3))), [[lambda _: back(1)]]))
    anew = Payment("p9", "card", 40_000, approval=replace(CANCELLED, approval_number="87654322"))
    return paper(one, PaidOut(one.parts[0].id, "card", 20_000, 9, CANCELLED, anew), is_copy=True)


def _replaced() -> Document:
    original = Original(named(sold(("UNO", 1))))
    wanted = machine(original, 1, "defect", condition="used", replaced=True, new_serials=("UNO-0009",))
    return paper(last(done(original, proposed(original, wanted, facts=held_by(original.sale)), new_id=ids())))


def _exchanged() -> Document:
    original = Original(named(sold(("CUP", 1))))
    found = proposed(original, back(1, 1, "change_of_mind"))
    one = last(done(original, found, new_id=ids(), credit=10_000))
    return paper(one, PaidOut(one.parts[0].id, "cash", 10_000))


def _coffee_after_the_machine() -> Document:
    sale = named(sold(("UNO", 1), ("BELLO", 7)))
    one = last(one_by_one(sale, [[lambda now: machine(now, 1)], [lambda _: back(2, 2)]]))
    return paper(one, PaidOut(one.parts[0].id, "card", one.refund, approval=CANCELLED))


def _without_a_receipt() -> Document:
    one = last(one_by_one(named(sold(("CUP", 1))), [[lambda _: back(1)]]))
    part = Part("i9", "", "cash", 20_000)
    unproven = replace(one, sold_at=None, original="", sale="", parts=(part,), unpaid=0)
    return paper(unproven, PaidOut("i9", "cash", 20_000))


def _unpaid_rest() -> Document:
    sale = named(sold(("UNO", 1), ("BELLO", 7)))
    cheap = replace(sale.lines[0], unit_price=10_000, amount=10_000)
    one = last(one_by_one(replace(sale, lines=(cheap, *sale.lines[1:])), [[lambda now: machine(now, 1)]]))
    return paper(one)


def _warranty() -> Document:
    uno = Machine("UNO-0001", "UNO", date(2026, 11, 2), 12, registered_by="M1", registered_on=date(2026, 11, 3))
    return warranty_slip(uno, "우노 머신", date(2028, 11, 2), SHOP, service_phone="080-734-1111")


TEXTS = (
    ConsentText("terms", "2025-02-10", Name("이용약관 동의", "Terms"), Name("…", "…")),
    ConsentText("privacy", "2015-11-16", Name("필수 개인정보 수집·이용 동의", "Required data"), Name("…", "…")),
    ConsentText("marketing", "2015-11-16", Name("광고성 정보 수신 동의", "Advertising"), Name("…", "…")),
)
JOINED = Joined(
    "SEL01-1-000007",
    "홍길동",
    "010-1111-2222",
    (Consent("terms", "2025-02-10"), Consent("privacy", "2015-11-16")),
    date(2026, 11, 2),
)


PAPERS: dict[str, Document] = {
    "a machine with a discount taken back": _machine_back(),
    "one part owed, one paid in cash": _owed_and_paid(),
    "charged anew, late, a copy": _recharged_late(),
    "a machine for a machine": _replaced(),
    "goods for goods": _exchanged(),
    "coffee after its machine": _coffee_after_the_machine(),
    "without a receipt": _without_a_receipt(),
    "less than was to be taken back": _unpaid_rest(),
    "a warranty": _warranty(),
    "a membership": membership_slip(JOINED, TEXTS, SHOP),
}
"""By what is on them."""
