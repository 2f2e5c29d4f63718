"""What the mall reads out of journals, and that one bad entry stops nobody."""

import msgspec
import pytest

from pos.domain.facts import SaleCompleted, encode_fact
from pos.domain.sale import Sale
from pos.mall.chain import Mall
from pos.mall.faults import Faults
from pos.mall.views import Sums
from pos.till.feed import PutAside
from tests.domain.sales import a_sale
from tests.mall.tills import SEED, FixedClock, Till


def reasons(mall: Mall, till: Till) -> dict[int, str]:
    return {review.seq: review.reason for review in mall.reviews(till.name)}


def sale_bytes(**changed: object) -> bytes:
    sale: Sale = msgspec.structs.replace(a_sale(), **changed)
    return encode_fact(SaleCompleted(sale))


def test_sales_are_read_and_add_up(mall: Mall, till: Till) -> None:
    till.sell(3)
    till.push()
    one = a_sale()
    assert [sale.number for sale in mall.sales(till.name)] == [1, 2, 3]
    assert mall.sums(till.name) == Sums(
        3, 3 * one.goods, 3 * one.discount, 3 * one.total, 3 * one.taxable, 3 * one.exempt, 3 * one.vat
    )
    assert mall.sums(till.name, day="2026-11-02").count == 3
    assert mall.sums(till.name, day="2026-11-03") == Sums()


def test_one_bad_entry_of_many_waits_aside_and_the_others_are_read(mall: Mall, till: Till) -> None:
    till.sell(7)
    till.write_raw("SaleCompleted", b"\xff not a sale")
    till.sell(92)
    till.push()
    assert mall.sums(till.name).count == 99
    assert reasons(mall, till) == {8: "entry.unreadable"}
    assert mall.entries(till.name) == tuple(till.journal), "it is held all the same"
    till.sell()
    till.push(first=101)
    assert mall.sums(till.name).count == 100


@pytest.mark.parametrize(
    ("kind", "payload", "reason"),
    [
        ("SaleCompleted", b"", "entry.unreadable"),
        ("SaleCompleted", b"{}", "entry.unreadable"),
        ("SaleCompleted", b'{"type":"SaleCompleted","sale":{}}', "entry.unreadable"),
        ("SaleCompleted", b"[" * 100_000, "entry.unreadable"),
        ("SignedIn", b'{"type":"SignedIn","newer":' + b"[" * 100_000, "entry.unreadable"),
        ("SaleDreamt", b'{"type":"SaleDreamt"}', "entry.unreadable"),
        ("DrawerOpened", b'{"type":"SignedIn"}', "entry.kind"),
        ("SaleCompleted", sale_bytes(total=1), "sale.sums"),
        ("SaleCompleted", sale_bytes(goods=24_401), "sale.sums"),
        ("SaleCompleted", sale_bytes(payments=()), "sale.sums"),
        ("SaleCompleted", sale_bytes(taxable=0), "sale.sums"),
        ("SaleCompleted", sale_bytes(boutique="BUS01"), "sale.place"),
        ("SaleCompleted", sale_bytes(till="2"), "sale.place"),
        ("SaleCompleted", sale_bytes(number=2**80), "entry.unstorable"),
        ("SaleCompleted", sale_bytes(vat=2**63), "entry.unstorable"),
    ],
)
def test_what_cannot_be_used_has_its_reason(mall: Mall, till: Till, kind: str, payload: bytes, reason: str) -> None:
    till.sell()
    till.write_raw(kind, payload)
    till.sell()
    assert till.push().next == 4
    assert reasons(mall, till) == {2: reason}
    assert mall.sums(till.name).count == 2


def test_a_sale_written_twice_counts_once(mall: Mall, till: Till) -> None:
    till.sell(2)
    till.sell(1, id="sale-1")
    till.push()
    assert reasons(mall, till) == {3: "sale.twice"}
    assert mall.sums(till.name).count == 2


def test_a_poisoned_sale_is_held_and_waits_aside(database: str, clock: FixedClock) -> None:
    faults = Faults(poisoned_sales=1)
    mall = Mall(database, clock=clock, doubt=faults.doubt)
    mall.seed(SEED)
    till = Till.enrolled_at(mall, clock)
    till.sell(3)
    till.push()
    assert reasons(mall, till) == {1: "entry.poisoned"}
    assert mall.sums(till.name).count == 2
    assert till.feed().aside == (PutAside(till.name.till, 1, 1, "entry.poisoned"),)
    mall.close()


def test_what_was_stored_and_not_read_is_read_later(
    mall: Mall, till: Till, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_given: object, **_named: object) -> int:
        raise RuntimeError("power cut")

    till.sell(3)
    with monkeypatch.context() as broken:
        broken.setattr("pos.mall.projection.project", fail)
        assert till.push().next == 4, "the till hears that its entries are held"
    assert "stored and not read" in caplog.text
    assert mall.sums(till.name).count == 0
    mall.catch_up()
    assert mall.sums(till.name).count == 3
