"""The offers engine of django-oscar on a basket that it is told: a program of its own, in a venv of its own.

It knows nothing of the till. The first line it reads is the basket with its offers, the answer what it comes to; each
line after that asks for so many quotes, the answer is how long they took. Its database is SQLite in memory.
"""

from __future__ import annotations

import json
import sys
import time
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import django
from django.conf import settings

APPS = [
    "analytics.apps.AnalyticsConfig",
    "checkout.apps.CheckoutConfig",
    "address.apps.AddressConfig",
    "shipping.apps.ShippingConfig",
    "catalogue.apps.CatalogueConfig",
    "catalogue.reviews.apps.CatalogueReviewsConfig",
    "communication.apps.CommunicationConfig",
    "partner.apps.PartnerConfig",
    "basket.apps.BasketConfig",
    "payment.apps.PaymentConfig",
    "offer.apps.OfferConfig",
    "order.apps.OrderConfig",
    "customer.apps.CustomerConfig",
    "search.apps.SearchConfig",
    "voucher.apps.VoucherConfig",
    "wishlists.apps.WishlistsConfig",
    "dashboard.apps.DashboardConfig",
    "dashboard.reports.apps.ReportsDashboardConfig",
    "dashboard.users.apps.UsersDashboardConfig",
    "dashboard.orders.apps.OrdersDashboardConfig",
    "dashboard.catalogue.apps.CatalogueDashboardConfig",
    "dashboard.offers.apps.OffersDashboardConfig",
    "dashboard.partners.apps.PartnersDashboardConfig",
    "dashboard.pages.apps.PagesDashboardConfig",
    "dashboard.ranges.apps.RangesDashboardConfig",
    "dashboard.reviews.apps.ReviewsDashboardConfig",
    "dashboard.vouchers.apps.VouchersDashboardConfig",
    "dashboard.communications.apps.CommunicationsDashboardConfig",
    "dashboard.shipping.apps.ShippingDashboardConfig",
]
DJANGO = ("admin", "auth", "contenttypes", "sessions", "sites", "messages", "staticfiles", "flatpages")
OTHERS = ("widget_tweaks", "haystack", "treebeard", "django_tables2")


def start() -> None:
    """Django with oscar's defaults, in whole won; as oscar's own page on setting it up lists its apps."""
    import oscar.defaults as defaults

    given = {name: getattr(defaults, name) for name in dir(defaults) if name.startswith("OSCAR_")}
    given |= {
        "OSCAR_DEFAULT_CURRENCY": "KRW",
        "OSCAR_OFFERS_INCL_TAX": True,
        "OSCAR_OFFER_ROUNDING_FUNCTION": "benchmarks.oscar_rules.whole_won",
    }
    settings.configure(
        **given,
        INSTALLED_APPS=[
            *(f"django.contrib.{name}" for name in DJANGO),
            "oscar.config.Shop",
            *(f"oscar.apps.{name}" for name in APPS),
            *OTHERS,
        ],
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        HAYSTACK_CONNECTIONS={"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}},
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        USE_TZ=True,
        TIME_ZONE="Asia/Seoul",
        SITE_ID=1,
        SECRET_KEY="of no use",
    )
    django.setup()
    from django.apps import apps
    from django.core.management import call_command

    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables as they are, at once
    call_command("migrate", run_syncdb=True, verbosity=0)


class Shop:
    """The basket and its offers in oscar's tables. Mutable: applying offers leaves them on the basket."""

    def __init__(self, told: dict[str, Any]) -> None:
        from oscar.core.loading import get_class, get_model

        from benchmarks.oscar_rules import VatInside

        self._model = get_model
        self._applicator, self._applications = (
            get_class("offer.applicator", "Applicator"),
            get_class("offer.results", "OfferApplications"),
        )
        self._partner = get_model("partner", "Partner").objects.create(name="shop")
        self._classes: dict[str, Any] = {}
        products = [self._product(kind, price, place) for place, (kind, price, _, _) in enumerate(told["rows"])]
        exempt = {one.id for one, row in zip(products, told["rows"], strict=True) if row[3] == "exempt"}
        self._offers(told["offers"], datetime.fromisoformat(told["since"]), datetime.fromisoformat(told["until"]))
        self._exempt = exempt
        self.basket = get_model("basket", "Basket").objects.create()
        self.basket.strategy = VatInside(exempt)
        for product, row in zip(products, told["rows"], strict=True):
            self.basket.add_product(product, row[2])

    def _product(self, kind: str, price: int, place: int) -> Any:
        if kind not in self._classes:
            self._classes[kind] = self._model("catalogue", "ProductClass").objects.create(name=kind)
        made = self._model("catalogue", "Product").objects.create(
            title=f"Product {place}", upc=f"P{place:02d}", product_class=self._classes[kind]
        )
        self._model("partner", "StockRecord").objects.create(
            product=made,
            partner=self._partner,
            partner_sku=f"P{place:02d}",
            price_currency="KRW",
            price=Decimal(price),
            num_in_stock=100_000,
        )
        return made

    def _range(self, *kinds: str) -> Any:
        made = self._model("offer", "Range").objects.create(name=" and ".join(kinds))
        for product in self._model("catalogue", "Product").objects.filter(product_class__name__in=kinds):
            made.add_product(product)
        return made

    def _offers(self, told: dict[str, int], since: datetime, until: datetime) -> None:
        from oscar.apps.offer.custom import create_benefit

        from benchmarks.oscar_rules import AmountToTheWon

        conditions, benefits = (self._model("offer", name).objects for name in ("Condition", "Benefit"))
        coffee, accessories = self._range("capsule"), self._range("accessory")
        both = self._range("accessory", "food")
        rules = (
            (
                "percent",
                conditions.create(range=accessories, type="Count", value=1),
                benefits.create(range=accessories, type="Percentage", value=told["percent"]),
            ),
            (
                "plus",
                conditions.create(range=coffee, type="Count", value=told["plus_from"] // told["capsules"]),
                create_benefit(AmountToTheWon, range=coffee, value=told["plus"]),
            ),
            (
                "amount",
                conditions.create(range=both, type="Value", value=told["amount_from"]),
                create_benefit(AmountToTheWon, range=both, value=told["amount"]),
            ),
        )
        for turn, (name, condition, benefit) in enumerate(rules):
            self._model("offer", "ConditionalOffer").objects.create(
                name=name,
                condition=condition,
                benefit=benefit,
                priority=-turn,
                exclusive=name == "plus",
                max_basket_applications=1,
                start_datetime=since,
                end_datetime=until,
            )

    def quote_anew(self) -> tuple[Decimal, Decimal]:
        """As the basket's page has it: its lines and their prices come from the database, and all offers apply."""
        self.basket.reset_offer_applications()
        return self._apply()

    def quote_again(self) -> tuple[Decimal, Decimal]:
        """The lines and their prices stay in memory; only their discounts are taken off and reckoned again."""
        self.basket.offer_applications = self._applications()
        for line in self.basket.all_lines():
            line.clear_discount()
        return self._apply()

    def _apply(self) -> tuple[Decimal, Decimal]:
        self._applicator().apply(self.basket)
        return self.basket.total_incl_tax, self.basket.total_tax

    def numbers(self) -> dict[str, Any]:
        """What the basket comes to, in won. VAT is a sum of lines in fractions of a won, rounded here once."""
        total, vat = self.quote_anew()
        lines = [(one.product_id, _whole(one.line_price_incl_tax_incl_discounts)) for one in self.basket.all_lines()]
        return {
            "lines": [to_pay for _, to_pay in lines],
            "goods": _whole(self.basket.total_incl_tax_excl_discounts),
            **{one["name"]: _whole(one["discount"]) for one in self.basket.offer_applications},
            "total": _whole(total),
            "exempt": sum(to_pay for product, to_pay in lines if product in self._exempt),
            "vat": int(vat.quantize(Decimal(1), ROUND_HALF_UP)),
        }


def _whole(amount: Decimal) -> int:
    if amount != int(amount):
        raise ValueError(f"{amount} is no whole number of won")
    return int(amount)


def _count(call: Any) -> int:
    from django.db import connection

    seen: list[str] = []

    def wrapper(execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        seen.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrapper):
        call()
    return len(seen)


def main() -> None:
    """Answer each line with a line."""
    start()
    import oscar

    shop = Shop(json.loads(sys.stdin.readline()))
    ways = {"anew": shop.quote_anew, "again": shop.quote_again}
    first = {
        "numbers": shop.numbers(),
        "queries": {name: _count(way) for name, way in ways.items()},
        "versions": f"django-oscar {oscar.get_version()}, Django {django.get_version()}",
    }
    print(json.dumps(first), flush=True)
    for asked in map(json.loads, sys.stdin):
        way, began = ways[asked["way"]], time.perf_counter()
        for _ in range(asked["quotes"]):
            way()
        print(json.dumps({"seconds": time.perf_counter() - began}), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
