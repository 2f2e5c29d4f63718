"""The operators' port: the mall in figures for Prometheus, whether it is ready, and the page. On this machine only.

The page opens by an address that holds a key made when the mall begins; what it changes, no other page can press.
"""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Callable
from datetime import date, datetime, time
from http import HTTPStatus
from typing import Any, TypeAlias
from urllib.parse import parse_qs

import sqlalchemy as sa
import uvicorn
from litestar import Litestar, Request, Response, get, post
from litestar.datastructures import Cookie

from pos.domain.bulletins import Bulletin
from pos.domain.calendar import KST
from pos.domain.catalogue import Name
from pos.domain.errors import Refused
from pos.mall import metrics, overview
from pos.mall.chain import Mall
from pos.mall.delivery_claims import HeldClaim
from pos.mall.operator_page import Language, Shown, document, page, words_in
from pos.mall.serve import config_around
from pos.mall.watching import log_it, watched
from pos.sync.contract import TillName
from pos.till.ports import Clock

_Request: TypeAlias = Request[Any, Any, Any]
_Answer: TypeAlias = Response[bytes]
_COOKIE = "mall-operator"
_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_MOST_BODY = 32 * 1024  # a letter of a bulletin takes nine bytes on its way
_LONGEST = 200
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "same-origin",  # by "no-referrer" browsers say "null" for the page's own origin as well
    "X-Content-Type-Options": "nosniff",
}


class Desk:
    """Who sits at the page, what they see and what they press."""

    def __init__(self, mall: Mall, clock: Clock, key: str) -> None:
        self._mall, self._clock, self._key = mall, clock, key
        self._form = hmac.digest(key.encode(), b"pos.operator.form", "sha256").hex()
        self._acts: dict[str, Callable[[dict[str, str], Language], str]] = {
            "invite": self._invite,
            "revoke": self._revoke,
            "settle": self._settle,
            "catch-up": self._catch_up,
            "tell": self._tell,
            "withdraw": self._withdraw,
            "decide": self._decide,
        }

    def lets_in(self, request: _Request) -> bool:
        """Whether a request is from this machine's own page, by somebody who has the key."""
        return self._is_here(request) and hmac.compare_digest(
            request.cookies.get(_COOKIE, "").encode(), self._key.encode()
        )

    def knows(self, request: _Request) -> bool:
        """Whether the address that was shown at the start was opened."""
        told = request.query_params.get("key", "")
        return self._is_here(request) and hmac.compare_digest(told.encode(), self._key.encode())

    def does(self, action: str) -> bool:
        """Whether there is such a button."""
        return action in self._acts

    def may_press(self, request: _Request, told: dict[str, str]) -> bool:
        """Whether a button was pressed on this page, and on no other."""
        origin = request.headers.get("origin")
        is_own = origin is None or origin.partition("://")[2] == request.headers.get("host", "")
        is_form = hmac.compare_digest(told.get("form", "").encode(), self._form.encode())
        return self.lets_in(request) and is_own and is_form

    def show(self, language: Language, told: str = "", only: str = "") -> str:
        """The page as it stands, with the tills of the boutiques whose names begin so."""
        with self._mall.engine.begin() as connection:
            state = metrics.state_of(connection, self._clock)
            seen = overview.tills_of(connection, only), overview.to_look_at(connection), overview.alarms_of(connection)
        return page(Shown(state, *seen, self._form, told, only, *self._shown()), language)

    def press(self, action: str, told: dict[str, str], language: Language) -> str:
        """Do what a button says, and show what became of it."""
        try:
            said = self._acts[action](told, language)
        except Refused as refused:
            said = words_in(language)("refused", code=refused.code)
        return self.show(language, said)

    def _invite(self, told: dict[str, str], language: Language) -> str:
        name = _named(told)
        return words_in(language)("code", till=name, code=self._mall.invite(name))

    def _revoke(self, told: dict[str, str], language: Language) -> str:
        self._mall.revoke(_named(told))
        return words_in(language)("done")

    def _settle(self, told: dict[str, str], language: Language) -> str:
        note = _text(told, "note")
        places = (told.get("epoch", ""), told.get("seq", ""))
        if not all(one.isascii() and one.isdigit() and len(one) < 16 for one in places):
            raise Refused("request.invalid", cause="place")
        epoch, seq = map(int, places)
        self._mall.archive.settle_review(_named(told), epoch, seq, by="office", note=note)
        return words_in(language)("done")

    def _catch_up(self, _told: dict[str, str], language: Language) -> str:
        self._mall.catch_up()
        return words_in(language)("done")

    def _tell(self, told: dict[str, str], language: Language) -> str:
        self._mall.announce_bulletin(_bulletin(told, now=self._clock.now()))
        return words_in(language)("done")

    def _withdraw(self, told: dict[str, str], language: Language) -> str:
        self._mall.withdraw_bulletin(_text(told, "bulletin"))
        return words_in(language)("done")

    def _decide(self, told: dict[str, str], language: Language) -> str:
        self._mall.decide_claim(_named(told), _text(told, "claim"), reason=told.get("reason", ""))
        return words_in(language)("done")

    def _shown(self) -> tuple[tuple[Bulletin, ...], tuple[HeldClaim, ...]]:
        return self._mall.bulletins(), self._mall.delivery_claims()

    def _is_here(self, request: _Request) -> bool:
        """A name that somebody else's server gave this machine is none of ours."""
        return request.headers.get("host", "").rpartition(":")[0] in _HOSTS


def office_config(mall: Mall, clock: Clock, key: str) -> uvicorn.Config:
    """How the operators' port is served."""
    desk = Desk(mall, clock, key)
    app = Litestar(
        route_handlers=[*_figures(mall, clock), *_pages(desk)],
        request_max_body_size=_MOST_BODY,
        openapi_config=None,
        logging_config=None,
    )
    return config_around(watched(app, log_it), None)


def _figures(mall: Mall, clock: Clock) -> list[Any]:
    @get("/metrics")
    async def figures() -> _Answer:
        told = await asyncio.to_thread(metrics.page, mall.engine, clock)
        return Response(told, media_type="text/plain; version=0.0.4")

    @get("/ready")
    async def ready() -> _Answer:
        try:
            await asyncio.to_thread(mall.health)
        except sa.exc.SQLAlchemyError:
            return Response(b"", status_code=HTTPStatus.SERVICE_UNAVAILABLE)
        return Response(b"", status_code=HTTPStatus.OK)

    return [figures, ready]


def _pages(desk: Desk) -> list[Any]:
    @get("/")
    async def look(request: _Request) -> _Answer:
        if desk.knows(request):
            cookie = Cookie(_COOKIE, value=request.query_params["key"], httponly=True, samesite="strict", path="/")
            headers = {"Location": "/", **_HEADERS}
            return Response(b"", status_code=HTTPStatus.SEE_OTHER, headers=headers, cookies=[cookie])
        if not desk.lets_in(request):
            return _stranger(request)
        only = request.query_params.get("only", "")
        return _html(await asyncio.to_thread(desk.show, _language(request), "", only), request)

    @post("/{action:str}", status_code=HTTPStatus.OK)
    async def press(request: _Request) -> _Answer:
        action = str(request.path_params["action"])
        told = {
            name: values[-1] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()
        }
        if not desk.may_press(request, told) or not desk.does(action):
            return _stranger(request)
        return _html(await asyncio.to_thread(desk.press, action, told, _language(request)), request)

    return [look, press]


def _html(text: str, request: _Request, status: HTTPStatus = HTTPStatus.OK) -> _Answer:
    kept = Cookie("language", value=_language(request), samesite="strict", path="/")
    return Response(text.encode(), media_type="text/html", status_code=status, headers=_HEADERS, cookies=[kept])


def _stranger(request: _Request) -> _Answer:
    language = _language(request)
    words = words_in(language)
    return _html(document(words("title"), f"<p>{words('stranger')}</p>", language), request, HTTPStatus.FORBIDDEN)


def _language(request: _Request) -> Language:
    asked = request.query_params.get("language") or request.cookies.get("language")
    return "en" if asked == "en" else "ko"


def _named(told: dict[str, str]) -> TillName:
    return TillName(_text(told, "boutique"), _text(told, "till"))


def _bulletin(told: dict[str, str], *, now: datetime) -> Bulletin:
    """What was filled in; told from now to the end of a Korean day. Whether it is fit to be told is not asked here."""
    try:
        last = date.fromisoformat(told.get("until", ""))
        until = datetime.combine(last, time(23, 59), KST)
    except ValueError as error:
        raise Refused("request.invalid", cause="until") from error
    title, text = (
        Name(told.get(f"{one}_ko", "").strip(), told.get(f"{one}_en", "").strip()) for one in ("title", "text")
    )
    whom = told.get("boutique", "").strip()
    return Bulletin("", title, text, now, until, "warning" if told.get("warning") else "news", whom)


def _text(told: dict[str, str], field: str) -> str:
    text = told.get(field, "").strip()
    if not text or len(text) > _LONGEST or not text.isprintable() or (field != "note" and "/" in text):
        raise Refused("request.invalid", cause=field)
    return text
