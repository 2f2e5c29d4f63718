"""Products of a large chain, made up from syllables: names share their beginnings, so that a search meets thousands."""

from __future__ import annotations

import random
from datetime import datetime

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price, Product

SINCE = datetime(2020, 1, 1, tzinfo=KST)
_FIRST = (
    "에티오피아:Ethiopia", "에스프레소:Espresso", "콜롬비아:Colombia", "디카페인:Decaf", "브라질:Brazil",
    "과테말라:Guatemala",
    "바닐라:Vanilla", "카라멜:Caramel", "헤이즐넛:Hazelnut", "코스타리카:Costa Rica", "아이스:Ice", "오리진:Origin",
)  # fmt: skip
_SECOND = (
    "시다모:Sidamo", "룽고:Lungo", "리스트레토:Ristretto", "수프리모:Supremo", "라테:Latté", "블렌드:Blend",
    "포르테:Forte", "에클레어:Éclair", "마일드:Mild", "다크:Dark",
)  # fmt: skip
_SYLLABLES = (
    "가나다라마바사아자차카타파하고노도로모보소오조초코토포호"
    "구누두루무부수우주추쿠투푸후기니디리미비시이지치키티피히샾똠뷁"
)


def products(count: int, *, seed: int = 20250210) -> list[Product]:
    """`count` products, always the same ones: names of two to four words, each with a price and an EAN-13."""
    chance = random.Random(seed)
    made = []
    for number in range(count):
        first, second = chance.choice(_FIRST).split(":"), chance.choice(_SECOND).split(":")
        own = "".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4)))
        ko = [first[0], second[0], own] if chance.random() < 0.7 else [own, first[0], second[0]]
        name = Name(" ".join(ko), f"{first[1]} {second[1]} {number % 997}")
        price = Price(SINCE, chance.randrange(50, 200) * 100)
        made.append(
            Product(
                f"P{number:06d}",
                name,
                "capsule",
                range="original",
                capsules=10,
                prices=(price,),
                barcodes=(ean13(f"880{number:09d}"),),
                favourite=number if number < 24 else None,
            )
        )
    return made


def ean13(twelve: str) -> str:
    """Twelve digits and the one that makes them a barcode."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return twelve + str(-total % 10)
