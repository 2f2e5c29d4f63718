"""What could go wrong while a story waits, after a restart, or between two persons."""

from datetime import timedelta

import pytest

from pos.domain.basket import NO_BENEFIT
from pos.domain.errors import Refused
from pos.domain.payback import Voucher
from pos.till import approving, benefits, delivering, holding, membership, refusing, selling, session, stocking
from pos.till.paying import checkout
from tests.domain.products import NOW
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.shop import ELSEWHERE, HOME, entitled
from tests.till.slowly import YUJA, begun, block, can_be_paid, discount, ended, overrule, run_out, slow

# --- while a manager's PIN is looked at ---


def test_a_basket_that_was_paid_meanwhile_is_not_refused(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    vault = slow(shop, "vault")
    story = begun(shop, refusing.refuse(shop.counter, 2, "unclear", by="B1", pin="930275"))
    assert shop.headless.play(checkout.pay_exact(shop.counter)) is not None
    selling.scan(shop.counter, BELLO)
    vault.goes_on()
    assert ended(shop, story) == "approval.too_late"
    assert "OrderRefused" not in shop.kinds() and shop.counter.basket is not None and shop.counter.basket.lines


def test_a_basket_that_is_partly_paid_meanwhile_is_not_refused(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    vault = slow(shop, "vault")
    story = begun(shop, refusing.refuse(shop.counter, 2, "unclear", by="B1", pin="930275"))
    shop.headless.play(checkout.pay_card(shop.counter, 5_000))
    vault.goes_on()
    assert ended(shop, story) == "payment.in_progress"
    assert [part.amount for part in shop.counter.payments] == [5_000] and shop.counter.basket is not None


def test_what_came_into_a_basket_meanwhile_is_in_its_refusal_only_when_it_was_asked_about(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    vault = slow(shop, "vault")
    story = begun(shop, refusing.refuse(shop.counter, 2, "unclear", by="B1", pin="930275"))
    selling.scan(shop.counter, BELLO)
    vault.goes_on()
    assert ended(shop, story) == "approval.too_late" and shop.counter.basket is not None


def test_the_person_who_allows_it_cannot_become_the_one_who_asked(shop: Scene) -> None:
    selling.scan(shop.counter, YUJA, quantity=3)
    stopped, vault = block(shop, "order.out_of_stock"), slow(shop, "vault")
    story = begun(shop, approving.overrule(shop.counter, stopped, by="B1", pin="930275", reason="on the shelf"))
    change = begun(shop, session.sign_in(shop.counter, "B1", "930275"))
    first, second = vault.waiting
    second()
    shop.headless._posted.get()()
    first()
    assert ended(shop, story) == "approval.too_late" and change.error is None
    assert "ApprovalGiven" not in shop.kinds() and not can_be_paid(shop)


def test_nobody_is_asked_to_allow_what_cannot_be_given(shop: Scene) -> None:
    selling.scan(shop.counter, ARIA)
    with pytest.raises(Refused, match=r"basket\.quantity"):
        shop.play(approving.give_free(shop.counter, "ARIA", quantity=0, by="B1", pin="930275", reason="kind"))
    assert "ApprovalGiven" not in shop.kinds()


# --- what a manager allowed is good for one person and one address ---


def test_what_one_member_may_have_beyond_the_limit_another_may_not(shop: Scene) -> None:
    for number in ("M1", "M2"):
        shop.mall.knows(number)
        shop.play(membership.attach(shop.counter, number))
        selling.scan(shop.counter, YUJA, quantity=2)
        shop.play(checkout.pay_exact(shop.counter))
        shop.play(stocking.correct(shop.counter, "YUJA", 50, reason="counted"))
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, YUJA, quantity=5)
    overrule(shop, block(shop, "order.limit_exceeded"))
    assert can_be_paid(shop)
    shop.play(membership.attach(shop.counter, "M2"))
    assert block(shop, "order.limit_exceeded").facts["asked"] == 7


def test_what_one_address_may_have_beyond_the_limit_another_may_not(shop: Scene) -> None:
    for recipient in (HOME, ELSEWHERE):
        selling.scan(shop.counter, YUJA, quantity=4)
        shop.play(delivering.deliver_to(shop.counter, recipient))
        shop.play(checkout.pay_exact(shop.counter))
    selling.scan(shop.counter, YUJA, quantity=4)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    overrule(shop, block(shop, "order.limit_exceeded"))
    assert can_be_paid(shop)
    shop.play(delivering.deliver_to(shop.counter, ELSEWHERE))
    assert block(shop, "order.limit_exceeded").facts["asked"] == 8


# --- while the mall or the disk is slow ---


def test_a_member_does_not_come_to_the_next_basket_while_the_disk_is_slow(shop: Scene) -> None:
    entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    disk = slow(shop, "disk")
    story = begun(shop, membership.attach(shop.counter, "M1"))
    with pytest.raises(Refused, match=r"member\.looking_up"):
        checkout.check_payable(shop.counter)
    putting_aside = begun(shop, holding.hold(shop.counter))
    disk.goes_on()
    disk.goes_on()
    shop.counter.ports.disk = shop.counter.ports.vault
    shop.headless._posted.get()()
    assert ended(shop, story) in ("member.too_late", "payment.in_progress") and putting_aside.error is None
    assert shop.counter.basket is None
    selling.scan(shop.counter, BELLO, quantity=7)
    assert discount(shop) == 5_250


def test_who_was_detached_does_not_come_back_when_the_mall_answers(shop: Scene) -> None:
    entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    network = slow(shop, "network")
    story = begun(shop, membership.attach(shop.counter, "M1"))
    membership.detach(shop.counter)
    assert not shop.counter.is_looking_up
    network.goes_on()
    assert ended(shop, story) == "member.too_late"
    assert shop.counter.basket is not None and shop.counter.basket.member is None and discount(shop) == 5_250


def test_of_two_members_the_one_who_was_asked_for_last_is_at_the_basket(shop: Scene) -> None:
    entitled(shop)
    shop.mall.knows("M2")
    selling.scan(shop.counter, BELLO, quantity=7)
    network = slow(shop, "network")
    first, second = (
        begun(shop, membership.attach(shop.counter, "M1")),
        begun(shop, membership.attach(shop.counter, "M2")),
    )
    network.goes_on()
    assert shop.counter.is_looking_up
    run_out(shop, network)
    assert (ended(shop, first), ended(shop, second)) == ("member.too_late", "")
    assert shop.counter.basket is not None and shop.counter.basket.member == "M2" and discount(shop) == 5_250


def test_payment_waits_for_a_voucher_that_is_being_looked_up(shop: Scene) -> None:
    shop.mall.vouchers["PB1"] = Voucher("PB1", 10_000, 3, NOW.date() + timedelta(days=9))
    selling.scan(shop.counter, ARIA)
    network = slow(shop, "network")
    story = begun(shop, benefits.show_voucher(shop.counter, "PB1"))
    with pytest.raises(Refused, match=r"looking_up"):
        checkout.check_payable(shop.counter)
    run_out(shop, network)
    assert ended(shop, story) == "" and not shop.counter.is_looking_up


def test_a_voucher_that_was_taken_back_after_a_restart_stays_away(shop: Scene) -> None:
    shop.mall.vouchers["PB1"] = Voucher("PB1", 10_000, 3, NOW.date() + timedelta(days=9))
    selling.scan(shop.counter, ARIA)
    shop.play(benefits.show_voucher(shop.counter, "PB1"))
    network = slow(shop, "network")
    story = begun(shop, membership.look_again(shop.counter))
    benefits.take_voucher_back(shop.counter)
    network.goes_on()
    assert ended(shop, story) == ""
    assert shop.counter.basket is not None and shop.counter.basket.voucher == "" and shop.codes() == []


def test_what_the_customer_chose_is_still_chosen_after_a_recall_and_a_restart(shop: Scene) -> None:
    held = entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(membership.attach(shop.counter, "M1"))
    benefits.choose(shop.counter, NO_BENEFIT)
    assert shop.counter.basket is not None
    basket = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    shop.play(holding.recall(shop.counter, basket))
    shop.dies_and_starts_again()
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None and held.benefit not in sale.uses and sale.discount == 0


def test_who_left_while_a_basket_was_held_is_not_at_it_any_more(shop: Scene) -> None:
    shop.mall.knows("M1")
    selling.scan(shop.counter, ARIA)
    shop.play(membership.attach(shop.counter, "M1"))
    assert shop.counter.basket is not None
    basket = shop.counter.basket.id
    shop.play(holding.hold(shop.counter))
    del shop.mall.records["M1"]
    shop.play(holding.recall(shop.counter, basket))
    assert shop.counter.basket.member is None and "member.unknown" in shop.codes()


def test_a_benefit_is_sure_again_after_a_restart_and_a_card_that_was_declined(shop: Scene) -> None:
    entitled(shop)
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(membership.attach(shop.counter, "M1"))
    shop.terminal.answers = ["lost"]
    with pytest.raises(Refused, match=r"payment\.unknown"):
        shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    shop.dies_and_starts_again()
    with pytest.raises(Refused, match=r"payment\.declined"):
        shop.play(checkout.enquire(shop.counter))
    selling.scan(shop.counter, ARIA)
    assert discount(shop) == 20_000
