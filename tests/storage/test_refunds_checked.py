"""The till's own check follows each won that went back: to the part it was promised by, once, and as much."""

import pytest

from pos.domain.back.returns import PaidOut
from pos.domain.facts import RefundPaid, ReturnCompleted, ShiftOpened
from tests.storage.conftest import Rig, sale_of
from tests.storage.given_back import back, paid


@pytest.fixture
def owing(rig: Rig) -> Rig:
    """A till that took something of a sale back and owes 7,200 won for it."""
    rig.commit(ShiftOpened("shift-1", 100_000))
    rig.sell("s1")
    rig.commit(ReturnCompleted(back("r", sale_of("s1"))))
    return rig


@pytest.mark.parametrize("once", [paid("r-1", 7_200), paid("r-1", 7_200, interest=3), paid("r-1", 7_200, "transfer")])
def test_a_refund_that_went_out_as_promised_holds(owing: Rig, once: PaidOut) -> None:
    assert owing.verify().holds, "before it went out, too"
    owing.commit(RefundPaid("r", once))
    assert owing.verify().holds


@pytest.mark.parametrize(
    "out",
    [
        (("r", paid("r-1", 72_000)),),
        (("r", paid("r-1", 7_200)), ("r", paid("r-1", 7_200))),
        (("r", paid("r-9", 7_200)),),
        (("q", paid("r-1", 7_200)),),
    ],
)
def test_money_that_went_out_otherwise_is_found(
    owing: Rig, out: tuple[tuple[str, PaidOut], ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store refuses most of it; a program that did not would be found out."""
    monkeypatch.setattr("pos.storage.store.refuse_what_is_done", lambda cursor, facts: None)
    for back_id, one in out:
        owing.commit(RefundPaid(back_id, one))
    assert owing.verify().faults == ("journal.refunds",)
