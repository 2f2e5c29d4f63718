"""A page of the feed as it is read: whole where all of it is understood, otherwise thing by thing.

What this program does not understand it sets aside and says so; a newer one may. What is no page at all it refuses.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec
from msgspec.structs import replace

from pos.till.feed import FeedPage

NOT_UNDERSTOOD: Final = "feed.not_understood"
_NAMES: Final = ("code", "id", "number", "member", "product", "version", "till")
_PARTS: Final = {"tills": ("boutique", "till"), "aside": ("till", "epoch", "seq"), "claims": ("sale",)}
"""What has no name of its own is called by these; `pos.till.sifting.key_of` calls it the same."""
_LONGEST_KEY: Final = 64
_PAGE: Final = frozenset({"cursor", "more"})


class Unread(msgspec.Struct, frozen=True):
    """A thing that was not understood, as it came; `kind` is its list in the page, `key` its name as far as it has one.

    Without a `body` it is somebody's personal record, or too long, and is asked for again by a program that reads it.
    """

    kind: str
    key: str
    body: bytes = b""


class Delivered(FeedPage, frozen=True):
    """A page with what was not understood of it. `signature` is the mall's over `digest`, the SHA-256 of all of it, and
    over the time at which it was asked for."""

    unread: tuple[Unread, ...] = ()
    digest: bytes = b""
    signature: bytes = b""
    asked_at: str = ""


def _things() -> dict[str, Any]:
    """What each list of a page holds; `boutique` is one thing, or none."""
    hints = get_type_hints(FeedPage)
    return {
        name: get_args(hint)[0] if get_origin(hint) is tuple else hint
        for name, hint in hints.items()
        if name not in _PAGE
    }


TYPES: Final = _things()
KINDS: Final = tuple(TYPES)
_page = msgspec.json.Decoder(FeedPage)
_readers: Final = {kind: msgspec.json.Decoder(type_) for kind, type_ in TYPES.items()}
_parts = msgspec.json.Decoder(list[msgspec.Raw])
_Loose: Any = msgspec.defstruct(
    "_Loose",
    [("cursor", int), ("more", bool, False), *((kind, msgspec.Raw, msgspec.Raw(b"")) for kind in KINDS)],
)
_loose: Any = msgspec.json.Decoder(_Loose)
_encode = msgspec.json.Encoder().encode


def read_page(raw: bytes, *, signature: bytes = b"", asked_at: str = "") -> Delivered:
    """The page in an answer's bytes. Raises msgspec.DecodeError, UnicodeDecodeError or RecursionError for what is
    none."""
    digest = hashlib.sha256(raw).digest()
    try:
        page = _page.decode(raw)
    except msgspec.ValidationError:
        return replace(_thing_by_thing(raw), digest=digest, signature=signature, asked_at=asked_at)
    told = {name: getattr(page, name) for name in page.__struct_fields__}
    return Delivered(**told, digest=digest, signature=signature, asked_at=asked_at)


def read_thing(kind: str, body: bytes) -> Any:
    """One thing of a list of the page. Raises msgspec.ValidationError and its like where it is not understood."""
    if kind not in _readers:
        raise msgspec.ValidationError(kind)
    return _readers[kind].decode(body)


def written(thing: Any) -> bytes:
    """A thing as it is kept, so that it reads as the same again."""
    return _encode(thing)


def digest_of(kind: str, key: str, body: bytes) -> str:
    """By which a version of a thing is known."""
    return hashlib.sha256(b"\0".join((kind.encode(), key.encode(), body))).hexdigest()


def fingerprint() -> str:
    """What this program understands of the feed, in short: another one that understands more has another."""
    return hashlib.sha256(_encode(msgspec.json.schema(FeedPage))).hexdigest()


def page_of(kind: str, thing: Any, *, cursor: int) -> FeedPage:
    """A page with one thing in it."""
    told: dict[str, Any] = {kind: thing if kind == "boutique" else (thing,)}
    return FeedPage(cursor, **told)


def _thing_by_thing(raw: bytes) -> Delivered:
    loose = _loose.decode(raw)
    told: dict[str, Any] = {}
    unread: list[Unread] = []
    for kind in KINDS:
        part = bytes(getattr(loose, kind))
        if not part or part == b"null":
            continue
        understood = []
        for one in _split(kind, part):
            try:
                understood.append(_readers[kind].decode(one))
            except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
                unread.append(Unread(kind, key_in(kind, one), b"" if kind == "members" else one))
        if understood:
            told[kind] = understood[-1] if kind == "boutique" else tuple(understood)
    return Delivered(loose.cursor, loose.more, **told, unread=tuple(unread))


def _split(kind: str, part: bytes) -> list[bytes]:
    if kind == "boutique":
        return [part]
    try:
        return [bytes(one) for one in _parts.decode(part)]
    except msgspec.ValidationError:
        return [part]


def key_in(kind: str, body: bytes) -> str:
    """What a thing that was not understood is called, by its own words; else by its digest."""
    try:
        told = msgspec.json.decode(body)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        told = None
    if isinstance(told, dict):
        parts = [str(told.get(name, "")) for name in _PARTS.get(kind, ())]
        named = ["/".join(parts)] if parts else [told.get(name) for name in _NAMES]
        found = next((one for one in named if isinstance(one, str) and 0 < len(one) <= _LONGEST_KEY), "")
        if found and found.isprintable():
            return found
    return digest_of(kind, "", body)[:16]
