"""What becomes of a claim: owed once and to the won, paid back the way it was paid, for the goods that stayed."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.apart import BenefitClaimClosed
from pos.domain.cash_receipt import CashReceiptOwed
from pos.domain.errors import Refused
from pos.domain.facts import RefundPaid, ReturnCompleted
from pos.domain.plus import left
from pos.till import membership, printing, selling, session
from pos.till.back import refunding, returning, settling
from pos.till.day import open_items, shift
from pos.till.paying import checkout
from tests.domain.products import NOW
from tests.till.backs import bring_back, facts, one, owed, part_owed, want
from tests.till.claimed import PLUS, arrives, claim, known_member, rebates, says, settled, without_offers
from tests.till.closings import close
from tests.till.scene import Scene
from tests.till.slowly import begun, run_out, slow


@pytest.fixture
def apart(shop: Scene) -> Scene:
    """M1 is known here with a Plus benefit, and the mall is silent."""
    without_offers(shop)
    known_member(shop)
    return shop


def orders_left(scene: Scene) -> list[int]:
    dossier = scene.counter.ports.books.dossier("M1")
    assert dossier is not None
    return [left(held, dossier.uses) for held in dossier.entitlements]


def _shift(scene: Scene) -> str:
    assert scene.counter.shift is not None
    return scene.counter.shift.id


def test_what_is_granted_is_owed_from_then_on(apart: Scene) -> None:
    sale = claim(apart)
    assert (sale.total, sale.claims[0].amount, orders_left(apart)) == (50_400, 20_000, [3])
    apart.clock.passes(days=1)
    says(apart, settled(sale, 20_000, at=NOW + timedelta(hours=20)))
    (back,) = rebates(apart)
    assert (back.refund, back.taxable, back.vat, back.original) == (20_000, 20_000, 1_818, sale.code)
    assert back.due is not None and back.due.isoformat() == "2026-11-06"  # three working days from the third
    assert owed(apart) == [("cash", 20_000)] and orders_left(apart) == [2]
    assert {entry.who for entry in apart.journal() if entry.kind == "ReturnCompleted"} == {"till"}
    assert {"refund.owed"} <= {item.code for item in open_items.items(apart.counter)}
    assert apart.rig.verify().holds


def test_cash_goes_out_of_the_drawer_with_a_paper_that_says_why(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    kicks, papers = apart.printer.drawer_opened, len(apart.printer.papers)
    before = apart.counter.ports.shelf.cash_in_drawer(_shift(apart))
    apart.play(refunding.pay_cash(apart.counter, part_owed(apart)))
    assert apart.printer.drawer_opened == kicks + 1 and owed(apart) == []
    assert apart.counter.ports.shelf.cash_in_drawer(_shift(apart)) == before - 20_000
    paper = str(apart.printer.papers[papers])
    assert "혜택 확인 후 차액 환급" in paper and sale.code in paper and "재발행" not in paper


def test_cards_first_and_a_part_of_the_payment_by_its_approval(apart: Scene) -> None:
    sale = claim(apart, card=15_000)
    says(apart, settled(sale, 20_000))
    assert owed(apart) == [("card", 15_000), ("cash", 5_000)]
    apart.play(refunding.pay_out(apart.counter, part_owed(apart)))
    assert apart.terminal.held == 0 and owed(apart) == [("cash", 5_000)]
    with_rest = claim(apart, card=50_400)
    says(apart, settled(with_rest, 20_000))
    apart.play(refunding.pay_out(apart.counter, part_owed(apart, 1)))
    assert apart.terminal.held == 30_400


def test_a_cash_receipt_is_cancelled_in_part(apart: Scene) -> None:
    sale = claim(apart, sleeves=20)
    says(apart, settled(sale, 20_000))
    told = [fact.receipt for fact in facts(apart) if isinstance(fact, CashReceiptOwed)]
    assert [(one.amount, one.cancels is not None) for one in told] == [(144_000, False), (20_000, True)]


def test_it_is_owed_once_however_often_it_is_told(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    says(apart, settled(sale, 20_000), settled(sale, 20_000))
    says(apart, settled(sale, reason="claim.withdrawn"))
    assert owed(apart) == [("cash", 20_000)] and len(rebates(apart)) == 1


def test_a_till_that_dies_in_between_goes_on_where_it_stood(apart: Scene) -> None:
    sale = claim(apart)
    arrives(apart, settled(sale, 20_000))
    apart.dies_and_starts_again()
    assert owed(apart) == [("cash", 20_000)]
    apart.dies_and_starts_again()
    assert len(rebates(apart)) == 1 and apart.rig.verify().holds


def test_the_disk_takes_no_second_one(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    (back,) = rebates(apart)
    again = ReturnCompleted(replace(back, id="another", number=0, parts=()))
    for fact in (again, BenefitClaimClosed(sale.id, PLUS, "plus.used_up"), BenefitClaimClosed("none", PLUS, "why")):
        with pytest.raises(Refused, match=r"claim\.settled"):
            apart.store.commit(apart.counter.commit_of(facts=(fact,)))
    assert owed(apart) == [("cash", 20_000)]


def test_without_an_open_shift_it_waits_for_the_next(apart: Scene) -> None:
    sale = claim(apart)
    close(apart, 150_400)
    says(apart, settled(sale, 20_000, at=NOW))
    assert rebates(apart) == []
    apart.clock.passes(days=1)
    apart.play(shift.open_shift(apart.counter, 50_000))
    (back,) = rebates(apart)
    assert back.shift == _shift(apart) and back.due is not None and back.due.isoformat() == "2026-11-05"


def test_it_is_in_the_sums_of_the_shift_it_was_written_in(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    apart.play(refunding.pay_cash(apart.counter, part_owed(apart)))
    report = close(apart, 130_400)
    assert (report.sales, report.returns, report.net) == (50_400, 20_000, 30_400)
    assert report.vat == sale.vat - 1_818
    assert [(row.name, row.amount) for row in report.tenders] == [("cash", 30_400)]
    assert [(row.name, row.amount) for row in report.people] == [("C1", 50_400)]
    assert report.expected == 100_000 + 30_400
    assert apart.rig.verify().holds


def test_a_claim_is_a_return_in_nobodys_habits(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    past, since = apart.counter.ports.past, NOW - timedelta(days=30)
    assert past.count_returns(member="M1", since=since) == 0
    assert len(past.returns()) == 1


# --- goods that came back ------------------------------------------------------------------------------------------


def test_goods_that_came_back_before_took_their_share_along(apart: Scene) -> None:
    sale = claim(apart)
    bring_back(apart, sale, one(quantity=3, reason="defect"))
    says(apart, settled(sale, 20_000))
    (back,) = rebates(apart)
    assert back.refund == 20_000 - 8_571
    rest = bring_back(apart, sale, one(quantity=4, reason="defect"))
    assert 3 * 7_200 + back.refund + rest.refund == sale.total
    assert [(one.benefit, one.amount) for line in rest.lines for one in line.undone] == [(PLUS, back.refund)]
    assert apart.rig.verify().holds


def test_goods_that_come_back_after_give_what_was_paid_in_the_end(apart: Scene) -> None:
    sale = claim(apart, card=30_000)
    says(apart, settled(sale, 20_000))
    first = bring_back(apart, sale, one(quantity=2, reason="defect"))
    last = bring_back(apart, sale, one(quantity=5, reason="defect"))
    assert (first.refund, first.refund + last.refund) == (8_686, 30_400)
    assert sum(one.vat for one in (*rebates(apart), first, last)) == sale.vat
    used = apart.counter.ports.books.dossier("M1")
    assert used is not None and [(use.sale, use.amount) for use in used.uses] == [(sale.id, 0)]
    assert apart.rig.verify().holds


def test_where_everything_came_back_nothing_is_left_to_owe(apart: Scene) -> None:
    sale = claim(apart)
    bring_back(apart, sale, one(quantity=7, reason="defect"))
    says(apart, settled(sale, 20_000))
    assert rebates(apart) == [] and owed(apart) == []
    assert BenefitClaimClosed(sale.id, PLUS, "claim.nothing_left") in facts(apart)
    assert settling.refused(apart.counter) == () and apart.rig.verify().holds


def test_while_goods_are_being_brought_back_it_waits(apart: Scene) -> None:
    sale = claim(apart)
    apart.play(returning.find(apart.counter, sale.code))
    returning.want(apart.counter, one(quantity=7, reason="defect"))
    says(apart, settled(sale, 20_000))
    assert rebates(apart) == []
    apart.play(returning.complete(apart.counter))
    apart.headless.settle()
    assert rebates(apart) == [] and BenefitClaimClosed(sale.id, PLUS, "claim.nothing_left") in facts(apart)


def test_goods_that_come_back_while_the_mall_is_asked_took_their_share_along(apart: Scene) -> None:
    """The mall is silent for two seconds, and somebody is quick."""
    sale = claim(apart)
    want(apart, sale, one(quantity=3, reason="defect"))
    arrives(apart, settled(sale, 20_000))
    network = slow(apart, "network")
    begun(apart, settling.settle(apart.counter))
    assert len(network.waiting) == 1
    begun(apart, returning.complete(apart.counter))
    while not any(isinstance(fact, ReturnCompleted) for fact in facts(apart)):
        apart.headless._posted.get(timeout=5)()
    run_out(apart, network)
    assert [back.refund for back in rebates(apart)] == [20_000 - 8_571]
    assert apart.rig.verify().holds


def test_a_return_that_is_put_away_lets_it_be_settled(apart: Scene) -> None:
    sale = claim(apart)
    apart.play(returning.find(apart.counter, sale.code))
    says(apart, settled(sale, 20_000))
    returning.put_away(apart.counter)
    apart.headless.settle()
    assert owed(apart) == [("cash", 20_000)]


# --- refused -------------------------------------------------------------------------------------------------------


def test_a_refusal_waits_for_a_manager_to_look(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, reason="plus.used_up"))
    (item,) = [item for item in open_items.items(apart.counter) if item.code == "benefit.refused"]
    assert item.id == f"{sale.id}:{PLUS}" and owed(apart) == [] and orders_left(apart) == [3]
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        apart.play(settling.look_at_refusal(apart.counter, sale.id, PLUS))
    apart.play(session.sign_in(apart.counter, "B1", "482913"))
    apart.play(settling.look_at_refusal(apart.counter, sale.id, PLUS))
    assert facts(apart)[-1] == BenefitClaimClosed(sale.id, PLUS, "plus.used_up")
    assert [item.code for item in open_items.items(apart.counter) if item.code == "benefit.refused"] == []
    with pytest.raises(Refused, match=r"claim\.settled"):
        apart.play(settling.look_at_refusal(apart.counter, sale.id, PLUS))
    assert apart.rig.verify().holds


def test_what_another_till_sold_is_that_tills_affair(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, replace(settled(sale, 20_000), till="2"), replace(settled(sale, 20_000), sale="unknown"))
    assert rebates(apart) == [] and settling.refused(apart.counter) == ()


def test_late_it_costs_interest(apart: Scene) -> None:
    sale = claim(apart)
    says(apart, settled(sale, 20_000))
    apart.clock.passes(days=30)
    apart.play(refunding.pay_cash(apart.counter, part_owed(apart)))
    (paid,) = [fact.paid for fact in facts(apart) if isinstance(fact, RefundPaid)]
    assert paid.interest > 0


def test_the_receipt_says_what_may_come_and_its_copy_too(apart: Scene) -> None:
    sale = claim(apart)
    apart.play(printing.reprint(apart.counter, sale.id))
    for paper in apart.printer.papers[-2:]:
        assert "혜택 확인 후 차액 환급" in str(paper) and "20,000" in str(paper)


def test_a_sale_that_is_not_paid_yet_claims_nothing(apart: Scene) -> None:
    selling.scan(apart.counter, "8800000000015", quantity=7)
    apart.play(membership.attach(apart.counter, "M1"))
    apart.play(checkout.give_up(apart.counter))
    says(apart)
    assert apart.counter.ports.past.claims_heard() == () and rebates(apart) == []
