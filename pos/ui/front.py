"""The window with everything that it can show: which screens and panels there are, each under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from pos.ui.desk import Actions, Desk, Offer
from pos.ui.keys import KeyUse
from pos.ui.rooms import Rooms
from pos.ui.screens.access.actions import AccessReview
from pos.ui.screens.access.exporting import AccessExport
from pos.ui.screens.approval.actions import Approval
from pos.ui.screens.audit.actions import AuditActions
from pos.ui.screens.audit.filtering import Filtering
from pos.ui.screens.claims.actions import Claims
from pos.ui.screens.claims.making import Claiming
from pos.ui.screens.closing.actions import ClosingActions
from pos.ui.screens.doubt.actions import DoubtPanel
from pos.ui.screens.drawer.actions import DrawerPanel
from pos.ui.screens.easy_orders.actions import EasyOrders
from pos.ui.screens.exchange.panel import ExchangePanel
from pos.ui.screens.figures.actions import FiguresActions
from pos.ui.screens.figures.choosing import ChoosingDays
from pos.ui.screens.figures.entries import Entries
from pos.ui.screens.figures.export import Export
from pos.ui.screens.held.actions import Held
from pos.ui.screens.help.actions import Help
from pos.ui.screens.holidays.actions import Holidays
from pos.ui.screens.joining.actions import JoiningActions
from pos.ui.screens.new_pin.actions import NewPin
from pos.ui.screens.open_items.actions import OpenItems
from pos.ui.screens.orders.actions import Orders
from pos.ui.screens.paid.actions import Paid
from pos.ui.screens.paid.afterwards import Afterwards
from pos.ui.screens.paid.panel import PaperPanel
from pos.ui.screens.paid.paper_choices import PaperChoices
from pos.ui.screens.past_returns.actions import PastReturns
from pos.ui.screens.payment.actions import PaymentActions
from pos.ui.screens.people.actions import People
from pos.ui.screens.people.form import StaffForm
from pos.ui.screens.person.actions import PersonPage
from pos.ui.screens.refunds.actions import Refunds
from pos.ui.screens.refusal.actions import Refusal
from pos.ui.screens.reports.actions import Reports
from pos.ui.screens.returning.actions import ReturningActions
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.screens.shift.actions import OpenShift
from pos.ui.screens.shifts.actions import Shifts
from pos.ui.screens.sign_in.actions import SignIn
from pos.ui.screens.stock.actions import StockPanel
from pos.ui.screens.terms.actions import Terms
from pos.ui.screens.tools.actions import Tools
from pos.ui.screens.training.actions import Training
from pos.ui.screens.warranty.actions import Warranty
from pos.ui.window import MainWindow

SCREENS: dict[str, Callable[[Desk], Actions]] = {
    "sign_in": SignIn,
    "shift": OpenShift,
    "sale": SaleActions,
    "payment": PaymentActions,
    "returning": ReturningActions,
    "closing": ClosingActions,
    "figures": FiguresActions,
    "audit": AuditActions,
    "joining": JoiningActions,
}
"""What `Desk.go` shows."""

PANELS: dict[str, Callable[[Desk], Actions]] = {
    "held": Held,
    "orders": Orders,
    "easy_orders": EasyOrders,
    "approval": Approval,
    "doubt": DoubtPanel,
    "refusal": Refusal,
    "stock": StockPanel,
    "terms": Terms,
    "tools": Tools,
    "training": Training,
    "refunds": Refunds,
    "exchange": ExchangePanel,
    "claims": Claims,
    "claim": Claiming,
    "warranty": Warranty,
    "past_returns": PastReturns,
    "holidays": Holidays,
    "drawer": DrawerPanel,
    "reports": Reports,
    "shifts": Shifts,
    "open_items": OpenItems,
    "cash_receipt": Afterwards,
    "figures_period": ChoosingDays,
    "figures_entries": Entries,
    "figures_export": Export,
    "audit_filter": Filtering,
    "person": PersonPage,
    "access": AccessReview,
    "access_export": AccessExport,
    "people": People,
    "staff_form": StaffForm,
    "new_pin": NewPin,
}
"""What `Desk.open` lays over a screen."""


AT_ONCE = ("sale", "orders", "refunds")
"""What has a button on a notice that may come before anybody opened it, or listens from the start."""


def make_front(desk: Desk) -> MainWindow:
    """The window with all its screens and panels before a desk; but for a few each is made when it is first shown."""
    paper = PaperChoices(desk)
    for code in ("open_items.left", "cash_receipt.late", "cash_receipt.waiting"):
        desk.offer(code, Offer("open_items.open", lambda: desk.open("open_items")))
    desk.offer("audit.to_look_at", Offer("audit.open", lambda: desk.go("audit")))
    screens: dict[str, Callable[[], Actions]] = {name: partial(make, desk) for name, make in SCREENS.items()}
    screens["paid"] = partial(Paid, desk, paper)

    def keys_below() -> Sequence[KeyUse]:
        return window.keys_below()

    panels: dict[str, Callable[[], Actions]] = {name: partial(make, desk) for name, make in PANELS.items()}
    panels["help"], panels["paper"] = partial(Help, desk, keys_below), partial(PaperPanel, desk, paper)
    window = MainWindow(desk, _rooms(screens), _rooms(panels))
    return window


def _rooms(makers: Mapping[str, Callable[[], Actions]]) -> Rooms[Actions]:
    return Rooms(makers, at_once=[name for name in AT_ONCE if name in makers])
