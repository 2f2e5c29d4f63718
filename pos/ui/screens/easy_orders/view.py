"""What the Easy-Order card shows, as finished texts: why not here, what the member has, how to join, and the slip."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from pos.domain.members import mask_name
from pos.till import membership, printing
from pos.till.counter import Counter
from pos.till.easy_orders import Scheduled
from pos.ui.figures import clock, day
from pos.ui.words import Words

Look: TypeAlias = Literal["nobody", "asking", "known", "silent", "unknown"]
Print: TypeAlias = Literal["", "printing", "printed", "stopped"]


@dataclass(frozen=True, slots=True)
class Order:
    """One Easy-Order: when it ships next, until when the member can change it, and what is in it."""

    ships: str
    until: str
    every: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EasyOrdersView:
    """`state` says what is known of the member's Easy-Orders, where there are none to show."""

    why: str
    clause: str
    member: str
    look: Look
    state: str
    orders: tuple[Order, ...]
    join: tuple[str, ...]
    print_note: str = ""
    can_print: bool = True


def present(
    counter: Counter,
    words: Words,
    *,
    look: Look,
    orders: tuple[Scheduled, ...] = (),
    printed: Print = "",
    name_of: Callable[[str], str],
) -> EasyOrdersView:
    """The card as it stands. `name_of` gives a product's name."""
    member, rule = membership.attached(counter), counter.policy().rules.easy_order
    boutique = counter.ports.shelf.boutique()
    phone = (boutique.service_phone or boutique.phone) if boutique else "–"
    return EasyOrdersView(
        why=words("easy_orders.why"),
        clause=words("easy_orders.clause"),
        member=words("easy_orders.member", name=mask_name(member.name)) if member else words("easy_orders.nobody_name"),
        look=look,
        state=_state(look, words, is_empty=not orders),
        orders=tuple(_order(one, words, name_of) for one in orders) if look == "known" else (),
        join=(
            words("easy_orders.join_web"),
            words("easy_orders.join_phone", phone=phone),
            words("easy_orders.join_least", least=rule.min_capsules),
        ),
        print_note=_print_note(counter, words, printed),
        can_print=printed != "printing",
    )


def _state(look: Look, words: Words, *, is_empty: bool) -> str:
    if look == "known":
        return words("easy_orders.none") if is_empty else ""
    return words(f"easy_orders.{look}")


def _order(one: Scheduled, words: Words, name_of: Callable[[str], str]) -> Order:
    until = one.next.change_until
    changing = words("easy_orders.until", day=day(until.date(), words.language), time=clock(until))
    return Order(
        ships=words("easy_orders.ships", day=day(one.next.ships, words.language)),
        until=changing,
        every=words("easy_orders.every", weeks=one.order.every_weeks),
        lines=tuple(words("easy_orders.line", name=name_of(code), count=count) for code, count in one.order.lines),
    )


def _print_note(counter: Counter, words: Words, printed: Print) -> str:
    stopped = printing.stopped_at(counter) if printed == "stopped" else None
    cause = f"notice.{stopped.code}.name" if stopped else ""
    told = words(cause) if words.has(cause) else words("cause.unknown")
    return words(f"easy_orders.print.{printed}", cause=told) if printed else ""
