"""A card that takes no part back: what the customer keeps is charged anew first, and no charge is left behind."""

import pytest
from msgspec.structs import replace

from pos.domain.facts import CardAsked
from pos.till import selling
from pos.till.back import recharging, refunding
from pos.till.paying import checkout
from pos.till.paying.cards import CardAnswer, CardRequest
from tests.till.backs import (
    CUP,
    bring_back,
    carry_on,
    code_of,
    facts,
    last,
    one,
    owed,
    paid_out,
    part_owed,
    returns,
    sell,
    settled,
)
from tests.till.scene import Scene


@pytest.fixture
def whole_only(cups: Scene) -> Scene:
    """A cup came back, and its card takes no partial cancellation."""
    cups.terminal.takes_parts = False
    bring_back(cups, last(cups))
    assert owed(cups) == [("card", 20_000)]
    return cups


def test_what_the_customer_keeps_is_charged_anew_first(whole_only: Scene) -> None:
    paid = whole_only.play(refunding.cancel_whole(whole_only.counter, part_owed(whole_only)))
    assert paid.recharged is not None and paid.recharged.amount == 20_000
    assert whole_only.terminal.charged == {paid.recharged.id: 20_000}
    settled(whole_only)


@pytest.mark.parametrize(
    ("answers", "code", "held"),
    [
        (["declined"], "payment.declined", 40_000),
        (["cancelled"], "payment.cancelled", 40_000),
        (["not_sent"], "payment.not_sent", 40_000),
        (["lost"], "payment.unknown", 40_000),
        (["approved but lost"], "payment.unknown", 60_000),
        (["approved without a number"], "payment.unknown", 40_000),
        (["approved", "declined"], "refund.declined", 40_000),
        (["approved", "not_sent"], "refund.not_sent", 40_000),
        (["approved", "lost"], "refund.unknown", 60_000),
        (["approved", "approved but lost"], "refund.unknown", 20_000),
        (["approved", "declined", "lost"], "payment.unknown", 60_000),
        (["approved", "declined", "approved but lost"], "payment.unknown", 40_000),
        (["approved", "declined", "declined"], "payment.not_reversed", 60_000),
    ],
)
@pytest.mark.parametrize("again", ["whole", "in parts", "cash"])
def test_whatever_goes_wrong_on_the_way_it_ends_well(
    whole_only: Scene, answers: list[str], code: str, held: int, again: str
) -> None:
    whole_only.terminal.answers = list(answers)
    part = part_owed(whole_only)
    assert code_of(whole_only, refunding.cancel_whole(whole_only.counter, part)) == code
    assert whole_only.terminal.held == held
    whole_only.dies_and_starts_again()
    assert owed(whole_only) == [("card", 20_000)]
    if again == "cash":
        code_of(whole_only, refunding.pay_out(whole_only.counter, part))  # whatever was in doubt is known then
        story = refunding.pay_cash(whole_only.counter, part, by="B1", pin="930275", reason="card is gone")
        is_paid = code_of(whole_only, story) in ("", "refund.paid")
        assert is_paid and whole_only.terminal.held - 20_000 == sum(
            paid.amount for paid in paid_out(whole_only) if paid.how == "cash"
        )
        return
    whole_only.terminal.takes_parts = again == "in parts"
    carry_on(whole_only, whole=again == "whole")
    settled(whole_only)


def test_all_that_is_left_needs_no_new_charge(whole_only: Scene) -> None:
    sale = last(whole_only)
    whole_only.play(refunding.cancel_whole(whole_only.counter, part_owed(whole_only)))
    whole_only.terminal.answers = ["declined"]
    bring_back(whole_only, sale)
    paid = whole_only.play(refunding.cancel_whole(whole_only.counter, part_owed(whole_only)))
    assert paid.recharged is None and whole_only.terminal.charged == {}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("verbs", ["whole", "mixed"])
def test_two_refunds_of_one_card_in_any_order(shop: Scene, order: tuple[int, int], verbs: str) -> None:
    """Each is owed when the other is paid: the charge that holds the money has changed by then."""
    sale = sell(shop, CUP, CUP, CUP, CUP)
    shop.terminal.takes_parts = False
    for _ in range(2):
        bring_back(shop, sale)
    kept = sale.total - sum(back.refund for back in returns(shop))
    parts = [one.part.id for one in refunding.owed(shop.counter)]
    shop.play(refunding.cancel_whole(shop.counter, parts[order[0]]))
    shop.terminal.takes_parts = verbs == "mixed"
    verb = refunding.pay_out if verbs == "mixed" else refunding.cancel_whole
    shop.play(verb(shop.counter, parts[order[1]]))
    assert owed(shop) == [] and shop.terminal.held == kept
    shop.terminal.takes_parts = True
    bring_back(shop, sale, one(1, 2))
    assert owed(shop) == [] and shop.terminal.held == 0


def test_one_paid_in_cash_is_still_on_the_card(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP, CUP, CUP)
    shop.terminal.takes_parts = False
    for _ in range(2):
        bring_back(shop, sale)
    first, second = (one.part for one in refunding.owed(shop.counter))
    shop.play(refunding.pay_cash(shop.counter, first.id, by="B1", pin="930275", reason="card is gone"))
    shop.play(refunding.cancel_whole(shop.counter, second.id))
    assert shop.terminal.held == sale.total - second.amount


def test_two_cards_are_not_mixed_up(shop: Scene) -> None:
    """The same amount is kept on both cards: each new charge is for its own."""
    for code in (CUP, CUP):
        selling.scan(shop.counter, code)
    shop.play(checkout.pay_card(shop.counter, 20_000))
    sale = shop.play(checkout.pay_card(shop.counter, 20_000))
    assert sale is not None
    shop.terminal.takes_parts = False
    bring_back(shop, sale, one(1, 2))
    assert owed(shop) == [] and shop.terminal.held == 0


def test_what_was_paid_in_instalments_is_charged_anew_in_as_many(whole_only: Scene) -> None:
    (one_owed,) = refunding.owed(whole_only.counter)
    assert one_owed.part.approval is not None
    many = replace(one_owed.part, whole=120_000, approval=replace(one_owed.part.approval, instalments=3))
    few = replace(many, whole=60_000)
    for part, months in ((many, 3), (few, 0)):
        kept = whole_only.play(recharging.charge(whole_only.counter, replace(one_owed, part=part)))
        asked = [fact for fact in facts(whole_only) if isinstance(fact, CardAsked)][-1]
        assert (asked.attempt, asked.instalments) == (kept.id, months)


def test_the_new_charge_is_signed_for_and_says_its_tax_like_any_other(shop: Scene) -> None:
    asked: list[CardRequest] = []
    charge = shop.terminal.charge

    def look(request: CardRequest) -> CardAnswer:
        asked.append(request)
        return charge(request)

    shop.terminal.charge = look  # type: ignore[method-assign]  # to see what it is asked
    sale = sell(shop, *[CUP] * 5)
    shop.terminal.takes_parts = False
    bring_back(shop, sale)
    shop.play(refunding.cancel_whole(shop.counter, part_owed(shop)))
    first, anew = asked
    assert anew.amount < first.amount and anew.signature
    assert anew.vat == first.vat * anew.amount // first.amount
