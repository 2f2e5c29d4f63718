"""The till and the mall: what was sent, what is held, what does not hold."""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from pos.domain.journal import find_break
from pos.storage.verify import verify
from pos.till.day import open_items
from tests.terms.world import World


@when("the mall's answer to the next push is lost")
def answer_is_lost(world: World) -> None:
    world.till.mall.faults.lost_answers = 1
    world.till.push_once()
    assert world.till.mall.faults.lost_answers == 0
    assert world.counter.ports.shelf.waiting().count > 0


@when("the till pushes again")
@when("the till pushes")
def pushes(world: World) -> None:
    world.till.sync_until_quiet()


@when("somebody changes the amount of the second sale in the till's database")
def somebody_changes(world: World) -> None:
    world.tampered = world.sales[1]
    house, total = world.till.house, world.tampered.total
    with house.database.outside_transaction() as connection:
        for trigger in ("journal_is_never_edited", "sale_is_never_edited"):
            connection.execute(f"DROP TRIGGER {trigger}")
        where = "(epoch, seq) = (SELECT epoch, seq FROM sale WHERE id = ?)"
        changed = connection.execute(
            f"UPDATE journal SET payload = CAST(replace(payload, ?, ?) AS BLOB) WHERE {where}",
            (f'"total":{total},', f'"total":{total - 1_000},', world.tampered.id),
        )
        assert changed.rowcount == 1
        connection.execute("UPDATE sale SET total = total - 1000 WHERE id = ?", (world.tampered.id,))


@then("the till's own check finds the journal broken at the second sale")
def check_finds(world: World) -> None:
    house = world.till.house
    verdict = verify(house.database, till=house.settings.till, public_key=house.keys.public())
    assert world.tampered is not None
    entry = house.shelf.entry_of_sale(world.tampered.id)
    assert entry is not None and verdict.broken is not None
    assert verdict.broken.seq == entry.seq


@then(parsers.re(r'the mall refuses the push with "(?P<code>[\w.]+)"$'))
def mall_refuses(world: World, code: str) -> None:
    world.till.push_once()
    assert world.till.sync.connection.code == code
    assert all(sale.id != world.sales[1].id for sale in world.till.mall.mall.sales(world.till.name))


@then("the mall holds every journal entry of this till once, in order")
def mall_holds_every_entry(world: World) -> None:
    held = world.till.mall.mall.entries(world.till.name)
    assert find_break(held) is None
    assert tuple(held) == world.till.all_entries()
    assert world.counter.ports.shelf.waiting().count == 0


@then(parsers.re(r"within (?P<seconds>\d+) seconds the mall holds every journal entry of this till once, in order$"))
def mall_holds_within(world: World, seconds: str) -> None:
    assert world.back_after is not None and world.back_after <= int(seconds)
    mall_holds_every_entry(world)


@given("the mall rejects the entry of the next sale")
def rejects_next_sale(world: World) -> None:
    world.rejects = 1


@then(parsers.re(r"the mall holds (?P<held>\d+) of those sales and keeps (?P<aside>\d+) aside with a reason$"))
def holds_and_keeps_aside(world: World, held: str, aside: str) -> None:
    mall, name = world.till.mall.mall, world.till.name
    assert len(mall.sales(name)) == int(held)
    reviews = mall.reviews(name)
    assert len(reviews) == int(aside) and all(review.reason for review in reviews)


@then(parsers.re(r"the manager sees (?P<count>\d+) exceptions?$"))
def manager_sees(world: World, count: str) -> None:
    world.till.sync_until_quiet()
    seen = [item for item in open_items.items(world.counter) if item.code == "entry.aside"]
    assert len(seen) == int(count)
