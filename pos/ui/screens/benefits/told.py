"""Why, in plain words: the clause and the arithmetic of a cause, and what is missing for a benefit. It reckons nothing
that the quote did not."""

from __future__ import annotations

from collections.abc import Mapping

from pos.domain.errors import Detail
from pos.domain.money import Won
from pos.domain.quote import Cause, Missed, Quote
from pos.ui.clauses import written
from pos.ui.figures import won
from pos.ui.notices import explain, missed_notice
from pos.ui.words import Words

_WON = frozenset({"amount", "from", "goods", "given", "each", "sum", "worth"})
_CAPSULES_FROM = "delivery.free_capsules"


def clause(text: str, words: Words) -> str:
    """Clauses as people name them: "약관 9조 8항", "약관 9조 5항, 9조 8항"."""
    return words("why.clause", clauses=written(text, words.language))


def named(cause: Cause, words: Words) -> str:
    """The reason of a discount as it stands under its line: "플러스 할인 3번 중 1번째"."""
    if cause.code == "promotion" and cause.name is not None:
        return cause.name.in_language(words.language)
    key = f"why.name.{cause.code}"
    return words(key, **_facts(cause.facts, words, cause.code)) if words.has(key) else words("sale.discount_plain")


def reasons(cause: Cause, priced: Quote, words: Words, **more: Detail) -> tuple[str, ...]:
    """The arithmetic of a cause, line by line, and its clause last."""
    given, goods = _sums(cause, priced)
    facts = {"given": given, "goods": goods, **cause.facts, **more}
    told = words(_key_of(cause), **_facts(facts, words, cause.code)).split("\n")
    return (*(line for line in told if line), clause(cause.clause, words))


def _key_of(cause: Cause) -> str:
    if cause.code == "promotion":
        kind = "percent" if cause.facts.get("percent") else "amount" if cause.facts.get("amount") else "gift"
        return f"why.promotion_{kind}" + ("_from" if "from" in cause.facts else "")
    return f"why.{cause.code}"


def _sums(cause: Cause, priced: Quote) -> tuple[Won, Won]:
    """What a cause takes off in all, and the worth of the goods that it takes it off: less what came off before."""
    given = goods = 0
    for line in priced.lines:
        before = line.amount
        for one in line.discounts:
            if _is_same(one.cause, cause):
                given, goods = given + one.amount, goods + before
            before -= one.amount
    return given, goods


def share(cause: Cause, amount: Won, priced: Quote, words: Words) -> tuple[str, ...]:
    """How much of it one line bears, where others bear some of it, too."""
    given, _ = _sums(cause, priced)
    return () if given == amount else (words("why.share", amount=won(amount, words.language)),)


def _is_same(one: Cause, other: Cause) -> bool:
    return one.code == other.code and one.benefit == other.benefit


def benefit_name(benefit: Missed, words: Words) -> str:
    """What a benefit that is not given is called."""
    if benefit.name is not None:
        return benefit.name.in_language(words.language)
    if benefit.benefit.startswith("coupon:"):
        return words("benefits.name.coupon", code=benefit.benefit.removeprefix("coupon:"))
    return words(f"benefits.name.{benefit.kind}")


def missed_reasons(missed: Missed, words: Words) -> tuple[str, ...]:
    """Why a benefit is not given, what to do, and its clause."""
    told = explain(missed_notice(missed, words), words, tells_raw=False)
    return (told.what, told.do, clause(missed.clause, words))


def amount_missing(missed: Missed, words: Words) -> str:
    """How much is missing, with its unit."""
    if missed.unit == "won":
        return won(missed.missing, words.language)
    return words(f"benefits.unit.{missed.unit or 'units'}", count=f"{missed.missing:,}")


def _facts(facts: Mapping[str, Detail], words: Words, code: str = "") -> dict[str, str]:
    amounts = _WON - {"from"} if code == _CAPSULES_FROM else _WON
    return {
        name: (won(value, words.language) if name in amounts else f"{value:,}")
        if isinstance(value, int)
        else value or ""
        for name, value in facts.items()
    }
