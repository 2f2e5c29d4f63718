"""The operators' page as HTML: values in, text out. It asks nothing and decides nothing, and needs no script."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape
from pathlib import Path
from typing import Literal, TypeAlias

import msgspec

from pos.domain.back.decided import REASONS
from pos.domain.bulletins import MOST_TEXT, MOST_TITLE, Bulletin
from pos.mall.delivery_claims import HeldClaim
from pos.mall.metrics import State
from pos.mall.overview import MOST, Alarm, TillSeen, ToLookAt

Language: TypeAlias = Literal["ko", "en"]
Words: TypeAlias = Callable[..., str]
_FILE = Path(__file__).parents[2] / "resources" / "translations" / "office.toml"
_ALARMS = ("fork", "signature", "epoch")
_REASONS = ("entry", "sale", "plus", "payback", "order", "member", "cash_receipt", "return")
_STYLE = """
:root{color-scheme:light dark;--line:#8884;--bad:#b3261e;--soft:#8882}
@media(prefers-color-scheme:dark){:root{--bad:#ff8a80}}
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1rem}
h1{font-size:1.4rem;margin:.2rem 0}h2{font-size:1.1rem;margin:1.6rem 0 .4rem}
dl{display:flex;flex-wrap:wrap;gap:.6rem;margin:0}dl div{background:var(--soft);border-radius:.5rem;padding:.5rem .9rem}
dt{font-size:.85rem}dd{font-size:1.3rem;margin:0}
table{border-collapse:collapse;width:100%}th,td{border-bottom:1px solid var(--line);padding:.4rem .5rem;text-align:left}
th{font-weight:600;font-size:.85rem}th.n,td.n{text-align:right;font-variant-numeric:tabular-nums}code{font-size:.9rem}
form{display:inline-flex;flex-wrap:wrap;gap:.4rem;align-items:center;margin:0}
input,button{font:inherit;box-sizing:border-box;max-width:100%}
input,button{padding:.35rem .6rem;border:1px solid var(--line);border-radius:.4rem;min-height:2.6rem}
input[name=note]{width:12rem}.bad{color:var(--bad);font-weight:600}
.told{border-left:4px solid;padding:.5rem .9rem;background:var(--soft)}nav{float:right}
@media(max-width:44rem){thead{display:none}tr{display:block;border-bottom:2px solid var(--line);padding:.4rem 0}
td{display:flex;justify-content:space-between;gap:1rem;border:0}td::before{content:attr(data-l);font-weight:600;flex:none}
td.n{text-align:left}}
"""


class Shown(msgspec.Struct, frozen=True):
    """What the page shows. `form` goes with each button, so that no other page can press it."""

    state: State
    tills: tuple[TillSeen, ...]
    reviews: tuple[ToLookAt, ...]
    alarms: tuple[Alarm, ...]
    form: str
    told: str = ""
    only: str = ""  # the beginning of the boutiques that were asked for
    bulletins: tuple[Bulletin, ...] = ()
    claims: tuple[HeldClaim, ...] = ()


@cache
def _texts() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = {}

    def gather(prefix: str, part: dict[str, object]) -> None:
        for name, value in part.items():
            if isinstance(value, dict) and "ko" in value:
                found[f"{prefix}{name}"] = value
            elif isinstance(value, dict):
                gather(f"{prefix}{name}.", value)

    gather("", tomllib.loads(_FILE.read_text("utf-8"))["office"])
    return found


def words_in(language: Language) -> Words:
    """The page's words in a language."""
    return lambda key, **facts: _texts()[key][language].format(**facts)


def page(shown: Shown, language: Language) -> str:
    """The whole page."""
    words = words_in(language)
    other: Language = "en" if language == "ko" else "ko"
    parts = [
        f'<nav><a href="/?language={other}" lang="{other}">{"English" if other == "en" else "한국어"}</a></nav>',
        f"<h1>{_(words('title'))}</h1>",
        f'<p class="told" role="status">{_(shown.told)}</p>' if shown.told else "",
        _figures(shown.state, words),
        *_alarms(shown, words),
        *_reviews(shown, words),
        *_claims(shown, words),
        *_bulletins(shown, words),
        *_tills(shown, words),
        f"<h2>{_(words('invite'))}</h2>",
        _form(shown, "invite", words("invite"), inputs=_fields(words)),
        f"<p>{_form(shown, 'catch-up', words('catch_up'))}</p>",
    ]
    return document(words("title"), "".join(parts), language)


def document(title: str, body: str, language: Language) -> str:
    """A page around what it says."""
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{_(title)}</title>'
    return (
        f'<!doctype html><html lang="{language}"><head>{head}<style>{_STYLE}</style></head><body>{body}</body></html>'
    )


def alarm_words(how: str, words: Words) -> str:
    """What a place where a journal does not hold means."""
    return words(f"alarm.{how if how in _ALARMS else 'other'}")


def reason_words(reason: str, words: Words) -> str:
    """What is wrong with an entry that was put aside."""
    if f"reason.{reason}" in _texts():
        return words(f"reason.{reason}")
    family = reason.partition(".")[0]
    return words(f"reason.{family if family in _REASONS else 'other'}")


def _(text: object) -> str:
    return escape(str(text))


def _figures(state: State, words: Words) -> str:
    waits = f" {words('unread_for', seconds=int(state.oldest_unread_seconds))}" if state.unread else ""
    told = [
        (words("entries"), f"{state.entries:,}"),
        (words("unread"), f"{state.unread:,}{waits}"),
        (words("reviews"), f"{state.reviews:,}"),
        (words("alarms"), f"{state.alarms:,}"),
        (words("tills"), f"{state.tills:,}"),
        (words("heard"), f"{state.heard_minute:,}"),
    ]
    return "<dl>" + "".join(f"<div><dt>{_(name)}</dt><dd>{_(value)}</dd></div>" for name, value in told) + "</dl>"


def _alarms(shown: Shown, words: Words) -> list[str]:
    if not shown.alarms:
        return [f"<h2>{_(words('alarms'))}</h2><p>{_(words('no_alarms'))}</p>"]
    heads = (words("till"), words("place"), words("why"), "")
    rows = [
        (one.name, f"{one.epoch}/{one.seq}", Bad(f"{alarm_words(one.how, words)} ({one.how})"),
         words("times", times=one.times, at=_minute(one.last_at)))
        for one in shown.alarms
    ]  # fmt: skip
    return [f"<h2>{_(words('alarms'))}</h2>", _table(heads, rows)]


def _reviews(shown: Shown, words: Words) -> list[str]:
    if not shown.reviews:
        return [f"<h2>{_(words('reviews'))}</h2><p>{_(words('no_reviews'))}</p>"]
    heads = (words("till"), words("place"), words("why"), words("settle"))
    rows = []
    for one in shown.reviews:
        hidden = {"boutique": one.name.boutique, "till": one.name.till, "epoch": one.epoch, "seq": one.seq}
        note = f'<input name="note" required maxlength="200" aria-label="{_(words("note"))}">'
        note = note.replace("<input", f'<input placeholder="{_(words("note"))}"')
        settle = Raw(_form(shown, "settle", words("settle"), hidden=hidden, inputs=note))
        rows.append((one.name, f"{one.epoch}/{one.seq}", f"{reason_words(one.reason, words)} ({one.reason})", settle))
    return [f"<h2>{_(words('reviews'))}</h2>", _table(heads, rows)]


def _claims(shown: Shown, words: Words) -> list[str]:
    """Claims about deliveries that are not over, and what may be decided of each."""
    if not shown.claims:
        return [f"<h2>{_(words('claims'))}</h2><p>{_(words('no_claims'))}</p>"]
    heads = (words("till"), words("claim.receipt"), words("claim.about"), words("state"), words("claim.decide"))
    options = "".join(f'<option value="{_(one)}">{_(words(f"claim.{one}"))}</option>' for one in REASONS)
    chosen = f'<select name="reason"><option value="">{_(words("claim.accepted"))}</option>{options}</select>'
    rows = []
    for one in shown.claims:
        hidden = {"boutique": one.name.boutique, "till": one.name.till, "claim": one.claim.id}
        decide = Raw(_form(shown, "decide", words("claim.decide"), hidden=hidden, inputs=chosen))
        about = " · ".join(f"{line.product or line.position} × {line.quantity}" for line in one.claim.lines)
        note = f"{about} ({one.claim.note})" if one.claim.note else about
        rows.append((one.name, one.claim.original, note, words(f"claim.{one.reason or one.state}"), decide))
    return [f"<h2>{_(words('claims'))}</h2>", _table(heads, rows)]


def _bulletins(shown: Shown, words: Words) -> list[str]:
    """What is told the boutiques, each with a button that ends it; and the fields of another one."""
    heads = (words("boutique"), words("bulletin.title_ko"), words("bulletin.text_ko"), words("bulletin.until"), "")
    rows = []
    for one in shown.bulletins:
        over = Raw(_form(shown, "withdraw", words("withdraw"), hidden={"bulletin": one.id}))
        title = Bad(one.title.ko) if one.grade == "warning" else one.title.ko
        rows.append((one.boutique or words("everybody"), title, one.text.ko, _minute(one.until.isoformat()), over))
    told = _table(heads, rows) if rows else f"<p>{_(words('no_bulletins'))}</p>"
    fields = _bulletin_fields(words)
    return [f"<h2>{_(words('bulletins'))}</h2>", told, f"<p>{_form(shown, 'tell', words('tell'), inputs=fields)}</p>"]


def _bulletin_fields(words: Words) -> str:
    asked = [
        (f"{part}_{one}", most) for one in ("ko", "en") for part, most in (("title", MOST_TITLE), ("text", MOST_TEXT))
    ]
    texts = "".join(
        f'<label>{_(words(f"bulletin.{field}"))} <input name="{field}" maxlength="{most}" size="{most // 2}"'
        f"{' required' if field.endswith('ko') else ''}></label>"
        for field, most in asked
    )
    whom = f'<label>{_(words("bulletin.whom"))} <input name="boutique" maxlength="64" size="8"></label>'
    until = f'<label>{_(words("bulletin.until"))} <input type="date" name="until" required></label>'
    warns = f'<label><input type="checkbox" name="warning" value="1"> {_(words("bulletin.warning"))}</label>'
    return texts + whom + until + warns


def _tills(shown: Shown, words: Words) -> list[str]:
    heads = tuple(words(one) for one in ("till", "last_seen", "held", "waiting", "head", "state"))
    rows = [
        (
            *(one.name, _minute(one.heard_at) if one.heard_at else words("never"), Number(one.held)),
            *(Number(one.unread), Raw(f"<code>{one.head.hex()[:12]}</code>"), _state(shown, one, words)),
        )
        for one in shown.tills
    ]
    look = f'<input name="only" value="{_(shown.only)}" maxlength="64" size="8" aria-label="{_(words("boutique"))}">'
    label = f"<label>{_(words('boutique'))} {look}</label>"
    find = f'<form method="get" action="/">{label}<button>{_(words("find"))}</button></form>'
    more = f"<p>{_(words('more', most=MOST))}</p>" if len(shown.tills) >= MOST else ""
    return [f"<h2>{_(words('tills'))}</h2>", find, _table(heads, rows), more]


def _state(shown: Shown, till: TillSeen, words: Words) -> object:
    if till.revoked_at is not None:
        return Bad(words("revoked", at=_minute(till.revoked_at)))
    hidden = {"boutique": till.name.boutique, "till": till.name.till}
    sure = f'<label><input type="checkbox" required> {_(words("sure"))}</label>'
    inside = _form(shown, "revoke", words("revoke"), hidden=hidden, inputs=sure)
    return Raw(f"<details><summary>{_(words('in_use'))}</summary>{inside}</details>")


class Raw(str):
    """HTML already."""

    __slots__ = ()


class Bad(str):
    """Something that should not be."""

    __slots__ = ()


class Number(int):
    """Stands to the right."""

    __slots__ = ()


_COUNTS = ' class="n"'


def _table(heads: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> str:
    counts = {place for row in rows for place, value in enumerate(row) if isinstance(value, Number)}
    told = "".join(f"<th{_COUNTS * (place in counts)}>{_(head)}</th>" for place, head in enumerate(heads))
    body = "".join(f"<tr>{''.join(map(_cell, heads, row))}</tr>" for row in rows)
    return f"<table><thead><tr>{told}</tr></thead><tbody>{body}</tbody></table>"


def _cell(head: str, value: object) -> str:
    label = f'data-l="{_(head)}"'
    match value:
        case Raw():
            return f"<td {label}>{value}</td>"
        case Bad():
            return f'<td {label}><span class="bad">{_(value)}</span></td>'
        case Number():
            return f'<td class="n" {label}>{value:,}</td>'
    return f"<td {label}>{_(value)}</td>"


def _form(shown: Shown, action: str, word: str, *, hidden: Mapping[str, object] | None = None, inputs: str = "") -> str:
    told = {"form": shown.form, **(hidden or {})}
    kept = "".join(f'<input type="hidden" name="{_(name)}" value="{_(value)}">' for name, value in told.items())
    return f'<form method="post" action="/{action}">{kept}{inputs}<button>{_(word)}</button></form>'


def _fields(words: Words) -> str:
    return "".join(
        f'<label>{_(words(name))} <input name="{field}" required maxlength="64" size="8"></label>'
        for field, name in (("boutique", "boutique"), ("till", "number"))
    )


def _minute(at: str) -> str:
    return at[:16].replace("T", " ")
