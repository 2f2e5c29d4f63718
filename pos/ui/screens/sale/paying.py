"""From the basket to the payment: "that's all", exactly in cash, all of it by card. What stands in the way says why."""

from __future__ import annotations

from collections.abc import Callable

from pos.till.paying import checkout
from pos.ui.desk import Desk


class Paying:
    """`cleared` is called before: what was typed was not meant for the payment."""

    def __init__(self, desk: Desk, *, cleared: Callable[[], None]) -> None:
        self.desk, self._cleared = desk, cleared

    def begin(self) -> None:
        """To payment, where nothing stands in the way."""
        if self._may():
            self.desk.go("payment")

    def by_cash(self) -> None:
        """The customer has it exactly."""
        if self._may():
            self.desk.do(checkout.pay_exact(self.desk.counter), then=self._paid)

    def by_card(self) -> None:
        """All of it by card; the payment screen shows how it goes."""
        counter = self.desk.counter
        due = checkout.due(counter)
        if due == 0:
            self.by_cash()
        elif self._may():
            self.desk.go("payment")
            self.desk.do(checkout.pay_card(counter, due), then=self._paid)

    def _may(self) -> bool:
        counter = self.desk.counter
        if counter.is_committing:
            return False
        self._cleared()
        return self.desk.attempt(lambda: checkout.check_payable(counter)) is not None

    def _paid(self, sale: object) -> None:
        self.desk.go("paid" if sale is not None else "payment")
