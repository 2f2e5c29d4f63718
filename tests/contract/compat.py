"""What a change of the contract breaks: two documents compared, pure. A changed meaning it cannot see.

Who sends may send less than is understood, and who is told may be told more than they read. So all that a released till
sends has to be understood still, and all that it reads has to be told still, in words it has.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, TypeAlias

import msgspec

Json: TypeAlias = dict[str, Any]
Lost: TypeAlias = Literal["inner", "outer", ""]

_LOWER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_UPPER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_SAME = ("format", "pattern", "contentEncoding")


def breaks(released: Json, now: Json) -> tuple[str, ...]:
    """Everything an end of the released contract could not understand of one of today's, each named by its place."""
    found = [*_paths(released, now), *_problems(released, now), *_facts(released, now)]
    return tuple(dict.fromkeys(found))


def _paths(released: Json, now: Json) -> Iterator[str]:
    for path, operations in released["paths"].items():
        ours = now["paths"].get(path)
        if ours is None:
            yield f"{path}: is gone"
            continue
        for method, operation in operations.items():
            if method == "parameters":
                continue
            if method not in ours:
                yield f"{method.upper()} {path}: is gone"
            else:
                where = f"{method.upper()} {path}"
                yield from _operation(where, operation, ours[method], Documents(released, now))
        yield from _parameters(path, operations, ours, Documents(released, now))


class Documents(msgspec.Struct, frozen=True):
    """The two documents that schemas refer into."""

    released: Json
    now: Json


def _operation(where: str, released: Json, now: Json, documents: Documents) -> Iterator[str]:
    yield from _parameters(where, released, now, documents)
    yield from _proofs(where, released.get("security", [{}]), now.get("security", [{}]))
    yield from _request(where, released.get("requestBody"), now.get("requestBody"), documents)
    for status, answer in released["responses"].items():
        told = now["responses"].get(status)
        if told is None:
            yield f"{where} {status}: is gone"
            continue
        for media, content in answer["content"].items():
            if media not in told["content"]:
                yield f"{where} {status}: no {media}"
                continue
            old, new_schema = content["schema"], told["content"][media]["schema"]
            here = f"{where} {status}"
            yield from Comparison(documents.now, documents.released, lost="outer").fits(new_schema, old, here)
            yield from Comparison(documents.released, documents.now).fits(old, new_schema, f"{here} of an older mall")


def _proofs(where: str, released: list[Json], now: list[Json]) -> Iterator[str]:
    """Each way in which a till proved who it is has to do still; there may be others beside it."""
    for known in released:
        if not any(set(one) <= set(known) for one in now):
            wanted = sorted(set(now[0]) - set(known)) if now else []
            yield f"{where}: asks for {', '.join(wanted)}"


def _request(where: str, released: Json | None, now: Json | None, documents: Documents) -> Iterator[str]:
    if now is None:
        if released is not None:
            yield f"{where} body: is not read any more"
        return
    if released is None:
        if now.get("required"):
            yield f"{where} body: is asked for"
        return
    for media, content in released["content"].items():
        if media not in now["content"]:
            yield f"{where} body: no {media}"
        else:
            comparison = Comparison(documents.released, documents.now, lost="inner")
            yield from comparison.fits(content["schema"], now["content"][media]["schema"], f"{where} body")


def _parameters(where: str, released: Json, now: Json, documents: Documents) -> Iterator[str]:
    ours = {(one["in"], one["name"]): one for one in now.get("parameters", ())}
    known = {(one["in"], one["name"]): one for one in released.get("parameters", ())}
    for place, one in ours.items():
        if one.get("required") and not known.get(place, {}).get("required"):
            yield f"{where}: asks for {place[1]}"
    for place, one in known.items():
        if place not in ours:
            yield f"{where}: {place[1]} is not read any more"
        else:
            comparison = Comparison(documents.released, documents.now)
            yield from comparison.fits(one["schema"], ours[place]["schema"], f"{where} {place[1]}")


def _problems(released: Json, now: Json) -> Iterator[str]:
    ours = now.get("x-problems", {})
    for code, status in released.get("x-problems", {}).items():
        if ours.get(code) != status:
            yield f"problem {code}: was {status}, is {ours.get(code)}"


def _facts(released: Json, now: Json) -> Iterator[str]:
    """Facts travel as bytes in the journal's entries; a mall reads those of every till there is."""
    if "x-facts" in released:
        comparison = Comparison(released, now, lost="inner")
        yield from comparison.fits(released["x-facts"], now["x-facts"], "journal")


class Comparison:
    """Whether all that one schema allows the other allows as well; each resolves in its own document.

    `lost` says which of the two is the released one where a field that the other has no word for matters. Mutable: it
    remembers what it compared, for schemas may contain themselves.
    """

    def __init__(self, inner: Json, outer: Json, *, lost: Lost = "") -> None:
        self._inner, self._outer, self._lost = inner, outer, lost
        self._seen: set[tuple[str, str]] = set()

    def fits(self, inner: Json, outer: Json, where: str) -> Iterator[str]:
        """Why not, at which place."""
        place = (inner.get("$ref", ""), outer.get("$ref", ""))
        if all(place):
            if place in self._seen:
                return
            self._seen.add(place)
        allowed = _by_kind(_alternatives(outer, self._outer))
        for one in _alternatives(inner, self._inner):
            kind = _kind_of(one)
            other = allowed.get(kind) or allowed.get("") or (allowed.get("number") if kind == "integer" else None)
            if other is None:
                yield f"{where}: {kind or 'anything'} is not understood"
            elif other:
                yield from self._one(one, other, f"{where} {kind[7:]}" if kind.startswith("object ") else where)

    def _one(self, inner: Json, outer: Json, where: str) -> Iterator[str]:
        yield from _values(inner, outer, where)
        yield from self._items(inner, outer, where)
        if "properties" in inner or "properties" in outer:
            yield from self._fields(inner, outer, where)
        if isinstance(inner.get("additionalProperties"), dict) and isinstance(outer.get("additionalProperties"), dict):
            yield from self.fits(inner["additionalProperties"], outer["additionalProperties"], f"{where}[...]")

    def _items(self, inner: Json, outer: Json, where: str) -> Iterator[str]:
        ours, theirs = inner.get("items", True), outer.get("items", True)
        if isinstance(ours, dict) and isinstance(theirs, dict):
            yield from self.fits(ours, theirs, f"{where}[]")
        elif ours is not theirs and theirs is not True:
            yield f"{where}[]: is not understood"
        pairs = zip(inner.get("prefixItems", ()), outer.get("prefixItems", ()), strict=False)
        for place, (one, other) in enumerate(pairs):
            yield from self.fits(one, other, f"{where}[{place}]")

    def _fields(self, inner: Json, outer: Json, where: str) -> Iterator[str]:
        ours, theirs = inner.get("properties", {}), outer.get("properties", {})
        sure = set(inner.get("required", ()))
        yield from (f"{where}.{name}: may be missing" for name in outer.get("required", ()) if name not in sure)
        lost = {"inner": set(ours) - set(theirs), "outer": set(theirs) - set(ours), "": set()}[self._lost]
        yield from (f"{where}.{name}: is gone" for name in sorted(lost))
        for name in ours.keys() & theirs.keys():
            here = f"{where}.{name}"
            was, to = ours[name].get("default"), theirs[name].get("default")
            if "default" in ours[name] and "default" in theirs[name] and was != to:
                yield f"{here}: left out means another thing"
            yield from self.fits(ours[name], theirs[name], here)


def _values(inner: Json, outer: Json, where: str) -> Iterator[str]:
    """What is bounded in one has to be bounded as tightly in the other."""
    if "enum" in outer:
        more = [one for one in inner.get("enum", ["any other"]) if one not in outer["enum"]]
        yield from (f"{where}: {one!r} is not understood" for one in more)
    for name in _LOWER:
        if name in outer and inner.get(name, float("-inf")) < outer[name]:
            yield f"{where}: {name}"
    for name in _UPPER:
        if name in outer and inner.get(name, float("inf")) > outer[name]:
            yield f"{where}: {name}"
    yield from (f"{where}: {name}" for name in _SAME if name in outer and inner.get(name) != outer[name])


def _alternatives(schema: Json, document: Json) -> Iterator[Json]:
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        schema = document["components"]["schemas"][name]
    if "anyOf" in schema:
        for one in schema["anyOf"]:
            yield from _alternatives(one, document)
    else:
        yield schema


def _by_kind(alternatives: Iterator[Json]) -> dict[str, Json]:
    """Alternatives by what they are told from others by; two lists of words are one, and any word is more than some."""
    found: dict[str, Json] = {}
    for one in alternatives:
        kind = _kind_of(one)
        before = found.get(kind, {"enum": []})
        if "enum" not in one:
            found[kind] = one
        elif "enum" in before:
            found[kind] = {**one, "enum": [*before["enum"], *one["enum"]]}
    return found


def _kind_of(schema: Json) -> str:
    """What an alternative is told from others by: its type, and what an object says it is. "" is anything at all."""
    if "enum" in schema and "type" not in schema:
        return "integer" if all(isinstance(one, int) for one in schema["enum"]) else "string"
    kind: str = schema.get("type", "")
    tag = schema.get("properties", {}).get("type", {}).get("enum", ())
    return f"{kind} {tag[0]}" if kind == "object" and len(tag) == 1 else kind
