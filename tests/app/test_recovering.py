"""The whole till, its folder put back from an old copy: nobody comes in before what the mall holds is back, and then
all goes on as if nothing had happened; and what the office does at its console."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from pos.__main__ import main
from pos.app.recovering import look_first
from pos.domain.errors import Refused, Unavailable
from pos.domain.journal import find_break
from pos.storage.verify import Verdict, verify
from pos.till import bringing_back, selling
from pos.till.paying import checkout
from tests.terms.running import RunningTill
from tests.terms.world import World

WHY = "backup put back"


@pytest.fixture
def world(tmp_path: Path, begun: Path) -> Iterator[World]:
    made = World(tmp_path, begun)
    yield made
    made.close()


def sell(world: World, count: int) -> None:
    for _ in range(count):
        world.clock.at += timedelta(seconds=5)
        selling.scan(world.counter, world.barcode("ARIA"))
        world.play(checkout.pay_exact(world.counter))
        assert world.refused is None
    world.till.sync_until_quiet()


def put_back(till: RunningTill, copied: Path) -> None:
    till.switch_off()
    shutil.rmtree(till.folder)
    shutil.copytree(copied, till.folder)
    till.switch_on()


def copy(till: RunningTill) -> Path:
    till.switch_off()
    copied = till.folder.with_name("copied")
    shutil.copytree(till.folder, copied)
    till.switch_on()
    return copied


def verified(till: RunningTill) -> Verdict:
    house = till.house
    return verify(house.database, till=house.settings.till, public_key=house.keys.public())


def bring_back(world: World) -> int:
    till = world.till
    story = bringing_back.bring_back(till.counter, by="B1", pin=world.pin("B1"), reason=WHY)
    return till.headless.play(story)


def codes(till: RunningTill) -> list[str]:
    return [notice.code for notice in till.counter.notices]


def test_an_old_copy_is_brought_up_to_the_mall_and_sells_on(world: World) -> None:
    till, mall = world.till, world.till.mall.mall
    sell(world, 2)
    copied = copy(till)
    till.sign_in()
    sell(world, 3)
    held, sums = mall.entries(till.name), mall.sums(till.name)
    put_back(till, copied)
    assert "till.behind" in codes(till)
    with pytest.raises(Refused, match=r"till\.behind"):
        till.sign_in()
    till.mall.stop()
    till.headless.play(look_first(till.counter.ports.lost))
    with pytest.raises(Unavailable):
        bring_back(world)
    till.mall.start()
    assert bring_back(world) > 0
    assert "till.behind" not in codes(till)
    assert mall.sums(till.name) == sums
    till.sign_in()
    sell(world, 1)
    verdict = verified(till)
    assert verdict.holds and verdict.sales == 6
    assert [sale.number for sale in mall.sales(till.name)] == [1, 2, 3, 4, 5, 6]
    now = mall.entries(till.name)
    assert now == till.all_entries() and find_break(now) is None
    assert now[: len(held)] == held
    assert mall.alarms(till.name) == ()


def test_what_was_sold_with_an_old_copy_stands_beside_what_it_lost(world: World) -> None:
    till, mall = world.till, world.till.mall.mall
    sell(world, 2)
    copied = copy(till)
    till.sign_in()
    sell(world, 3)
    till.mall.stop()
    put_back(till, copied)
    till.sign_in()
    sell(world, 2)
    till.mall.start()
    till.sync_until_quiet()
    assert "till.apart" in codes(till)
    assert [alarm.how for alarm in mall.alarms(till.name)] == ["fork"]
    with pytest.raises(Refused, match=r"till\.apart_waits"):
        bring_back(world)
    sell(world, 1)
    assert mall.sums(till.name).count == 5
    mall.archive.allow_branch(till.name, by="office", note="disk replaced")
    assert bring_back(world) == 0
    till.sync_until_quiet()
    sell(world, 1)
    assert till.sync.connection.state == "online"
    assert mall.entries(till.name) == till.all_entries()
    assert mall.sums(till.name).count == 5 + 4
    assert verified(till).holds
    assert {one.reason for one in till.counter.ports.shelf.put_aside()} == {"receipt.number_twice"}


def test_a_mall_that_was_put_back_is_told_again_and_it_is_written_down(world: World, tmp_path: Path) -> None:
    till, running = world.till, world.till.mall
    sell(world, 1)
    running.mall.close()
    path = Path(running.mall._engine.url.database or "")
    kept = path.read_bytes()
    sell(world, 3)
    running.mall.close()
    path.write_bytes(kept)
    sell(world, 1)
    till.sync_until_quiet()
    assert running.mall.entries(till.name) == till.all_entries()
    assert "MallWentBack" in [entry.kind for entry in till.all_entries()]
    assert "mall.went_back" in codes(till)
    assert "had confirmed up to" in "".join(one.read_text() for one in (till.folder / "log").glob("*"))


def test_the_office_at_its_console(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database = ("--database", f"sqlite:///{tmp_path / 'mall.db'}", "--by", "office", "--note", "disk replaced")
    assert main(["--language", "en", "allow-branch", "SEL01/1", *database]) == 0
    assert "in epoch 2" in capsys.readouterr().out
    assert main(["--language", "en", "looked-at", "SEL01/1", "1", "7", *database]) == 1
    assert "J-36" in "".join(capsys.readouterr())
    assert main(["--language", "en", "put-aside", "SEL01/1", *database[:2]]) == 0
    assert "left: 0" in capsys.readouterr().out
