"""Easy-Orders at the counter: looked up and explained, never taken (terms 9 (6) 2, 9 (7))."""

from __future__ import annotations

import msgspec

from pos.domain.easy_order import EasyOrder, NextShipment, next_shipment, refuse_at_boutique
from pos.till import printing
from pos.till.counter import Counter
from pos.till.ports import Job


class Scheduled(msgspec.Struct, frozen=True):
    """An Easy-Order with its next shipment."""

    order: EasyOrder
    next: NextShipment


def ask(counter: Counter) -> None:
    """Somebody wants an Easy-Order here. Always raises Refused("order.easy_order_not_at_boutique")."""
    counter.who_may("sell")
    refuse_at_boutique()


async def look_up(counter: Counter, number: str) -> tuple[Scheduled, ...]:
    """A member's Easy-Orders and when they can be changed until. Raises Refused("member.unknown"), and Unavailable."""
    counter.who_may("sell")
    ports, rule = counter.ports, counter.policy().rules.easy_order
    orders = await ports.network.run(lambda: ports.mall.easy_orders(number))
    days = counter.calendar()
    scheduled = await ports.disk.run(lambda: [Scheduled(order, next_shipment(order, rule, days)) for order in orders])
    return tuple(scheduled)


async def print_slip(counter: Counter) -> None:
    """How to join by phone or web, on paper."""
    counter.who_may("sell")
    job = Job(counter.ports.new_id(), "easy_order", "")
    await counter.ports.disk.run(lambda: counter.ports.store.commit(counter.commit_of(jobs=(job,))))
    await printing.work(counter)
