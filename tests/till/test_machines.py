"""Machines: they come back by their number, are registered once, and a number is sold once."""

from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Original
from pos.domain.errors import Refused
from pos.domain.plus import Use
from pos.domain.policy import Policies
from pos.domain.sale import Sale
from pos.domain.warranty import Machine
from pos.till import machines, membership, selling
from pos.till.back import finding, returning
from pos.till.books import SaleRecord
from pos.till.paying import checkout
from tests.till.backs import UNO, bring_back, code_of, facts, one, sell, unchecked, want
from tests.till.scene import BELLO, Scene
from tests.till.slowly import begun, ended, slow


@pytest.fixture
def uno(shop: Scene) -> Sale:
    """M1 bought a machine by card, and a cup came with it."""
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    return sell(shop, UNO, serials=("UN0001",))


@pytest.mark.parametrize("serials", [(), ("UN0002",), ("UN0001", "UN0002")])
def test_a_machine_comes_back_by_its_number(shop: Scene, uno: Sale, serials: tuple[str, ...]) -> None:
    want(shop, uno, one(serials=serials))
    assert unchecked(shop) == "return.serial"


def test_a_machine_takes_its_benefit_along(shop: Scene, uno: Sale) -> None:
    assert uno.begins is not None
    shop.play(membership.attach(shop.counter, "M1"))
    sell(shop, *[BELLO] * 7)
    want(shop, uno, one(serials=("UN0001",)))
    back = shop.play(returning.complete(shop.counter))
    assert (back.clawed_back, back.refund) == (20_000, uno.total - 20_000)
    assert back.plan is not None and back.plan.ended == "returned"
    dossier = shop.rig.books.dossier("M1")
    assert dossier is None or all(held.ended for held in dossier.entitlements)
    assert finding.of_serial(shop.counter, "UN0001") == uno


def test_a_basket_that_is_being_paid_with_the_benefit_goes_first(shop: Scene, uno: Sale) -> None:
    shop.play(membership.attach(shop.counter, "M1"))
    selling.scan(shop.counter, BELLO, quantity=7)
    shop.play(checkout.pay_cash(shop.counter, 10_000))
    want(shop, uno, one(serials=("UN0001",)))
    assert unchecked(shop) == "return.benefit_in_use"


def test_a_machine_goes_out_for_another_once(shop: Scene, uno: Sale) -> None:
    swap = one(serials=("UN0001",), condition="used", reason="defect", replaced=True)
    want(shop, uno, swap)
    assert unchecked(shop) == "serial.missing"
    returning.want(shop.counter, replace(swap, new_serials=("UN0001",)))
    assert unchecked(shop) == "serial.used"
    returning.want(shop.counter, replace(swap, new_serials=("UN0009",)))
    back = shop.play(returning.complete(shop.counter))
    assert (back.refund, back.parts, shop.terminal.held) == (0, (), uno.total)
    assert back.plan is not None and back.plan.serial == "UN0009" and not back.plan.ended
    want(shop, uno, replace(swap, new_serials=("UN0010",)))
    assert unchecked(shop) == "return.already_returned"
    returning.want(shop.counter, replace(swap, serials=("UN0009",), new_serials=("UN0010",)))
    assert unchecked(shop) == ""
    assert "ReturnCompleted" in shop.kinds() and len(facts(shop)) == len(shop.kinds())


# --- registering ---


@pytest.fixture
def nobodys(shop: Scene) -> Sale:
    """A machine that was sold to nobody in particular."""
    return sell(shop, UNO, serials=("UN0001",))


def test_the_counter_offers_to_register_at_once(shop: Scene, uno: Sale) -> None:
    assert machines.offered(shop.counter) == ("UN0001",)
    machine = shop.play(machines.register(shop.counter, "UN0001", "M1"))
    assert (machine.registered_by, machine.registered_on, machine.member) == ("M1", uno.day, "M1")
    assert machines.until(shop.counter, machine) == date(2028, 11, 2)
    assert machines.offered(shop.counter) == () and shop.rig.verify().holds
    assert len(shop.printer.papers) == 2  # the receipt and the slip


@pytest.mark.parametrize(("days", "until"), [(30, date(2028, 11, 2)), (31, date(2027, 11, 2))])
def test_thirty_days(shop: Scene, uno: Sale, days: int, until: date) -> None:
    shop.clock.passes(days=days)
    machine = shop.play(machines.register(shop.counter, "UN0001", "M1"))
    assert machines.until(shop.counter, machine) == until


def test_a_machine_is_registered_once_and_by_its_buyer(shop: Scene, uno: Sale) -> None:
    for member, code in (("M2", "serial.used"), ("M1", ""), ("M1", "serial.used")):
        assert code_of(shop, machines.register(shop.counter, "UN0001", member, receipt=uno.code)) == code
    assert shop.kinds().count("WarrantyRegistered") == 1
    assert code_of(shop, machines.register(shop.counter, "UN0404", "M1")) == "serial.unknown"


@pytest.mark.parametrize("long", [False, True])
def test_the_receipt_shows_whose_machine_it_is(shop: Scene, nobodys: Sale, long: bool) -> None:
    from pos.domain.papers.receipt_token import token, told_of

    told = told_of(nobodys)
    receipt = token(told, shop.counter.ports.past.sign(told)) if long else nobodys.code
    for wrong in ("", "SEL01-1-000404"):
        assert code_of(shop, machines.register(shop.counter, "UN0001", "M2", receipt=wrong)) == "serial.used"
    assert shop.play(machines.register(shop.counter, "UN0001", "M2", receipt=receipt)).registered_by == "M2"
    assert code_of(shop, machines.register(shop.counter, "UN0001", "M3", receipt=receipt)) == "serial.used"


def test_registering_twice_at_once_is_once(shop: Scene, uno: Sale) -> None:
    network = slow(shop, "network")
    first, second = (begun(shop, machines.register(shop.counter, "UN0001", "M1")) for _ in range(2))
    network.goes_on(2)
    assert sorted([ended(shop, first), ended(shop, second)]) in (["", "payment.in_progress"], ["", "serial.used"])
    assert shop.kinds().count("WarrantyRegistered") == 1


def test_a_machine_that_came_back_is_nobodys_to_register(shop: Scene, uno: Sale) -> None:
    bring_back(shop, uno, one(serials=("UN0001",)))
    assert code_of(shop, machines.register(shop.counter, "UN0001", "M1")) == "serial.used"


def test_nor_one_that_came_back_elsewhere(shop: Scene, uno: Sale) -> None:
    told = shop.counter.ports.past.machine("UN0001")
    assert told is not None
    shop.mall.machines["UN0001"] = replace(told, is_back=True)
    assert code_of(shop, machines.register(shop.counter, "UN0001", "M1")) == "serial.used"


def test_what_was_registered_elsewhere_is_registered(shop: Scene, uno: Sale) -> None:
    told = shop.counter.ports.past.machine("UN0001")
    assert told is not None
    shop.mall.machines["UN0001"] = replace(told, registered_by="M1", registered_on=uno.day)
    assert shop.play(machines.look_up(shop.counter, "UN0001")).registered_by == "M1"
    assert code_of(shop, machines.register(shop.counter, "UN0001", "M1")) == "serial.used"


def test_a_machine_of_the_chain_is_known_to_the_mall_alone(shop: Scene) -> None:
    shop.mall.machines["UN0500"] = Machine("UN0500", "UNO", date(2026, 10, 30), 12, "far-away", "M1")
    shop.mall.is_down = True
    assert code_of(shop, machines.register(shop.counter, "UN0500", "M1")) == "mall.unreachable"
    shop.mall.is_down = False
    machine = shop.play(machines.register(shop.counter, "UN0500", "M1"))
    assert machines.until(shop.counter, machine) == date(2028, 10, 30)


# --- a number is sold once ---


def test_a_number_that_the_chain_sold_comes_off_the_basket(shop: Scene) -> None:
    shop.mall.machines["UN0500"] = Machine("UN0500", "UNO", date(2026, 10, 30), 12, "far-away")
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    assert code_of(shop, machines.confirm_serial(shop.counter, "UN0500")) == "serial.used"
    assert shop.counter.basket is not None and shop.counter.basket.lines[0].serials == ()


@pytest.mark.parametrize("is_down", [False, True])
def test_a_number_that_nobody_sold_stays(shop: Scene, is_down: bool) -> None:
    shop.mall.is_down = is_down
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    shop.play(machines.confirm_serial(shop.counter, "UN0500"))
    assert shop.counter.basket is not None and shop.counter.basket.lines[0].serials == ("UN0500",)


def test_an_answer_about_a_basket_that_is_gone_changes_nothing(shop: Scene) -> None:
    shop.mall.machines["UN0500"] = Machine("UN0500", "UNO", date(2026, 10, 30), 12, "far-away")
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    network = slow(shop, "network")
    story = begun(shop, machines.confirm_serial(shop.counter, "UN0500"))
    shop.headless.play(checkout.give_up(shop.counter))
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    network.goes_on()
    assert ended(shop, story) == ""
    assert shop.counter.basket is not None and shop.counter.basket.lines[0].serials == ("UN0500",)


@pytest.mark.parametrize("is_known", [False, True])
def test_a_number_that_was_paid_before_the_answer_came_is_no_longer_asked_about(shop: Scene, is_known: bool) -> None:
    """Neither by what this till just sold, nor by what the mall has heard of that sale already."""
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    network = slow(shop, "network")
    story = begun(shop, machines.confirm_serial(shop.counter, "UN0500"))
    sale = shop.headless.play(checkout.pay_exact(shop.counter))
    own = shop.counter.ports.past.machine("UN0500")
    assert sale is not None and own is not None
    if is_known:
        shop.mall.machines["UN0500"] = own
    network.goes_on()
    assert ended(shop, story) == ""


def test_a_number_that_the_chain_sold_and_that_was_paid_is_said_to_be_sold_twice(shop: Scene) -> None:
    shop.mall.machines["UN0500"] = Machine("UN0500", "UNO", date(2026, 10, 30), 12, "far-away")
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    network = slow(shop, "network")
    story = begun(shop, machines.confirm_serial(shop.counter, "UN0500"))
    shop.headless.play(checkout.pay_exact(shop.counter))
    network.goes_on()
    assert ended(shop, story) == "serial.used"
    assert isinstance(story.error, Refused)
    assert story.error.facts == {"product": "UNO", "serial": "UN0500", "scope": "sold"}


def test_while_it_is_being_paid_a_number_stays_and_is_said(shop: Scene) -> None:
    shop.mall.machines["UN0500"] = Machine("UN0500", "UNO", date(2026, 10, 30), 12, "far-away")
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0500")
    network = slow(shop, "network")
    story = begun(shop, machines.confirm_serial(shop.counter, "UN0500"))
    shop.headless.play(checkout.pay_cash(shop.counter, 10_000))
    network.goes_on()
    assert ended(shop, story) == "serial.used"
    assert shop.counter.basket is not None and shop.counter.basket.lines[0].serials == ("UN0500",)


def test_a_machine_that_came_back_is_sold_again(shop: Scene, uno: Sale) -> None:
    """The mall has not heard of the return yet."""
    sold = shop.counter.ports.past.machine("UN0001")
    assert sold is not None
    shop.mall.machines["UN0001"] = sold
    bring_back(shop, uno, one(serials=("UN0001",)))
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    shop.play(machines.confirm_serial(shop.counter, "UN0001"))
    again = shop.play(checkout.pay_exact(shop.counter))
    assert again is not None and finding.of_serial(shop.counter, "UN0001") == again
    want(shop, uno, one(serials=("UN0001",)))
    assert unchecked(shop) == "return.already_returned"
    want(shop, again, one(serials=("UN0001",)))
    assert unchecked(shop) == ""


def test_the_slip_says_what_the_screen_says_by_the_terms_of_the_sale(shop: Scene, uno: Sale) -> None:
    policies = shop.rig.shelf.policies()
    plus = replace(policies[-1].rules.plus, registration_months=24)
    start = shop.clock.at + timedelta(hours=1)
    later = replace(policies[-1], version="later", effective_from=start, rules=replace(policies[-1].rules, plus=plus))
    shop.counter._policies = Policies((*policies, later))
    shop.clock.passes(days=1)
    assert shop.counter.policy().version == "later"
    shop.printer.papers.clear()
    machine = shop.play(machines.register(shop.counter, "UN0001", "M1"))
    assert machines.until(shop.counter, machine) == date(2028, 11, 2)
    assert "2028-11-02" in str(shop.printer.papers[-1])


def test_what_came_back_is_not_offered_to_be_registered(shop: Scene, uno: Sale) -> None:
    assert machines.offered(shop.counter) == ("UN0001",)
    bring_back(shop, uno, one(serials=("UN0001",)))
    assert machines.offered(shop.counter) == ()


def test_a_plan_that_was_taken_over_elsewhere_rests_on_the_other_machine_here_too(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, UNO, UNO, serials=("UN0001", "UN0002"))
    assert sale.begins is not None and sale.begins.serial == "UN0001"
    want(shop, sale, one(serials=("UN0001",)))
    for need in returning.proposal(shop.counter).needs:
        shop.play(returning.approve(shop.counter, need, by="B1", pin="930275", reason="kept the other"))
    elsewhere = replace(returning.as_agreed(shop.counter)[0], id="elsewhere")
    assert elsewhere.plan is not None and elsewhere.plan.serial == "UN0002"
    uses = (Use(sale.begins.benefit, "another", 20_000),)
    shop.mall.sales[sale.code] = SaleRecord(Original(sale, (elsewhere,)), elsewhere.plan, uses)
    want(shop, sale, one(serials=("UN0002",)))
    found = returning.proposal(shop.counter)
    assert found.plan is not None and found.plan.held.ended == "returned" and found.clawed_back == 20_000


def test_a_machine_that_came_back_elsewhere_is_sold_again_where_it_was_sold_before(shop: Scene, uno: Sale) -> None:
    known = shop.counter.ports.past.machine("UN0001")
    assert known is not None
    shop.mall.machines["UN0001"] = replace(known, is_back=True)
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    assert code_of(shop, checkout.pay_exact(shop.counter)) == "serial.used"
    shop.play(machines.confirm_serial(shop.counter, "UN0001"))
    assert shop.play(checkout.pay_exact(shop.counter)) is not None
    selling.scan(shop.counter, UNO)
    selling.scan(shop.counter, "UN0001")
    assert code_of(shop, machines.confirm_serial(shop.counter, "UN0001")) == "serial.used"
