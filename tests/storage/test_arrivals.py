"""The feed is believed thing by thing: what is odd changes nothing, is said once, and waits for a person."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from pos.domain.catalogue import Name, Price, Product
from pos.domain.errors import Refused
from pos.domain.members import Dossier
from pos.domain.plus import Entitlement, Plan
from pos.domain.promotions import Promotion
from pos.domain.settled import FeedDismissed, FeedReleased
from pos.storage import range_changes
from pos.storage.judging import Judge
from pos.storage.outbox import SqlOutbox
from pos.till.feed import FeedPage, Member, PutAside, Staff, StockLevel
from pos.till.held_changes import HeldChange
from pos.till.reading import Delivered, Unread
from tests.domain.bounds import BOUNDS
from tests.domain.products import LONG_AGO, NOW, product
from tests.storage.conftest import BOUTIQUE, Rig
from tests.storage.test_feed import new_terms

RANGE = tuple(f"P{number:03d}" for number in range(60))


class Till:
    """A till whose feed is judged; its clock is set."""

    def __init__(self, rig: Rig) -> None:
        self.rig, self.at, self._cursor = rig, NOW, 100
        self.outbox = SqlOutbox(rig.database, till="1", judge=Judge(BOUNDS, lambda: self.at))

    def brings(self, *, more: bool = False, **things: Any) -> tuple[str, ...]:
        self._cursor += 1
        return self.outbox.arrive(FeedPage(self._cursor, more, **things))

    def costs(self, code: str) -> int | None:
        found = self.rig.shelf.product(code)
        return found.prices[-1].won if found and found.prices else None

    @property
    def held(self) -> dict[str, tuple[str, ...]]:
        return {one.key: one.reasons for one in self.rig.shelf.held_changes()}

    def one(self, key: str) -> HeldChange:
        return next(one for one in self.rig.shelf.held_changes() if one.key == key)

    def release(self, *keys: str) -> None:
        self.rig.commit(FeedReleased(tuple(self.one(key).thing for key in keys), "본사 확인"))


@pytest.fixture
def till(rig: Rig) -> Till:
    made = Till(rig)
    made.at = NOW - timedelta(days=3)  # it has listened for some days
    assert made.brings(products=tuple(product(code, 10_000) for code in RANGE)) == ()
    made.at = NOW
    return made


# --- one thing ---


@pytest.mark.parametrize(("won", "why"), [(0, "odd.zero"), (4_000, "odd.jump"), (None, "odd.no_price")])
def test_an_odd_price_changes_nothing_and_the_rest_arrives(till: Till, won: int | None, why: str) -> None:
    page = (product("P001", won), product("P002", 11_000), product("NEW", 5_000))
    assert till.brings(products=page) == ("feed.held",)
    assert (till.costs("P001"), till.costs("P002"), till.costs("NEW")) == (10_000, 11_000, 5_000)
    assert till.held == {"P001": (why,)} and till.outbox.cursor() == 102


def test_it_is_said_once_and_anew_only_of_another_version(till: Till) -> None:
    assert till.brings(products=(product("P001", 0),)) == ("feed.held",)
    assert till.brings(products=(product("P001", 0),)) == ()
    assert till.brings(products=(product("P001", 1),)) == ("feed.held",)
    assert till.held == {"P001": ("odd.jump",)}


def test_a_correction_takes_what_is_held_away(till: Till) -> None:
    till.brings(products=(product("P001", 0),))
    assert till.brings(products=(product("P001", 10_500),)) == ()
    assert till.held == {} and till.costs("P001") == 10_500


def test_small_steps_within_a_day_are_one_big_one(till: Till) -> None:
    for won in (7_000, 5_000):
        assert till.brings(products=(product("P001", won),)) == ()
    assert till.brings(products=(product("P001", 4_500),)) == ("feed.held",)
    till.at += timedelta(days=1, seconds=1)
    assert till.brings(products=(product("P001", 4_500),)) == ()
    assert till.costs("P001") == 4_500


def test_a_barcode_of_another_product_is_not_taken_unless_it_is_given_up(till: Till) -> None:
    code = "8800000000015"
    thief = product("P001", 10_000, barcodes=(code,))
    assert till.brings(products=(thief,)) == ("feed.held",)
    assert till.held == {"P001": ("odd.barcode",)}
    scanned = till.rig.shelf.by_barcode(code)
    assert scanned is not None and scanned.code == "ARIA"
    given_up = replace(scanned, barcodes=())
    assert till.brings(products=(given_up, thief)) == ()
    scanned = till.rig.shelf.by_barcode(code)
    assert scanned is not None and scanned.code == "P001"


HELD: dict[str, tuple[dict[str, Any], str]] = {
    "promotion": (
        {"promotions": (Promotion("all", Name("전부", "All"), LONG_AGO, NOW + timedelta(9), percent=100),)},
        "all",
    ),
    "plan": ({"plans": (Plan("U", (200_000,), 90, 70, ("original",)),)}, "U"),
    "boutique": ({"boutique": replace(BOUTIQUE, business_number="111-11-11111")}, "SEL01"),
    "stock": ({"stock": (StockLevel("ARIA", 10**7, NOW.isoformat()),)}, "ARIA"),
    "last manager": ({"staff": (Staff("B1", "점장", "cashier", "-"),)}, "B1"),
    "old terms": ({"policies": (new_terms("2025-01-01", "2025-02-01"),)}, "2025-02-01"),
    "sudden terms": ({"policies": (new_terms("2026-09-30", "2026-11-02"),)}, "2026-11-02"),
    "dossier": (
        {
            "dossiers": (
                Dossier(
                    "M1",
                    entitlements=(
                        Entitlement("e", "M1", Plan("U", (10**6,), 90, 70, ()), "UNO", NOW, at_boutique=True),
                    ),
                ),
            )
        },
        "M1",
    ),
}


@pytest.mark.parametrize("name", HELD)
def test_whatever_it_is_what_was_known_goes_on_until_it_is_released(till: Till, name: str) -> None:
    things, key = HELD[name]
    before = _known(till)
    assert till.brings(**things, products=(product("P001", 10_100),)) == ("feed.held",)
    assert _known(till) == before and till.costs("P001") == 10_100
    assert list(till.held) == [key]
    till.release(key)
    assert till.held == {} and _known(till) != before


def _known(till: Till) -> tuple[object, ...]:
    rig = till.rig
    return (
        rig.shelf.boutique(),
        rig.shelf.staff(),
        [one.version for one in rig.shelf.policies()],
        rig.books.plans(),
        rig.books.promotions(),
        rig.books.stock(["ARIA"]),
        rig.books.dossier("M1"),
    )


def test_terms_that_were_not_announced_are_refused_and_not_held(till: Till) -> None:
    assert till.brings(policies=(new_terms("2026-11-01", "2026-11-02"),)) == ("policy.notice",)
    assert till.held == {}


def test_a_till_that_was_away_believes_terms_that_were_announced_meanwhile(till: Till) -> None:
    till.at += timedelta(days=60)
    assert till.brings(policies=(new_terms("2026-11-03", "2026-12-20"),)) == ()
    assert till.rig.shelf.policies()[-1].version == "2026-12-20"


def test_what_is_scanned_costs_what_it_cost_whichever_product_a_barcode_leads_to(till: Till) -> None:
    code = "8800000000015"
    known = till.rig.shelf.product("ARIA")
    assert known is not None
    given_up = replace(known, barcodes=())
    assert till.brings(products=(given_up, product("NEW", 1, barcodes=(code,)))) == ("feed.held",)
    assert till.held == {"NEW": ("odd.jump",)}
    assert till.brings(products=(product("NEW", 2, barcodes=(code,)),)) == ("feed.held",), "nor in a page of its own"
    assert till.rig.shelf.by_barcode(code) is None
    same = replace(known, code="NEW2", name=Name("아리아 새 코드", ""), barcodes=(code,))
    assert till.brings(products=(same,)) == ()


def test_promotions_are_held_against_the_shelf_and_those_that_are_there(till: Till) -> None:
    def told(name: str, **gives: Any) -> Promotion:
        return Promotion(name, Name("행사", "Promotion"), LONG_AGO, NOW + timedelta(9), **gives)

    thirty = told("thirty", percent=30, combinable=True)
    page = (thirty, told("other", percent=40, combinable=True), told("sleeve", amount=90_000, from_units=1))
    assert till.brings(promotions=page) == ("feed.held",)
    assert till.held == {"other": ("odd.promotion",), "sleeve": ("odd.promotion",)}
    assert till.brings(promotions=(told("later", percent=21),)) == ("feed.held",)
    assert till.rig.books.promotions() == (thirty,)
    till.release("later")
    assert till.brings(promotions=(thirty,)) == (), "what is known is no news"


# --- a delivery ---


def test_a_fifth_of_the_range_at_once_is_held_as_one(till: Till) -> None:
    page = tuple(product(code, 11_000) for code in RANGE[:30])
    assert till.brings(products=page) == ("feed.held",)
    assert set(till.held) == set(RANGE[:30]) and {why for (why,) in till.held.values()} == {"odd.range"}
    assert till.costs("P000") == 10_000
    till.release(*RANGE[:30])
    assert till.held == {} and till.costs("P000") == 11_000
    assert till.brings(products=(product("P000", 11_500),)) == (), "a released list is no reason to hold the next price"


def test_a_delivery_in_many_pages_is_one_and_what_its_first_pages_changed_goes_back(till: Till) -> None:
    pages = [RANGE[start : start + 5] for start in range(0, 20, 5)]
    said = [till.brings(more=True, products=tuple(product(code, 11_000) for code in page)) for page in pages]
    assert said == [(), (), ("feed.held",), ("feed.held",)]
    assert till.brings(products=(product("NEW", 5_000),)) == ()
    assert {till.costs(code) for code in RANGE} == {10_000} and set(till.held) == set(RANGE[:20])
    till.release(*RANGE[:20])
    assert {till.costs(code) for code in RANGE[:20]} == {11_000}


def test_what_was_changed_by_an_earlier_delivery_stays(till: Till) -> None:
    assert till.brings(products=tuple(product(code, 11_000) for code in RANGE[:10])) == ()
    assert till.brings(products=tuple(product(code, 11_000) for code in RANGE[10:20])) == ("feed.held",)
    assert [till.costs(code) for code in (RANGE[0], RANGE[10])] == [11_000, 10_000]
    assert till.brings(products=(product(RANGE[10], 11_000),)) == (), "nobody gets it through one by one"
    assert till.costs(RANGE[10]) == 10_000
    till.at += timedelta(days=2)
    assert till.brings(products=tuple(product(code, 12_000) for code in RANGE[30:35])) == ("feed.held",)


def test_without_the_put_back_half_a_list_would_hold(till: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(range_changes, "put_back", lambda *_, **__: ())
    for start in range(0, 20, 5):
        till.brings(more=True, products=tuple(product(code, 11_000) for code in RANGE[start : start + 5]))
    assert {till.costs(code) for code in RANGE[:20]} == {10_000, 11_000}


def test_everything_gone_is_held_and_goes_on_being_sold(till: Till) -> None:
    till.brings(products=tuple(product(code, None) for code in RANGE))
    assert {till.costs(code) for code in RANGE} == {10_000}
    assert set(till.held["P000"]) == {"odd.no_price", "odd.range"}


def test_a_new_range_is_no_change(till: Till) -> None:
    assert till.brings(products=tuple(product(f"N{number}", 3_000) for number in range(200))) == ()


# --- deciding ---


def test_only_the_version_that_was_looked_at_is_released(till: Till) -> None:
    till.brings(products=(product("P001", 0),))
    looked_at = till.one("P001").thing
    till.brings(products=(product("P001", 100),))
    before = till.rig.shelf.last_time(), len(till.outbox.unsent(most=99, most_bytes=10**6))
    for fact in (FeedReleased((looked_at,), "ok"), FeedDismissed((looked_at,), "ok")):
        with pytest.raises(Refused, match=r"feed\.changed"):
            till.rig.commit(fact)
    assert till.costs("P001") == 10_000 and till.held == {"P001": ("odd.jump",)}
    assert (till.rig.shelf.last_time(), len(till.outbox.unsent(most=99, most_bytes=10**6))) == before
    till.release("P001")
    assert till.costs("P001") == 100
    with pytest.raises(Refused, match=r"feed\.changed"):
        till.rig.commit(FeedReleased((looked_at,), "again"))


def test_what_is_dismissed_is_gone_and_what_was_known_goes_on(till: Till) -> None:
    till.brings(products=(product("P001", 0),))
    till.rig.commit(FeedDismissed((till.one("P001").thing,), "본사 실수"))
    assert till.held == {} and till.costs("P001") == 10_000
    assert till.rig.verify().holds


def test_a_release_is_signed(till: Till) -> None:
    till.brings(products=(product("P001", 0),))
    till.release("P001")
    last = till.outbox.unsent(most=99, most_bytes=10**6)[-1]
    assert last.kind == "FeedReleased" and last.signature
    assert till.rig.verify().holds


# --- what is not understood ---


def test_what_is_not_understood_is_said_once_and_read_by_a_newer_program(till: Till) -> None:
    body = b'{"code":"X","name":{"ko":"x","en":"x"},"kind":"hologram","prices":[]}'
    page = Delivered(150, products=(product("P001", 10_100),), unread=(Unread("products", "X", body),))
    assert till.outbox.arrive(page) == ("feed.not_understood",)
    assert till.outbox.arrive(replace(page, cursor=151)) == ()
    assert till.held == {"X": ("feed.not_understood",)} and till.costs("P001") == 10_100
    assert till.outbox.read_again() == () and till.held
    with pytest.raises(Refused, match=r"feed\.not_understood"):
        till.release("X")
    with till.rig.database.write() as connection:  # as if this program knew what the last one did not
        connection.exec_driver_sql("UPDATE held_change SET body = ?", (body.replace(b"hologram", b"food"),))
    assert till.outbox.read_again() == ()
    found = till.rig.shelf.product("X")
    assert found is not None and found.kind == "food" and till.held == {} and till.outbox.cursor() == 151


def test_a_member_who_is_not_understood_is_asked_for_again_by_another_program(
    till: Till, monkeypatch: pytest.MonkeyPatch
) -> None:
    till.outbox.arrive(Delivered(150, unread=(Unread("members", "M9"),)))
    till.outbox.arrive(FeedPage(160, products=(product("P001", 10_100),)))
    assert till.outbox.read_again() == () and till.outbox.cursor() == 160, "the same program understands no more"
    monkeypatch.setattr("pos.storage.rereading.fingerprint", lambda: "newer")
    till.outbox.read_again()
    assert till.outbox.cursor() == 101 and till.held == {}, "from before the page that told of them"


def test_terms_of_a_newer_chain_wait_for_a_newer_program(till: Till) -> None:
    newer = new_terms("2026-11-02", "2026-12-20") + '\n[rules.unheard_of]\nclause = "99"\n'
    assert till.brings(policies=(newer,)) == ("policy.rejected",)
    (one,) = till.rig.shelf.held_changes()
    assert one.kind == "policies" and not one.is_understood and one.body.decode() == newer


def test_the_place_in_the_feed_survives_and_a_signed_one_is_remembered(till: Till) -> None:
    assert not till.outbox.feed_is_signed()
    till.outbox.arrive(Delivered(170, signature=b"s"))
    till.rig.reopen()
    assert SqlOutbox(till.rig.database, till="1").feed_is_signed() and till.rig.outbox.cursor() == 170


# --- poison ---

Poison = dict[str, Any]
REFUSED: dict[str, tuple[Poison, str]] = {
    "control": ({"products": (product("X", name=Name("가\x1b[2J", "x")),)}, "product.rejected"),
    "turned": ({"products": (product("X", name=Name("\u202e007", "x")),)}, "product.rejected"),
    "long": ({"products": (product("X", name=Name("가" * 10_000, "x")),)}, "product.rejected"),
    "nameless": ({"products": (product("X", name=Name(" ", "x")),)}, "product.rejected"),
    "prices": ({"products": (product("X", prices=(Price(LONG_AGO, 1),) * 10**4),)}, "product.rejected"),
    "negative": ({"products": (product("X", -1),)}, "product.rejected"),
    "huge": ({"products": (product("X", 2**70),)}, "product.rejected"),
    "dear": ({"products": (product("X", 2 * 10**9),)}, "product.rejected"),
    "year 1": (
        {"products": (product("X", prices=(Price(datetime(1, 1, 1, tzinfo=NOW.tzinfo), 5),)),)},
        "product.rejected",
    ),
    "year 9999": (
        {"products": (product("X", prices=(Price(datetime(9999, 12, 31, tzinfo=NOW.tzinfo), 5),)),)},
        "product.rejected",
    ),
    "barcodes": ({"products": (product("X", barcodes=tuple(map(str, range(60)))),)}, "product.rejected"),
    "minus": ({"products": (product("X", capsules=-10),)}, "product.rejected"),
    "terms bomb": ({"policies": ("a = " + "[" * 50_000,)}, "policy.rejected"),
    "long terms": ({"policies": ("# " + "x" * 100_000,)}, "policy.rejected"),
    "big number": ({"policies": ("a = 1" + "0" * 5_000,)}, "policy.rejected"),
    "plan": ({"plans": (Plan("U", (-5,), 90, 70, ()),)}, "feed.rejected"),
    "staff": ({"staff": (Staff("S9", "\u202e", "cashier", "-"),)}, "feed.rejected"),
    "member": ({"members": (Member("M9", "a\x00", "010"),)}, "feed.rejected"),
    "aside": ({"aside": (PutAside("1", 1, 2**80, "x"),)}, "feed.rejected"),
    "stock": ({"stock": (StockLevel("ARIA", 2**80, NOW.isoformat()),)}, "stock.rejected"),
    "half letter": ({"members": (Member("M9", "\ud800", "010"),)}, "feed.rejected"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_poison_is_refused_by_itself(till: Till, name: str) -> None:
    things, code = REFUSED[name]
    good = product("GOOD", 5_000)
    told = {**things, "products": (*things.get("products", ()), good)}
    assert till.brings(**told) == (code,)
    assert till.rig.shelf.product("X") is None and till.rig.shelf.product("GOOD") == good
    assert till.rig.shelf.boutique() == BOUTIQUE


def test_without_a_judge_an_odd_price_would_hold(rig: Rig) -> None:
    """So that the tests above can fail."""
    outbox: Callable[[FeedPage], tuple[str, ...]] = SqlOutbox(rig.database, till="1").arrive
    assert outbox(FeedPage(9, products=(product("ARIA", 0),))) == ()
    found: Product | None = rig.shelf.product("ARIA")
    assert found is not None and found.prices[-1].won == 0
