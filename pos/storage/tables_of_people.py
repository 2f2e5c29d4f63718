"""The tables of people beside their sealed fields: requests, limits, who saw whom, who is gone; by number alone."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Column, Index, Text, text

from pos.storage.columns import number_of as _number
from pos.storage.columns import table_of as _table
from pos.storage.columns import text_of as _text

# --- views of the facts ----------------------------------------------------------------------------------------------

subject_request = _table(
    "subject_request",
    _text("id", primary_key=True),
    _text("member"),
    _text("kind"),
    _text("shown"),
    _text("made_on"),
    _text("due"),
    _text("fields"),
    _text("outcome"),
    Index("subject_request_by_member", "member"),
    Index("subject_request_open", "due", sqlite_where=text("outcome = ''")),
    sqlite_with_rowid=False,
)

suspension = _table(
    "suspension",
    _text("member", primary_key=True),
    _number("epoch"),
    _number("seq"),
    _number("lifted"),
    _number("reason"),
    _text("note"),
    _text("since"),
    _text("cure_until"),
    Column("explain_until", Text),
    Column("takes_effect", Text),
    sqlite_with_rowid=False,
)

opening = _table(
    "opening",
    _text("at", primary_key=True),
    _number("epoch", primary_key=True),
    _number("seq", primary_key=True),
    _text("who"),
    _text("member"),
    _text("what"),
    _text("purpose"),
    _number("refused"),
    Index("opening_by_member", "member", "at"),
    Index("opening_by_who", "who", "at"),
    sqlite_with_rowid=False,
)

gone = _table(
    "gone",
    _text("member", primary_key=True),
    _text("at"),
    _text("why"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (subject_request, suspension, opening, gone)

# --- kept beside the facts -------------------------------------------------------------------------------------------

member_waiting = _table(
    "member_waiting",
    _text("number", primary_key=True),
    _number("epoch"),
    _number("seq"),
    sqlite_with_rowid=False,
)

member_alias = _table(
    "member_alias",
    _text("number", primary_key=True),
    _text("into_number"),
    Index("member_alias_by_into", "into_number"),
    sqlite_with_rowid=False,
)
