"""A chain from a document: read strictly, put into the feed, and the demo's own."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from pos.domain.calendar import KST
from pos.domain.catalogue import check_digit_is_right, price_at
from pos.domain.errors import Refused
from pos.domain.pin import keyed_pin
from pos.domain.plus import Use
from pos.domain.powers import ROLES
from pos.domain.tender import Rounding
from pos.mall.chain import Mall
from pos.mall.seed import Seed, boutique_of, product_of, read_seed
from pos.sync.contract import TillName
from tests.mall.tills import NOON, SEED, FixedClock, Till

DEMO = Path(__file__).parents[2] / "resources" / "demo" / "chain.toml"
PERSON = '\n[[staff]]\nid = "C1"\nname = "계산원"\nrole = "cashier"\npin = "482913"\n'
MEMBER = '\n[[member]]\nnumber = "M1"\nname = "홍길동"\nmobile = "010-0000-0101"\n'
HOME = 'name = "홍길동"\nphone = "010-0000-0101"\npostcode = "04524"\naddress = "서울특별시 중구 세종대로 110"\n'
EASY_ORDER = '[[easy_order]]\nid = "E"\nmember = "M1"\nin_days = 1\nevery_weeks = 4\nlines = [["NOPE", 1]]\n'
PROMOTION = """
[[promotion]]
id = "P1"
name = { ko = "할인", en = "Off" }
since = 2026-01-01T00:00:00
until = 2027-01-01T00:00:00
percent = 10
"""
ENTITLEMENT = """
[[plus_plan]]
id = "U20"
amounts = [20000, 20000]
days = 90
min_capsules = 70
ranges = ["original"]

[[entitlement]]
id = "e1"
member = "M1"
plan = "U20"
machine = "CUP"
bought_days_ago = 3
at_boutique = true
uses = 1
"""


@pytest.mark.parametrize(
    "wrong",
    [
        "colour = 1\n" + SEED,
        SEED + "sparkle = true\n",
        SEED + '\n[[member]]\nnumber = "M1"\nname = "x"\nmobile = "y"\nnickname = "z"\n',
        SEED + PERSON.replace("cashier", "king"),
        SEED + 'barcodes = "8800000000015"\n',
        SEED + MEMBER + "\n[[member.addresses]]\n" + HOME + 'floor = "3"\n',
        SEED + PROMOTION + "sparkle = true\n",
        SEED + PROMOTION + 'on = { kinds = ["capsule"], colours = ["red"] }\n',
        SEED + PROMOTION + 'gift = "NOPE"\ngift_units = 1\n',
        SEED + '[[voucher]]\ncode = "V1"\namount = 1\norders = 1\nuntil = 2027-01-31\nowner = "M1"\n',
        SEED + '[[stock]]\nproduct = "NOPE"\nunits = 1\n',
        SEED + '[[stock]]\nproduct = "CUP"\nunits = "many"\n',
        SEED + '[[mark]]\nmember = "M9"\nmark = "excessive_returns"\n',
        SEED + MEMBER + '[[mark]]\nmember = "M1"\nmark = "rude"\n',
        SEED + MEMBER + ENTITLEMENT.replace('plan = "U20"', 'plan = "X99"'),
        SEED + MEMBER + ENTITLEMENT.replace("CUP", "NOPE"),
        SEED + ENTITLEMENT,
        SEED
        + MEMBER
        + '[[easy_order]]\nid = "E"\nmember = "M1"\nin_days = 1\nevery_weeks = 4\nlines = [["NOPE", 1]]\n',
        SEED.replace('code = "CUP"', ""),
        SEED.replace("price = 20000", "price = 20000.5"),
        "[boutique",
        "",
    ],
)
def test_a_document_that_is_not_understood_changes_nothing(mall: Mall, till: Till, wrong: str) -> None:
    before = till.feed()
    with pytest.raises(Refused, match=r"seed\.rejected"):
        mall.seed(wrong)
    assert till.feed() == before


@pytest.fixture
def pins_are_cheap() -> None:
    """Not here: what a verifier costs is what is looked at."""


def test_a_pin_travels_as_a_verifier_only(mall: Mall, till: Till) -> None:
    mall.seed(SEED + PERSON)
    (person,) = till.feed().staff
    assert person.demo_pin == ""
    assert "482913" not in repr(person)
    keyed = keyed_pin("482913", pepper=till.enrolled.pepper)
    assert PasswordHasher().verify(person.pin_verifier, keyed)
    assert person.pin_verifier.startswith("$argon2id$v=19$m=19456,t=2,p=1$")


def test_seeding_again_changes_a_pin_only_where_it_is_another(mall: Mall, till: Till) -> None:
    mall.seed(SEED + PERSON)
    page = till.feed()
    mall.seed(SEED + PERSON)
    assert till.feed() == page
    mall.seed(SEED + PERSON.replace("482913", "120987"))
    (person,) = till.feed(page.cursor).staff
    assert PasswordHasher().verify(person.pin_verifier, keyed_pin("120987", pepper=till.enrolled.pepper))


def test_prices_hold_from_their_day_in_korea() -> None:
    dated = SEED + "prices = [{ since = 2027-01-01T00:00:00, won = 25000 }]\n"
    cup = product_of(read_seed(dated).product[-1])
    assert price_at(cup, NOON) == 20_000
    assert [price.since.tzinfo for price in cup.prices] == [KST, KST]
    assert price_at(cup, NOON.replace(year=2027)) == 25_000


def test_a_chain_may_begin_with_benefits_stock_and_offers(mall: Mall, till: Till) -> None:
    mall.seed(SEED + MEMBER + ENTITLEMENT + PROMOTION + '[[stock]]\nproduct = "CUP"\nunits = 4\n')
    page = till.feed()
    (dossier,) = page.dossiers
    assert dossier == mall.dossier("M1") and dossier.uses == (Use("plus:e1", "e1-1", 20_000),)
    (entitlement,) = dossier.entitlements
    assert (entitlement.plan, entitlement.bought_at) == (page.plans[0], NOON - timedelta(days=3))
    assert [(level.product, level.units) for level in page.stock] == [("CUP", 4)]
    assert page.promotions[0].since.tzinfo == KST


# --- the demo --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo() -> Seed:
    return read_seed(DEMO.read_text())


def test_the_demo_sells_what_a_boutique_sells(demo: Seed) -> None:
    products = [product_of(product) for product in demo.product]
    assert len(products) == 60 == len({product.code for product in products})
    assert {product.range for product in products} == {"original", "vertuo", "professional", None}
    sleeves = {product.capsules for product in products if product.kind == "capsule"}
    assert sleeves == {10, 23, 50}
    plans = {plan.id for plan in demo.plus_plan}
    machines = [product for product in products if product.kind == "machine"]
    assert {machine.plus_plan for machine in machines} - {None} == plans
    assert all(machine.serial_pattern and machine.warranty_months for machine in machines)
    assert sum(product.tax == "exempt" for product in products) == 1
    assert [price_at(product, NOON) for product in products if product.kind == "recycling"] == [0]


def test_every_barcode_of_the_demo_is_right_and_its_own(demo: Seed) -> None:
    barcodes = [code for product in demo.product for code in product_of(product).barcodes]
    assert len(barcodes) == len(set(barcodes)) == 62
    assert all(len(code) == 13 and code.startswith("880") and check_digit_is_right(code) for code in barcodes)


def test_the_demos_favourites_have_a_place_each(demo: Seed) -> None:
    chosen = sorted(product.favourite for product in demo.product if product.favourite is not None)
    assert chosen == list(range(1, 25))
    assert all(product.colour for product in demo.product if product.favourite is not None)


def test_the_demo_has_names_that_are_awkward_on_purpose(demo: Seed) -> None:
    names = {product.name.ko for product in demo.product}
    assert "샾똠뷁" in names and any("☀️" in name for name in names)
    assert max(len(product.name.en) for product in demo.product) > 80
    assert all(product.name.en for product in demo.product)


def test_the_demo_shows_its_pins(tmp_path: Path, clock: FixedClock, demo: Seed) -> None:
    mall = Mall(f"sqlite:///{tmp_path / 'mall.db'}", clock=clock)
    assert mall.seed(DEMO.read_text()) == TillName("SEL01", "1")
    page = Till.enrolled_at(mall, clock).feed()
    assert {person.role for person in page.staff} == set(ROLES)
    assert [person.demo_pin for person in page.staff] == [person.pin for person in demo.staff]
    assert all(len(person.pin) == 6 and person.pin.isdigit() for person in demo.staff)
    assert {person.language for person in page.staff} == {"ko", "en"}
    assert len(page.members) == 6
    mall.close()


def test_how_a_shop_keeps_its_shifts_comes_from_the_document_and_is_as_before_without_it() -> None:
    plain = read_seed(SEED).boutique
    assert (plain.shifts, plain.drawers, plain.cash_rounding) == ("shared", 1, ())
    told = '[boutique]\nshifts = "own"\ndrawers = 2\ncash_rounding = [{ since = 2026-01-01, to = 10, how = "down" }]\n'
    shop = boutique_of(read_seed(SEED.replace("[boutique]\n", told)).boutique)
    assert (shop.shifts, shop.drawers, shop.cash_rounding) == ("own", 2, (Rounding(date(2026, 1, 1), 10, "down"),))


@pytest.mark.parametrize("wrong", ['shifts = "mine"', "drawers = 3", 'cash_rounding = [{ to = 50, how = "down" }]'])
def test_what_no_till_could_keep_is_refused(wrong: str) -> None:
    with pytest.raises(Refused):
        read_seed(SEED.replace("[boutique]\n", f"[boutique]\n{wrong}\n"))
