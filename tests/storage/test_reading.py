"""The journal as people read it: pages back from the newest, whole days, a chain that is checked piece by piece."""

from datetime import date, timedelta

import pytest

from pos.domain.audit.lines import Group, Wanted
from pos.domain.drawer import Move
from pos.domain.facts import DrawerMoved, DrawerOpened, Fact, LineVoided, SaleCompleted, SignedIn, SignedOut
from pos.storage import reading
from pos.storage.reading import SqlJournal
from pos.till.day.journal import Link, Page
from pos.till.ports import Commit
from tests.domain.products import NOW
from tests.storage.conftest import Rig, sale_of

TODAY = NOW.date()
DAYS = 4


@pytest.fixture
def journal(rig: Rig) -> SqlJournal:
    for nth in range(DAYS):
        write(rig, nth, SignedIn())
        write(rig, nth, SaleCompleted(sale_of(f"s{nth}")))
        write(rig, nth, LineVoided("x", "CUP", 1), who="C2")
        write(rig, nth, DrawerMoved(Move("out", 3_000 + nth, "stamps")), DrawerOpened("drawer moved"))
        write(rig, nth, SignedOut())
    return SqlJournal(rig.database, till="1", public_key=rig.keys.public())


def write(rig: Rig, nth: int, *facts: Fact, who: str = "C1") -> None:
    at = NOW + timedelta(days=nth)
    rig.store.commit(Commit(who, at, at.date(), facts))


def days(first: int = 0, last: int = DAYS - 1) -> tuple[date, date]:
    return TODAY + timedelta(days=first), TODAY + timedelta(days=last)


def kinds(page: Page) -> list[str]:
    return [line.kind for line in page.lines]


def test_a_day_is_all_of_it(journal: SqlJournal) -> None:
    found = journal.of_day(TODAY + timedelta(days=2))
    assert [one.kind for one in found] == [
        "SignedIn", "SaleCompleted", "LineVoided", "DrawerMoved", "DrawerOpened", "SignedOut",
    ]  # fmt: skip
    assert journal.days(before=TODAY + timedelta(days=2), most=5) == (TODAY, TODAY + timedelta(days=1))
    assert journal.days(before=TODAY + timedelta(days=9), most=2) == days(2, 3)


def test_newest_first_page_by_page(journal: SqlJournal) -> None:
    wanted = Wanted(*days(1, 3))
    first = journal.page(wanted, most=10)
    second = journal.page(wanted, before=first.next, most=10)
    places = [line.place for line in (*first.lines, *second.lines)]
    assert len(places) == 18 and places == sorted(set(places), reverse=True) and second.next is None
    assert {line.day for line in (*first.lines, *second.lines)} == {TODAY + timedelta(days=nth) for nth in (1, 2, 3)}


@pytest.mark.parametrize(
    ("group", "wanted"), [("voids", "LineVoided"), ("sales", "SaleCompleted"), ("people", "SignedOut")]
)
def test_by_group(journal: SqlJournal, group: Group, wanted: str) -> None:
    assert wanted in kinds(journal.page(Wanted(*days(3, 3), groups=(group,))))
    assert set(kinds(journal.page(Wanted(*days(), groups=("voids",))))) == {"LineVoided"}


def test_by_person_and_by_amount(journal: SqlJournal) -> None:
    assert kinds(journal.page(Wanted(*days(), who="C2"))) == ["LineVoided"] * DAYS
    money = journal.page(Wanted(*days(), least=3_001, most=3_002))
    assert [line.amount for line in money.lines] == [-3_002, -3_001]


def test_only_these(journal: SqlJournal) -> None:
    (place, *_) = [line.place for line in journal.page(Wanted(*days(), who="C2")).lines]
    assert kinds(journal.page(Wanted(TODAY, TODAY, places=(place,)))) == ["LineVoided"]


def test_a_search_goes_on_where_a_slice_ends(journal: SqlJournal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SLICE", 7)
    wanted, before, found, pages = Wanted(*days(), who="C2"), None, 0, 0
    while True:
        page = journal.page(wanted, before=before)
        found, pages, before = found + len(page.lines), pages + 1, page.next
        if before is None:
            break
    assert found == DAYS and pages > 2


def test_the_chain_piece_by_piece(rig: Rig, journal: SqlJournal) -> None:
    link, pieces = Link(), 0
    while not link.is_end:
        link, pieces = journal.check(link, most=10), pieces + 1
    head = journal.head()
    assert link.broken is None and pieces > 2
    assert (link.seq, link.hash.hex()) == (head.place[1], head.hash) and head.expects == 1


def test_a_chain_that_was_changed_or_cut(rig: Rig, journal: SqlJournal) -> None:
    rig.outbox.acknowledged(99)
    link = journal.check(journal.check(Link(), most=100))
    assert link.broken is not None and link.broken.how == "gap" and journal.head().expects == 99
    rig.tamper("UPDATE journal SET who = 'B1' WHERE seq = 5")
    link = journal.check(Link(), most=100)
    assert link.broken is not None and (link.broken.seq, link.broken.how) == (5, "hash")
    assert journal.check(link) == link
