"""The counter's questions go to the mall once there is a way, and until then nobody answers."""

from typing import Any

import pytest

from pos.app.switchboard import Switchboard
from pos.domain.errors import Unavailable
from pos.till.books import Enquiries

ASKED = ("member", "find_members", "voucher", "easy_orders", "sale", "machine", "reserve", "release", "stop_order")


class Wire:
    """Answers each question with what was asked."""

    def __getattr__(self, name: str) -> Any:
        return lambda asked: (name, asked)


@pytest.mark.parametrize("name", ASKED)
def test_each_question_is_passed_on(name: str) -> None:
    board = Switchboard()
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        getattr(board, name)("x")
    board.wire = Wire()
    assert getattr(board, name)("x") == (None if name in ("release", "stop_order") else (name, "x"))


def test_no_question_is_forgotten() -> None:
    questions = {name for name in vars(Enquiries) if not name.startswith("_")}
    assert questions == set(ASKED)
