"""A sale for tests, with every part a receipt has to show."""

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from pos.domain import basket as baskets
from pos.domain.basket import Basket, Delivery
from pos.domain.catalogue import Name, Product
from pos.domain.papers.paper import Block, Document, Item, Pair, Qr, Rule, Text
from pos.domain.papers.receipt import Letterhead
from pos.domain.promotions import Selection
from pos.domain.quote import Known, Quote, quote
from pos.domain.sale import Sale, Shipping, lines_of
from pos.domain.tender import CardApproval, Payment
from tests.domain.baskets import PLANS, basket_of, free, member, promotion, quoted
from tests.domain.baskets import SHOP as EXAMPLES
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
        lines_of(found, products, {}),
        found.goods,
        found.discount,
        found.total,
        found.taxable,
        found.exempt,
        found.vat,
        payments,
    )


def a_delivery(number: int = 7) -> Sale:
    """A machine, seven sleeves of which one is free, and a cup on offer; Plus at once; delivered, by card and cash."""
    once = promotion("C", percent=10, on=Selection(products=("CUP",)), combinable=True)
    named = replace(once, name=Name("유리컵 주간", "Cup week"))
    basket = baskets.add_serial(basket_of(("UNO", 1), ("BELLO", 7), ("CUP", 1), member="M1"), 1, "UN0001")
    basket = baskets.give_free(basket, "ARIA", quantity=1, approval=free())
    found = quoted(
        replace(basket, delivery=Delivery("r1")), Known(dossier=member(), plans=PLANS, promotions=(named,)), shop=NAMED
    )
    payments = (
        Payment("p1", "card", 200_000, approval=replace(APPROVAL, instalments=0)),
        Payment("p2", "cash", found.total - 200_000, handed_over=50_000),
    )
    return sale_of(found, payments, number=number, shipping=Shipping("r1", date(2026, 11, 2), date(2026, 11, 5)))


def sale_of(
    found: Quote,
    payments: tuple[Payment, ...],
    *,
    number: int,
    shipping: Shipping | None = None,
    shop: Mapping[str, Product] = EXAMPLES,
) -> Sale:
    """What a quote became when it was paid."""
    return Sale(
        id="sale-1",
        boutique="SEL01",
        till="1",
        number=number,
        day=NOW.date(),
        at=NOW,
        cashier="C1",
        shift="shift-1",
        terms=found.terms,
        lines=lines_of(found, shop, PLANS),
        goods=found.goods,
        discount=found.discount,
        total=found.total,
        taxable=found.taxable,
        exempt=found.exempt,
        vat=found.vat,
        payments=payments,
        member="M1",
        delivery_fee=found.delivery_fee,
        shipping=shipping,
        uses=found.uses,
        begins=found.begins,
    )


def told(document: Document) -> str:
    """A document as text that a difference can be seen in; the paper's width is the printer's affair."""
    return "\n".join(_told(block) for block in document.blocks)


def _told(block: Block) -> str:
    match block:
        case Text():
            return block.text
        case Pair():
            return f"{' ' * block.indent}{block.left} | {block.right}"
        case Item():
            return f"{block.name} | {block.unit_price} | {block.quantity} | {block.amount}"
        case Qr():
            return f"[QR {block.payload}]"
        case Rule():
            return "===" if block.double else "---"
        case _:
            return f"[{type(block).__name__.lower()}]"


NAMED = {
    code: replace(one, name=Name(name, code.title()))
    for code, name in (("UNO", "우노 머신"), ("BELLO", "벨로"), ("ARIA", "아리아"), ("CUP", "유리컵"))
    for one in (EXAMPLES[code],)
}
