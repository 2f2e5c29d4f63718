"""What is asked about, by stable codes, and what is said with each question: who, which entries, how much, and why.

A question and never a verdict: nothing here forbids, blocks or names anything as done wrong.
"""

from __future__ import annotations

from datetime import date
from typing import Final, Literal, TypeAlias

import msgspec

from pos.domain.money import Won

Code: TypeAlias = Literal[
    "ask.void_before_payment",
    "ask.basket_given_up",
    "ask.refund_no_receipt",
    "ask.refund_other_way",
    "ask.refund_own_sale",
    "ask.drawer_without_sale",
    "ask.free_same_approver",
    "ask.copy_then_refund",
    "ask.paid_out",
    "ask.short_again",
    "ask.member_again",
    "ask.clock_set_back",
    "ask.approver_absent",
    "ask.pins_tried",
]

CODES: Final[tuple[Code, ...]] = (
    "ask.void_before_payment",
    "ask.basket_given_up",
    "ask.refund_no_receipt",
    "ask.refund_other_way",
    "ask.refund_own_sale",
    "ask.drawer_without_sale",
    "ask.free_same_approver",
    "ask.copy_then_refund",
    "ask.paid_out",
    "ask.short_again",
    "ask.member_again",
    "ask.clock_set_back",
    "ask.approver_absent",
    "ask.pins_tried",
)
"""Lines voided just before payment, baskets given up once their total was known, refunds without a receipt, refunds
another way than the money came, refunds of one's own sale of the same day to nobody in particular, the drawer opened
without a sale, free units with the same approver, a copy printed and then refunded, cash paid out, counts that are
short again and again, one member on many sales of one person, the clock set back under money, approvals by somebody
who was not there, PINs of others tried. The last three are one family: names and times that were made up."""

Place: TypeAlias = tuple[int, int]
"""Where an entry stands: epoch and sequence number."""


class Hit(msgspec.Struct, frozen=True):
    """Something that happened, innocent in itself: only how often, beside what is usual, makes it a question.

    `about` is what is counted together (an approver, a member), "" for everything of this kind.
    """

    code: Code
    who: str
    places: tuple[Place, ...]
    amount: Won = 0
    about: str = ""


class Counted(msgspec.Struct, frozen=True):
    """A drawer that was counted when its shift closed: who answers for it, and counted less expected."""

    who: str
    place: Place
    difference: Won


class Seen(msgspec.Struct, frozen=True):
    """What one business day showed: how many sales each person made, what happened, and drawers that were counted.

    `owed` are refund parts that were still to be paid out when the day ended, with the way their money came.
    """

    day: date
    sales: dict[str, int] = {}
    hits: tuple[Hit, ...] = ()
    counted: tuple[Counted, ...] = ()
    owed: dict[str, str] = {}


class Flag(msgspec.Struct, frozen=True):
    """A question about a person's day. `places` are the entries behind it, `amount` what they come to in won.

    The arithmetic: it happened `count` times in `chances` sales (counts of a drawer for "ask.short_again"), where
    `expected` thousandths were usual; so often or more is chance once in `once_in` such days. Where `once_in` is 0 no
    number stands behind it: once is enough.
    """

    code: Code
    who: str
    day: date
    places: tuple[Place, ...]
    amount: Won = 0
    count: int = 0
    chances: int = 0
    expected: int = 0
    once_in: int = 0
    about: str = ""
