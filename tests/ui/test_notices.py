"""Every code the program can say has words in both languages, in four parts, and they read as a person needs them."""

import ast
import re
from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import get_args

import pytest

from pos.domain.approval import Action
from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.errors import Detail
from pos.domain.promotions import Promotion, _faults
from pos.domain.quote import Missed
from pos.domain.sums.likely import Guess
from pos.till.counter import Notice
from pos.till.feed import Language
from pos.ui.notices import PARTS, explain, missed_notice
from pos.ui.screens.closing.view import PANELS
from pos.ui.words import Words, all_words

POS = Path(__file__).parents[2] / "pos"
SAYERS = {
    "CardAnswer",
    "Refused",
    "Unavailable",
    "Notice",
    "Block",
    "Missed",
    "_missed",
    "_refuse",
    "PrintResult",
    "PrinterState",
    "Unreadable",
    "news",
}
CODE = re.compile(r"[a-z_]+(\.(?!toml$|json$|db$)[a-z_]+)+")
# What the rules are written in: here whatever looks like a code is one, said by whom it may be.
RULES = ("domain", "till")
# What a manager is asked for has words of its own, and "plus.new" names a benefit.
ACTIONS = {"line.free", "order.refuse", "refund.other_tender", "calendar.holiday"}
# What stays open when a shift closes is counted, and named by the screen that lists it.
OPEN = {"refund.owed", "claim.open", "basket.held", "order.stopped"}
NOT_SAID = ACTIONS | OPEN | {"plus.new"}


def said_in(source: str) -> set[str]:
    """The codes handed to an error, a notice or a device's answer."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {code for call in calls if _name(call.func) in SAYERS for code in _codes(call, is_said=True)}


def kept_in(source: str) -> set[str]:
    """The codes in tables, choices, assignments and answers, from which one may be handed on."""
    kinds = (ast.Dict, ast.Set, ast.IfExp, ast.Assign, ast.Return)
    return {code for node in ast.walk(ast.parse(source)) if isinstance(node, kinds) for code in _codes(node)}


def ruled_in(source: str) -> set[str]:
    """Whatever looks like a code in the rules, whoever says it; a docstring is none."""
    return {code for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant) for code in _codes(node)}


def causes_in(source: str) -> set[str]:
    """The codes that name what an amount on the quote rests on; nobody reads them as a notice."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    return {code for call in calls if _name(call.func) == "Cause" for code in _codes(call, is_said=True)}


def _name(function: ast.expr) -> str:
    return function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")


def _codes(node: ast.AST, *, is_said: bool = False) -> Iterator[str]:
    """What looks like a code below `node`; not in the arguments of other calls, unless it is said."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and CODE.fullmatch(node.value):
        yield node.value
    for leaf in ast.iter_child_nodes(node):
        if is_said or not isinstance(leaf, ast.Call):
            yield from _codes(leaf, is_said=is_said)


@lru_cache
def said_codes() -> frozenset[str]:
    """Every code of the till. What the mall answers reaches a person as the cause of a "mall.refused"."""
    texts = {path: path.read_text("utf-8") for path in POS.rglob("*.py") if path.relative_to(POS).parts[0] != "mall"}
    said = {code for text in texts.values() for code in said_in(text)}
    families = {code.split(".")[0] for code in said}
    # A screen's tables hold keys of words, and those have a test of their own.
    kept = {code for path, text in texts.items() if "ui" not in path.parts for code in kept_in(text)}
    ruled = {code for path, text in texts.items() if path.relative_to(POS).parts[0] in RULES for code in ruled_in(text)}
    causes = {code for text in texts.values() for code in causes_in(text)}
    return frozenset((said | {code for code in kept | ruled if code.split(".")[0] in families}) - causes - NOT_SAID)


def keys_of(part: str) -> dict[str, str]:
    pattern = re.compile(rf"notice\.(.+)\.{part}")
    return {match[1]: key for key in all_words() if (match := pattern.fullmatch(key))}


def test_every_code_in_the_program_has_words() -> None:
    wordless = {code for code in said_codes() for part in PARTS if f"notice.{code}.{part}" not in all_words()}
    assert not wordless


def test_the_search_for_codes_finds_every_way_to_say_one() -> None:
    assert said_in('raise Refused("shift.float", amount=1)') == {"shift.float"}
    assert said_in('raise Refused("a.one" if locked else "a.two")') == {"a.one", "a.two"}
    assert said_in('raise errors.Unavailable("disk.full")') == {"disk.full"}
    assert said_in('PrintResult("unknown", code="printer.stalled")') == {"printer.stalled"}
    assert kept_in('code = {"x": "payment.cancelled"}') == {"payment.cancelled"}
    assert kept_in('Column("sale", ForeignKey("sale.id"))') == set()
    assert ruled_in('def why(x): \n  """Or "a.two"."""\n  return f(("a.one", x))') == {"a.one"}
    assert causes_in('Cause("plus.discount", clause)') == {"plus.discount"}
    assert {"session.wrong_pin", "payment.cancelled", "paper.unknown", "order.limit_exceeded"} <= said_codes()
    assert {"plus.used_up", "plus.to_be_confirmed", "payback.expired", "approval.locked"} <= said_codes()
    assert {"promotion.min_units", "benefit.exclusive", "delivery.forwarder", "member.suspended"} <= said_codes()


def test_both_languages_stand_side_by_side_everywhere() -> None:
    gaps = [
        key for key, texts in all_words().items() if not (texts.get("ko", "").strip() and texts.get("en", "").strip())
    ]
    assert not gaps


def test_both_languages_name_the_same_facts() -> None:
    holes = re.compile(r"\{(\w+)")
    apart = [
        key for key, texts in all_words().items() if set(holes.findall(texts["ko"])) != set(holes.findall(texts["en"]))
    ]
    assert not apart


def test_every_notice_has_its_four_parts_and_a_short_code_of_its_own() -> None:
    codes = set(keys_of("what"))
    assert all(set(keys_of(part)) == codes for part in PARTS)
    shorts = [all_words()[key]["ko"] for key in keys_of("short").values()]
    assert len(shorts) == len(set(shorts))
    assert all(all_words()[key]["ko"] == all_words()[key]["en"] for key in keys_of("short").values())


def test_every_button_a_notice_names_is_somewhere_to_be_pressed() -> None:
    for language in ("ko", "en"):
        labels = {texts[language] for key, texts in all_words().items() if not key.startswith("notice.")}
        told = " ".join(texts[language] for key, texts in all_words().items() if key.startswith("notice."))
        assert set(re.findall(r"\[(.+?)\]", told)) <= labels


SAID: list[tuple[str, dict[str, Detail], Language, str]] = [
    (
        "paper.not_printed",
        {"cause": "printer.paper_out", "sale": "abc"},
        "ko",
        "영수증이 출력되지 않았습니다 (용지 없음). 판매는 저장되었습니다. 용지를 넣고 [다시 출력]을 누르세요.  P-03",
    ),
    (
        "paper.not_printed",
        {"cause": "printer.cover_open", "sale": "abc"},
        "en",
        "The receipt was not printed (cover open). The sale is saved. Close the cover and press [Print again].  P-05",
    ),
    (
        "tender.implausible",
        {"handed_over": 1_000_000, "change": 989_000},
        "en",
        "Were you really given 1,000,000 won? The change would be 989,000 won. Nothing was recorded yet."
        " Count again and enter what you were given.  Y-03",
    ),
    (
        "session.locked",
        {"until": "2025-03-03T05:06:00+00:00", "failures": 5, "staff": "C1"},
        "ko",
        "비밀번호를 여러 번 틀려 14:06까지 잠겼습니다. 장바구니는 그대로 있습니다."
        " 기다렸다가 다시 입력하거나 다른 직원이 로그인하세요.  S-03",
    ),
]


@pytest.mark.parametrize(("code", "facts", "language", "text"), SAID)
def test_a_notice_reads_as_a_person_needs_it(
    code: str, facts: dict[str, Detail], language: Language, text: str
) -> None:
    assert explain(Notice(code, facts), Words(language)).text == text


MOMENT = datetime(2025, 5, 3, 10, 24, tzinfo=KST)
SOLD_OUT: dict[str, Detail] = {"product": "C1", "left": 0, "asked": 2, "at": "2025-05-03T01:20:00+00:00"}


def test_what_stands_in_the_way_is_said_with_the_time_it_was_known() -> None:
    told = explain(Notice("order.out_of_stock", SOLD_OUT), Words("en"), name_of=lambda _: "Aria")
    assert told.what == "Product Aria: the stock shows 0 (2 asked, as of 05-03 10:20)."


def test_a_limit_says_of_what_it_is_one() -> None:
    facts: dict[str, Detail] = {"product": "C1", "most": 2, "asked": 3}
    whole = explain(Notice("order.limit_exceeded", facts), Words("en")).what
    of_member = explain(Notice("order.limit_exceeded", {**facts, "scope": "member", "days": 30}), Words("en")).what
    to_address = explain(Notice("order.limit_exceeded", {**facts, "scope": "address", "days": 7}), Words("ko")).what
    assert whole == "Product C1: 2 an order at most (now 3)."
    assert of_member == "Product C1: 2 a member in 30 days at most (3 with this order)."
    assert to_address == "상품 C1 – 한 주소로 7일 동안 2개까지 보낼 수 있습니다 (이번까지 3개)."


def test_a_delivery_says_which_field_is_missing() -> None:
    fields = ("name", "address", "phone")
    told = {explain(Notice("delivery.recipient", {"field": field}), Words("ko")).what for field in fields}
    assert len(told) == len(fields)


def test_what_a_manager_is_asked_for_has_words() -> None:
    actions = get_args(Action)
    assert set(actions) >= ACTIONS
    assert all(f"action.{action}" in all_words() for action in actions)
    told = explain(Notice("approval.required", {"action": "order.refuse"}), Words("ko"), tells_raw=False)
    assert told.what == "점장의 승인이 필요합니다: 주문 거절."


def test_what_stays_open_and_why_a_count_differs_has_words() -> None:
    assert set(PANELS) >= OPEN
    keys = {f"closing.open.{code}.{part}" for code in PANELS for part in ("title", "detail")}
    keys |= {f"closing.cause.{guess}" for guess in get_args(Guess)}
    keys |= {f"closing.check.{guess}.{way}" for guess in get_args(Guess) for way in ("short", "over")}
    assert keys <= set(all_words())
    assert Words("en")("closing.cause.cash_sale", amount="7,200") == "one cash sale of 7,200 won"


def test_what_is_wrong_with_a_promotion_has_words() -> None:
    promotion = Promotion("P1", Name("봄", "Spring"), MOMENT, MOMENT)
    assert {f"cause.promotion.{cause}" for cause, _ in _faults(promotion)} <= set(all_words())
    told = explain(Notice("promotion.rejected", {"promotion": "P1", "cause": "hours"}), Words("ko"), tells_raw=False)
    assert told.what == "새 행사를 받아들이지 못했습니다 (시간대가 잘못됨)."


def test_a_benefit_that_is_missed_says_what_is_missing() -> None:
    plus = Missed("plus:1", "plus", "plus.min_capsules", "9 (8)", 10, "capsules", 20_000)
    spring = Missed("promotion:P1", "promotion", "promotion.min_amount", "9", 5_000, "won", 3_000, Name("봄", "Spring"))
    coupon = Missed("coupon:X", "promotion", "coupon.unknown", "9", facts={"code": "SPRING-25"})
    told = [explain(missed_notice(one, Words("en")), Words("en")).what for one in (plus, spring, coupon)]
    assert told == [
        "10 more capsules bring the Plus discount of 20,000 won.",
        "5,000 won more take 3,000 won off: Spring.",
        "No coupon that can be used: SPRING-25",
    ]


def test_a_cause_nobody_foresaw_is_said_to_be_unknown() -> None:
    told = explain(Notice("paper.not_printed", {"cause": "", "sale": "abc"}), Words("ko"))
    assert told.what == "영수증이 출력되지 않았습니다 (원인 모름)."
    assert told.do == "프린터를 확인하고 [다시 출력]을 누르세요."


def test_what_a_device_answers_has_a_name_in_brackets() -> None:
    texts = [path.read_text("utf-8") for path in (POS / "devices" / "terminal").glob("*.py")]
    calls = [node for text in texts for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    reasons = {code for call in calls if _name(call.func) == "CardAnswer" for code in _codes(call, is_said=True)}
    assert "terminal.declined" in reasons
    assert reasons <= set(keys_of("name"))


@pytest.mark.parametrize("cause", ["terminal.e_1234", "Expected `int`, got `str`"])
def test_no_screen_shows_a_cause_in_the_machines_words(cause: str) -> None:
    notice = Notice("policy.rejected", {"cause": cause})
    assert explain(notice, Words("ko"), tells_raw=False).what == "새 약관을 받아들이지 못했습니다 (원인 모름)."
    assert cause in explain(notice, Words("ko")).what


def test_a_code_without_words_is_said_to_be_unforeseen_and_named() -> None:
    told = explain(Notice("new.thing"), Words("en"))
    assert told.what == "Something unforeseen happened (new.thing)."
    assert told.short == "X-00"


def test_a_product_is_named_where_its_name_is_known() -> None:
    notice = Notice("price.missing", {"product": "CAP-01"})
    assert "CAP-01" in explain(notice, Words("ko")).what
    assert "아리아" in explain(notice, Words("ko"), name_of=lambda code: {"CAP-01": "아리아"}[code]).what


def test_no_fact_is_left_open_when_every_fact_is_given() -> None:
    holes = re.compile(r"\{(\w+)")
    for code, key in keys_of("what").items():
        named = {hole for part in PARTS for hole in holes.findall(all_words()[key.removesuffix("what") + part]["ko"])}
        facts: dict[str, Detail] = dict.fromkeys(named, 7)
        for language in ("ko", "en"):
            assert "{" not in explain(Notice(code, facts), Words(language)).text
