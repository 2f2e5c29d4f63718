"""Training on the real till: its records, its devices and the mall see nothing of it, and back all is as before."""

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from pos.app import program as module
from pos.app.bootstrap import House
from pos.app.demo import DemoBoutique
from pos.app.lanes import Story
from pos.app.lock import FolderLock
from pos.app.practice_people import PIN
from pos.app.practising import MarkedExporter, MarkedPrinter
from pos.app.program import Program
from pos.app.settings import read_settings
from pos.app.training import FOLDER
from pos.domain.errors import Refused, TillError, Unavailable
from pos.domain.papers.receipt_token import read_token
from pos.domain.papers.training import TRAINING_TILL
from pos.till import selling, session, training
from pos.till.back import finding, returning
from pos.till.counter import Counter
from pos.till.counter import Story as Waits
from pos.till.day import closing, shift
from pos.till.paying import checkout


class Shop:
    """A program and the hands before it."""

    def __init__(self, boutique: DemoBoutique, qtbot: QtBot) -> None:
        self.boutique, self._qtbot = boutique, qtbot
        self.program = Program(boutique.till_folder, language="en")
        self.times_ready = 0
        self.program.ready.connect(self._opened)

    def _opened(self) -> None:
        self.times_ready += 1

    @property
    def counter(self) -> Counter:
        assert self.program.counter is not None
        return self.program.counter

    @property
    def folder(self) -> Path:
        return self.boutique.till_folder / FOLDER

    def start(self) -> None:
        self._ready_after(self.program.start)
        house = self.program.house
        assert house is not None
        self._qtbot.waitUntil(lambda: bool(house.shelf.staff() and house.shelf.favourites()), timeout=30_000)

    def play(self, waits: Waits) -> object:
        story: Story[object] = self.program.stage.start(waits, watched=True)
        self._qtbot.waitUntil(lambda: story.is_over, timeout=30_000)
        if story.error is not None:
            raise story.error
        return story.result

    def work(self) -> None:
        """The first who can sell signs in, and opens a shift where none is open."""
        person = next(one for one in self.counter.ports.shelf.staff() if one.role == "cashier")
        self.play(session.sign_in(self.counter, person.id, person.demo_pin))
        if self.counter.shift is None:
            self.play(shift.open_shift(self.counter, 100_000))

    def scan(self, count: int = 1) -> None:
        for product in self.counter.ports.shelf.favourites()[:count]:
            selling.scan(self.counter, product.barcodes[0])

    def sell(self) -> str:
        self.scan()
        self.play(checkout.pay_exact(self.counter))
        self._qtbot.waitUntil(lambda: not self.counter.is_printing and not self.counter.ports.shelf.jobs())
        assert self.counter.last_sale is not None
        return self.counter.last_sale.code

    def practise(self, *, afresh: bool = False) -> None:
        self._ready_after(lambda: self.play(training.begin(self.counter, afresh=afresh)))
        assert self.program.house is not None and self.program.house.settings.till == TRAINING_TILL

    def come_back(self) -> None:
        self._ready_after(self.counter.ports.practice.end)
        assert self.program.house is not None and self.program.house.settings.till == "1"

    def _ready_after(self, act: object) -> None:
        assert callable(act)
        before = self.times_ready
        act()
        self._qtbot.waitUntil(lambda: self.times_ready > before or self.program.error is not None, timeout=30_000)


@pytest.fixture
def shop(boutique: DemoBoutique, qtbot: QtBot) -> Iterator[Shop]:
    made = Shop(boutique, qtbot)
    try:
        made.start()
        yield made
    finally:
        made.program.close()


def records(shop: Shop) -> dict[str, bytes]:
    """Every file of the till but its log, and what is practised."""
    paths = [path for path in shop.boutique.till_folder.iterdir() if path.is_file() and path.name != "lock"]
    return {path.name: path.read_bytes() for path in paths}


def refusal(act: object) -> str:
    assert callable(act)
    with pytest.raises(TillError) as told:
        act()
    return told.value.code


def test_nothing_of_it_is_anywhere_but_in_its_folder(shop: Shop, qtbot: QtBot) -> None:
    shop.work()
    sold = shop.sell()
    shop.scan(2)
    basket = shop.counter.basket
    printed, kicks = len(shop.boutique.printer.papers), shop.boutique.printer.events.count("drawer")
    shop.practise()
    before, port = records(shop), int(shop.boutique.mall.url.rsplit(":", 1)[1])
    shop.boutique.mall.stop()
    with socket.socket() as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        listening.listen()
        listening.setblocking(False)
        assert (shop.counter.basket, shop.counter.shift, shop.counter.staff) == (None, None, None)
        shop.work()
        codes = [shop.sell(), pay_by_card(shop)]
        what_is_sold_there_comes_back_there(shop, codes[0], sold)
        close_the_day(shop)
        qtbot.wait(600)  # two beats, in which a sender would have asked for its first page
        with pytest.raises(BlockingIOError):
            listening.accept()
        qtbot.waitUntil(lambda: len(shop.counter.ports.practice.papers) == 3, timeout=30_000)
        papers = shop.counter.ports.practice.papers
        assert shop.program.sync is None and records(shop) == before
        assert (len(shop.boutique.printer.papers), shop.boutique.printer.events.count("drawer")) == (printed, kicks)
        shop.come_back()
        qtbot.waitUntil(lambda: rings(listening), timeout=30_000)  # the till itself asks at once
    shop.boutique.mall.start()
    assert codes == ["SEL01-TRAINING-000001", "SEL01-TRAINING-000002"]
    assert shop.counter.staff is None and shop.counter.basket == basket
    assert [notice.code for notice in shop.counter.notices] == ["training.over"]
    assert shop.counter.ports.practice.papers == ()
    shop.work()
    shop.play(checkout.pay_exact(shop.counter))
    assert shop.counter.last_sale is not None
    assert (sold, shop.counter.last_sale.code) == ("SEL01-1-000001", "SEL01-1-000002")
    refused_by_the_till(shop, codes[0], papers[0].code)


def rings(listening: socket.socket) -> bool:
    try:
        connection, _ = listening.accept()
    except BlockingIOError:
        return False
    connection.close()
    return True


def pay_by_card(shop: Shop) -> str:
    shop.scan()
    shop.play(checkout.pay_card(shop.counter, checkout.due(shop.counter)))
    assert shop.counter.last_sale is not None
    return shop.counter.last_sale.code


def what_is_sold_there_comes_back_there(shop: Shop, code: str, sold: str) -> None:
    """And what was sold at the till does not."""
    assert shop.play(returning.find(shop.counter, code)) is not None
    returning.put_away(shop.counter)
    with pytest.raises(Refused, match=r"return\.unknown_receipt"):
        shop.play(returning.find(shop.counter, sold))


def close_the_day(shop: Shop) -> None:
    expected = shop.counter.ports.shelf.cash_in_drawer(shop.counter.open_shift().id)
    closing.begin(shop.counter)
    shop.play(closing.count(shop.counter, [(10_000, expected // 10_000), (10, expected % 10_000 // 10)]))
    shop.play(closing.close(shop.counter))


def refused_by_the_till(shop: Shop, code: str, token: str) -> None:
    assert read_token(token).till == TRAINING_TILL
    for told in (code, token, f"SEL01-{TRAINING_TILL}-R000001"):
        assert refusal(lambda told=told: finding.here(shop.counter, told)) == "return.training"
        with pytest.raises(Refused, match=r"return\.training"):
            shop.play(returning.find(shop.counter, told))
    house = shop.program.house
    assert house is not None and not shop.counter.ports.past.is_genuine(read_token(token))


def test_nobody_who_works_or_buys_here_is_known_there(shop: Shop) -> None:
    house = shop.program.house
    assert house is not None
    people, members = {one.name for one in house.shelf.staff()}, shop.counter.ports.books.find_members("010-0000-0101")
    assert people and members
    own, products = house.keys, {one.code for one in house.shelf.favourites()}
    shop.practise()
    there = shop.program.house
    assert there is not None
    assert {one.name for one in there.shelf.staff()}.isdisjoint(people)
    assert all(not one.pin_verifier and not one.badge and one.demo_pin == PIN for one in there.shelf.staff())
    assert shop.counter.ports.books.find_members("010-0000-0101") == ()
    assert [one.number for one in shop.counter.ports.books.find_members("홍연습")] == ["T900001"]
    assert {there.keys.database, there.keys.signing, there.keys.pepper}.isdisjoint(
        {own.database, own.signing, own.pepper}
    )
    assert {one.code for one in there.shelf.favourites()} == products
    assert isinstance(there.printer, MarkedPrinter) and isinstance(shop.counter.ports.exporter, MarkedExporter)
    no_pin_is_guessed_there(shop)


def no_pin_is_guessed_there(shop: Shop) -> None:
    """And however often somebody tries, nobody is locked out at the till."""
    for _ in range(12):
        with pytest.raises(Refused, match=r"session\.wrong_pin"):
            shop.play(session.sign_in(shop.counter, "T1", "123456"))
    shop.play(session.sign_in(shop.counter, "T1", PIN))
    shop.come_back()
    shop.work()


def test_money_or_goods_in_hand_come_first(shop: Shop) -> None:
    shop.work()
    code = shop.sell()
    shop.scan()
    shop.play(checkout.pay_cash(shop.counter, 1_000))
    assert refusal(lambda: shop.play(training.begin(shop.counter))) == "training.payment"
    shop.play(checkout.give_up(shop.counter))
    shop.play(returning.find(shop.counter, code))
    assert refusal(lambda: shop.play(training.begin(shop.counter))) == "training.return"
    returning.put_away(shop.counter)
    shop.counter.is_printing = True
    assert refusal(lambda: shop.play(training.begin(shop.counter))) == "training.busy"
    shop.counter.is_printing = False
    assert shop.times_ready == 1 and shop.counter.staff is not None


def test_today_goes_on_until_somebody_begins_afresh_and_another_day_forgets(shop: Shop) -> None:
    """What cannot be read is begun afresh, too."""
    assert not shop.counter.ports.practice.is_begun
    shop.practise()
    shop.work()
    shop.sell()
    shop.come_back()
    assert shop.counter.ports.practice.is_begun
    keys = (shop.folder / "keys").read_bytes()
    shop.practise()
    shop.work()
    assert shop.sell().endswith("2")
    shop.come_back()
    (shop.folder / "till.db").write_bytes(b"rubbish" * 1000)
    shop.practise()
    assert shop.counter.last_sale is None
    shop.come_back()
    shop.practise(afresh=True)
    shop.work()
    assert shop.sell().endswith("1") and (shop.folder / "keys").read_bytes() != keys
    shop.come_back()
    (shop.folder / "begun").write_text("2025-05-03")
    assert not shop.counter.ports.practice.is_begun
    shop.play(shop.program._forget_practice())
    assert not shop.folder.exists()


def test_where_nothing_can_be_closed_or_opened_the_till_is_there_again_and_says_why(
    shop: Shop, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise Unavailable("disk.full")

    def close(house: House) -> None:
        house.database.close()
        raise ZeroDivisionError

    monkeypatch.setattr(module, "open_training", fail)
    monkeypatch.setattr(House, "close", close)
    shop.play(training.begin(shop.counter))
    qtbot.waitUntil(lambda: shop.times_ready == 2, timeout=30_000)
    monkeypatch.undo()
    assert "disk.full" in [notice.code for notice in shop.counter.notices]
    shop.work()
    assert shop.sell() == "SEL01-1-000001"


def test_a_crash_there_leads_to_the_till_and_meanwhile_nobody_else_opens_it(
    boutique: DemoBoutique, qtbot: QtBot
) -> None:
    first = Shop(boutique, qtbot)
    first.start()
    first.work()
    first.scan()
    basket = first.counter.basket
    first.practise()
    assert refusal(FolderLock(boutique.till_folder).take) == "till.already_open"
    assert refusal(lambda: read_settings(first.folder)) == "settings.missing"  # nothing opens that folder as a till
    first.program.close()  # whatever ends the program, it begins at the till
    second = Shop(boutique, qtbot)
    second.start()
    try:
        assert second.counter.ports.till == "1" and second.counter.basket == basket
        assert not second.counter.ports.practice.is_on
        log = (boutique.till_folder / "log" / "till.log").read_text()
        assert "training begins" in log
    finally:
        second.program.close()
