"""What a shop has, as the mall reckons: exact whatever has been read, with what each till did after its place."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos.domain.facts import OrderCancelled, StockCorrected
from pos.domain.sale import Shipping
from pos.mall.chain import Mall
from pos.sync.contract import TillName
from pos.till.feed import FeedPage, StockLevel
from tests.domain.sales import a_sale
from tests.mall.tills import NOON, SEED, FixedClock, Till, small_mall

LEAVES = Shipping("sealed-1", date(2026, 11, 2), date(2026, 11, 5))
NOW = NOON.isoformat()


def level(mall: Mall, product: str = "ARIA") -> StockLevel:
    return mall.stock("SEL01")[product]


def test_what_is_handed_over_goes_out_of_the_stock_and_corrections_count(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    till.sell(2)  # two sleeves of ARIA and a bag of green beans each
    till.write(StockCorrected("ARIA", -1, "broken"))
    till.push()
    assert mall.stock("SEL01") == {"ARIA": StockLevel("ARIA", 5, NOW, {"1": 3})}, "no stock is kept of the others"
    till.write(StockCorrected("ARIA", 20, "received"))
    till.push(first=4)
    assert level(mall) == StockLevel("ARIA", 25, NOW, {"1": 4})


def test_what_is_delivered_comes_from_elsewhere(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    till.sell(1, shipping=LEAVES)
    till.write(OrderCancelled("sale-1", 24_400, a_sale().payments))
    till.push()
    assert level(mall).units == 10


def test_only_the_boutique_itself_hears_of_its_stock(mall: Mall, till: Till, clock: FixedClock) -> None:
    busan = Till.enrolled_at(mall, clock, name=TillName("BUS01", "1"))
    here, there = till.feed().cursor, busan.feed().cursor
    mall.set_stock("SEL01", "ARIA", 10)
    till.sell(1)
    till.push()
    page = till.feed(here)
    assert page.stock == (StockLevel("ARIA", 8, NOW, {"1": 1}),)
    assert busan.feed(there) == FeedPage(page.cursor)


def test_a_sale_of_what_no_stock_is_kept_of_announces_nothing(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "CUP", 10)
    cursor = till.feed().cursor
    till.sell(3)
    till.push()
    assert till.feed(cursor) == FeedPage(cursor)


def test_a_count_has_everything_in_it_that_was_read(mall: Mall, till: Till, clock: FixedClock) -> None:
    second = Till.enrolled_at(mall, clock, name=TillName("SEL01", "2"))
    till.sell(4)
    till.push()
    second.sell(1)
    second.push()
    mall.set_stock("SEL01", "ARIA", 30)
    assert level(mall) == StockLevel("ARIA", 30, NOW, {"1": 4, "2": 1})


def test_an_entry_that_waits_aside_moves_nothing(mall: Mall, till: Till) -> None:
    mall.set_stock("SEL01", "ARIA", 10)
    till.sell(1, total=1)
    till.write(StockCorrected("ARIA", 2**70, "counted"))
    till.sell(1)
    till.sell(1, id="sale-3")
    till.push()
    assert level(mall) == StockLevel("ARIA", 8, NOW, {"1": 4})
    assert [review.reason for review in mall.reviews(till.name)] == ["sale.sums", "entry.unstorable", "sale.twice"]


def test_tills_that_sell_at_once_are_all_counted(mall: Mall, clock: FixedClock) -> None:
    tills = [Till.enrolled_at(mall, clock, name=TillName("SEL01", str(number))) for number in range(1, 5)]
    mall.set_stock("SEL01", "ARIA", 1_000)

    def trade(till: Till) -> None:
        for number in range(1, 6):
            till.sell(1)
            till.push(first=number)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(trade, tills))
    mall.catch_up()
    assert level(mall) == StockLevel("ARIA", 1_000 - 4 * 5 * 2, NOW, {str(number): 5 for number in range(1, 5)})


steps = st.lists(
    st.tuples(st.sampled_from(["sell", "deliver", "correct", "push", "count"]), st.integers(0, 1)), max_size=25
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps)
def test_a_level_and_what_a_till_did_since_are_always_what_there_is(steps: list[tuple[str, int]]) -> None:
    with small_mall(SEED) as mall:
        play(mall, steps)


def play(mall: Mall, steps: list[tuple[str, int]]) -> None:
    """Two tills trade; at the end the mall's figure and what each did after its place are what there is."""
    clock = FixedClock()
    tills = [Till.enrolled_at(mall, clock, name=TillName("SEL01", str(number))) for number in (1, 2)]
    moved: list[list[int]] = [[], []]
    pushed = [0, 0]
    mall.set_stock("SEL01", "ARIA", there := 500)
    for step, which in steps:
        till, moves = tills[which], moved[which]
        if step == "sell":
            till.sell(1)
            moves.append(-2)
        elif step == "deliver":
            till.sell(1, id=f"order-{which}-{len(moves)}", shipping=LEAVES)
            moves.append(0)
        elif step == "correct":
            till.write(StockCorrected("ARIA", 7, "received"))
            moves.append(7)
        elif step == "push" and till.journal:
            till.push(first=max(pushed[which], 1))
            pushed[which] = len(till.journal)
        elif step == "count":  # somebody counts, and what tills have not told is on the shelf as they know it
            unread = sum(sum(moves[pushed[n] :]) for n, moves in enumerate(moved))
            mall.set_stock("SEL01", "ARIA", there + sum(map(sum, moved)) - unread)
    held = level(mall)
    since = sum(sum(moves[held.seen.get(str(n + 1), 0) :]) for n, moves in enumerate(moved))
    assert held.units + since == there + sum(map(sum, moved))
