"""What tills and a mall say to each other, recorded: a small story that asks for everything once.

What is recorded of a version that was released is kept, and played again to every mall that comes after it.
"""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from pos.domain.delivery import Recipient
from pos.domain.facts import ShiftOpened
from pos.domain.people.joining import Consent, MemberJoined
from pos.domain.people.staff import StaffChanged
from pos.mall.chain import Mall
from pos.mall.web import create_app
from pos.sync import contract
from pos.sync.contract import MemberSearch, PersonPut, Push, RecipientPut, ReservationPut, StaffPut, TillName
from pos.till.feed import Member, StaffChange
from tests.mall.backs import bring_back, coffee, last_sale, machine, of_lines, pay, want, with_plus
from tests.mall.plus import LEAVES
from tests.mall.plus import SEED as CHAIN
from tests.mall.tills import NAME, FixedClock, Till

HOME = Recipient("홍길동", "010-0000-0101", "04524", "서울특별시 중구 세종대로 110")
NEW = Member("SEL01-1-000001", "이새봄", "01011112222", email="new@example.com")
SEED = (
    CHAIN
    + """
[[voucher]]
code = "V1"
amount = 50000
orders = 3
until = 2027-01-31

[[easy_order]]
id = "E1"
member = "M1"
in_days = 3
every_weeks = 4
lines = [["ARIA", 5]]

[[promotion]]
id = "P1"
name = { ko = "할인", en = "Off" }
since = 2026-01-01T00:00:00
until = 2027-01-01T00:00:00
percent = 10

[[bulletin]]
id = "B1"
title = { ko = "안내", en = "" }
text = { ko = "창가에 포스터를 거세요.", en = "" }
since = 2026-11-01T00:00:00
until = 2026-12-01T00:00:00

[[stock]]
product = "CUP"
units = 12

[[mark]]
member = "M2"
mark = "excessive_returns"

[[staff]]
id = "C1"
name = "계산원"
role = "cashier"
pin = "482913"
"""
)


class Message(msgspec.Struct, frozen=True):
    """A request as it was sent, and the status and body (JSON) of its answer. `path` is the contract's."""

    name: str
    method: str
    path: str
    target: str
    headers: dict[str, str]
    body: str
    status: int
    media: str
    answer: str


class Recording(msgspec.Struct, frozen=True):
    """A story: the chain's document, the code a till was invited with, and all that was said."""

    seed: str
    invitation: str
    messages: tuple[Message, ...]


class Ends:
    """A mall's application in this process, and how it is asked. Mutable: it keeps its loop."""

    def __init__(self, mall: Mall) -> None:
        self._runner = asyncio.Runner()
        self._http = httpx.AsyncClient(transport=httpx.ASGITransport(create_app(mall)), base_url="http://mall")  # type: ignore[arg-type]  # two descriptions of one protocol

    def ask(self, method: str, target: str, headers: dict[str, str], body: bytes) -> tuple[int, str, bytes]:
        """Status, media type and body of an answer."""
        answer = self._runner.run(self._http.request(method, target, headers=headers, content=body))
        return answer.status_code, answer.headers["content-type"].partition(";")[0], answer.content

    def close(self) -> None:
        """Let the loop go."""
        self._runner.run(self._http.aclose())
        self._runner.close()


class Scribe:
    """A till that writes down what it says and hears. Mutable: it fills `messages`."""

    def __init__(self, mall: Mall, clock: FixedClock) -> None:
        self.till = Till(mall, clock, name=NAME)
        self.till.key = Ed25519PrivateKey.from_private_bytes(b"a till of the first release, key")
        self.ends = Ends(mall)
        self.messages: list[Message] = []

    def ask(self, name: str, method: str, path: str, body: Any = b"", **parts: str) -> bytes:
        """Say something, signed; a struct is said as JSON. Parts fill the path, `query` comes after it."""
        query = parts.pop("query", "")
        raw = body if isinstance(body, bytes) else msgspec.json.encode(body)
        asked = self.till.asked(method, path.format(**parts) + query, raw)
        headers = {
            contract.TILL_HEADER: asked.till,
            contract.TIME_HEADER: asked.at,
            contract.SIGNATURE_HEADER: base64.b64encode(asked.signature).decode(),
        }
        return self.say(name, method, path, asked.target, headers, raw)

    def say(self, name: str, method: str, path: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        """Say something as it is."""
        status, media, answer = self.ends.ask(method, target, headers, body)
        told = answer.decode()
        self.messages.append(Message(name, method, path, target, headers, body.decode(), status, media, told))
        return answer


def record(mall: Mall, clock: FixedClock) -> Recording:
    """Play the story to a new mall."""
    mall.seed(SEED)
    scribe = Scribe(mall, clock)
    try:
        code = mall.invite(NAME)
        _arrive(scribe, code)
        _sell(scribe)
        _bring(scribe)
        _look_up(scribe)
        _err(scribe)
        _since_the_first(scribe)
    finally:
        scribe.ends.close()
    return Recording(SEED, code, tuple(scribe.messages))


def _arrive(scribe: Scribe, code: str) -> None:
    enrolment = msgspec.json.encode(scribe.till.enrolment(code))
    for name in ("enrol", "enrol, again"):
        scribe.say(name, "POST", contract.ENROL, contract.ENROL, {}, enrolment)
    scribe.say("health", "GET", contract.HEALTH, contract.HEALTH, {}, b"")
    scribe.ask("time", "GET", contract.TIME, nonce="n0nce")
    scribe.ask("feed", "GET", contract.FEED, query="?cursor=0")


def _sell(scribe: Scribe) -> None:
    till = scribe.till
    till.sell(1, **with_plus(machine("UNO-1"), coffee(7, 20_000)))
    sold = last_sale(till)
    till.sell(2)
    till.sell(1, **of_lines(coffee(3)), shipping=LEAVES, member="M1")
    pay(till, bring_back(till, sold, want(2, 2)))
    till.write(ShiftOpened("shift-2", 100_000))
    till.write(MemberJoined(NEW.number, (Consent("terms", "2026-11"), Consent("privacy", "2026-11"))))
    till.write(StaffChanged("C1", ("role",), "senior_cashier"))
    whole = Push(1, 1, tuple(till.journal))
    scribe.ask("push", "POST", contract.JOURNAL, whole)
    scribe.ask("push, again", "POST", contract.JOURNAL, whole)
    scribe.ask("push, nothing", "POST", contract.JOURNAL, Push(1, len(till.journal) + 1))
    scribe.ask("push, a gap", "POST", contract.JOURNAL, Push(1, len(till.journal) + 5))
    forged = till.forge(till.journal[-1], who="C2")
    scribe.ask("push, a fork", "POST", contract.JOURNAL, Push(1, len(till.journal), (forged,)))
    scribe.ask("feed, after", "GET", contract.FEED, query="?cursor=3")


def _bring(scribe: Scribe) -> None:
    till, length = scribe.till, len(scribe.till.journal)
    order = next(entry for entry in till.journal if b'"shipping":{' in entry.payload)
    sale = f"sale-{order.seq}"
    change = StaffPut(1, length, StaffChange("C1", role="senior_cashier"))
    scribe.ask("put staff", "PUT", contract.STAFF, change, staff="C1")
    scribe.ask("put member", "PUT", contract.MEMBER, PersonPut(1, length - 1, NEW), number=NEW.number)
    scribe.ask("put recipient", "PUT", contract.RECIPIENT, RecipientPut(HOME), sale=sale)
    scribe.ask("stop order", "POST", contract.STOP_ORDER, sale=sale)


def _look_up(scribe: Scribe) -> None:
    scribe.ask("member", "GET", contract.MEMBER, number="M1")
    scribe.ask("member, marked", "GET", contract.MEMBER, number="M2")
    scribe.ask("find members", "POST", contract.MEMBERS, MemberSearch("0101"))
    scribe.ask("easy orders", "GET", contract.EASY_ORDERS, number="M1")
    scribe.ask("voucher", "GET", contract.VOUCHER, code="V1")
    scribe.ask("sale", "GET", contract.SALE, code=_code_of(scribe, 1))
    scribe.ask("sale, plain", "GET", contract.SALE, code=_code_of(scribe, 2))
    scribe.ask("machine", "GET", contract.MACHINE, serial="UNO-1")
    scribe.ask("machine, none", "GET", contract.MACHINE, serial="NOPE")


def _code_of(scribe: Scribe, number: int) -> str:
    """The code of the receipt of a sale of the till, by its place in the journal."""
    sale: dict[str, Any] = json.loads(scribe.till.journal[number - 1].payload)["sale"]
    return f"{sale['boutique']}-{sale['till']}-{sale['number']:06}"


def _err(scribe: Scribe) -> None:
    scribe.ask("member, unknown", "GET", contract.MEMBER, number="M9")
    scribe.ask("easy orders, unknown", "GET", contract.EASY_ORDERS, number="M9")
    scribe.ask("voucher, unknown", "GET", contract.VOUCHER, code="V9")
    scribe.ask("sale, unknown", "GET", contract.SALE, code="SEL01-1-000999")
    scribe.ask("stop order, unknown", "POST", contract.STOP_ORDER, sale="nope")
    scribe.ask("feed, ahead", "GET", contract.FEED, query="?cursor=999999")
    scribe.ask("push, another epoch", "POST", contract.JOURNAL, Push(7, 1))
    scribe.ask("push, nothing understood", "POST", contract.JOURNAL, b"{}")
    ours = scribe.messages[-1].headers
    scribe.say("a wrong signature", "GET", contract.FEED, contract.FEED, ours, b"")
    late = ours | {contract.TIME_HEADER: "2026-11-02T11:00:00.000+09:00"}
    scribe.say("a wrong time", "GET", contract.FEED, contract.FEED, late, b"")
    other = ours | {contract.TILL_HEADER: str(TillName("SEL01", "9"))}
    scribe.say("a till unknown", "GET", contract.FEED, contract.FEED, other, b"")
    scribe.say("a wrong code", "POST", contract.ENROL, contract.ENROL, {}, _other_code(scribe))


def _since_the_first(scribe: Scribe) -> None:
    """What came after the first release."""
    scribe.say("authority", "GET", contract.AUTHORITY, contract.AUTHORITY, {}, b"")
    scribe.ask("pass", "POST", contract.PASS)
    scribe.ask("what was lost", "GET", contract.JOURNAL, query="?since=8")
    scribe.ask("standing", "GET", contract.STANDING, seq="3")
    scribe.ask("day", "GET", contract.DAY, day="2026-11-02", query="?until=9")
    scribe.ask("reserve", "PUT", contract.RESERVATION, ReservationPut("M1", "V1"), sale="basket-1")
    scribe.ask("release", "DELETE", contract.RESERVATION, sale="basket-1")


def _other_code(scribe: Scribe) -> bytes:
    return msgspec.json.encode(scribe.till.enrolment("AAAA-BBBB-CCCC"))
