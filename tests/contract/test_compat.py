"""The judge of changes, judged: red for each way of breaking an older end, green for what only adds."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.contract.compat import Comparison, Json, breaks

ASKED: Json = {
    "type": "object",
    "properties": {
        "code": {"type": "string", "minLength": 1, "maxLength": 64},
        "kind": {"enum": ["cash", "card"]},
        "note": {"type": "string", "default": ""},
        "day": {"type": "string", "format": "date"},
        "lines": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}, "maxItems": 200},
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "minItems": 2,
            "maxItems": 2,
            "items": False,
        },
        "member": {"anyOf": [{"type": "string"}, {"type": "null"}]},
        "facts": {"type": "object", "additionalProperties": {"type": "integer"}},
    },
    "required": ["code", "kind"],
}
LINE: Json = {
    "type": "object",
    "properties": {
        "units": {"type": "integer", "minimum": 1, "maximum": 9},
        "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Line"}, "default": []},
    },
    "required": ["units"],
}
SOLD: Json = {
    "type": "object",
    "properties": {"type": {"enum": ["Sold"]}, "won": {"type": "integer"}},
    "required": ["type", "won"],
}
GIVEN: Json = {
    "type": "object",
    "properties": {"type": {"enum": ["Given"]}, "won": {"type": "integer"}},
    "required": ["type"],
}


def released() -> Json:
    """A small contract that has one of everything."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = {
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"content": content}},
        "security": [{"Till": [], "Time": []}],
        "parameters": [{"name": "cursor", "in": "query", "schema": {"type": "integer", "minimum": 0, "maximum": 10}}],
    }
    look = {
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "get": {key: deepcopy(value) for key, value in operation.items() if key != "requestBody"},
    }
    schemas = {"Thing": deepcopy(ASKED), "Line": deepcopy(LINE), "Sold": deepcopy(SOLD), "Given": deepcopy(GIVEN)}
    return {
        "paths": {"/v1/things": {"post": operation}, "/v1/things/{id}": look},
        "components": {"schemas": schemas},
        "x-problems": {"thing.unknown": 404},
        "x-facts": {"anyOf": [{"$ref": "#/components/schemas/Sold"}, {"$ref": "#/components/schemas/Given"}]},
    }


def thing(document: Json) -> Any:
    return document["components"]["schemas"]["Thing"]


def line(document: Json) -> Any:
    return document["components"]["schemas"]["Line"]


def post(document: Json) -> Any:
    return document["paths"]["/v1/things"]["post"]


def put(place: Any, key: Any, value: Any) -> object:
    place[key] = value
    return value


Change = Callable[[Json], object]
BREAKING: dict[str, Change] = {
    "a path is gone": lambda d: d["paths"].pop("/v1/things/{id}"),
    "a method is gone": lambda d: d["paths"]["/v1/things"].pop("post"),
    "a header more": lambda d: post(d)["security"][0].update({"Pass": []}),
    "a parameter more": lambda d: post(d)["parameters"].append(
        {"name": "x", "in": "query", "required": True, "schema": {}}
    ),
    "a parameter less": lambda d: post(d)["parameters"].clear(),
    "a parameter in the path less": lambda d: d["paths"]["/v1/things/{id}"]["parameters"].clear(),
    "a parameter narrowed": lambda d: post(d)["parameters"][0]["schema"].update(maximum=9),
    "a parameter is needed": lambda d: post(d)["parameters"][0].update(required=True),
    "an answer is gone": lambda d: post(d)["responses"].pop("200"),
    "another media type": lambda d: post(d)["responses"]["200"].update(content={}),
    "no body": lambda d: post(d).pop("requestBody"),
    "another body": lambda d: post(d)["requestBody"].update(content={}),
    "a body where none was": lambda d: put(d["paths"]["/v1/things/{id}"]["get"], "requestBody", post(d)["requestBody"]),
    "a field more that has to be there": lambda d: (
        put(thing(d)["properties"], "new", {}),
        thing(d)["required"].append("new"),
    ),
    "a field is needed": lambda d: thing(d)["required"].append("note"),
    "a field may be missing": lambda d: thing(d)["required"].remove("code"),
    "a field is gone": lambda d: thing(d)["properties"].pop("note"),
    "a field of another type": lambda d: put(thing(d)["properties"], "note", {"type": "integer"}),
    "a field that may be nothing": lambda d: put(
        thing(d)["properties"], "note", {"anyOf": [{"type": "string"}, {"type": "null"}]}
    ),
    "a field that may not be nothing": lambda d: put(thing(d)["properties"], "member", {"type": "string"}),
    "a word more in a list": lambda d: thing(d)["properties"]["kind"]["enum"].append("gift"),
    "a word less in a list": lambda d: thing(d)["properties"]["kind"]["enum"].remove("card"),
    "a list of words where any was": lambda d: put(thing(d)["properties"], "note", {"enum": ["a"]}),
    "any word where a list was": lambda d: put(thing(d)["properties"], "kind", {"type": "string"}),
    "shorter": lambda d: thing(d)["properties"]["code"].update(maxLength=63),
    "longer": lambda d: thing(d)["properties"]["code"].update(maxLength=65),
    "no bound": lambda d: thing(d)["properties"]["code"].pop("minLength"),
    "fewer": lambda d: thing(d)["properties"]["lines"].update(maxItems=199),
    "another format": lambda d: thing(d)["properties"]["day"].update(format="date-time"),
    "a pattern": lambda d: thing(d)["properties"]["note"].update(pattern="^a$"),
    "left out means another thing": lambda d: thing(d)["properties"]["note"].update(default="x"),
    "narrower inside": lambda d: line(d)["properties"]["units"].update(maximum=8),
    "wider inside": lambda d: line(d)["properties"]["units"].update(minimum=0),
    "another second of a pair": lambda d: put(thing(d)["properties"]["pair"]["prefixItems"], 1, {"type": "string"}),
    "a third of a pair": lambda d: thing(d)["properties"]["pair"].update(items={"type": "string"}),
    "another value by name": lambda d: put(thing(d)["properties"]["facts"], "additionalProperties", {"type": "string"}),
    "a problem is gone": lambda d: d["x-problems"].clear(),
    "a problem of another status": lambda d: d["x-problems"].update({"thing.unknown": 410}),
    "a fact is gone": lambda d: d["x-facts"]["anyOf"].pop(),
    "a fact needs more": lambda d: d["components"]["schemas"]["Given"]["required"].append("won"),
    "a fact says less": lambda d: d["components"]["schemas"]["Sold"]["properties"].pop("won"),
}
ADDITIVE: dict[str, Change] = {
    "nothing": lambda _: None,
    "a path more": lambda d: put(d["paths"], "/v1/others", d["paths"]["/v1/things"]),
    "a method more": lambda d: put(d["paths"]["/v1/things"], "get", d["paths"]["/v1/things/{id}"]["get"]),
    "another way to prove it": lambda d: post(d)["security"].append({"Till": [], "Pass": []}),
    "less to prove": lambda d: post(d)["security"][0].pop("Time"),
    "a parameter that may be": lambda d: post(d)["parameters"].append({"name": "x", "in": "query", "schema": {}}),
    "a parameter widened": lambda d: post(d)["parameters"][0]["schema"].update(maximum=11),
    "a field that may be": lambda d: put(thing(d)["properties"], "new", {"type": "string", "default": ""}),
    "a field inside": lambda d: put(line(d)["properties"], "new", {"type": "integer", "default": 0}),
    "an answer more": lambda d: put(post(d)["responses"], "default", post(d)["responses"]["200"]),
    "a problem more": lambda d: d["x-problems"].update({"thing.late": 409}),
    "other words about it": lambda d: thing(d).update(description="anything"),
    "a fact more": lambda d: (
        put(d["components"]["schemas"], "Left", {**deepcopy(GIVEN), "properties": {"type": {"enum": ["Left"]}}}),
        d["x-facts"]["anyOf"].append({"$ref": "#/components/schemas/Left"}),
    ),
    "a fact says more": lambda d: put(d["components"]["schemas"]["Sold"]["properties"], "new", {"default": 0}),
}  # fmt: skip


@pytest.mark.parametrize("name", BREAKING)
def test_what_breaks_is_found(name: str) -> None:
    now = released()
    BREAKING[name](now)
    assert breaks(released(), now), name


@pytest.mark.parametrize("name", ADDITIVE)
def test_what_only_adds_is_let_through(name: str) -> None:
    now = released()
    ADDITIVE[name](now)
    assert breaks(released(), now) == (), name


def test_what_breaks_is_named_by_its_place() -> None:
    now = released()
    line(now)["properties"]["units"]["maximum"] = 8
    assert set(breaks(released(), now)) == {
        "POST /v1/things body.lines[].units: maximum",
        "POST /v1/things 200 of an older mall.lines[].units: maximum",
        "GET /v1/things/{id} 200 of an older mall.lines[].units: maximum",
    }


def test_words_in_two_lists_are_words_of_one() -> None:
    words: Json = {"anyOf": [{"enum": ["differs", "equal"]}, {"enum": [""]}]}
    document: Json = {"components": {"schemas": {}}}
    fewer: Json = {"anyOf": [{"enum": ["differs"]}, {"enum": [""]}]}
    assert list(Comparison(document, document).fits(words, words, "it")) == []
    assert list(Comparison(document, document).fits(fewer, words, "it")) == []
    assert list(Comparison(document, document).fits(words, fewer, "it")) == ["it: 'equal' is not understood"]
    anything: Json = {"anyOf": [{"type": "string"}, {"enum": [""]}]}
    assert list(Comparison(document, document).fits(words, anything, "it")) == []
