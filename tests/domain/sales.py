"""A sale for tests, with every part a receipt has to show."""

from pos.domain import basket as baskets
from pos.domain.basket import Basket
from pos.domain.catalogue import Name
from pos.domain.quote import quote
from pos.domain.receipt import Letterhead
from pos.domain.sale import Sale, lines_of
from pos.domain.tender import CardApproval, Payment
from tests.domain.products import NOW, product, terms

SHOP = Letterhead(
    "예시 부티크", "220-81-62517", "김대표", "서울특별시 중구 세종대로 110", "02-120-0000", "080-734-1111"
)
APPROVAL = CardApproval("12345678", "2026-11-02 10:00:03", "123456******7890", "한빛카드", "한빛", "M001", "T001", 3)


def a_sale(number: int = 123) -> Sale:
    """Two sleeves, a bag of green beans (exempt), paid by card in three months, transfer and cash with change."""
    products = {
        "ARIA": product("ARIA", 7_200, name=Name("아리아", "Aria")),
        "GREEN": product("GREEN", 10_000, kind="food", tax="exempt", name=Name("생두", "Green beans")),
    }
    basket = baskets.add(baskets.add(Basket("sale-1", NOW, NOW), "ARIA", quantity=2), "GREEN")
    found = quote(basket, products, terms())
    payments = (
        Payment("p1", "card", 10_000, approval=APPROVAL),
        Payment("p2", "transfer", 4_400, reference="이체 0211"),
        Payment("p3", "cash", 10_000, handed_over=15_000),
    )
    return Sale(
        "sale-1",
        "SEL01",
        "1",
        number,
        NOW.date(),
        NOW,
        "C1",
        "shift-1",
        found.terms,
        lines_of(found),
        found.goods,
        found.discount,
        found.total,
        found.taxable,
        found.exempt,
        found.vat,
        payments,
    )
