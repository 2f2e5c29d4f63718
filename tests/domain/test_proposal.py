"""What a return would come to, and what a manager has to allow for it."""

from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from pos.domain.approval import Approval
from pos.domain.back.proposal import Facts, Need, propose_without_receipt
from pos.domain.back.returns import Original, Reason, Wanted
from tests.domain.backs import CALENDAR, back, can_be_done, machine, proposed, sold
from tests.domain.baskets import SHOP, TERMS
from tests.domain.products import NOW

MIND: Reason = "change_of_mind"
LATER = NOW.replace(hour=23)
"""When `proposed` asks."""
PRICED = {code: (one, one.prices[0].won) for code, one in SHOP.items()}


def allowed(*needs: Need, at: datetime = NOW) -> tuple[Approval, ...]:
    """A manager allowed exactly these."""
    return tuple(Approval(need.code, need.about, "B1", "because", at) for need in needs)


def test_nothing_wanted_is_nothing_to_do() -> None:
    found = proposed(Original(sold(("CUP", 1))))
    assert (can_be_done(found), found.refund, found.needs) == (False, 0, ())


def test_what_was_allowed_is_exactly_what_was_asked_for() -> None:
    original = Original(sold(("CUP", 3)))
    first = proposed(original, back(1, 1, MIND, "opened_unused"))
    assert [need.code for need in first.needs] == ["return.opened"]
    facts = Facts(approvals=allowed(*first.needs, at=LATER))
    assert can_be_done(proposed(original, back(1, 1, MIND, "opened_unused"), facts=facts))
    more = proposed(original, back(1, 2, MIND, "opened_unused"), facts=facts)
    assert [need.code for need in more.needs] == ["return.opened"]


@pytest.mark.parametrize(
    ("gaps", "codes"), [((50, 50), []), ((50, 60), ["return.opened"]), ((60, 0), ["return.opened"] * 2)]
)
def test_while_a_manager_allows_one_thing_after_another_all_of_it_lasts(
    gaps: tuple[int, int], codes: list[str]
) -> None:
    original = Original(sold(("CUP", 1), ("GREEN", 1)))
    wanted = (back(1, 1, MIND, "opened_unused"), back(2, 1, MIND, "opened_unused"))
    first, second = proposed(original, *wanted).needs
    since, between = (timedelta(seconds=gap) for gap in gaps)
    given = (*allowed(second, at=LATER - since), *allowed(first, at=LATER - since - between))
    assert [need.code for need in proposed(original, *wanted, facts=Facts(approvals=given)).needs] == codes


@pytest.mark.parametrize(
    ("lines", "wanted", "code"),
    [
        ((("CUP", 10),), back(1, 10), None),  # 200,000 won exactly
        ((("CUP", 11),), back(1, 11), "return.offline_limit"),
        ((("UNO", 1),), back(1, 1, serials=("UNO-10",)), "return.offline_limit"),  # a machine always
        ((("UNO", 1),), back(1, 1, serials=("UNO-10",), replaced=True, new_serials=("N",)), "return.offline_limit"),
    ],
)
def test_on_the_word_of_a_receipt_alone(lines: tuple[tuple[str, int], ...], wanted: Wanted, code: str | None) -> None:
    original = Original(sold(*lines))
    assert can_be_done(proposed(original, wanted))
    found = proposed(original, wanted, facts=Facts(by_code=True))
    assert [need.code for need in found.needs] == ([code] if code else [])
    facts = Facts(by_code=True, approvals=allowed(*found.needs, at=LATER))
    assert can_be_done(proposed(original, wanted, facts=facts))


def test_a_line_that_is_refused_refuses_the_whole() -> None:
    original = Original(sold(("CUP", 1), ("ARIA", 1)))
    found = proposed(original, back(1, 1, MIND), back(2, 1, MIND))
    assert found.refused is not None
    assert found.refused.verdict.code == "return.coffee_not_at_boutique"
    assert not can_be_done(found)


class TestWithoutAReceipt:
    def test_only_a_manager_can_allow_it(self) -> None:
        wanted = (Wanted(0, 2, "unopened", MIND, product="CUP"), Wanted(0, 1, "unopened", "defect", product="GREEN"))
        found = propose_without_receipt(wanted, PRICED, TERMS, CALENDAR, NOW)
        assert [need.code for need in found.needs] == ["return.no_receipt"]
        assert (found.refund, found.taxable, found.exempt, found.vat) == (50_000, 40_000, 10_000, 3_636)
        again = propose_without_receipt(wanted, PRICED, TERMS, CALENDAR, NOW, allowed(*found.needs))
        assert can_be_done(again)

    def test_what_the_terms_refuse_they_refuse_all_the_same(self) -> None:
        wanted = (Wanted(0, 1, "unopened", MIND, product="ARIA"),)
        found = propose_without_receipt(wanted, PRICED, TERMS, CALENDAR, NOW)
        assert found.refused is not None
        assert found.refused.verdict.code == "return.coffee_not_at_boutique"

    def test_an_opened_one_is_asked_for_apart(self) -> None:
        wanted = (Wanted(0, 1, "opened_unused", MIND, product="CUP"),)
        found = propose_without_receipt(wanted, PRICED, TERMS, CALENDAR, NOW)
        assert [need.code for need in found.needs] == ["return.no_receipt", "return.opened"]

    def test_more_of_it_is_asked_for_again(self) -> None:
        one = propose_without_receipt([Wanted(0, 1, "unopened", MIND, product="CUP")], PRICED, TERMS, CALENDAR, NOW)
        two = [Wanted(0, 2, "unopened", MIND, product="CUP")]
        assert propose_without_receipt(two, PRICED, TERMS, CALENDAR, NOW, allowed(*one.needs)).needs

    def test_nothing_wanted_is_nothing_to_do(self) -> None:
        assert not can_be_done(propose_without_receipt([], PRICED, TERMS, CALENDAR, NOW))


def test_a_replaced_machine_and_a_refunded_one_in_one_return() -> None:
    original = Original(sold(("UNO", 2)))
    first, second = original.serials(1)
    swap = replace(machine(original, 1, "defect"), replaced=True, new_serials=("N1",))
    found = proposed(original, swap, back(1, serials=(second,)))
    assert (found.refund, can_be_done(found)) == (199_000, True)
    assert first != second
