"""What a shop on django-oscar adds to it for these terms, through its own points of extension: prices with VAT inside,
sums in whole won, and an amount spread to the won. Imported by the peer alone, once Django is set up."""

from __future__ import annotations

from collections.abc import Collection
from decimal import ROUND_DOWN, Decimal
from typing import Any

from oscar.apps.offer.benefits import AbsoluteDiscountBenefit, apply_discount
from oscar.apps.offer.results import BasketDiscount
from oscar.apps.partner import prices, strategy

VAT_INSIDE = Decimal(10) / Decimal(11)


def whole_won(amount: Decimal, _currency: str) -> Decimal:
    """What `OSCAR_OFFER_ROUNDING_FUNCTION` names: a discount is in whole won, rounded down."""
    return amount.quantize(Decimal(1), ROUND_DOWN)


class VatInside(strategy.UseFirstStockRecord, strategy.StockRequired, strategy.Structured):  # type: ignore[misc]  # untyped
    """The strategy: a price contains its VAT, and products may be exempt from it."""

    def __init__(self, exempt: Collection[int]) -> None:
        super().__init__()
        self._exempt = exempt

    def pricing_policy(self, product: Any, stockrecord: Any) -> Any:
        """See oscar's strategies."""
        price = stockrecord.price
        without = price if product.id in self._exempt else price * VAT_INSIDE
        return prices.TaxInclusiveFixedPrice(stockrecord.price_currency, without, price - without)


class AmountToTheWon(AbsoluteDiscountBenefit):  # type: ignore[misc]  # untyped
    """The benefit: an amount off, spread over what other offers left of each line, by largest remainder."""

    class Meta:
        app_label = "offer"
        proxy = True

    @property
    def name(self) -> str:
        """See oscar's benefits."""
        return f"{self.value} off"

    @property
    def description(self) -> str:
        """See oscar's benefits."""
        return self.name

    def apply(self, basket: Any, condition: Any, offer: Any, **_more: Any) -> Any:  # noqa: ARG002 - oscar's words
        """See oscar's benefits."""
        lines = [line for _, line in self.get_applicable_lines(offer, basket)]
        free = [(line, line.quantity_without_offer_discount(offer)) for line in sorted(lines, key=lambda one: one.pk)]
        found = [(line, units, int(line.line_price_incl_tax_incl_discounts)) for line, units in free if units]
        whole = sum(left for _, _, left in found)
        off = min(int(self.value), whole)
        shares = [off * left // whole for _, _, left in found]
        rests = sorted((-(off * left % whole), place) for place, (_, _, left) in enumerate(found))
        for _, place in rests[: off - sum(shares)]:
            shares[place] += 1
        for (line, units, _), share in zip(found, shares, strict=True):
            apply_discount(line, Decimal(share), units, offer)
        return BasketDiscount(Decimal(off))
