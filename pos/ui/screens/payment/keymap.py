"""Which key and which button does what on the payment screen. Help shows the keys in this order."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from pos.domain.tender import TenderKind
from pos.ui.keys import KeyUse
from pos.ui.screens.payment.states import State


class Does(Protocol):
    """What a person can do on the payment screen."""

    @property
    def can_call_off(self) -> bool:
        """Whether there is an attempt in doubt that the network could cancel."""

    @property
    def has_wish(self) -> bool:
        """Whether the customer gave a number for a cash receipt."""

    def take(self) -> None: ...
    def pay_exact(self) -> None: ...
    def pay_card(self, *, tender: TenderKind = "card") -> None: ...
    def pay_in_months(self) -> None: ...
    def pay_transfer(self) -> None: ...
    def ask_other(self) -> None: ...
    def ask_code(self) -> None: ...
    def ask_months(self) -> None: ...
    def ask_reference(self) -> None: ...
    def ask_receipt(self) -> None: ...
    def ask_give_up(self) -> None: ...
    def ask_call_off(self) -> None: ...
    def identify(self) -> None: ...
    def withdraw(self) -> None: ...
    def enquire(self) -> None: ...
    def call_off(self) -> None: ...
    def put_aside(self) -> None: ...
    def tell_by_hand(self) -> None: ...
    def give_up(self) -> None: ...
    def erase(self) -> None: ...
    def back(self) -> None: ...
    def paper(self) -> None: ...


def keys_in(state: State, does: Does) -> tuple[KeyUse, ...]:
    """What the keys do in a state; nothing while the terminal is asked or something is written."""
    maker = _BY_STATE.get(state)
    return maker(does) if maker else ()


def buttons_of(does: Does) -> dict[str, Callable[[], object]]:
    """What every button of the screen does, by its name."""
    return {
        "back": does.back,
        "stay": does.back,
        "leave_it": does.back,
        "give_up": does.ask_give_up,
        "confirm_give_up": does.give_up,
        "exact": does.pay_exact,
        "complete": does.pay_exact,
        "card": does.pay_card,
        "months": does.ask_months,
        "charge": does.pay_in_months,
        "easy": does.ask_code,
        "terminal": lambda: does.pay_card(tender="easy"),
        "transfer": does.ask_reference,
        "transferred": does.pay_transfer,
        "other": does.ask_other,
        "receipt": does.ask_receipt,
        "identify": does.identify,
        "withdraw": does.withdraw,
        "enquire": does.enquire,
        "call_off": does.ask_call_off,
        "confirm_call_off": does.call_off,
        "put_aside": does.put_aside,
        "by_hand": does.tell_by_hand,
        "cash": does.take,
    }


def _open(does: Does) -> tuple[KeyUse, ...]:
    return (
        KeyUse("Enter", "key.cash", does.take),
        KeyUse("F9", "key.exact_cash", does.pay_exact),
        KeyUse("F10", "key.card", does.pay_card),
        KeyUse("F6", "key.months", does.ask_months),
        KeyUse("F11", "key.other_tender", does.ask_other),
        KeyUse("F8", "key.cash_receipt", does.ask_receipt),
        KeyUse("Backspace", "key.erase", does.erase),
        KeyUse("Del", "key.give_up", does.ask_give_up),
        KeyUse("F12", "key.paper", does.paper),
        KeyUse("Esc", "key.back", does.back),
    )


def _doubt(does: Does) -> tuple[KeyUse, ...]:
    call_off = (KeyUse("Del", "key.call_off", does.ask_call_off),) if does.can_call_off else ()
    return (
        KeyUse("Enter", "key.enquire", does.enquire),
        *call_off,
        KeyUse("F7", "key.by_hand", does.tell_by_hand),
        KeyUse("F4", "key.hold", does.put_aside),
    )


def _calling_off(does: Does) -> tuple[KeyUse, ...]:
    return (KeyUse("1", "key.confirm_call_off", does.call_off), KeyUse("Esc", "key.back", does.back))


def _nothing_due(does: Does) -> tuple[KeyUse, ...]:
    complete, leave = KeyUse("Enter", "key.complete", does.pay_exact), KeyUse("Esc", "key.back", does.back)
    return (complete, KeyUse("Del", "key.give_up", does.ask_give_up), leave)


def _giving_up(does: Does) -> tuple[KeyUse, ...]:
    return (KeyUse("1", "key.confirm_give_up", does.give_up), KeyUse("Esc", "key.back", does.back))


def _other(does: Does) -> tuple[KeyUse, ...]:
    return (
        KeyUse("1", "key.easy", does.ask_code),
        KeyUse("2", "key.transfer", does.ask_reference),
        KeyUse("Esc", "key.back", does.back),
    )


def _easy(does: Does) -> tuple[KeyUse, ...]:
    return (
        KeyUse("Enter", "key.easy_terminal", lambda: does.pay_card(tender="easy")),
        KeyUse("Esc", "key.back", does.back),
    )


def _months(does: Does) -> tuple[KeyUse, ...]:
    return (
        KeyUse("Enter", "key.charge_months", does.pay_in_months),
        KeyUse("F10", "key.charge_months", does.pay_in_months),
        KeyUse("Backspace", "key.erase", does.erase),
        KeyUse("Esc", "key.back", does.back),
    )


def _reference(does: Does) -> tuple[KeyUse, ...]:
    return (
        KeyUse("Enter", "key.transferred", does.pay_transfer),
        KeyUse("Backspace", "key.erase", does.erase),
        KeyUse("Esc", "key.back", does.back),
    )


def _receipt(does: Does) -> tuple[KeyUse, ...]:
    withdraw = (KeyUse("Del", "key.withdraw_receipt", does.withdraw),) if does.has_wish else ()
    return (
        KeyUse("Enter", "key.identify", does.identify),
        KeyUse("Backspace", "key.erase", does.erase),
        *withdraw,
        KeyUse("Esc", "key.back", does.back),
    )


_BY_STATE: dict[State, Callable[[Does], tuple[KeyUse, ...]]] = {
    "open": _open,
    "doubt": _doubt,
    "calling_off": _calling_off,
    "nothing_due": _nothing_due,
    "giving_up": _giving_up,
    "other": _other,
    "easy": _easy,
    "months": _months,
    "reference": _reference,
    "receipt": _receipt,
}
