"""A till on a screen hears that it is shut out, from a real mall, though it has a pass, and knows it later on."""

import pytest
from pytestqt.qtbot import QtBot

from pos.app.demo import DemoBoutique
from pos.app.program import Program
from pos.domain.errors import Refused
from pos.till import session, shut_out


def opened(program: Program, qtbot: QtBot) -> None:
    with qtbot.waitSignal(program.ready, timeout=30_000):
        program.start()


def test_a_stolen_till_shuts_itself_and_stays_shut(boutique: DemoBoutique, qtbot: QtBot) -> None:
    program = Program(boutique.till_folder, language="en")
    try:
        opened(program, qtbot)
        counter, house, sync = program.counter, program.house, program.sync
        assert counter is not None and house is not None and sync is not None
        qtbot.waitUntil(lambda: house.passes is not None and bool(house.passes.text), timeout=30_000)
        qtbot.waitUntil(lambda: any(one.demo_pin for one in counter.ports.shelf.staff()), timeout=30_000)
        person = next(one for one in counter.ports.shelf.staff() if one.demo_pin)
        program.stage.start(session.sign_in(counter, person.id, person.demo_pin))
        qtbot.waitUntil(lambda: counter.staff is not None, timeout=30_000)
        assert boutique.mall.mall.revoke(boutique.name)
        sync.insist()
        qtbot.waitUntil(lambda: shut_out.is_shut_out(counter) and counter.staff is None, timeout=30_000)
        assert house.passes is not None and house.passes.text == ""
        assert "mall.revoked" in [notice.code for notice in counter.notices]
    finally:
        program.close()
    again = Program(boutique.till_folder, language="en")
    try:
        boutique.mall.stop()
        opened(again, qtbot)
        assert again.counter is not None and shut_out.is_shut_out(again.counter)
        assert "mall.revoked" in [notice.code for notice in again.counter.notices]
        with pytest.raises(Refused, match=r"till\.shut_out"):
            again.counter.ports.pins.verifier("1")
    finally:
        again.close()
