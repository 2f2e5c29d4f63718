"""Whatever a till asks, allowed or not: the mall answers as its document says, and never fails.

A few examples of each operation; `python -m benchmarks.schema` asks thousands.
"""

from collections.abc import Iterator

import pytest
from schemathesis.core.failures import FailureGroup

from pos.mall.chain import Mall
from pos.till.feed import FeedPage
from tests.mall.fuzzing import Fuzzed, fuzz, modes, operations

OPERATIONS = operations()


@pytest.fixture(scope="module")
def fuzzed() -> Iterator[Fuzzed]:
    with Fuzzed() as made:
        yield made


@pytest.mark.parametrize("name", OPERATIONS)
def test_every_operation_answers_as_its_document_says(fuzzed: Fuzzed, name: str) -> None:
    for mode in modes(OPERATIONS[name]):
        fuzz(fuzzed, OPERATIONS[name], mode=mode, examples=2)


def test_an_answer_that_is_another_is_found(fuzzed: Fuzzed, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = OPERATIONS["GET /v1/feed"]
    monkeypatch.setattr(Mall, "feed", lambda *_: FeedPage("seven"))  # type: ignore[arg-type]  # that is the point
    with pytest.raises(FailureGroup) as found:
        fuzz(fuzzed, operation, mode=modes(operation)[0], examples=2)
    assert [type(one).__name__ for one in found.value.exceptions] == ["JsonSchemaError"]


def test_a_failure_of_the_malls_is_found(fuzzed: Fuzzed, monkeypatch: pytest.MonkeyPatch) -> None:
    operation = OPERATIONS["GET /v1/feed"]
    monkeypatch.setattr(Mall, "feed", lambda *_: 1 // 0)
    with pytest.raises(AssertionError, match=r"mall\.failed"):
        fuzz(fuzzed, operation, mode=modes(operation)[0], examples=2)
