"""The mall over HTTP: reads requests, asks the mall, and writes answers and problem documents. It decides nothing."""

from __future__ import annotations

import asyncio
import base64
import binascii
import logging
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, TypeAlias

import msgspec
from litestar import Litestar, Request, Response, delete, get, post, put
from litestar.exceptions import HTTPException
from litestar.types import ASGIApp
from sqlalchemy.exc import OperationalError

from pos.domain.errors import Refused
from pos.mall.chain import Mall
from pos.mall.enquiries import Enquiries, decoded
from pos.mall.entrance import Asked
from pos.mall.faults import Faults, with_faults
from pos.mall.openapi import document
from pos.mall.packing import with_packing
from pos.mall.problems import STATUS
from pos.sync import contract
from pos.sync.contract import Enrol, Problem

_Request: TypeAlias = Request[Any, Any, Any]
_Answer: TypeAlias = Response[bytes]

_log = logging.getLogger(__name__)
_LONGEST_NAME = 128


def create_app(mall: Mall, *, faults: Faults | None = None) -> ASGIApp:
    """The application over `mall`, with `faults` behind a wire that may be bad."""
    app = Litestar(
        route_handlers=[
            *_routes(mall),
            *_journal_routes(mall),
            *(route for routes in _ASKED for route in routes(mall.enquiries)),
        ],
        exception_handlers={
            Refused: _refusals(mall),
            OperationalError: _without_database,
            HTTPException: _http_problem,
            Exception: _our_fault,
        },
        request_max_body_size=contract.MOST_BODY_BYTES,
        openapi_config=None,
        logging_config=None,
    )
    packed = with_packing(app)
    return packed if faults is None else with_faults(packed, faults)


def _routes(mall: Mall) -> list[Any]:
    @post(contract.ENROL, status_code=HTTPStatus.OK)
    async def enrol(request: _Request) -> _Answer:
        asked = decoded(await request.body(), Enrol)
        return await _answered(lambda: mall.enrol(asked))

    @get(contract.AUTHORITY)
    async def authority() -> _Answer:
        return await _answered(mall.gate.authority)

    @post(contract.PASS, status_code=HTTPStatus.OK)
    async def give_pass(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: mall.give_pass(asked))

    @get(contract.FEED)
    async def feed(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        cursor = _number(request.query_params.get("cursor", "0"))
        body, signature = await asyncio.to_thread(lambda: mall.signed_feed(asked, cursor))
        signed = {contract.MALL_SIGNATURE_HEADER: base64.b64encode(signature).decode()}
        return _Answer(body, headers=signed, media_type="application/json")

    @get(_path(contract.TIME))
    async def time(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: mall.time(asked, _part(request)))

    @get(contract.HEALTH)
    async def health() -> _Answer:
        return await _answered(mall.health)

    @get(contract.OPENAPI)
    async def openapi() -> _Answer:
        return _Answer(document(), media_type="application/json")

    return [enrol, authority, give_pass, feed, time, health, openapi]


def _journal_routes(mall: Mall) -> list[Any]:
    @post(contract.JOURNAL, status_code=HTTPStatus.OK)
    async def journal(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: mall.push(asked))

    @get(contract.JOURNAL)
    async def lost(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        since = _number(request.query_params.get("since", "1"))
        return await _answered(lambda: mall.archive.lost(asked, since))

    @get(_path(contract.STANDING))
    async def standing(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        seq = _number(_part(request))
        return await _answered(lambda: mall.archive.standing(asked, seq))

    @get(_path(contract.DAY))
    async def day(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        until = _number(request.query_params.get("until", ""))
        return await _answered(lambda: mall.archive.day(asked, _part(request), until))

    return [journal, lost, standing, day]


def _member_routes(enquiries: Enquiries) -> list[Any]:
    @get(_path(contract.MEMBER))
    async def member(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: enquiries.member(asked, _part(request)))

    @put(_path(contract.MEMBER))
    async def take_member(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.take_member(asked, _part(request)))

    @post(contract.MEMBERS, status_code=HTTPStatus.OK)
    async def find_members(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.find_members(asked))

    @get(_path(contract.EASY_ORDERS))
    async def easy_orders(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: enquiries.easy_orders(asked, _part(request)))

    @get(_path(contract.VOUCHER))
    async def voucher(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: enquiries.voucher(asked, _part(request)))

    return [member, take_member, find_members, easy_orders, voucher]


def _order_routes(enquiries: Enquiries) -> list[Any]:
    @post(_path(contract.STOP_ORDER), status_code=HTTPStatus.OK)
    async def stop_order(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.stop_order(asked, _part(request)))

    @put(_path(contract.RECIPIENT))
    async def recipient(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.take_recipient(asked, _part(request)))

    return [stop_order, recipient]


def _reservation_routes(enquiries: Enquiries) -> list[Any]:
    @put(_path(contract.RESERVATION))
    async def reserve(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.reserve(asked, _part(request)))

    @delete(_path(contract.RESERVATION), status_code=HTTPStatus.OK)
    async def release(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.release(asked, _part(request)))

    return [reserve, release]


def _staff_routes(enquiries: Enquiries) -> list[Any]:
    @put(_path(contract.STAFF))
    async def staff(request: _Request) -> _Answer:
        asked = _asked(request, await request.body())
        return await _answered(lambda: enquiries.take_staff(asked, _part(request)))

    return [staff]


def _sale_routes(enquiries: Enquiries) -> list[Any]:
    @get(_path(contract.SALE))
    async def sale(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: enquiries.sale(asked, _part(request)))

    @get(_path(contract.MACHINE))
    async def machine(request: _Request) -> _Answer:
        asked = _asked(request, b"")
        return await _answered(lambda: enquiries.machine(asked, _part(request)))

    return [sale, machine]


_ASKED = (_member_routes, _order_routes, _reservation_routes, _sale_routes, _staff_routes)


def _part(request: _Request) -> str:
    """The one part of a path that varies: a name, which has no control character and is not long."""
    (part,) = request.path_params.values()
    name = str(part)
    if not (len(name) <= _LONGEST_NAME and name.isprintable()):
        raise Refused("request.invalid", cause="path")
    return name


def _path(template: str) -> str:
    """A path of the contract as routes are written here."""
    return template.replace("}", ":str}")


async def _answered(ask: Callable[[], msgspec.Struct]) -> _Answer:
    """Ask the mall on a thread of its own, for it waits on its database."""
    answer = await asyncio.to_thread(ask)
    return _Answer(msgspec.json.encode(answer), media_type="application/json")


def _asked(request: _Request, body: bytes) -> Asked:
    headers = request.headers
    query: bytes = request.scope["query_string"]
    path: bytes = request.scope.get("raw_path") or request.scope["path"].encode()
    target = (path + (b"?" + query if query else b"")).decode("latin-1")
    try:
        signature = base64.b64decode(headers.get(contract.SIGNATURE_HEADER, ""), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refused("mall.signature") from error
    return Asked(
        request.method,
        target,
        _name(headers.get(contract.TILL_HEADER, "")),
        headers.get(contract.TIME_HEADER, ""),
        signature,
        body,
        headers.get(contract.PASS_HEADER, ""),
        coding=headers.get("content-encoding", "").lower(),
    )


def _name(text: str) -> str:
    """The name that a request gives itself; what can be none is nobody's, and is not told back."""
    return text if len(text) <= _LONGEST_NAME and text.isprintable() else ""


def _number(text: str) -> int:
    """A cursor: up to 18 digits, which every database can hold."""
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise Refused("request.invalid", cause="cursor")
    return int(text)


def _problem(code: str, status: HTTPStatus, facts: dict[str, str | int | None] | None = None) -> _Answer:
    problem = Problem(f"urn:pos:problem:{code}", status.phrase, status.value, code, facts or {})
    return _Answer(msgspec.json.encode(problem), status_code=status, media_type="application/problem+json")


def _refusals(mall: Mall) -> Callable[[_Request, Refused], _Answer]:
    def refused(request: _Request, error: Refused) -> _Answer:
        answer = _problem(error.code, STATUS.get(error.code, HTTPStatus.CONFLICT), error.facts)
        if error.code == "mall.revoked":  # which is said to who proved to be that till, and shuts it for good
            asked = _asked(request, b"")
            signature = base64.b64encode(mall.gate.shut_out(asked.name, asked.at)).decode()
            answer.headers[contract.MALL_SIGNATURE_HEADER] = signature
        return answer

    return refused


def _without_database(_request: _Request, error: OperationalError) -> _Answer:
    _log.warning("the database is not there: %s", type(error.orig).__name__)
    return _problem("mall.busy", HTTPStatus.SERVICE_UNAVAILABLE)


def _http_problem(_request: _Request, error: HTTPException) -> _Answer:
    status = HTTPStatus(error.status_code)
    code = "mall.too_large" if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE else "request.invalid"
    return _problem(code, status)


def _our_fault(request: _Request, error: Exception) -> _Answer:
    # The route and not the path, in which a member may be named.
    _log.error("%s %s failed", request.method, request.scope.get("path_template", ""), exc_info=error)
    return _problem("mall.failed", HTTPStatus.INTERNAL_SERVER_ERROR)
