"""What was put aside has an owner, who looks at it once; what a receipt number that was given twice comes to."""

import threading

import pytest
import sqlalchemy as sa
from msgspec.structs import replace

from pos.domain.epochs import AsideLookedAt
from pos.domain.errors import Refused
from pos.mall import changes, reviews, tables
from pos.mall.chain import Mall
from pos.mall.reviews import Place, owner_of
from pos.till.feed import PutAside
from tests.mall.tills import NAME, NOON, FixedClock, Till


def put_aside(mall: Mall, seq: int, reason: str) -> None:
    with mall._engine.begin() as connection:
        reviews.put_aside(connection, Place(NAME, 1, seq), reason, at=NOON.isoformat())


def asides(till: Till) -> dict[int, PutAside]:
    """What the till's boutique is told of, by place; what is off the list is told of once."""
    return {one.seq: one for one in till.feed().aside}


@pytest.mark.parametrize(
    ("reason", "owner"),
    [
        ("member.merged", "boutique"),
        ("plus.double_use", "boutique"),
        ("receipt.number_twice", "boutique"),
        ("sale.sums", "office"),
        ("entry.unreadable", "office"),
    ],
)
def test_who_looks_at_what(mall: Mall, till: Till, reason: str, owner: str) -> None:
    till.sell()
    till.push()
    put_aside(mall, 1, reason)
    assert asides(till)[1].owner == owner == owner_of(reason)
    assert [one.owner for one in mall.reviews(NAME)] == [owner]


def test_a_boutique_settles_its_own_for_all_of_its_tills(mall: Mall, till: Till, clock: FixedClock) -> None:
    till.sell(2)
    till.push()
    put_aside(mall, 1, "member.merged")
    second = Till.enrolled_at(mall, clock, name=replace(NAME, till="2"))
    second.write(AsideLookedAt("1", 1, 1, "member.merged", "same person"))
    second.push()
    assert mall.reviews(NAME) == ()
    assert asides(till)[1].reason == ""
    (settled,) = mall.archive.settled(NAME)
    assert (settled.seq, settled.reason, settled.by, settled.note) == (1, "member.merged", "C1", "same person")
    put_aside(mall, 1, "member.merged")
    assert mall.reviews(NAME) == (), "what was looked at stays looked at"
    put_aside(mall, 1, "member.same_mobile")
    assert len(mall.reviews(NAME)) == 1, "another reason is another thing"


def test_what_is_the_offices_no_boutique_settles(mall: Mall, till: Till) -> None:
    till.sell()
    till.push()
    put_aside(mall, 1, "sale.sums")
    till.write(AsideLookedAt("1", 1, 1, "sale.sums", "all is well"))
    till.push()
    assert {one.reason for one in mall.reviews(NAME)} == {"sale.sums", "entry.not_theirs"}
    mall.archive.settle_review(NAME, 1, 1, by="office", note="counted by hand")
    assert [one.reason for one in mall.reviews(NAME)] == ["entry.not_theirs"]
    with pytest.raises(Refused, match=r"review\.none"):
        mall.archive.settle_review(NAME, 1, 1, by="office", note="again")


def test_another_boutique_settles_nothing(mall: Mall, till: Till, busan: Till) -> None:
    till.sell()
    till.push()
    put_aside(mall, 1, "member.merged")
    busan.write(AsideLookedAt("1", 1, 1, "member.merged", "mine"))
    busan.push()
    assert len(mall.reviews(NAME)) == 1


@pytest.mark.parametrize("database", ["postgresql"], indirect=True)
def test_the_office_waits_for_its_turn_with_nothing_in_hand(mall: Mall, till: Till, database: str) -> None:
    """Who reads journals has its turn and may be about to clear the same entry: the two would wait in a ring."""
    till.write_raw("Nonsense", b"{}")
    till.push()
    engine = sa.create_engine(database.replace("postgresql:", "postgresql+psycopg:"))
    office = threading.Thread(
        target=mall.archive.settle_review, args=(till.name, 1, 1), kwargs={"by": "office", "note": "an old program"}
    )
    waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    with engine.begin() as connection:
        changes.newest(connection, lock=True)
        office.start()
        with engine.connect() as beside:
            while not beside.execute(waiting).scalar_one():
                beside.rollback()
        found = connection.execute(sa.select(tables.review.c.seq).with_for_update(skip_locked=True)).all()
    office.join()
    engine.dispose()
    assert len(found) == 1 and mall.reviews(till.name) == ()
