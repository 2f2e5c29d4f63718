"""Returns for the storage's tests: what came back, how it goes back, and what was taken off."""

from datetime import date
from typing import Any

from pos.domain.approval import Approval
from pos.domain.back.returns import Claim, PaidOut, Part, Return, ReturnLine, Wanted
from pos.domain.catalogue import Name
from pos.domain.facts import ReturnCompleted
from pos.domain.sale import Sale
from tests.domain.products import NOW
from tests.storage.conftest import Rig

ALLOWED = Approval("calendar.holiday", "2026-11-04", "B1", "announced", NOW)


def line(position: int = 1, quantity: int = 1, amount: int = 7_200, **more: Any) -> ReturnLine:
    """Units of one line, unopened, because the customer changed their mind."""
    told = {"product": "ARIA", "kind": "capsule", "condition": "unopened", "reason": "change_of_mind", **more}
    name = Name("이름", "Name")
    return ReturnLine(position=position, quantity=quantity, amount=amount, name=name, tax="taxable", **told)


def machine_line(serial: str, **more: Any) -> ReturnLine:
    """A machine."""
    told = {"amount": 0, "product": "MACHINE", "kind": "machine", "serials": (serial,), **more}
    return line(**told)


def back(back_id: str, sale: Sale | None, *lines: ReturnLine, **more: Any) -> Return:
    """A return of `sale`, paid back in cash but for what `more` says; it has no number yet."""
    lines = lines or (line(),)
    amount, clawed = sum(one.amount for one in lines), sum(one.amount for one in more.get("clawback", ()))
    refund = max(amount - clawed, 0)
    told: dict[str, Any] = {
        "boutique": "SEL01",
        "till": "1",
        "number": 0,
        "day": NOW.date(),
        "at": NOW,
        "cashier": "C1",
        "shift": "shift-1",
        "sale": sale.id if sale else "",
        "original": sale.code if sale else "",
        "sold_at": sale.at if sale else None,
        "terms": "2025-02-10",
        "amount": amount,
        "taxable": amount,
        "exempt": 0,
        "vat": 0,
        "refund": refund,
        "due": date(2026, 11, 5),
        "unpaid": max(clawed - amount, 0),
        "parts": (Part(f"{back_id}-1", "p1", "cash", refund),) if refund else (),
        "member": sale.member if sale else None,
    }
    return Return(id=back_id, lines=lines, **{**told, **more})


def take_back(rig: Rig, back_id: str, sale: Sale | None, *lines: ReturnLine, **more: Any) -> Return:
    """The same, written down; as it stands in the journal."""
    rig.commit(ReturnCompleted(back(back_id, sale, *lines, **more)))
    written = rig.past.returned(back_id)
    assert written is not None
    return written


def paid(part: str, amount: int, how: str = "cash", **more: Any) -> PaidOut:
    """A part that reached the customer."""
    return PaidOut(part, how, amount, **more)  # type: ignore[arg-type]  # a way to pay by its name


def claim(claim_id: str, sale: str, *photographs: str) -> Claim:
    """Something of a delivery arrived broken."""
    wanted = Wanted(1, 1, "opened_unused", "damaged", arrived=NOW.date())
    return Claim(claim_id, sale, "SEL01-1-000001", (wanted,), NOW, photographs=photographs)
