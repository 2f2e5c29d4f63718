"""Machines by their serial number: sold once, registered once, and how long their warranty runs (terms 9 (8) 8, 18)."""

from __future__ import annotations

from datetime import date

from msgspec.structs import replace

from pos.domain.calendar import korean_day
from pos.domain.errors import Refused, TillError
from pos.domain.facts import WarrantyRegistered
from pos.domain.sale import Sale
from pos.domain.spelling import is_word
from pos.domain.warranty import Machine, is_in_time, warranty_until
from pos.till import printing, selling
from pos.till.back import finding
from pos.till.counter import Counter
from pos.till.ports import Job


async def confirm_serial(counter: Counter, serial: str) -> None:
    """A serial number came into the basket: whether the chain sold it before is for the mall to say.

    Where it did the number comes off again. Raises Refused("serial.used"), with scope "off" where it came off and
    "sold" where the basket was paid meanwhile; of a number that was taken out meanwhile nothing is said. While the
    mall is silent this till's own sales have to do.
    """
    basket = selling.open_basket(counter).id
    machine = await _asked(counter, serial)
    own = counter.ports.past.machine(serial)
    if machine is not None and machine.is_back and own is not None and own.sale == machine.sale:
        counter.free_serials.add(serial)  # this till sold it, and it came back at another one
        counter.requote()
        return
    sold = own if own is not None and own.sale == basket else None  # the basket was paid before the answer came
    is_own_return = machine is not None and own is not None and own.is_back and own.sale == machine.sale
    is_out = machine is not None and not machine.is_back and machine.sale != basket and not is_own_return
    if is_out or (sold is None and counter.ports.books.used_serials((serial,))):
        _take_off(counter, serial, basket, sold=sold)


def _take_off(counter: Counter, serial: str, basket: str, *, sold: Machine | None) -> None:
    """Take a number off the basket it was asked about, unless that is being paid. Raises Refused("serial.used")."""
    if sold is not None:
        raise Refused("serial.used", product=sold.product, serial=serial, scope="sold")
    draft = counter.draft
    if draft is None or draft.basket.id != basket:
        return
    line = next((line for line in draft.basket.lines if serial in line.serials), None)
    if line is None:
        return
    if counter.is_busy or draft.agreed is not None:
        raise Refused("serial.used", product=line.product, serial=serial)
    selling.take_serial_off(counter, serial)
    raise Refused("serial.used", product=line.product, serial=serial, scope="off")


def offered(counter: Counter) -> tuple[str, ...]:
    """The serial numbers of the last sale that its member could register now, while that doubles the warranty."""
    sale = counter.last_sale
    if sale is None or sale.member is None:
        return ()
    rule = counter.policies().of(sale.terms).rules.plus
    if not is_in_time(korean_day(sale.at), rule, counter.calendar(), counter.now()):
        return ()
    known = ((serial, counter.ports.past.machine(serial)) for serial in _serials(sale))
    return tuple(serial for serial, one in known if one and one.registered_on is None and not one.is_back)


async def register(counter: Counter, serial: str, member: str, *, receipt: str = "") -> Machine:
    """Register a machine for a member, and print the slip that says until when its warranty runs.

    It is the buyer's to register, or of a sale without a member whoever shows its receipt's code. Raises
    Refused("serial.unknown") for one that nobody sold, ("serial.used") for another's, for one that came back or is
    registered, and Unavailable where only the mall knows it.
    """
    counter.who_may("sell")
    machine = await look_up(counter, serial)
    if counter.is_busy:
        raise Refused("payment.in_progress")
    buyer = _number_now(counter, machine.member)
    is_buyer = buyer == _number_now(counter, member) if buyer else _shows(counter, machine, receipt)
    if not is_buyer or machine.is_back or machine.registered_by is not None:
        raise Refused("serial.used", serial=serial)
    today = korean_day(counter.now())
    fact = WarrantyRegistered(machine.serial, machine.product, member, machine.sold_on, machine.months)
    slip = Job(counter.ports.new_id(), "warranty", machine.serial)
    await counter.write(counter.commit_of(facts=(fact,), jobs=(slip,)))
    counter.touch("member")
    printing.wake(counter)
    return replace(machine, registered_by=member, registered_on=today)


def _number_now(counter: Counter, number: str | None) -> str | None:
    """Under which number somebody is known who has two: a machine was bought under either."""
    known = counter.ports.books.member(number) if number else None
    return known.number if known else number


async def look_up(counter: Counter, serial: str) -> Machine:
    """A machine by its serial number, from this till or the mall. Raises Refused("serial.unknown"), Unavailable."""
    ports, serial = counter.ports, serial.strip()
    if not is_word(serial, most=finding.LONGEST_CODE):
        raise Refused("serial.unknown", serial="")
    try:
        told = await ports.network.run(lambda: ports.mall.machine(serial))
    except TillError:
        told = ports.past.machine(serial)
        if told is None:
            raise
    found = _joined(ports.past.machine(serial), told)
    if found is None:
        raise Refused("serial.unknown", serial=serial)
    return found


def until(counter: Counter, machine: Machine) -> date:
    """The last day of a machine's warranty."""
    return warranty_until(machine, finding.plus_of(counter, machine.serial), counter.calendar())


async def _asked(counter: Counter, serial: str) -> Machine | None:
    ports = counter.ports
    try:
        return await ports.network.run(lambda: ports.mall.machine(serial))
    except TillError:
        return None


def _joined(own: Machine | None, told: Machine | None) -> Machine | None:
    """What this till and the mall know of a machine together; of two sales the later one counts."""
    if own is None or told is None:
        return own or told
    if own.sale != told.sale:
        return told if told.sold_on > own.sold_on else own
    registered = told if told.registered_on is not None else own
    return replace(registered, is_back=own.is_back or told.is_back)


def _shows(counter: Counter, machine: Machine, receipt: str) -> bool:
    """Whether a receipt, by its short or long code, is that of the machine's sale."""
    sale = counter.ports.past.sale_by_serial(machine.serial)
    return bool(receipt) and sale is not None and sale.code == finding.short_of(receipt.strip())


def _serials(sale: Sale) -> tuple[str, ...]:
    return tuple(serial for line in sale.lines for serial in line.serials)
