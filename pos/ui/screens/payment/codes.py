"""What a code is that a customer's telephone shows: a payment code is told apart from everything else by its shape.

Such a code pays. It is kept nowhere: in no notice, no basket, no log.
"""

from __future__ import annotations

from pos.till.counter import Counter

_DIGITS = range(16, 33)
_BY_ITS_HEAD = "hQVDUFYwMQ"
"""How the payment codes begin that carry the card schemes' fields: "CPV01" in base64."""


def is_payment_code(counter: Counter, code: str) -> bool:
    """Whether it may be a code of a payment app: no product's, longer than a retail barcode, digits or such fields."""
    if counter.ports.shelf.by_barcode(code) is not None:
        return False
    return (code.isascii() and code.isdigit() and len(code) in _DIGITS) or code.startswith(_BY_ITS_HEAD)
