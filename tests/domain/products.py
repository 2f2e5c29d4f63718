"""Products and terms for tests, neutral and small."""

from datetime import datetime
from pathlib import Path
from typing import Any

from pos.domain.calendar import KST
from pos.domain.catalogue import Name, Price, Product
from pos.domain.policy import Policy, read_policy

LONG_AGO = datetime(2020, 1, 1, tzinfo=KST)
NOW = datetime(2026, 11, 2, 10, 0, tzinfo=KST)
POLICIES = Path(__file__).parents[2] / "resources" / "policies"


def product(code: str, won: int | None = 7_200, **more: Any) -> Product:
    """A product; a capsule sleeve of ten by default."""
    prices = () if won is None else (Price(LONG_AGO, won),)
    name = more.pop("name", Name(f"상품 {code}", f"Product {code}"))
    facts: dict[str, Any] = {"kind": "capsule", "range": "original", "capsules": 10, "prices": prices, **more}
    return Product(code, name, **facts)


def terms() -> Policy:
    """The terms in force in 2026."""
    return read_policy((POLICIES / "2025-02-10.toml").read_text("utf-8"))
