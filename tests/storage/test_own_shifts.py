"""Any mixture of shifts: the rows and the entries of each say the same, all together they are everything."""

from random import Random

import pytest
from msgspec.structs import replace

from pos.domain.back.returns import PaidOut
from pos.domain.drawer import Move
from pos.domain.facts import (
    DrawerMoved,
    Fact,
    RefundPaid,
    ReturnCompleted,
    SaleCompleted,
    ShiftClosed,
    ShiftOpened,
    decode_fact,
)
from pos.domain.sums.report import Report
from pos.domain.sums.tally import Tally
from pos.domain.tender import Payment
from pos.till.ports import Commit, Shift
from tests.domain.products import NOW
from tests.domain.sales import a_sale
from tests.storage.conftest import Rig
from tests.storage.given_back import back

PEOPLE = ("C1", "C2", "C3", "B1", "till")


class Day:
    """Does what comes to the mind of a few people who share a till. Mutable: it goes on."""

    def __init__(self, rig: Rig, seed: int) -> None:
        self.rig, self.random, self.made, self.drawers = rig, Random(seed), 0, 0

    def does(self, who: str, *facts: Fact) -> None:
        self.rig.store.commit(Commit(who, NOW, NOW.date(), facts))

    def opens(self, who: str) -> None:
        own = self.random.random() < 0.7
        taken = [one for one in self.rig.shelf.open_shifts() if one.own == own and (not own or one.cashier == who)]
        if not taken:
            won = self.random.randrange(0, 200_000, 10)
            self.drawers += won
            self.does(who, ShiftOpened(f"s{self.made}", won, self.random.choice((1, 2)), own))

    def sells(self, who: str, shift: Shift) -> None:
        due, more = self.random.randrange(10, 50_000), self.random.choice((0, -7, 3))
        payment = Payment(f"p{self.made}", "cash", due, due + more, rounded=more)
        lines = a_sale(0).lines[:1]
        sale = replace(a_sale(0), id=f"sale{self.made}", shift=shift.id, cashier=who, lines=lines, payments=(payment,))
        sale = replace(sale, goods=due, discount=0, total=due, taxable=due, vat=0)
        self.drawers += due + more
        self.does(who, SaleCompleted(sale))

    def gives_back(self, who: str, shift: Shift) -> None:
        came = replace(back(f"r{self.made}", None), cashier=who, shift=shift.id)
        part = came.parts[0]
        self.drawers -= part.amount - 3
        self.does(who, ReturnCompleted(came), RefundPaid(came.id, PaidOut(part.id, "cash", part.amount, rounded=-3)))

    def moves(self, who: str, _: Shift) -> None:
        move = Move(self.random.choice(("in", "out", "safe")), self.random.randrange(10, 9_000), "잔돈")
        self.drawers += move.change
        self.does(who, DrawerMoved(move))

    def closes(self, who: str, shift: Shift) -> None:
        summed = self.tally(shift)
        bare = Report("SEL01", "1", shift.id, shift.day, shift.opened_at, NOW, who, opened_by=shift.cashier)
        bare = replace(bare, running=self.rig.shelf.running_total(), own=shift.own, drawer=shift.drawer)
        self.drawers -= summed.expected
        self.does(who, ShiftClosed(summed.report(bare)))

    def tally(self, shift: Shift) -> Tally:
        summed = Tally(shift.float_won, self.rig.shelf.sale)
        for entry in self.rig.shelf.entries_of_shift(shift.id):
            summed.add(decode_fact(entry.payload), who=entry.who)
        return summed

    def goes_on(self) -> None:
        self.made += 1
        who, found = self.random.choice(PEOPLE), self.rig.shelf.open_shifts()
        mine = [one for one in found if one.own and one.cashier == who] or [one for one in found if not one.own]
        if not mine:
            self.opens(who)
        elif self.random.random() < 0.1:  # a manager closes anybody's
            self.closes("B1", self.random.choice(found))
        else:
            self.random.choice((self.sells, self.gives_back, self.moves, self.moves))(who, mine[-1])


@pytest.mark.parametrize("seed", range(6))
def test_rows_entries_and_reports_agree_whoever_does_what(rig: Rig, seed: int) -> None:
    day = Day(rig, seed)
    for _ in range(90):
        day.goes_on()
    found = rig.shelf.open_shifts()
    assert all(rig.shelf.cash_in_drawer(one.id) == day.tally(one).expected for one in found)
    assert sum(rig.shelf.cash_in_drawer(one.id) for one in found) == day.drawers
    for one in found:
        day.closes("B1", one)
    reports = rig.shelf.reports(most=1_000)
    assert [one.number for one in reports[::-1]] == list(range(1, len(reports) + 1))
    assert reports[0].running == sum(one.net for one in reports) == rig.shelf.running_total()
    assert rig.verify().holds
