"""A scene with more on its shelf: a machine with a plan, something limited, promotions, stock, members at the mall."""

from datetime import UTC, timedelta
from typing import Any

from pos.domain.catalogue import Name
from pos.domain.delivery import Recipient
from pos.domain.plus import Entitlement, Plan, Use
from pos.domain.promotions import Promotion, Selection
from pos.till.feed import FeedPage, StockLevel
from tests.domain.products import LONG_AGO, NOW, product
from tests.till.scene import Scene

U20 = Plan("U20", (20_000, 20_000, 20_000), 90, 70, ("original", "vertuo"))
HOME = Recipient("홍길동", "010-1111-2222", "04524", "서울특별시 중구 세종대로 110", "3층")
ELSEWHERE = Recipient("이호", "010-3333-4444", "06133", "서울특별시 강남구 테헤란로 123")
FORWARDER = Recipient("홍길동", "010-1111-2222", "22382", "인천광역시 중구 공항로 1 배송대행 물류센터 A-102")


def furnish(scene: Scene) -> None:
    """Let the mall's feed bring it all."""
    scene.rig.outbox.arrive(
        FeedPage(
            cursor=8,
            products=(
                product(
                    "UNO",
                    199_000,
                    kind="machine",
                    capsules=0,
                    serial_tracked=True,
                    serial_pattern="UN[0-9]{4}",
                    plus_plan="U20",
                    warranty_months=12,
                    barcodes=("8800000000077",),
                ),
                product(
                    "YUJA", 8_000, max_per_order=5, max_per_member=6, max_per_address=6, barcodes=("8800000000053",)
                ),
                product("CUP", 20_000, kind="accessory", range=None, capsules=0, barcodes=("8800000000107",)),
            ),
            plans=(U20,),
            promotions=(
                Promotion(
                    "autumn",
                    Name("가을", "Autumn"),
                    LONG_AGO,
                    NOW + timedelta(days=30),
                    on=Selection(kinds=("capsule",)),
                    percent=10,
                ),
                Promotion(
                    "three",
                    Name("컵 세 개", "Three cups"),
                    LONG_AGO,
                    NOW + timedelta(days=30),
                    on=Selection(kinds=("accessory",)),
                    amount=6_000,
                    from_units=3,
                    combinable=True,
                ),
                Promotion(
                    "season",
                    Name("겨울", "Winter"),
                    LONG_AGO,
                    NOW + timedelta(days=30),
                    on=Selection(ranges=("original",)),
                    amount=30_000,
                    from_amount=100_000,
                ),
                Promotion(
                    "gift",
                    Name("컵 선물", "A cup"),
                    LONG_AGO,
                    NOW + timedelta(days=30),
                    on=Selection(kinds=("machine",)),
                    gift="CUP",
                    gift_units=1,
                    from_units=1,
                    combinable=True,
                ),
                Promotion(
                    "secret",
                    Name("쿠폰", "Coupon"),
                    LONG_AGO,
                    NOW + timedelta(days=30),
                    amount=3_000,
                    combinable=True,
                    coupon="HELLO",
                ),
            ),
            stock=(StockLevel("ARIA", 40, NOW.astimezone(UTC).isoformat()), StockLevel("YUJA", 2, NOW.isoformat())),
        )
    )


def entitled(scene: Scene, member: str = "M1", *, uses: int = 0, **more: Any) -> Entitlement:
    """A member at the mall with a Plus benefit that began yesterday, and so many orders made on it."""
    held = Entitlement(f"e-{member}", member, U20, "UNO", NOW - timedelta(days=1), at_boutique=True, **more)
    told = tuple(Use(held.benefit, f"elsewhere-{nth}") for nth in range(uses))
    scene.mall.knows(member, entitlements=(held,), uses=told)
    return held
