"""The window with everything that it can show: which screens and panels there are, each under its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module

from pos.ui.desk import Actions, Desk, Offer
from pos.ui.keys import KeyUse
from pos.ui.rooms import Rooms
from pos.ui.screens.help.actions import Help
from pos.ui.screens.orders.actions import Orders
from pos.ui.screens.paid.actions import Paid
from pos.ui.screens.paid.panel import PaperPanel
from pos.ui.screens.paid.paper_choices import PaperChoices
from pos.ui.screens.payment.actions import PaymentActions
from pos.ui.screens.refunds.actions import Refunds
from pos.ui.screens.sale.actions import SaleActions
from pos.ui.screens.shift.actions import OpenShift
from pos.ui.screens.sign_in.actions import SignIn
from pos.ui.window import MainWindow


def _later(module: str, name: str) -> Callable[[Desk], Actions]:
    """A screen that is loaded when it is first shown: reading all of them would keep everybody waiting at the start."""

    def make(desk: Desk) -> Actions:
        made: Actions = getattr(import_module(f"pos.ui.screens.{module}"), name)(desk)
        return made

    return make


SCREENS: dict[str, Callable[[Desk], Actions]] = {
    "sign_in": SignIn,
    "shift": OpenShift,
    "sale": SaleActions,
    "payment": PaymentActions,
    "returning": _later("returning.actions", "ReturningActions"),
    "closing": _later("closing.actions", "ClosingActions"),
    "figures": _later("figures.actions", "FiguresActions"),
    "audit": _later("audit.actions", "AuditActions"),
    "joining": _later("joining.actions", "JoiningActions"),
}
"""What `Desk.go` shows."""

PANELS: dict[str, Callable[[Desk], Actions]] = {
    "held": _later("held.actions", "Held"),
    "orders": Orders,
    "easy_orders": _later("easy_orders.actions", "EasyOrders"),
    "approval": _later("approval.actions", "Approval"),
    "doubt": _later("doubt.actions", "DoubtPanel"),
    "refusal": _later("refusal.actions", "Refusal"),
    "stock": _later("stock.actions", "StockPanel"),
    "terms": _later("terms.actions", "Terms"),
    "tools": _later("tools.actions", "Tools"),
    "training": _later("training.actions", "Training"),
    "refunds": Refunds,
    "exchange": _later("exchange.panel", "ExchangePanel"),
    "claims": _later("claims.actions", "Claims"),
    "claim": _later("claims.making", "Claiming"),
    "warranty": _later("warranty.actions", "Warranty"),
    "past_returns": _later("past_returns.actions", "PastReturns"),
    "holidays": _later("holidays.actions", "Holidays"),
    "drawer": _later("drawer.actions", "DrawerPanel"),
    "reports": _later("reports.actions", "Reports"),
    "shifts": _later("shifts.actions", "Shifts"),
    "open_items": _later("open_items.actions", "OpenItems"),
    "changes": _later("changes.actions", "Changes"),
    "cash_receipt": _later("paid.afterwards", "Afterwards"),
    "agreements": _later("agreements.actions", "Agreements"),
    "figures_period": _later("figures.choosing", "ChoosingDays"),
    "figures_entries": _later("figures.entries", "Entries"),
    "figures_export": _later("figures.export", "Export"),
    "audit_filter": _later("audit.filtering", "Filtering"),
    "person": _later("person.actions", "PersonPage"),
    "access": _later("access.actions", "AccessReview"),
    "access_export": _later("access.exporting", "AccessExport"),
    "people": _later("people.actions", "People"),
    "staff_form": _later("people.form", "StaffForm"),
    "new_pin": _later("new_pin.actions", "NewPin"),
    "connection": _later("connection.actions", "ConnectionPanel"),
    "bringing_back": _later("bringing_back.actions", "BringingBackPanel"),
}
"""What `Desk.open` lays over a screen."""


AT_ONCE = ("sale", "orders", "refunds")
"""What has a button on a notice that may come before anybody opened it, or listens from the start."""


def make_front(desk: Desk) -> MainWindow:
    """The window with all its screens and panels before a desk; but for a few each is made when it is first shown."""
    paper = PaperChoices(desk)
    for code in ("open_items.left", "bulletin.new", "cash_receipt.late", "cash_receipt.waiting", "benefit.refused"):
        desk.offer(code, Offer("open_items.open", lambda: desk.open("open_items")))
    desk.offer("claim.decided", Offer("claims.open", lambda: desk.open("claims")))
    for code in ("feed.held", "feed.not_understood"):
        desk.offer(code, Offer("changes.open", lambda: desk.open("changes")))
    for code in ("till.behind", "till.apart"):
        desk.offer(code, Offer("bringing_back.open", lambda: desk.open("bringing_back")))
    desk.offer("agreement.differs", Offer("agreements.open", lambda: desk.open("agreements")))
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
