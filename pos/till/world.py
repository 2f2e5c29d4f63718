"""Everything the till needs of the world, in one place: who introduces it is `pos.app.bootstrap`, and who uses it are
the verbs. It does nothing itself."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

from pos.domain.people.joining import ConsentText
from pos.domain.people.processors import Processor
from pos.domain.powers import Powers
from pos.till.abreast import NOTHING_LOST, Lost
from pos.till.agreements import NOTHING_ASKED, Agreements
from pos.till.back.past import Past
from pos.till.books import Books, Enquiries, never_told
from pos.till.connection import NO_LINK, Link
from pos.till.day.exporting import Exporter
from pos.till.day.figures import Ledgers
from pos.till.day.journal import Journal
from pos.till.paying.cards import Terminal
from pos.till.paying.tax import TaxBook
from pos.till.people.registry import Registry
from pos.till.ports import Clock, Lane, Pins, Printer, Shelf, Store
from pos.till.practice import NOWHERE, Practice

Story: TypeAlias = Coroutine[Any, Any, Any]


class Start(Protocol):
    """Begins a story and goes on; what it raises ends up with `Counter.failed`."""

    def __call__(self, story: Story, /) -> object: ...


@dataclass(slots=True)
class Ports:
    """Everything the till needs of the world, introduced by `pos.app.bootstrap`."""

    clock: Clock
    shelf: Shelf
    store: Store
    books: Books
    past: Past
    tax: TaxBook
    ledgers: Ledgers
    journal: Journal
    exporter: Exporter
    people: Registry
    texts: tuple[ConsentText, ...]
    processors: tuple[Processor, ...]
    mall: Enquiries
    pins: Pins
    printer: Printer
    terminal: Terminal
    disk: Lane
    vault: Lane
    paper: Lane
    cards: Lane
    network: Lane
    files: Lane
    start: Start
    new_id: Callable[[], str]
    powers: Powers
    boutique: str
    till: str
    practice: Practice = NOWHERE
    agreements: Agreements = NOTHING_ASKED
    link: Link = NO_LINK
    mall_time: Callable[[], datetime] = never_told
    lost: Lost = NOTHING_LOST
