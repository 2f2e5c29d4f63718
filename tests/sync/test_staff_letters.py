"""What changed of the people at work goes to the mall after its entry, in order, and nothing of it stops anything."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from pos.domain.errors import Unavailable
from pos.domain.people.staff import PinSet, StaffAdded
from pos.mall.chain import Mall
from pos.sync.contract import StaffPut
from pos.till.feed import StaffChange, StaffSent
from tests.mall.tills import SEED, FixedClock
from tests.sync.rig import Rig


@pytest.fixture
def rig(tmp_path: Path) -> Iterator[Rig]:
    clock = FixedClock()
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    mall.seed(SEED)
    yield Rig(mall, clock)
    mall.close()


def changes(rig: Rig) -> None:
    rig.till.write(StaffAdded("N1", "cashier"))
    rig.till.write(PinSet("N1", "own"))
    rig.outbox.staff = [
        StaffSent(1, 1, StaffChange("N1", name="새 직원", role="cashier", pin_verifier="v")),
        StaffSent(1, 2, StaffChange("N1", pin_verifier="w")),
    ]


def test_they_go_after_their_entries_and_the_feed_brings_them(rig: Rig) -> None:
    changes(rig)
    rig.run(60)
    assert rig.wire.asked[:3] == ["push", "staff", "staff"] and rig.outbox.staff == []
    assert [one.pin_verifier for page in rig.outbox.pages for one in page.staff if one.id == "N1"] == ["w"]


def test_a_lost_answer_is_asked_for_again(rig: Rig) -> None:
    changes(rig)
    rig.wire.after = [None, Unavailable("mall.slow")]
    rig.run(600)
    assert rig.outbox.staff == [] and rig.wire.asked.count("staff") == 3
    assert rig.loop.connection.state == "online"


def test_what_is_not_different_is_not_told() -> None:
    body = msgspec.json.encode(StaffPut(1, 2, StaffChange("N1", valid_until=None, must_change=False)))
    assert body == b'{"epoch":1,"seq":2,"change":{"id":"N1","valid_until":null,"must_change":false}}'
    assert msgspec.json.decode(body, type=StaffPut).change == StaffChange("N1", valid_until=None, must_change=False)
