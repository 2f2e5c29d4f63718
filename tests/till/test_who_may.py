"""Who gets through with what: a till that a cashier left in the middle of something does nothing for who may not."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date
from inspect import iscoroutine
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from pos.domain.errors import Refused
from pos.till import (
    approving,
    benefits,
    delivering,
    easy_orders,
    holding,
    machines,
    membership,
    orders,
    printing,
    refusing,
    selling,
    session,
    stocking,
    training,
)
from pos.till.back import exchanging, returning
from pos.till.counter import Counter
from pos.till.day import closing, drawer, holidays, shift
from pos.till.feed import FeedPage, Staff
from pos.till.paying import cash_receipts, checkout, doubts
from pos.till.people import joining, leaving, records, rights, standing
from tests.till.backs import CUP, one, sell, want
from tests.till.closings import held_basket
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.shop import HOME
from tests.till.test_people import FORM

TILL = Path(__file__).parents[2] / "pos" / "till"
Verb: TypeAlias = Callable[[Counter], Any]
YES: dict[str, Any] = {"by": "B1", "pin": "1", "reason": "why"}


def _first_line(counter: Counter) -> int:
    return counter.basket.lines[0].id if counter.basket and counter.basket.lines else 1


def _held(counter: Counter) -> str:
    return next(iter(counter.ports.shelf.held())).basket.id


def _last(counter: Counter) -> Any:
    assert counter.last_sale is not None
    return counter.last_sale


def basket(scene: Scene) -> None:
    """Goods in a basket and another one put aside."""
    held_basket(scene)
    selling.scan(scene.counter, ARIA)
    selling.scan(scene.counter, BELLO)


def part(scene: Scene) -> None:
    """A basket that is partly paid."""
    selling.scan(scene.counter, ARIA)
    scene.play(checkout.pay_card(scene.counter, 1_000))


def doubt(scene: Scene) -> None:
    """A card of which nobody knows."""
    scene.terminal.answers = ["lost"]
    selling.scan(scene.counter, ARIA)
    with pytest.raises(Refused):
        scene.play(checkout.pay_card(scene.counter, checkout.due(scene.counter)))


def counting(scene: Scene) -> None:
    """A shift that is being closed, and a basket that was put aside."""
    held_basket(scene)
    closing.begin(scene.counter)


def back(scene: Scene) -> None:
    """Goods that come back."""
    want(scene, sell(scene, CUP), one(condition="opened_unused"))


REFUSED: dict[Callable[[Scene], None], dict[str, Verb]] = {
    basket: {
        "scan": lambda at: selling.scan(at, ARIA),
        "quantity": lambda at: selling.set_quantity(at, _first_line(at), 3),
        "void": lambda at: selling.void_line(at, _first_line(at)),
        "undo": selling.undo,
        "take prices": selling.take_new_prices,
        "keep prices": selling.keep_old_prices,
        "hold": holding.hold,
        "attach": lambda at: membership.attach(at, "M1"),
        "detach": membership.detach,
        "deliver": lambda at: delivering.deliver_to(at, HOME),
        "carry out": delivering.carry_out,
        "coupon": lambda at: benefits.add_coupon(at, "HELLO"),
        "cash": checkout.pay_exact,
        "card": lambda at: checkout.pay_card(at, 1_000),
        "transfer": lambda at: checkout.pay_transfer(at, 1_000),
        "free": lambda at: approving.give_free(at, "ARIA", **YES),
        "refuse": lambda at: refusing.refuse(at, 9, "why"),
        "receipt": lambda at: cash_receipts.identify(at, "010-1234-5678"),
        "no receipt": cash_receipts.withdraw,
        "no sale": lambda at: drawer.open_without_sale(at, "change"),
        "pay in": lambda at: drawer.move(at, "in", 1_000, note="change"),
        "shift": lambda at: shift.open_shift(at, 0),
        "begin closing": closing.begin,
        "stock": lambda at: stocking.correct(at, "ARIA", 3, reason="other", note="counted"),
        "holiday": lambda at: holidays.enter(at, date(2026, 12, 3), **YES),
        "exchange": exchanging.drop,
        "order": lambda at: orders.cancel(at, "x"),
        "register": lambda at: machines.register(at, "UN0001", "M1"),
        "easy order": lambda at: easy_orders.look_up(at, "M1"),
        "slip": easy_orders.print_slip,
        "look for": lambda at: membership.find_at_mall(at, "M1"),
        "bring": lambda at: records.bring(at, "M1"),
        "join": lambda at: joining.join(at, FORM),
        "consents": lambda at: joining.change_consents(at, "M1", withdrawn=frozenset({"marketing"})),
        "leave": lambda at: leaving.leave(at, "M1"),
        "ask": lambda at: rights.ask(at, "M1", "deletion", shown="id_card"),
        "told": lambda at: standing.told(at, "M1", "suspension"),
    },
    part: {"give up": checkout.give_up, "rest": checkout.pay_exact},
    doubt: {
        "enquire": checkout.enquire,
        "call off": checkout.call_off,
        "by hand": lambda at: doubts.settle(at, approval_number="", **YES),
    },
    counting: {
        "count": lambda at: closing.count(at, ((1_000, 3),)),
        "give up held": lambda at: closing.give_up(at, _held(at), reason="why"),
        "carry over": lambda at: closing.carry_over(at, _held(at)),
        "open": closing.open_drawer,
        "go on": closing.resume,
        "close": closing.close,
        "recall": lambda at: holding.recall(at, _held(at)),
    },
    back: {
        "want": lambda at: returning.want(at, one()),
        "allow": lambda at: returning.approve(at, returning.proposal(at).needs[0], **YES),
        "complete": returning.complete,
        "find": lambda at: returning.find(at, _last(at).code),
        "exchange": exchanging.begin,
    },
}


@pytest.mark.parametrize("role", ["", "technician", "auditor"])
@pytest.mark.parametrize("left", REFUSED, ids=lambda left: left.__name__)
def test_what_somebody_left_in_the_middle_is_nobodys_who_may_not_sell(
    shop: Scene, left: Callable[[Scene], None], role: str
) -> None:
    left(shop)
    shop.play(session.sign_out(shop.counter))
    if role:
        shop.rig.outbox.arrive(FeedPage(99, staff=(Staff("X1", "누구", role, "-"),)))  # type: ignore[arg-type]  # a role by its name
        shop.play(session.sign_in(shop.counter, "X1", "1"))
    before, draft, closes = shop.kinds(), shop.counter.draft, shop.counter.closing
    for name, verb in REFUSED[left].items():
        with pytest.raises(Refused) as refused:
            asked = verb(shop.counter)
            if iscoroutine(asked):
                shop.play(asked)
        assert refused.value.code == ("staff.not_allowed" if role else "session.nobody"), name
    assert (shop.kinds(), shop.counter.draft, shop.counter.closing) == (before, draft, closes)


def test_who_may_not_train_begins_no_training_and_stays(shop: Scene) -> None:
    shop.rig.outbox.arrive(FeedPage(99, staff=(Staff("X1", "누구", "auditor", "-"),)))
    shop.play(session.sign_in(shop.counter, "X1", "1"))
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        shop.play(training.begin(shop.counter))
    assert shop.counter.staff is not None


def test_a_paper_in_doubt_is_settled_by_somebody(cold: Scene) -> None:
    for story in (printing.print_again, printing.it_was_printed, printing.leave_it):
        with pytest.raises(Refused, match=r"session\.nobody"):
            cold.play(story(cold.counter))


# --- whatever is added ---

Function: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef
Name: TypeAlias = tuple[str, str]

ASKS_NOBODY = {
    "of who signs in, out, or takes another PIN": {
        "proving.prove",
        "session.lock",
        "session.look_again",
        "session.sign_out",
        "staffing.change_own_pin",
        "staffing.take_new_pin",
    },
    "of who proves to be it by a PIN there and then": {"bringing_back.bring_back"},
    "of the till, by itself": {
        "bringing_back.mall_went_back",
        "cash_receipts.issue_all",
        "cash_receipts.tell_the_tax_office",
        "closing.leave",
        "delivering.look_again",
        "leaving.destroy_due",
        "leaving.destroy_what_is_due",
        "printing.wake",
        "printing.work",
        "resuming.resume",
        "settling.follow",
        "settling.settle",
        "settling.wake",
        "shut_out.hear",
        "shut_out.leave",
        "unsure.look_whether_written",
    },
    "of anybody who is signed in": {
        "approving.approve",
        "bulletins.read",
        "printing.it_was_printed",
        "printing.leave_it",
        "printing.print_again",
        "records.open_record",
    },
    "steps of verbs that have asked": {
        "checkout.writes_reversal",
        "exchanging.check",
        "moving.plainly",
        "recharging.charge",
        "recharging.clear",
        "recharging.give_up",
        "refunding.settle",
        "selling.change",
        "selling.change_for_good",
        "selling.keep_draft",
    },
}


def functions() -> dict[Name, set[Name]]:
    """Every function of the till by its file and its name, with what it calls."""
    found: dict[Name, set[Name]] = {}
    for path in TILL.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        imported = {
            alias.asname or alias.name: (node.module.rpartition(".")[2], alias.name)
            for node in tree.body
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pos.till") and node.module
            for alias in node.names
        }
        for node in tree.body:
            if isinstance(node, Function):
                found[path.stem, node.name] = {_called(call.func, path.stem, imported) for call in _calls(node)}
    return found


def _calls(node: ast.AST) -> list[ast.Call]:
    return [one for one in ast.walk(node) if isinstance(one, ast.Call)]


def _called(function: ast.expr, stem: str, imported: dict[str, Name]) -> Name:
    if isinstance(function, ast.Name):
        return imported.get(function.id, (stem, function.id))
    if isinstance(function, ast.Attribute):
        return (function.value.id if isinstance(function.value, ast.Name) else "", function.attr)
    return ("", "")


def comes_to(found: dict[Name, set[Name]], begin: Name, name: str) -> bool:
    """Whether a function calls something of this name, itself or by another one."""
    seen: set[Name] = set()
    ahead = [begin]
    while ahead:
        at = ahead.pop()
        if at[1] == name:
            return True
        if at not in seen:
            seen.add(at)
            ahead += found.get(at, ())
    return False


def test_every_verb_that_writes_asks_whether_who_stands_there_may() -> None:
    found = functions()
    verbs = [one for one in found if not one[1].startswith("_") and comes_to(found, one, "commit_of")]
    unasked = {".".join(one) for one in verbs if not comes_to(found, one, "who_may")}
    known = set().union(*ASKS_NOBODY.values())
    assert len(verbs) > 100
    assert unasked <= known, "a verb that anybody gets through with"
    assert known <= {".".join(one) for one in verbs}, "it is no more"
