"""The codes of the mall's problem documents with their statuses. A till of any age reads them: none ever goes away."""

from __future__ import annotations

from http import HTTPStatus

STATUS = {
    "request.invalid": HTTPStatus.BAD_REQUEST,
    "mall.unknown_till": HTTPStatus.UNAUTHORIZED,
    "mall.signature": HTTPStatus.UNAUTHORIZED,
    "mall.clock": HTTPStatus.UNAUTHORIZED,
    "mall.revoked": HTTPStatus.FORBIDDEN,
    "enrol.code": HTTPStatus.FORBIDDEN,
    "member.unknown": HTTPStatus.NOT_FOUND,
    "payback.unknown": HTTPStatus.NOT_FOUND,
    "return.unknown_receipt": HTTPStatus.NOT_FOUND,
    "order.unknown": HTTPStatus.NOT_FOUND,
    "enrol.taken": HTTPStatus.CONFLICT,
    "journal.broken": HTTPStatus.CONFLICT,
    "journal.epoch": HTTPStatus.CONFLICT,
    "mall.behind": HTTPStatus.CONFLICT,
    "order.left": HTTPStatus.CONFLICT,
    "return.order_cancelled": HTTPStatus.CONFLICT,
    "staff.no_entry": HTTPStatus.CONFLICT,
    "staff.unknown": HTTPStatus.CONFLICT,
    "mall.too_large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "mall.failed": HTTPStatus.INTERNAL_SERVER_ERROR,
    "mall.busy": HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Whatever else the rules refuse is a conflict with what is held."""
