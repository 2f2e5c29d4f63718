"""What the chain's office tells a boutique, or all of them, until it is over; and that somebody read it.

It asks nobody to do anything at the till, and changes no price and no rule.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, Literal

import msgspec

from pos.domain.catalogue import Name
from pos.domain.soundness import fault, is_name

MOST_TITLE: Final = 60
MOST_TEXT: Final = 500


class Bulletin(msgspec.Struct, frozen=True):
    """What the office tells from an instant until another one; `boutique` is whom, "" all of them.

    What is withdrawn comes again under its id, over by then. What is told otherwise is another one.
    """

    id: str
    title: Name
    text: Name
    since: datetime
    until: datetime
    grade: Literal["news", "warning"] = "news"
    boutique: str = ""

    def is_on(self, now: datetime) -> bool:
        """Whether it is told at an instant."""
        return self.since <= now < self.until


class BulletinRead(msgspec.Struct, frozen=True, tag="BulletinRead"):
    """A fact. Who is signed in read what the office told."""

    bulletin: str


def fault_of(bulletin: Bulletin) -> str:
    """What is wrong with one, "" where nothing is: "id", "title", "text", "time", and what `soundness.fault` finds.

    English may be missing, Korean may not. A title is a line of at most 60 letters, a text at most 500 without breaks.
    """
    if not is_name(bulletin.id):
        return "id"
    if not _is_said(bulletin.title, MOST_TITLE):
        return "title"
    if not _is_said(bulletin.text, MOST_TEXT):
        return "text"
    return fault(bulletin) or ("" if bulletin.since <= bulletin.until else "time")


def _is_said(name: Name, most: int) -> bool:
    return bool(name.ko.strip()) and max(len(name.ko), len(name.en)) <= most
