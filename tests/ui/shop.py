"""The small shop the screens are tried in: a boutique, its people, products with awkward names among them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price, Product, Range
from pos.domain.plus import Entitlement, Plan
from pos.domain.promotions import Promotion, Selection
from pos.till.feed import Boutique, Member, Staff

SINCE = datetime(2024, 1, 1, tzinfo=KST)
RANGES: tuple[Range, ...] = ("original", "vertuo", "professional")

BOUTIQUE = Boutique(
    "SEL01", "성수 부티크", "000-00-00000", "김대표", "서울 성동구 성수이로 00", "02-000-0000", "080-000-0000"
)

STAFF = (
    Staff("p1", "김하늘", "cashier", "", "ko", demo_pin="1111"),
    Staff("p2", "Alex Morgan", "manager", "", "en", demo_pin="2222"),
    Staff("p3", "박기술", "technician", "", "ko", demo_pin="3333"),
)


def gtin(stem: int) -> str:
    """A thirteen-digit barcode with the right check digit."""
    digits = f"{stem:012d}"
    odd, even = sum(map(int, digits[::2])), sum(map(int, digits[1::2]))
    return digits + str(-(odd + 3 * even) % 10)


_CAPSULES = (
    ("아침 숲", "Morning Forest", 6_900, "#7a9e7e"),
    ("긴 오후", "Long Afternoon", 6_900, "#c9a66b"),
    ("깊은 밤 리스트레토", "Deep Night Ristretto", 7_200, "#4a4e69"),
    ("남쪽 항구", "Southern Harbour", 7_200, "#5b8e9f"),
    ("샾똠뷁 시험 원두", "Test of Rare Syllables", 7_900, "#a26769"),
    ("첫눈 디카페인", "First Snow Decaf", 7_500, "#b8bfc6"),
    ("붉은 언덕", "Red Hill", 8_200, "#b3543e"),
    (
        "에티오피아 예가체프 워시드 한정판 플로럴 컬렉션",
        "Éthiopie Yirga Washed Limited Floral Collection",
        9_800,
        "#8f6fa8",
    ),
    ("바다 안개 룽고", "Sea Fog Lungo", 7_200, "#7f95a8"),
    ("헤이즐 정원", "Hazel Garden", 7_500, "#a5835a"),
)


def _capsules() -> list[Product]:
    return [
        Product(
            code=f"C{number:03d}",
            name=Name(ko, en),
            kind="capsule",
            range=RANGES[number % 3],
            capsules=10 if number % 3 < 2 else 50,
            prices=(Price(SINCE, won),),
            barcodes=(gtin(880123400000 + number),),
            favourite=number,
            colour=colour,
        )
        for number, (ko, en, won, colour) in enumerate(_CAPSULES, 1)
    ]


CATALOGUE: tuple[Product, ...] = (
    *_capsules(),
    Product("M001", Name("원터치 머신 크림", "One-touch Machine Cream"), "machine", prices=(Price(SINCE, 249_000),),
            barcodes=(gtin(880123400101),), favourite=11, colour="#d8cbb8", serial_tracked=True,
            serial_pattern="VX[0-9]{8}", plus_plan="PL20"),
    Product("A001", Name("머그 350 ml", "Mug 350 ml"), "accessory", prices=(Price(SINCE, 18_000),),
            barcodes=(gtin(880123400201),), favourite=12, colour="#9aa77f"),
    Product("A002", Name("우유 거품기", "Milk Frother"), "accessory", prices=(Price(SINCE, 99_000),),
            barcodes=(gtin(880123400202),), max_per_order=2),
    Product("F001", Name("오트 비스킷", "Oat Biscuit"), "food", tax="exempt", prices=(Price(SINCE, 4_500),),
            barcodes=(gtin(880123400301),), favourite=13, colour="#d1a15c"),
    Product("F002", Name("값 없는 쿠키 🍪", "Cookie Without a Price 🍪"), "food", barcodes=(gtin(880123400302),)),
    Product("R001", Name("재활용 백", "Recycling Bag"), "recycling", prices=(Price(SINCE, 0),),
            barcodes=(gtin(880123400401),), favourite=14, colour="#6f9a6b"),
)  # fmt: skip


PLAN = Plan("PL20", (20_000, 20_000, 20_000), 90, 70, ("original", "vertuo"))
JISU = Member("M000101", "김지수", "010-1234-5678")
MINJUN = Member("M000102", "남궁민준", "010-9876-5678")
HANA = Member("M000103", "이하나", "010-5555-0001", standing="suspended")


def held_plan(member: Member, *, days_ago: int = 10) -> Entitlement:
    """The Plus benefit of a member who bought a machine a few days ago."""
    bought = datetime(2025, 5, 3, 10, tzinfo=KST) - timedelta(days=days_ago)
    return Entitlement(f"e-{member.number}", member.number, PLAN, "M001", bought, at_boutique=True)


def percent_off(name: str, percent: int, *, combinable: bool = False, **more: Any) -> Promotion:
    """A promotion that takes so much off coffee."""
    since, until = datetime(2025, 1, 1, tzinfo=KST), datetime(2026, 1, 1, tzinfo=KST)
    on = Selection(kinds=("capsule",))
    identity = f"p-{name}"
    return Promotion(
        identity, Name(name, f"{name} (en)"), since, until, on, percent=percent, combinable=combinable, **more
    )


def gift_of(product: str, *, from_amount: int) -> Promotion:
    """A promotion that gives one of a product with so much coffee."""
    since, until = datetime(2025, 1, 1, tzinfo=KST), datetime(2026, 1, 1, tzinfo=KST)
    name = Name("봄 증정", "Spring gift")
    return Promotion(
        "p-gift", name, since, until, Selection(kinds=("capsule",)), gift=product, gift_units=1,
        from_amount=from_amount, combinable=True,
    )  # fmt: skip


def barcode(code: str) -> str:
    """The barcode of a product of the fake shop."""
    return next(product for product in CATALOGUE if product.code == code).barcodes[0]
