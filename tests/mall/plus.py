"""A chain with a machine that brings a Plus plan, two members, and what happens with them."""

from datetime import date, timedelta

from pos.domain.facts import OrderCancelled
from pos.domain.plus import Entitlement, Plan
from pos.domain.sale import Shipping
from pos.mall.chain import Mall
from tests.domain.sales import a_sale
from tests.mall.tills import NOON, Till
from tests.mall.tills import SEED as CHAIN

SEED = (
    CHAIN
    + """
[[product]]
code = "UNO"
name = { ko = "우노", en = "Uno" }
kind = "machine"
price = 199000
plus_plan = "U20"

[[plus_plan]]
id = "U20"
amounts = [20000, 20000, 20000]
days = 90
min_capsules = 70
ranges = ["original"]

[[member]]
number = "M1"
name = "홍길동"
mobile = "010-0000-0101"

[[member]]
number = "M2"
name = "이호"
mobile = "010-0000-0102"
"""
)
U20 = Plan("U20", (20_000, 20_000, 20_000), 90, 70, ("original",))
YESTERDAY = NOON - timedelta(days=1)
LEAVES = Shipping("sealed-1", date(2026, 11, 2), date(2026, 11, 5))


def begun(sale: str, member: str = "M1") -> Entitlement:
    return Entitlement(sale, member, U20, "UNO", NOON, at_boutique=True)


def cancelled(sale: str) -> OrderCancelled:
    return OrderCancelled(sale, 24_400, a_sale().payments)


def reasons(mall: Mall, till: Till) -> dict[int, str]:
    return {review.seq: review.reason for review in mall.reviews(till.name)}
