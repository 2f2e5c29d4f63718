"""A second person allows one action: an entry for the yes and for the no, and nothing else is allowed by it."""

from datetime import datetime
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.errors import Refused
from pos.domain.facts import ApprovalGiven, ApprovalRefused, decode_fact
from pos.domain.quote import Block
from pos.till import approving, refusing, selling, session
from pos.till.feed import FeedPage, Staff
from pos.till.paying import checkout
from pos.till.ports import PinVerdict
from tests.till.scene import ARIA, OpenDoor, Scene

YUJA = "8800000000053"


def block(scene: Scene, code: str) -> Block:
    assert scene.counter.quote is not None
    return next(one for one in scene.counter.quote.blocks if one.code == code)


def facts(scene: Scene, kind: str) -> list[object]:
    return [decode_fact(entry.payload) for entry in scene.journal() if entry.kind == kind]


def test_a_manager_lets_pass_what_is_out_of_stock_and_more_of_it_is_asked_again(shop: Scene) -> None:
    selling.scan(shop.counter, YUJA, quantity=3)
    stopped = block(shop, "order.out_of_stock")
    shop.play(approving.overrule(shop.counter, stopped, by="B1", pin="930275", reason="on the shelf"))
    assert checkout.check_payable(shop.counter).can_be_paid
    given = facts(shop, "ApprovalGiven")[0]
    assert isinstance(given, ApprovalGiven) and (given.approval.by, given.approval.about) == ("B1", "YUJA:3")
    selling.scan(shop.counter, YUJA)
    assert block(shop, "order.out_of_stock").facts["asked"] == 4
    selling.set_quantity(shop.counter, 1, 3)
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and [one.by for one in sale.approvals] == ["B1"] and sale.cashier == "C1"


@pytest.mark.parametrize(
    ("by", "pin", "code"),
    [("C1", "482913", "approval.same_person"), ("B1", "000000", "approval.wrong_pin")],
)
def test_a_no_is_an_entry_and_the_basket_waits_on(shop: Scene, by: str, pin: str, code: str) -> None:
    selling.scan(shop.counter, YUJA, quantity=3)
    with pytest.raises(Refused, match=code.replace(".", r"\.")):
        shop.play(
            approving.overrule(shop.counter, block(shop, "order.out_of_stock"), by=by, pin=pin, reason="on the shelf")
        )
    refused = facts(shop, "ApprovalRefused")[0]
    assert isinstance(refused, ApprovalRefused) and (refused.by, refused.cause) == (by, code)
    assert block(shop, "order.out_of_stock").can_be_overruled


class Meanwhile(OpenDoor):
    """While a PIN is looked at, the mall tells that B1 is somebody else now."""

    def __init__(self, scene: Scene, **now: Any) -> None:
        super().__init__()
        self._scene, self._now = scene, now

    def check(self, staff: Staff, pin: str, *, now: datetime) -> PinVerdict:
        told = tuple(replace(one, **self._now) for one in self._scene.rig.shelf.staff() if one.id == "B1")
        self._scene.rig.outbox.arrive(FeedPage(99, staff=told))
        return super().check(staff, pin, now=now)


@pytest.mark.parametrize(
    ("now", "code"),
    [
        ({"role": "cashier"}, "approval.not_allowed"),
        ({"active": False}, "approval.unknown"),
        ({"must_change": True}, "approval.new_pin"),
    ],
)
def test_whoever_may_not_any_more_once_the_pin_was_looked_at_allows_nothing(
    shop: Scene, now: dict[str, Any], code: str
) -> None:
    shop.counter.ports.pins = Meanwhile(shop, **now)
    with pytest.raises(Refused) as refused:
        shop.play(approving.approve(shop.counter, "line.free", "x", by="B1", pin="1", reason="why"))
    assert refused.value.code == code and "ApprovalGiven" not in shop.kinds()


def test_whoever_is_gone_once_the_pin_was_looked_at_does_not_come(shop: Scene) -> None:
    shop.counter.ports.pins = Meanwhile(shop, active=False)
    with pytest.raises(Refused, match=r"session\.unknown"):
        shop.play(session.sign_in(shop.counter, "B1", "1"))
    assert shop.counter.staff is not None and shop.counter.staff.id == "C1"


def test_a_manager_who_asks_needs_another_one(shop: Scene) -> None:
    shop.play(session.sign_in(shop.counter, "B1", "930275"))
    selling.scan(shop.counter, YUJA, quantity=3)
    with pytest.raises(Refused, match=r"approval\.same_person"):
        shop.play(
            approving.overrule(
                shop.counter, block(shop, "order.out_of_stock"), by="B1", pin="930275", reason="on the shelf"
            )
        )


def test_what_nobody_may_let_pass_is_not_asked_for(shop: Scene) -> None:
    selling.scan(shop.counter, "???")
    with pytest.raises(Refused, match=r"approval\.not_possible"):
        shop.play(
            approving.overrule(shop.counter, block(shop, "scan.unknown"), by="B1", pin="930275", reason="whatever")
        )
    assert facts(shop, "ApprovalGiven") == []


def test_an_approval_needs_a_reason_without_a_phone_number_in_it(shop: Scene) -> None:
    selling.scan(shop.counter, YUJA, quantity=3)
    for reason, code in (("  ", r"note\.missing"), ("call 010-1111-2222", r"privacy\.sensitive")):
        with pytest.raises(Refused, match=code):
            shop.play(
                approving.overrule(
                    shop.counter, block(shop, "order.out_of_stock"), by="B1", pin="930275", reason=reason
                )
            )
    assert facts(shop, "ApprovalGiven") == []


def test_a_free_sleeve_stands_on_a_line_of_its_own_and_pays_nothing(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA, quantity=2)
    shop.play(approving.give_free(shop.counter, "ARIA", by="B1", pin="930275", reason="damaged box last time"))
    selling.scan(shop.counter, ARIA)
    assert shop.counter.basket is not None and [line.quantity for line in shop.counter.basket.lines] == [3, 1]
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and sale.goods == 28_800 and sale.total == 21_600 - 2_160
    assert [one.action for one in sale.approvals] == ["line.free"]


def test_an_order_is_refused_with_a_reason_a_note_and_a_manager(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    with pytest.raises(Refused, match=r"approval\.required"):
        shop.play(refusing.refuse(shop.counter, 5, "see ledger"))
    for reason in (0, 10):
        with pytest.raises(Refused, match=r"order\.reason"):
            shop.play(refusing.refuse(shop.counter, reason, "see ledger", by="B1", pin="930275"))
    assert shop.counter.basket is not None and shop.counter.basket.lines
    shop.play(refusing.refuse(shop.counter, 5, "see ledger", by="B1", pin="930275"))
    assert shop.counter.basket is None and shop.kinds()[-2:] == ["ApprovalGiven", "OrderRefused"]


def test_an_order_with_money_in_it_is_given_up_not_refused(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    shop.play(checkout.pay_cash(shop.counter, 1_000))
    with pytest.raises(Refused, match=r"payment\.in_progress"):
        shop.play(refusing.refuse(shop.counter, 5, "see ledger", by="B1", pin="930275"))


def test_an_empty_basket_is_not_refused(shop: Scene) -> None:
    with pytest.raises(Refused, match=r"basket\.empty"):
        shop.play(refusing.refuse(shop.counter, 5, "see ledger", by="B1", pin="930275"))
