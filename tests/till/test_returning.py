"""Goods come back over the counter: found, chosen, judged, allowed, and never twice."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.back.proposal import OFFLINE_MOST
from pos.domain.back.returns import Original
from pos.domain.errors import Refused
from pos.domain.papers.receipt_token import token, told_of
from pos.domain.plus import Use
from pos.domain.sale import Sale
from pos.storage.past import SqlPast
from pos.till import delivering, membership, selling
from pos.till.back import finding, returning
from pos.till.books import SaleRecord
from pos.till.counter import Counter, Ports
from pos.till.feed import FeedPage, TillKey
from pos.till.in_hand import Returning
from pos.till.paying import checkout
from tests.till import backs
from tests.till.backs import CUP, UNO, bring_back, code_of, one, owed, paid_out, refused, sell, unchecked, want
from tests.till.scene import ARIA, BELLO, Scene
from tests.till.shop import HOME
from tests.till.slowly import begun, ended, slow

LONG_AGO = timedelta(days=400)


@pytest.fixture
def cup(shop: Scene) -> Sale:
    """A cup that was sold by card."""
    return sell(shop, CUP)


def hand(scene: Scene) -> Returning:
    """The return in hand."""
    return returning.in_hand(scene.counter)


def allow(scene: Scene, *, by: str = "B1", pin: str = "930275") -> None:
    """A manager allows the first thing that is needed."""
    need = returning.proposal(scene.counter).needs[0]
    scene.play(returning.approve(scene.counter, need, by=by, pin=pin, reason="looked at it"))


def from_afar(scene: Scene, sale: Sale) -> tuple[Sale, str]:
    """The same sale as another till of the chain made it, with the long code of its receipt."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    key = Ed25519PrivateKey.generate()
    payments = tuple(replace(payment, id=f"far-{payment.id}") for payment in sale.payments)
    far = replace(sale, id="far-away", boutique="PUS01", till="7", number=77, payments=payments, cashier="C9")
    scene.rig.outbox.arrive(FeedPage(9, tills=(TillKey("PUS01", "7", key.public_key().public_bytes_raw()),)))
    return far, token(told_of(far), key.sign(told_of(far)))


# --- finding it ---


def test_a_sale_of_this_till_is_there_at_once_and_the_mall_is_asked(shop: Scene, cup: Sale) -> None:
    network = slow(shop, "network")
    story = begun(shop, returning.find(shop.counter, cup.code))
    assert hand(shop).original is not None and shop.counter.is_looking_back
    returning.want(shop.counter, one())
    assert unchecked(shop) == "return.looking_up"
    network.goes_on()
    assert ended(shop, story) == ""
    assert hand(shop).wanted == (one(),) and not hand(shop).is_sure and unchecked(shop) == ""


def test_what_the_mall_knows_of_other_returns_counts(shop: Scene, cup: Sale) -> None:
    back = bring_back(shop, sell(shop, CUP))
    elsewhere = replace(back, id="elsewhere", sale=cup.id, original=cup.code, boutique="PUS01")
    shop.mall.sales[cup.code] = SaleRecord(Original(cup, (elsewhere,)))
    want(shop, cup)
    assert hand(shop).is_sure and unchecked(shop) == "return.already_returned"


def test_what_this_till_took_back_counts_before_the_mall_heard_of_it(shop: Scene, cup: Sale) -> None:
    shop.mall.sales[cup.code] = SaleRecord(Original(cup))
    bring_back(shop, cup)
    want(shop, cup)
    assert unchecked(shop) == "return.already_returned"
    assert backs.returns(shop)[0].flags == ("own_sale",)


def test_of_a_discount_elsewhere_the_mall_knows_best_what_is_left(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, UNO, serials=("UN0001",))
    assert sale.begins is not None
    stale, fresh = (Use(sale.begins.benefit, "elsewhere", left) for left in (20_000, 5_000))
    shop.mall.knows("M1", entitlements=(sale.begins,), uses=(stale,))
    shop.play(membership.attach(shop.counter, "M1"))
    shop.mall.sales[sale.code] = SaleRecord(Original(sale), sale.begins, (fresh,))
    want(shop, sale, one(serials=("UN0001",)))
    assert returning.proposal(shop.counter).clawed_back == 5_000


def test_a_sale_from_before_its_lines_had_kinds_is_judged_by_the_catalogue(shop: Scene) -> None:
    far, _ = from_afar(shop, sell(shop, ARIA))
    bare = replace(far, lines=tuple(replace(line, kind="") for line in far.lines))
    shop.mall.sales[far.code] = SaleRecord(Original(bare))
    want(shop, far)
    assert unchecked(shop) == "return.coffee_not_at_boutique"


def test_a_receipt_that_is_looked_up_takes_the_place_of_the_one_before(shop: Scene, cup: Sale) -> None:
    want(shop, cup)
    assert code_of(shop, returning.find(shop.counter, "PUS01-7-000077")) == "return.unknown_receipt"
    assert shop.counter.returning is None


def test_a_receipt_in_hand_stays_where_a_scan_is_no_sale(shop: Scene, cup: Sale) -> None:
    back = bring_back(shop, sell(shop, CUP))
    want(shop, cup)
    assert code_of(shop, returning.find(shop.counter, back.code)) == "return.not_a_sale"
    assert hand(shop).original is not None


def test_the_mall_out_of_reach_is_no_answer(shop: Scene, cup: Sale) -> None:
    shop.mall.is_down = True
    assert code_of(shop, returning.find(shop.counter, "PUS01-7-000077")) == "mall.unreachable"
    want(shop, cup)
    back = shop.play(returning.complete(shop.counter))
    assert "not_confirmed" in back.flags


def test_the_newest_question_counts(shop: Scene, cup: Sale) -> None:
    other, network = sell(shop, CUP), slow(shop, "network")
    first = begun(shop, returning.find(shop.counter, cup.code))
    second = begun(shop, returning.find(shop.counter, other.code))
    network.goes_on(2)
    assert (ended(shop, first), first.result, ended(shop, second)) == ("", None, "")
    original = hand(shop).original
    assert original is not None and original.sale == other


@pytest.mark.parametrize("then", ["put away", "without receipt"])
@pytest.mark.parametrize("is_known", [True, False])
def test_an_answer_that_is_no_longer_wanted_changes_nothing(shop: Scene, cup: Sale, then: str, is_known: bool) -> None:
    network = slow(shop, "network")
    story = begun(shop, returning.find(shop.counter, cup.code if is_known else "PUS01-7-000077"))
    if then == "put away":
        returning.put_away(shop.counter)
    else:
        returning.begin_without_receipt(shop.counter)
    network.goes_on()
    assert (ended(shop, story), story.result) == ("", None)
    assert shop.counter.returning is None if then == "put away" else hand(shop).original is None


def test_a_cancelled_order_is_no_sale(shop: Scene) -> None:
    selling.scan(shop.counter, CUP)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_exact(shop.counter))
    assert sale is not None
    from pos.till import orders

    shop.play(orders.cancel(shop.counter, sale.id))
    assert code_of(shop, returning.find(shop.counter, sale.code)) == "return.order_cancelled"
    assert shop.counter.returning is None


def test_a_no_of_the_mall_is_no_silence(shop: Scene, cup: Sale) -> None:
    """The receipt is genuine, and the mall says that its order was cancelled."""
    far, code = from_afar(shop, cup)

    def cancelled(code: str) -> SaleRecord:
        raise Refused("return.order_cancelled", number=far.number)

    shop.mall.sale = cancelled  # type: ignore[method-assign]  # what another mall says
    for scanned in (code, cup.code):
        assert code_of(shop, returning.find(shop.counter, scanned)) == "return.order_cancelled"
        assert shop.counter.returning is None


def test_a_sale_is_found_by_number_card_and_member(shop: Scene) -> None:
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    sale = sell(shop, CUP)
    assert finding.code_of(shop.counter, " 1 ") == finding.code_of(shop.counter, "sel01-1-000001") == sale.code
    assert finding.of_card(shop.counter, "7890", sale.day) == (sale,)
    assert finding.of_card(shop.counter, "0000", sale.day) == ()
    assert finding.of_member(shop.counter, "M1") == (sale,)
    for rubbish in ("789", "789O", "７８９０"):
        with pytest.raises(Refused, match=r"find\.card"):
            finding.of_card(shop.counter, rubbish, sale.day)
    assert refused(lambda: finding.of_serial(shop.counter, "UN0000")) == "return.unknown_serial"


# --- on the word of its receipt ---


def test_a_sale_of_another_till_comes_back_on_the_word_of_its_receipt(shop: Scene, cup: Sale) -> None:
    far, code = from_afar(shop, cup)
    shop.mall.is_down = True
    shop.play(returning.find(shop.counter, code))
    returning.want(shop.counter, one())
    back = shop.play(returning.complete(shop.counter))
    assert (back.sale, back.original, back.refund) == ("far-away", far.code, 20_000)
    assert set(back.flags) == {"by_code", "not_confirmed"} and owed(shop) == []
    assert next(iter(shop.terminal.backs.values())).charge == far.payments[0].id
    shop.play(returning.find(shop.counter, code))
    returning.want(shop.counter, one())
    assert unchecked(shop) == "return.already_returned"


def test_so_does_one_that_the_mall_has_not_heard_of_yet(shop: Scene, cup: Sale) -> None:
    _, code = from_afar(shop, cup)
    shop.play(returning.find(shop.counter, code))
    assert hand(shop).facts.by_code


def test_a_receipt_that_no_till_signed_is_believed_only_by_what_the_mall_knows(shop: Scene, cup: Sale) -> None:
    far, _ = from_afar(shop, cup)
    forged = token(told_of(far), b"\x00" * 64)
    assert code_of(shop, returning.find(shop.counter, forged)) == "return.unknown_receipt"
    shop.mall.sales[far.code] = SaleRecord(Original(far))
    shop.play(returning.find(shop.counter, forged))
    assert hand(shop).is_sure and not hand(shop).facts.by_code


def test_much_money_on_the_word_of_a_receipt_wants_a_manager(shop: Scene) -> None:
    sale = sell(shop, *[CUP] * 11, card=0)
    _, code = from_afar(shop, sale)
    shop.mall.is_down = True
    shop.play(returning.find(shop.counter, code))
    returning.want(shop.counter, one(quantity=10))
    assert returning.proposal(shop.counter).refund <= OFFLINE_MOST and unchecked(shop) == ""
    returning.want(shop.counter, one(quantity=11))
    assert returning.proposal(shop.counter).refund > OFFLINE_MOST and unchecked(shop) == "return.offline_limit"
    allow(shop)
    assert unchecked(shop) == ""


# --- without a receipt ---


def test_without_a_receipt_a_manager_allows_exactly_this(shop: Scene) -> None:
    returning.begin_without_receipt(shop.counter)
    returning.want(shop.counter, one(0, product="CUP"))
    assert unchecked(shop) == "return.no_receipt"
    with pytest.raises(Refused, match=r"approval\.wrong_pin"):
        allow(shop, pin="000000")
    with pytest.raises(Refused, match=r"approval\.same_person"):
        allow(shop, by="C1")
    allow(shop)
    returning.want(shop.counter, one(0, 2, product="CUP"))
    assert unchecked(shop) == "return.no_receipt"
    returning.want(shop.counter, one(0, product="CUP"))
    back = shop.play(returning.complete(shop.counter))
    assert (back.sale, back.refund, back.parts[0].kind, "no_receipt" in back.flags) == ("", 20_000, "cash", True)
    assert [one_paid.how for one_paid in paid_out(shop)] == ["cash"] and shop.rig.verify().holds


def test_what_the_terms_refuse_they_refuse_without_a_receipt_too(shop: Scene) -> None:
    returning.begin_without_receipt(shop.counter)
    returning.want(shop.counter, one(0, product="ARIA"))
    assert unchecked(shop) == "return.coffee_not_at_boutique"
    assert refused(lambda: returning.want(shop.counter, one(0, product="NOPE"))) == "product.unknown"


# --- what may come back ---


def test_nothing_in_hand_is_nothing(shop: Scene, cup: Sale) -> None:
    assert code_of(shop, returning.complete(shop.counter)) == "return.nothing"
    shop.play(returning.find(shop.counter, cup.code))
    assert code_of(shop, returning.complete(shop.counter)) == "return.nothing"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (one(2), "return.no_line"),
        (one(0), "return.no_line"),
        (one(quantity=0), "return.quantity"),
        (one(quantity=10_000), "return.quantity"),
    ],
)
def test_rubbish_is_refused(shop: Scene, cup: Sale, wanted: object, code: str) -> None:
    shop.play(returning.find(shop.counter, cup.code))
    assert refused(lambda: returning.want(shop.counter, wanted)) == code  # type: ignore[arg-type]  # a line


def test_an_opened_cup_is_for_a_manager_and_for_this_many(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP)
    want(shop, sale, one(condition="opened_unused"))
    assert unchecked(shop) == "return.opened"
    allow(shop)
    assert unchecked(shop) == ""
    for other in (one(quantity=2, condition="opened_unused"), one(quantity=1, condition="used")):
        returning.want(shop.counter, other)
        assert unchecked(shop) in ("return.opened", "return.used")
    returning.want(shop.counter, one(condition="opened_unused"))
    back = shop.play(returning.complete(shop.counter))
    assert [(given.by, given.action) for given in back.approvals] == [("B1", "return.opened")]


def test_an_approval_for_one_receipt_is_none_for_another(shop: Scene, cup: Sale) -> None:
    other = sell(shop, CUP)
    want(shop, cup, one(condition="opened_unused"))
    need, vault = returning.proposal(shop.counter).needs[0], slow(shop, "vault")
    story = begun(shop, returning.approve(shop.counter, need, by="B1", pin="930275", reason="looked at it"))
    returning.put_away(shop.counter)
    shop.headless.play(returning.find(shop.counter, other.code))
    returning.want(shop.counter, one(condition="opened_unused"))
    vault.goes_on()
    assert ended(shop, story) == "approval.too_late" and unchecked(shop) == "return.opened"


def test_nothing_comes_back_while_money_moves(shop: Scene, cup: Sale) -> None:
    want(shop, cup)
    selling.scan(shop.counter, BELLO)
    cards = slow(shop, "cards")
    story = begun(shop, checkout.pay_card(shop.counter, 6_750))
    assert unchecked(shop) == "payment.in_progress"
    cards.goes_on()
    assert ended(shop, story) == "" and unchecked(shop) == ""


def test_goods_come_back_while_a_basket_is_half_paid(shop: Scene, cup: Sale) -> None:
    selling.scan(shop.counter, BELLO)
    shop.play(checkout.pay_cash(shop.counter, 5_000))
    bring_back(shop, cup)
    assert shop.terminal.held == 0 and checkout.due(shop.counter) == 1_750
    assert shop.play(checkout.pay_exact(shop.counter)) is not None


def test_another_receipt_that_is_scanned_meanwhile_stays_in_hand(shop: Scene, cup: Sale) -> None:
    other = sell(shop, CUP)
    want(shop, cup)
    disk = slow(shop, "disk")
    story = begun(shop, returning.complete(shop.counter))
    shop.headless.play(returning.find(shop.counter, other.code))
    while disk.waiting:
        disk.goes_on()
        shop.headless._posted.get()()
    assert ended(shop, story) == ""
    original = hand(shop).original
    assert original is not None and original.sale == other


def test_two_counters_take_the_same_unit_back_once(shop: Scene, cup: Sale) -> None:
    """The second one has it in hand since before; the database has the last word."""
    twin = Counter(_ports_of(shop), staff=shop.counter.staff, shift=shop.counter.shift)
    want(shop, cup)
    shop.play(returning.find(twin, cup.code))
    returning.want(twin, one())
    shop.play(returning.complete(shop.counter))
    held = shop.terminal.held
    assert code_of(shop, returning.complete(twin)) == "return.already_returned"
    assert shop.terminal.held == held and len(backs.returns(shop)) == 1


def _ports_of(scene: Scene) -> Ports:
    ports = scene.counter.ports
    past = SqlPast(scene.rig.database, boutique="SEL01", till="1", key=scene.rig.keys.signer())
    return Ports(**{name: getattr(ports, name) for name in Ports.__slots__} | {"past": past})


def test_one_by_one_is_the_same_as_all_at_once(shop: Scene) -> None:
    sale = sell(shop, CUP, CUP, CUP, BELLO)
    for _ in range(3):
        bring_back(shop, sale)
    assert sum(back.refund for back in backs.returns(shop)) == sale.lines[0].paid
    want(shop, sale, one(2, reason="defect"))
    shop.play(returning.complete(shop.counter))
    assert sum(back.vat for back in backs.returns(shop)) == sale.vat and shop.terminal.held == 0


def test_what_comes_back_unopened_is_on_the_shelf_again(shop: Scene) -> None:
    sale = sell(shop, ARIA, CUP)
    before = shop.rig.books.stock(["ARIA"])["ARIA"].units
    bring_back(shop, sale, one(1, reason="defect"))
    assert shop.rig.books.stock(["ARIA"])["ARIA"].units == before
    assert shop.rig.books.movements("CUP")[0].reason == "sale"
    bring_back(shop, sale, one(2))
    assert shop.rig.books.movements("CUP")[0].reason == "return"


def test_the_seventh_day_is_the_last(shop: Scene, cup: Sale) -> None:
    shop.clock.at = shop.clock.at.replace(day=9, hour=23, minute=59)
    want(shop, cup)
    assert unchecked(shop) == ""
    shop.clock.passes(minutes=1)
    assert unchecked(shop) == "return.too_late"
