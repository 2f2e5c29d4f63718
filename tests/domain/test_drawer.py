"""What lies in the drawer: counts that are counts, amounts that can be moved, and guesses why a count differs."""

import pytest

from pos.domain.drawer import DENOMINATIONS, MOST_PIECES, Move, MoveKind, check_move, counted, fewest
from pos.domain.errors import Refused
from pos.domain.sums.likely import MOST_GUESSES, Cash, Cause, likely_causes


def test_a_count_is_kept_largest_first_without_what_is_not_there() -> None:
    count = counted([(100, 3), (50_000, 1), (10, 0)])
    assert count.pieces == ((50_000, 1), (100, 3)) and count.total == 50_300
    assert counted([]).total == 0
    assert counted([(won, MOST_PIECES) for won in DENOMINATIONS]).total == sum(DENOMINATIONS) * MOST_PIECES


@pytest.mark.parametrize(
    "pieces", [[(7, 1)], [(0, 1)], [(1_000, -1)], [(1_000, MOST_PIECES + 1)], [(1_000, 1), (1_000, 0)], [(-1_000, 1)]]
)
def test_what_is_no_count(pieces: list[tuple[int, int]]) -> None:
    with pytest.raises(Refused, match=r"drawer\.count"):
        counted(pieces)


@pytest.mark.parametrize("total", [0, 10, 121_600, 186_660, 999_990])
def test_an_amount_in_the_fewest_pieces(total: int) -> None:
    assert fewest(total).total == total


@pytest.mark.parametrize("total", [1, 5, 121_601, -10])
def test_what_no_coins_make(total: int) -> None:
    with pytest.raises(Refused, match=r"drawer\.count"):
        fewest(total)


@pytest.mark.parametrize(("kind", "change"), [("in", 500), ("out", -500), ("safe", -500)])
def test_what_a_move_does(kind: MoveKind, change: int) -> None:
    assert Move(kind, 500, "x").change == change


@pytest.mark.parametrize("amount", [0, -1, 10_000_001])
def test_what_may_not_be_moved(amount: int) -> None:
    check_move(Move("in", 1, "x"))
    check_move(Move("in", 10_000_000, "x"))
    with pytest.raises(Refused, match=r"drawer\.amount"):
        check_move(Move("in", amount, "x"))


# --- why a count differs ---------------------------------------------------------------------------------------------

DAY = Cash(100_000, sales=(7_200, 14_430), refunds=(2_350,), moves=(Move("safe", 30_070, "x"), Move("in", 20_040, "y")))


@pytest.mark.parametrize(
    ("difference", "first"),
    [
        (-7_200, Cause("cash_sale", 7_200)),
        (2_350, Cause("refund", 2_350)),
        (30_070, Cause("move", 30_070)),  # written, and the money is still there
        (-20_040, Cause("move", 20_040)),  # written, and the money never came
        (-40_080, Cause("move_backwards", 20_040)),  # paid in on paper, taken out in fact
        (60_140, Cause("move_backwards", 30_070)),
        (100_000, Cause("float", 100_000)),
        (-100_000, Cause("float", 100_000)),
        (-50_000, Cause("pieces", 50_000)),
        (1_500, Cause("pieces", 500, 3)),
        (-2_700, Cause("digits", 2_700)),
        (7_200, Cause("digits", 7_200)),
    ],
)
def test_the_likeliest_cause(difference: int, first: Cause) -> None:
    assert likely_causes(difference, DAY)[0] == first


@pytest.mark.parametrize("difference", [0, -4_130, 4_130])
def test_what_nothing_explains(difference: int) -> None:
    assert likely_causes(difference, DAY) == ()


def test_what_a_sale_explains_comes_before_swapped_digits() -> None:
    assert likely_causes(-7_200, DAY) == (Cause("cash_sale", 7_200), Cause("digits", 7_200))


def test_there_are_four_guesses_at_most_and_none_twice() -> None:
    moves = (Move("in", 90_000, "a"), Move("in", 90_000, "b"), Move("in", 45_000, "c"))
    found = likely_causes(-90_000, Cash(90_000, sales=(90_000,), refunds=(90_000,), moves=moves))
    assert len(found) == len(set(found)) == MOST_GUESSES
    assert [one.guess for one in found] == ["cash_sale", "move", "move_backwards", "float"]
