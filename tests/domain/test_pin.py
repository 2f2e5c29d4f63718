"""PINs and badges: which PIN is one, and what both become."""

import pytest

from pos.domain.errors import Refused
from pos.domain.pin import check_new_pin, keyed_badge, keyed_pin

PEPPER = b"p" * 32


@pytest.mark.parametrize("pin", ["482913", "102938", "571046", "123457", "1234561", "864208642137"])
def test_a_pin_somebody_may_choose(pin: str) -> None:
    check_new_pin(pin, old="930275")


@pytest.mark.parametrize(
    ("pin", "cause"),
    [
        *((pin, "digits") for pin in ("", "48291", "48291a", "4829133333333", "４８２９１３", "48 913", "-48291")),
        *((pin, "one_digit") for pin in ("000000", "77777777")),
        *((pin, "run") for pin in ("123456", "654321", "890123", "321098", "1234567")),
        *((pin, "pattern") for pin in ("121212", "123123", "787878", "12121212", "1231231", "482482", "48294829")),
    ],
)
def test_a_pin_that_is_easily_guessed(pin: str, cause: str) -> None:
    with pytest.raises(Refused) as refused:
        check_new_pin(pin)
    assert (refused.value.code, refused.value.facts) == ("pin.weak", {"cause": cause})


def test_the_old_one_is_no_new_one() -> None:
    with pytest.raises(Refused, match=r"pin\.same"):
        check_new_pin("482913", old="482913")


def test_half_a_letter_is_no_pin_and_no_fault() -> None:
    assert keyed_pin("48291\ud800", pepper=PEPPER) != keyed_pin("482913", pepper=PEPPER)


def test_a_badge_is_keyed_and_is_never_a_pin() -> None:
    assert keyed_badge(" 482913\r", pepper=PEPPER) == keyed_badge("482913", pepper=PEPPER)
    assert keyed_badge("482913", pepper=PEPPER) != keyed_badge("482913", pepper=b"q" * 32)
    assert keyed_badge("482913", pepper=PEPPER) != keyed_pin("482913", pepper=PEPPER).hex()
    assert "482913" not in keyed_badge("482913", pepper=PEPPER)
