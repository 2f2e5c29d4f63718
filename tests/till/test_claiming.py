"""A delivery came damaged or short: what can be done, the claim with its pictures, and the return that settles it."""

from datetime import date

import pytest

from pos.domain.back.returns import Wanted
from pos.domain.errors import Refused, Unavailable
from pos.domain.sale import Sale
from pos.till import delivering, selling
from pos.till.back import claiming, returning
from pos.till.paying import checkout
from tests.till.backs import CUP, JPEG, code_of, one, owed, refused, returns, unchecked, want
from tests.till.scene import Scene
from tests.till.shop import HOME
from tests.till.slowly import begun, ended, slow

PNG = b"\x89PNG\r\n\x1a\n a picture"


@pytest.fixture
def sent(shop: Scene) -> Sale:
    """Two cups that were sent, paid by card; the last sale."""
    for code in (CUP, CUP):
        selling.scan(shop.counter, code)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None
    shop.clock.passes(days=2)
    return sale


def broken(quantity: int = 1, *, arrived: date = date(2026, 11, 4), reason: str = "damaged") -> Wanted:
    """Cups that came broken."""
    return one(1, quantity, condition="used", reason=reason, arrived=arrived)


def claim(scene: Scene, sale: Sale, *pictures: bytes) -> str:
    """A claim for one cup, by its id."""
    want(scene, sale, broken())
    return scene.play(claiming.make(scene.counter, *pictures, note="box was crushed")).id


def test_the_same_product_for_eight_days_and_the_money_after(shop: Scene, sent: Sale) -> None:
    shop.play(returning.find(shop.counter, sent.code))
    found = claiming.options(shop.counter, broken())
    assert (found.replacement.code, found.refund.code) == ("", "")
    assert returning.in_hand(shop.counter).wanted[0].replaced
    shop.clock.passes(days=10)
    found = claiming.options(shop.counter, broken())
    assert (found.replacement.code, found.refund.code) == ("claim.too_late", "")
    assert not returning.in_hand(shop.counter).wanted[0].replaced
    assert refused(lambda: claiming.options(shop.counter, one())) == "claim.reason"


def test_a_claim_waits_with_its_pictures_until_a_return_settles_it(shop: Scene, sent: Sale) -> None:
    made = claim(shop, sent, JPEG, PNG)
    assert shop.counter.returning is None
    shop.dies_and_starts_again()
    (waiting,) = claiming.waiting(shop.counter)
    assert (waiting.id, waiting.original, waiting.note) == (made, sent.code, "box was crushed")
    assert [shop.counter.ports.past.photograph(one_of) for one_of in waiting.photographs] == [JPEG, PNG]
    assert JPEG not in shop.rig.path.read_bytes()
    assert all(b"picture" not in entry.payload for entry in shop.journal())
    shop.play(claiming.take_up(shop.counter, waiting))
    back = shop.play(returning.complete(shop.counter))
    assert (back.claim, back.refund, owed(shop)) == (made, 20_000, [])
    assert claiming.waiting(shop.counter) == () and shop.terminal.held == sent.total - 20_000
    assert shop.rig.verify().holds


def test_a_unit_is_claimed_once_at_a_time(shop: Scene, sent: Sale) -> None:
    units = sent.lines[0].quantity
    for _ in range(units):
        claim(shop, sent)
    want(shop, sent, broken())
    assert code_of(shop, claiming.make(shop.counter, note="box was crushed")) == "claim.open"
    assert len(claiming.waiting(shop.counter)) == units


def test_a_claim_is_settled_once(shop: Scene, sent: Sale) -> None:
    """The same product was given for it; the list that somebody looks at is old."""
    claim(shop, sent)
    (waiting,) = claiming.waiting(shop.counter)
    for code in ("", "claim.settled"):
        shop.play(claiming.take_up(shop.counter, waiting))
        claiming.options(shop.counter, waiting.lines[0])
        assert code_of(shop, returning.complete(shop.counter)) == code
    assert len(returns(shop)) == 1 and returns(shop)[0].lines[0].replaced


@pytest.mark.parametrize(
    "pictures",
    [
        [b"GIF89a"],
        [b""],
        [JPEG, b"no picture"],
        [JPEG] * 7,
        [JPEG + b"\x00" * claiming.MOST_PICTURE_BYTES],
    ],
)
def test_what_is_no_picture_or_too_much_is_not_taken(shop: Scene, sent: Sale, pictures: list[bytes]) -> None:
    want(shop, sent, broken())
    assert code_of(shop, claiming.make(shop.counter, *pictures)) == "claim.picture"
    assert claiming.waiting(shop.counter) == () and shop.counter.returning is not None


def test_six_pictures_of_the_largest_size_are_taken(shop: Scene, sent: Sale) -> None:
    large = JPEG + b"\x00" * (claiming.MOST_PICTURE_BYTES - len(JPEG))
    claim(shop, sent, large, *[JPEG] * 5)
    assert shop.counter.ports.past.photograph(claiming.waiting(shop.counter)[0].photographs[0]) == large


@pytest.mark.parametrize("wanted", [[], [one()], [broken(), one(reason="defect")]])
def test_what_is_no_claim_is_not_written_as_one(shop: Scene, sent: Sale, wanted: list[Wanted]) -> None:
    shop.play(returning.find(shop.counter, sent.code))
    returning.want(shop.counter, *wanted)
    assert code_of(shop, claiming.make(shop.counter)) == "claim.reason"


def test_a_note_holds_nothing_personal(shop: Scene, sent: Sale) -> None:
    want(shop, sent, broken())
    with pytest.raises(Refused):
        shop.play(claiming.make(shop.counter, note="call 010-1111-2222"))
    assert claiming.waiting(shop.counter) == ()


def test_a_claim_needs_the_day_it_arrived(shop: Scene, sent: Sale) -> None:
    want(shop, sent, one(condition="used", reason="damaged"))
    assert unchecked(shop) == "claim.not_arrived"
    returning.want(shop.counter, broken(reason="missing"))
    assert unchecked(shop) == ""


def test_claiming_twice_at_once_is_one_claim(shop: Scene, sent: Sale) -> None:
    want(shop, sent, broken())
    disk = slow(shop, "disk")
    first, second = (begun(shop, claiming.make(shop.counter, JPEG)) for _ in range(2))
    while disk.waiting:
        disk.goes_on()
        shop.headless._posted.get()()
    assert [ended(shop, story) for story in (first, second)] == ["", "payment.in_progress"]
    assert len(claiming.waiting(shop.counter)) == 1


def test_a_full_disk_is_no_claim_and_keeps_the_return_in_hand(shop: Scene, sent: Sale) -> None:
    def full() -> None:
        raise Unavailable("disk.full")

    want(shop, sent, broken())
    shop.store.before_next = full
    assert code_of(shop, claiming.make(shop.counter, JPEG)) == "disk.full"
    assert claiming.waiting(shop.counter) == () and shop.counter.returning is not None
    assert shop.play(claiming.make(shop.counter, JPEG)).photographs


def test_the_fee_goes_back_with_the_last_of_the_goods(shop: Scene) -> None:
    selling.scan(shop.counter, CUP)
    shop.play(delivering.deliver_to(shop.counter, HOME))
    sale = shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert sale is not None and sale.delivery_fee > 0
    shop.clock.passes(days=2)
    want(shop, sale, broken())
    back = shop.play(returning.complete(shop.counter))
    assert back.refund == sale.total and shop.terminal.held == 0
