"""Whatever is scanned, typed or chosen at a return: it is refused in words, and never passes for something else."""

from functools import partial

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import Wanted
from pos.domain.sale import Sale
from pos.till import machines, membership
from pos.till.back import finding, refunding, returning
from tests.till.backs import CUP, UNO, code_of, one, part_owed, refused, sell, unchecked, want
from tests.till.scene import Scene

RUBBISH = ("\ud800", "a\x00b", "\n", "x" * 5_000)
SWAP = one(serials=("UN0001",), condition="used", reason="defect", replaced=True)


@pytest.fixture
def uno(shop: Scene) -> Sale:
    """M1 bought a machine by card."""
    shop.mall.knows("M1")
    shop.play(membership.attach(shop.counter, "M1"))
    return sell(shop, UNO, serials=("UN0001",))


def ask_as_it_is_sent(scene: Scene) -> None:
    """The mall is asked in bytes: what cannot be written so must not get there."""
    asked, machine = scene.mall.sale, scene.mall.machine
    scene.mall.sale = lambda code: asked(code.encode().decode())  # type: ignore[method-assign]  # as the client does
    scene.mall.machine = lambda serial: machine(serial.encode().decode())  # type: ignore[method-assign]  # likewise


@pytest.mark.parametrize("text", RUBBISH)
def test_no_scan_breaks_anything(shop: Scene, text: str) -> None:
    ask_as_it_is_sent(shop)
    assert code_of(shop, returning.find(shop.counter, text)) == "return.unknown_receipt"
    assert not shop.counter.is_looking_back and shop.counter.returning is None
    assert refused(lambda: finding.of_serial(shop.counter, text)) == "return.unknown_serial"
    assert finding.of_member(shop.counter, text) == ()
    assert code_of(shop, machines.look_up(shop.counter, text)) == "serial.unknown"
    assert code_of(shop, machines.register(shop.counter, text, "M1")) == "serial.unknown"


@pytest.mark.parametrize("text", RUBBISH)
def test_no_serial_number_of_a_line_does(shop: Scene, uno: Sale, text: str) -> None:
    shop.play(returning.find(shop.counter, uno.code))
    for line in (one(serials=(text,)), replace(SWAP, new_serials=(text,))):
        assert refused(partial(returning.want, shop.counter, line)) == "return.serial"
    returning.begin_without_receipt(shop.counter)
    assert refused(lambda: returning.want(shop.counter, one(0, product=text))) == "product.unknown"


@pytest.mark.parametrize("text", [*RUBBISH, "", "  ", "x" * 41])
def test_a_transfers_reference_is_a_short_word(shop: Scene, text: str) -> None:
    from pos.till import selling
    from pos.till.paying import checkout

    selling.scan(shop.counter, CUP)
    sale = shop.play(checkout.pay_transfer(shop.counter, 20_000, reference="T-1"))
    assert sale is not None
    want(shop, sale)
    shop.play(returning.complete(shop.counter))
    part = part_owed(shop)
    assert code_of(shop, refunding.pay_transfer(shop.counter, part, reference=text)) == "refund.reference"
    assert shop.play(refunding.pay_transfer(shop.counter, part, reference="T-2")).reference == "T-2"


@pytest.mark.parametrize("reason", ["\ud800", "because \udfff"])
def test_a_reason_can_be_written_down(shop: Scene, reason: str) -> None:
    want(shop, sell(shop, CUP), one(condition="opened_unused"))
    need = returning.proposal(shop.counter).needs[0]
    story = returning.approve(shop.counter, need, by="B1", pin="930275", reason=reason)
    assert code_of(shop, story) == "note.missing"


# --- lines that say what cannot be ---


@pytest.mark.parametrize(
    ("fresh", "code"),
    [(("UN0009", "UN0009"), "serial.used"), (("UN0009", "rubbish"), "serial.pattern"), (("UN0009", "UN0010"), "")],
)
def test_what_goes_out_has_numbers_of_its_own(shop: Scene, fresh: tuple[str, ...], code: str) -> None:
    sale = sell(shop, UNO, UNO, serials=("UN0001", "UN0002"))
    want(shop, sale, replace(SWAP, quantity=2, serials=("UN0001", "UN0002"), new_serials=fresh))
    assert unchecked(shop) == code


def test_two_lines_do_not_take_the_same_new_machine(shop: Scene) -> None:
    sale = sell(shop, UNO, UNO, serials=("UN0001", "UN0002"))
    swaps = [replace(SWAP, serials=(serial,), new_serials=("UN0009",)) for serial in ("UN0001", "UN0002")]
    want(shop, sale, *swaps)
    assert unchecked(shop) == "serial.used"


@pytest.mark.parametrize(
    "line",
    [
        one(serials=("UN0001",)),
        one(new_serials=("UN0009",)),
        one(new_serials=("UN0009",), replaced=True),
    ],
)
def test_a_cup_has_no_number(shop: Scene, uno: Sale, line: Wanted) -> None:
    want(shop, sell(shop, CUP), line)
    assert unchecked(shop) == "return.serial"
    known = shop.counter.ports.past.machine("UN0001")
    assert known is not None and not known.is_back


def test_a_machine_that_left_without_its_number_is_not_another_sales(shop: Scene, uno: Sale) -> None:
    bare = replace(uno, id="bare", number=77, lines=tuple(replace(line, serials=()) for line in uno.lines))
    shop.play(returning.find(shop.counter, uno.code))
    hand = returning.in_hand(shop.counter)
    assert hand.original is not None
    shop.counter.returning = replace(hand, original=replace(hand.original, sale=bare))
    returning.want(shop.counter, one(serials=("UN0001",)))
    assert unchecked(shop) == "return.serial"
    returning.want(shop.counter, one())
    assert unchecked(shop) == ""


def test_nothing_is_replaced_without_a_receipt(shop: Scene) -> None:
    returning.begin_without_receipt(shop.counter)
    wanted = one(0, product="CUP", replaced=True)
    assert refused(lambda: returning.want(shop.counter, wanted)) == "exchange.no_receipt"


def test_nothing_was_missing_over_the_counter(shop: Scene) -> None:
    want(shop, sell(shop, CUP), one(reason="missing"))
    assert unchecked(shop) == "claim.reason"
    returning.want(shop.counter, one(reason="damaged"))
    assert unchecked(shop) == ""
    returning.begin_without_receipt(shop.counter)
    returning.want(shop.counter, one(0, product="CUP", reason="missing"))
    assert unchecked(shop) == "claim.reason"
