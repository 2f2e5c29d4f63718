"""What a second person may allow."""

from typing import get_args

from pos.domain.approval import OVERRULABLE, Action


def test_every_block_that_can_be_overruled_is_an_action() -> None:
    assert set(get_args(Action)) >= OVERRULABLE


def test_blocks_that_have_to_be_put_right_are_none() -> None:
    never = {"scan.unknown", "price.missing", "serial.missing", "serial.used", "order.below_minimum"}
    assert never.isdisjoint(get_args(Action))
    assert {"delivery.po_box", "delivery.abroad", "delivery.postcode", "delivery.recipient"}.isdisjoint(OVERRULABLE)
