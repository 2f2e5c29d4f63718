"""A till with its own database at a real mall over HTTP, whose folder can be copied and put back, as a backup is."""

import shutil
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.facts import EpochOpened, Fact, SaleCompleted
from pos.mall.serve import RunningMall
from pos.storage import keys
from pos.storage.engine import Database
from pos.storage.outbox import SqlOutbox
from pos.storage.own_journal import SqlOwnJournal
from pos.storage.schema import bring_up
from pos.storage.store import SqlStore
from pos.storage.verify import Verdict, verify
from pos.sync.bringing_back import BringingBack
from pos.sync.client import MallClient, enrol
from pos.sync.contract import TillName
from pos.sync.conversation import Identity
from pos.sync.loop import SyncLoop
from pos.till.abreast import Abreast
from pos.till.ports import Commit
from tests.domain.sales import a_sale
from tests.mall.tills import NAME, FixedClock
from tests.sync.rig import AtOnce, drive

T = TypeVar("T")
OPEN = "epoch.open"


class Shop:
    """One till: mutable, for its copy is put back and it is opened again."""

    def __init__(self, folder: Path, running: RunningMall, clock: FixedClock) -> None:
        self.folder, self.running, self.clock = folder, running, clock
        self.mall = running.mall
        self.ring = keys.fresh()
        folder.mkdir()
        enrolled = enrol(running.url, self.mall.invite(NAME), self.ring.signer())
        self.name = TillName(enrolled.boutique, enrolled.till)
        self.identity = Identity(self.name, enrolled.mall_key)
        self.sold = 0
        self.found: list[Abreast] = []
        self.went_back: list[tuple[int, int]] = []
        self.open()
        self.write(EpochOpened("SEL01", "enrolled", self.ring.public().hex()))

    def open(self) -> None:
        self.database = Database(self.folder / "till.db", self.ring.database)
        bring_up(self.database)
        self.store = SqlStore(self.database, till="1", key=self.ring.signer())
        self.outbox = SqlOutbox(self.database, till="1")
        self.own = SqlOwnJournal(self.database, self.store, till="1", public_key=self.ring.public())
        self.wire = MallClient(self.running.url, name=self.name, key=self.ring.signer(), clock=self.clock)
        self.seconds = 1000.0
        at_once = AtOnce()
        self.lost = BringingBack(
            own=self.own,
            wire=self.wire,
            identity=self.identity,
            disk=at_once,
            network=at_once,
            on_found=self.found.append,
            on_back=lambda expects, confirmed: self.went_back.append((expects, confirmed)),
        )
        self.loop = SyncLoop(
            outbox=self.outbox,
            wire=self.wire,
            identity=self.identity,
            disk=at_once,
            network=at_once,
            clock=self.clock,
            monotonic=lambda: self.seconds,
            chance=lambda: 1.0,
            abreast=self.lost,
        )

    def close(self) -> None:
        self.wire.close()
        self.database.close()

    # --- what the shop does ---

    def write(self, *facts: Fact) -> None:
        self.clock.pass_by(seconds=1)
        self.store.commit(Commit("C1", self.clock.now(), self.clock.now().date(), facts))

    def sell(self, count: int = 1) -> None:
        for _ in range(count):
            self.sold += 1
            self.write(SaleCompleted(replace(a_sale(0), id=f"sale-{self.sold}", boutique="SEL01", till="1")))

    def send(self, seconds: float = 8.0) -> None:
        """Let the sender do what is due for so long."""
        end = self.seconds + seconds
        self.loop.wake()
        while self.seconds < end:
            while self.loop.due(self.seconds):
                drive(self.loop.step())
            self.seconds += 1.0

    def send_now(self) -> None:
        """Somebody wants it sent; twice, for what is refused is looked at before it is tried again."""
        for _ in range(2):
            self.loop.insist()
            self.send(3.0)

    def look(self) -> Abreast:
        return run(self.lost.look())

    def page(self) -> int:
        return run(self.lost.take_back_page(self.own.end().seq + 1))

    def bring_all_back(self) -> int:
        count = 0
        while taken := self.page():
            count += taken
        return count

    def go_on(self, found: Abreast, *, by: str = "B1", brought: int = 0) -> None:
        """Open the next epoch, as a manager lets it."""
        approval = Approval(OPEN, str(found.epoch + 1), by, "backup put back", self.clock.now())
        common = self.lost.found.common if found.state == "apart" else self.own.end()
        self.write(
            EpochOpened(
                "SEL01",
                "restored",
                self.ring.public().hex(),
                found.epoch + 1,
                common,
                approval,
                brought=brought,
                apart=found.own,
            )
        )

    # --- copies ---

    def copy(self) -> Path:
        """A copy of its folder, as a backup has it."""
        self.database.checkpoint()
        copied = self.folder.with_name(f"copy-{self.sold}")
        shutil.copytree(self.folder, copied)
        return copied

    def put_back(self, copied: Path) -> None:
        """The machine broke, and its copy takes its place."""
        self.close()
        shutil.rmtree(self.folder)
        shutil.copytree(copied, self.folder)
        self.open()

    def verify(self) -> Verdict:
        return verify(self.database, till="1", public_key=self.ring.public())


def run(story: Coroutine[Any, Any, T]) -> T:
    """Run a story that never waits, and what it comes to."""
    try:
        story.send(None)
    except StopIteration as done:
        found: T = done.value
        return found
    raise AssertionError("the story waits for something")
