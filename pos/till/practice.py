"""The door between a till and the place beside it where people practise, as the till sees it.

Whether this till is a practised one is one value of its ports; no verb asks for it.
"""

from __future__ import annotations

from typing import Final, Protocol

import msgspec

from pos.domain.errors import Refused


class PracticePaper(msgspec.Struct, frozen=True):
    """A paper that came out while somebody practised: its picture (PNG), and the code on it, "" without one."""

    picture: bytes
    code: str = ""


class Practice(Protocol):
    """The door between a till and the place beside it where people practise. Belongs to the counter's thread."""

    @property
    def is_on(self) -> bool:
        """Whether this is the place where people practise."""

    @property
    def is_begun(self) -> bool:
        """Whether there is something of today to go on with."""

    @property
    def papers(self) -> tuple[PracticePaper, ...]:
        """What came out of the printer that is none, oldest first."""

    def begin(self, *, afresh: bool) -> None:
        """Leave the till as it is and go there; `afresh` throws away what was practised before."""

    def end(self) -> None:
        """Go back to the till."""


class NoPractice:
    """Implements `Practice` where there is no such place."""

    is_on: Final = False
    is_begun: Final = False
    papers: Final[tuple[PracticePaper, ...]] = ()

    def begin(self, *, afresh: bool) -> None:  # noqa: ARG002 - whatever is asked, it leads nowhere
        """Raises Refused("training.nowhere")."""
        raise Refused("training.nowhere")

    def end(self) -> None:
        """Raises Refused("training.nowhere")."""
        raise Refused("training.nowhere")


NOWHERE: Final = NoPractice()
