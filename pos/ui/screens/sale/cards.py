"""What a customer shows that is no goods: a member's number or a coupon. It knows those that the till knows itself.

A voucher is known to the mall alone and is scanned where benefits are chosen; here it stays a code nobody knows.
"""

from __future__ import annotations

from pos.till import benefits, membership, selling
from pos.ui.desk import Desk


def take(desk: Desk, code: str) -> bool:
    """Attach the member or lay down the coupon of that code; False where it is neither."""
    counter, code = desk.counter, code.strip()
    if code.isdigit() or counter.is_busy or counter.ports.shelf.by_barcode(code) is not None:
        return False
    if counter.basket is not None and selling.wants_serial(counter, counter.basket, code) is not None:
        return False
    if any(member.number == code for member in membership.find(counter, code)):
        if not counter.is_looking_up:
            desk.do(membership.attach(counter, code), then=lambda _: desk.good())
        return True
    if any(promotion.coupon == code for promotion in counter.offers.promotions):
        if desk.attempt(lambda: _lay_down(desk, code)):
            desk.good()
        return True
    return False


def _lay_down(desk: Desk, code: str) -> bool:
    benefits.add_coupon(desk.counter, code)
    return True
