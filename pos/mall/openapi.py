"""The contract as an OpenAPI document, written from the structs that both ends use and from nothing else.

`python -m pos.mall.openapi` prints it; docs/openapi.json is a copy.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from functools import cache
from http import HTTPStatus
from typing import Any, TypeAlias

import msgspec

from pos.mall.problems import STATUS
from pos.sync import contract
from pos.sync.contract import (
    Authority,
    DayAnswer,
    EasyOrdersAnswer,
    Enrol,
    Enrolled,
    FeedAnswer,
    Health,
    LostEntries,
    MachineAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    Pass,
    PersonPut,
    PersonTaken,
    Problem,
    Push,
    PushAnswer,
    RecipientPut,
    RecipientTaken,
    Released,
    ReservationAnswer,
    ReservationPut,
    SaleAnswer,
    StaffPut,
    StaffTaken,
    Standing,
    Stopped,
    Time,
    VoucherAnswer,
)

_Json: TypeAlias = dict[str, Any]
_TEMPLATE = "#/components/schemas/{name}"


_STRUCTS = (
    Enrol,
    Enrolled,
    Authority,
    Pass,
    Push,
    PushAnswer,
    LostEntries,
    Standing,
    FeedAnswer,
    MemberAnswer,
    MemberSearch,
    MembersFound,
    EasyOrdersAnswer,
    VoucherAnswer,
    SaleAnswer,
    MachineAnswer,
    ReservationPut,
    ReservationAnswer,
    Released,
    Stopped,
    RecipientPut,
    RecipientTaken,
    PersonPut,
    PersonTaken,
    StaffPut,
    StaffTaken,
    DayAnswer,
    Time,
    Health,
    Problem,
)


@cache
def document() -> bytes:
    """The document, always the same bytes for the same contract."""
    _, schemas = msgspec.json.schema_components(_STRUCTS, ref_template=_TEMPLATE)
    api = {
        "openapi": "3.1.0",
        "info": {"title": "Till and mall", "version": "1", "description": inspect.getdoc(contract)},
        "paths": {path: _with_parameters(path, operations) for path, operations in _paths().items()},
        "components": {"schemas": schemas, "securitySchemes": _security()},
        "x-problems": {code: STATUS[code].value for code in sorted(STATUS)},
    }
    return json.dumps(api, indent=2, ensure_ascii=False).encode() + b"\n"


def _paths() -> dict[str, _Json]:
    find = _operation("findMembers", MembersFound, body=MemberSearch, signed=True)
    recipient = _operation("putRecipient", RecipientTaken, body=RecipientPut, signed=True)
    keep = _operation("reserve", ReservationAnswer, body=ReservationPut, signed=True)
    staff = _operation("putStaff", StaffTaken, body=StaffPut, signed=True)
    person = _operation("putMember", PersonTaken, body=PersonPut, signed=True)
    since = _asked_from("since", "The place of the first entry that is wanted.", default=1)
    until = _asked_from("until", "The last place of the till's journal to count.")
    cursor = _asked_from("cursor", "What was told last; 0 for everything.", default=0)
    return {
        contract.ENROL: {"post": _operation("enrol", Enrolled, body=Enrol)},
        contract.AUTHORITY: {"get": _operation("authority", Authority)},
        contract.PASS: {"post": _operation("pass", Pass, signed=True)},
        contract.JOURNAL: {
            "post": _operation("push", PushAnswer, body=Push, signed=True),
            "get": _operation("lost", LostEntries, signed=True) | {"parameters": [since]},
        },
        contract.DAY: {"get": _operation("day", DayAnswer, signed=True) | {"parameters": [until]}},
        contract.STANDING: {"get": _operation("standing", Standing, signed=True)},
        contract.FEED: {"get": _operation("feed", FeedAnswer, signed=True) | {"parameters": [cursor]}},
        contract.MEMBER: {"get": _operation("member", MemberAnswer, signed=True), "put": person},
        contract.MEMBERS: {"post": find},
        contract.STAFF: {"put": staff},
        contract.TIME: {"get": _operation("time", Time, signed=True)},
        contract.EASY_ORDERS: {"get": _operation("easyOrders", EasyOrdersAnswer, signed=True)},
        contract.VOUCHER: {"get": _operation("voucher", VoucherAnswer, signed=True)},
        contract.SALE: {"get": _operation("sale", SaleAnswer, signed=True)},
        contract.MACHINE: {"get": _operation("machine", MachineAnswer, signed=True)},
        contract.RESERVATION: {"put": keep, "delete": _operation("release", Released, signed=True)},
        contract.STOP_ORDER: {"post": _operation("stopOrder", Stopped, signed=True)},
        contract.RECIPIENT: {"put": recipient},
        contract.HEALTH: {"get": _operation("health", Health)},
    }


def _with_parameters(path: str, operations: _Json) -> _Json:
    """The operations of a path with the parts of it that vary."""
    names = re.findall(r"{(\w+)}", path)
    parts = [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names]
    return operations | ({"parameters": parts} if parts else {})


def _operation(name: str, answer: type, *, body: type | None = None, signed: bool = False) -> _Json:
    operation: _Json = {"operationId": name}
    if body is not None:
        operation["requestBody"] = {"required": True, "content": _content("application/json", body)}
    operation["responses"] = {
        str(HTTPStatus.OK.value): {
            "description": inspect.getdoc(answer),
            "content": _content("application/json", answer),
        },
        "default": {
            "description": inspect.getdoc(Problem),
            "content": _content("application/problem+json", Problem),
        },
    }
    if signed:
        proof: dict[str, list[str]] = {scheme: [] for scheme in _security() if scheme != contract.PASS_HEADER}
        operation["security"] = [proof, proof | {contract.PASS_HEADER: []}]
    return operation


def _content(media: str, struct: type) -> _Json:
    return {media: {"schema": {"$ref": _TEMPLATE.format(name=struct.__name__)}}}


def _asked_from(name: str, words: str, **more: int) -> _Json:
    """A number in the query: a cursor, or a place; `more` is its default, without which it has to be there."""
    told = {"name": name, "in": "query"} | ({} if more else {"required": True})
    return told | {
        "description": words,
        "schema": {"type": "integer", "minimum": 0, "maximum": 10**18 - 1, **more},
    }


def _security() -> _Json:
    told = {
        contract.TILL_HEADER: "The till as boutique/till.",
        contract.TIME_HEADER: "ISO 8601 with an offset, at most five minutes off the mall's clock.",
        contract.SIGNATURE_HEADER: "Base64 of the till's Ed25519 signature over the request.",
        contract.PASS_HEADER: "A pass, if the till has one: it spares the mall from looking the till up.",
    }
    return {
        name: {"type": "apiKey", "in": "header", "name": name, "description": words} for name, words in told.items()
    }


if __name__ == "__main__":
    sys.stdout.buffer.write(document())
