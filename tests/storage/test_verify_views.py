"""The till's own check rebuilds every view of members, stock, orders and returns, and finds what was changed in one."""

from datetime import timedelta

import pytest
from msgspec.structs import replace

from pos.domain.apart import Claimed
from pos.domain.back.returns import Part
from pos.domain.bulletins import BulletinRead
from pos.domain.cash_receipt import CashReceiptOwed
from pos.domain.drawer import Move
from pos.domain.epochs import Follows
from pos.domain.facts import (
    CardAsked,
    ClaimMade,
    DrawerMoved,
    EpochOpened,
    HolidayEntered,
    OrderCancelled,
    RefundAnswered,
    RefundAsked,
    RefundPaid,
    ReturnCompleted,
    SaleCompleted,
    ShiftOpened,
    StockCorrected,
    WarrantyRegistered,
)
from pos.domain.people.access import RecordOpened, RecordRefused
from pos.domain.people.rights import RequestDone, RequestMade
from pos.domain.people.standing import LossAnnounced, MemberLeft, MemberSuspended, SuspensionLifted
from pos.domain.sale import Sale
from pos.storage import tables
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.closings import close_shift
from tests.storage.conftest import Rig
from tests.storage.deals import begun, deal, delivered, machine
from tests.storage.given_back import ALLOWED, back, claim, machine_line, paid
from tests.storage.told import approved, asked, cancellation, owed


@pytest.fixture
def busy(sold: Rig) -> Rig:
    """A till that sold to members, delivered, cancelled and counted."""
    begins = begun("m")
    uses = ("plus:e1", "promotion:p")
    machines = replace(deal("m", member="M1", uses=uses, begins=begins), lines=(machine("SN-1"), machine("SN-2")))
    order = delivered("d", member="M1", cash=10_000)
    sold.commit(SaleCompleted(machines), SaleCompleted(order), SaleCompleted(delivered("open")))
    sold.commit(StockCorrected("ARIA", -1, "broken"), OrderCancelled("d", order.total, order.payments))
    give_back(sold, machines)
    sold.commit(SaleCompleted(replace(deal("k", member="M1"), claims=(Claimed("plus:e2", 500),))))
    sold.commit(DrawerMoved(Move("safe", 30_000, "noon drop")))
    sold.commit(owed("r1", "s1"), asked(), approved(), CashReceiptOwed(cancellation("c1", "s1")))
    people(sold)
    close_shift(sold)
    next_month = NOW + timedelta(days=31)
    again = EpochOpened("SEL01", "restored", sold.keys.public().hex(), 2, Follows(1, 1, "ab" * 32))
    sold.store.commit(Commit("C1", next_month, next_month.date(), (ShiftOpened("shift-2", 0), again)))
    return sold


def people(rig: Rig) -> None:
    """One is limited and told of a loss, one lifted, one gone; a record was opened, another not; a request is open."""
    day = NOW.date()
    rig.commit(MemberSuspended("M1", 5, "eleven returns", day), LossAnnounced("M1", "no answer", day, day))
    rig.commit(MemberSuspended("M3", 5, "eleven returns", day), SuspensionLifted("M3", "a mistake"))
    rig.commit(MemberLeft("M9"), RecordOpened("M1", ("name",), "delivery"), RecordRefused("M1", "other"))
    rig.commit(RequestMade("q1", "M1", "correction", "app", day, ("mobile",)), RequestDone("q1", "M1", "done"))
    rig.commit(BulletinRead("b1"))


def give_back(rig: Rig, machines: Sale) -> None:
    """One machine comes back for a claim, half of it by card; the other one is registered."""
    parts = (Part("r-1", "p1", "cash", 1_000), Part("r-2", "p2", "card", 1_000))
    came = machine_line("SN-1", amount=2_000, reason="damaged", condition="used")
    plan = begun("m", ended="returned")
    rig.commit(ClaimMade(claim("c", "m")))
    rig.commit(
        ReturnCompleted(back("r", machines, came, parts=parts, claim="c", plan=plan)),
        RefundPaid("r", paid("r-1", 1_000)),
    )
    rig.commit(RefundAsked("r", "t-1", parts[1], 1_000), RefundAnswered("r", "t-1", "approved"))
    rig.commit(WarrantyRegistered("SN-2", "MACHINE", "M1", NOW.date(), 12), HolidayEntered(NOW.date(), ALLOWED))


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("UPDATE sale SET member = 'M2' WHERE id = 'm'", "sale"),
        ("UPDATE sale SET delivery_fee = 2500 WHERE id = 'd'", "sale"),
        ("DELETE FROM benefit_use WHERE benefit = 'plus:e1'", "benefit_use"),
        ("INSERT INTO benefit_use VALUES ('s1', 'plus:e1', 'M1', 0)", "benefit_use"),
        ("UPDATE entitlement SET member = 'M2'", "entitlement"),
        ("UPDATE entitlement SET body = CAST(replace(body, '30000', '90000') AS BLOB)", "entitlement"),
        ("UPDATE movement SET change = -1 WHERE change = -2 AND seq = 4", "movement"),
        ("DELETE FROM movement WHERE reason = 'broken'", "movement"),
        ("UPDATE delivery_order SET state = 'concluded' WHERE sale = 'd'", "delivery_order"),
        ("UPDATE delivery_order SET cancelled_seq = NULL", "delivery_order"),
        ("UPDATE returned_payment SET amount = 9000 WHERE kind = 'cash'", "returned_payment"),
        ("UPDATE returned_payment SET shift = 'shift-9'", "returned_payment"),
        ("UPDATE payment SET card = '0000' WHERE card IS NOT NULL", "payment"),
        ("UPDATE benefit_use SET amount = 1", "benefit_use"),
        ("UPDATE machine SET serial = 'SN-9' WHERE serial = 'SN-1'", "machine"),
        ("UPDATE machine SET state = 'free' WHERE serial = 'SN-2'", "machine"),
        ("UPDATE machine SET registered_on = '2026-01-01'", "machine"),
        ("UPDATE back SET cashier = 'C9'", "back"),
        ("UPDATE back_line SET position = 2", "back_line"),
        ("UPDATE refund_part SET how = '' WHERE how = 'cash'", "refund_part"),
        ("UPDATE refund_attempt SET outcome = 'declined'", "refund_attempt"),
        ("UPDATE entitlement_change SET body = CAST(replace(body, 'returned', '') AS BLOB)", "entitlement_change"),
        ("UPDATE claim SET settled_by = NULL", "claim"),
        ("DELETE FROM holiday", "holiday"),
        ("UPDATE benefit_claim SET amount = 5000", "benefit_claim"),
        ("UPDATE benefit_claim SET state = 'granted', back = 'r'", "benefit_claim"),
        ("UPDATE drawer_move SET amount = 20000", "drawer_move"),
        ("UPDATE drawer_move SET shift = ''", "drawer_move"),
        ("UPDATE report SET net = net + 1", "report"),
        ("UPDATE report SET day = '2026-11-03'", "report"),
        ("UPDATE shift SET seq = 1 WHERE id = 'shift-1'", "shift"),
        ("UPDATE day_total SET vat = vat + 1", "day_total"),
        ("UPDATE day_sum SET count = count + 1 WHERE dimension = 'hour'", "day_sum"),
        ("DELETE FROM day_sum WHERE dimension = 'refund'", "day_sum"),
        ("UPDATE month_sum SET amount = amount - 1 WHERE dimension = 'seller'", "month_sum"),
        ("DELETE FROM month_sum", "month_sum"),
        ("UPDATE oddity SET who = 'C9'", "oddity"),
        ("UPDATE cash_receipt SET approval_number = 'A124' WHERE id = 'r1'", "cash_receipt"),
        ("UPDATE cash_receipt SET state = 'issued' WHERE id = 'c1'", "cash_receipt"),
        ("UPDATE cash_receipt SET cancels_reason = 2 WHERE id = 'c1'", "cash_receipt"),
        ("UPDATE cash_receipt SET number = 'n2'", "cash_receipt"),
        ("DELETE FROM cash_receipt WHERE id = 'c1'", "cash_receipt"),
        ("DELETE FROM opening WHERE refused", "opening"),
        ("UPDATE opening SET who = 'C9'", "opening"),
        ("UPDATE suspension SET lifted = 1", "suspension"),
        ("UPDATE suspension SET takes_effect = '2027-01-01' WHERE member = 'M1'", "suspension"),
        ("DELETE FROM gone", "gone"),
        ("UPDATE subject_request SET outcome = ''", "subject_request"),
        ("UPDATE epoch_line SET after_seq = 2", "epoch_line"),
        ("UPDATE bulletin_read SET who = 'C9'", "bulletin_read"),
    ],
)
def test_a_changed_view_of_members_stock_and_orders_is_found(busy: Rig, statement: str, table: str) -> None:
    assert busy.verify().holds
    busy.tamper(statement)
    assert busy.verify().differing == (table,)


def test_every_view_is_among_those_that_are_tampered_with(busy: Rig) -> None:
    """Rows in each, or a tampering of it would say nothing; `attempt` has its own."""
    busy.commit(CardAsked("a", "t", "card", 1_000, 0))
    with busy.database.read() as connection:
        for table in tables.VIEWS:
            assert connection.exec_driver_sql(f"SELECT 1 FROM {table.name}").first() is not None, table.name
