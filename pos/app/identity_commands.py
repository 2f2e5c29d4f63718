"""The command line's verbs about who is who: the authority, inviting, shutting out, carrying over what was not sent."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pos.app.clock import SystemClock
from pos.app.commands import say
from pos.domain.errors import Refused
from pos.ui.words import Words

if TYPE_CHECKING:
    from pos.mall.chain import Mall
    from pos.sync.contract import TillName

_SAID_EVERY = 2_000


def add_to(verbs: Any, *, folder: str) -> None:  # argparse hides the type of its verbs
    """The verbs with what they ask for; `folder` is where a till is unless somebody says otherwise."""
    _verb(verbs, "authority", authority, "make or renew the chain's authority and the mall's certificate").add_argument(
        "place", metavar="FOLDER"
    )
    made = verbs.choices["authority"]
    made.add_argument("--name", action="append", default=[], help="a name or address tills call the mall by; repeat it")
    for name, verb, told in (
        ("invite", invite, "a one-time code for a new till, and whom it is to believe"),
        ("revoke", revoke, "shut a till out that was stolen or lost"),
    ):
        parser = _verb(verbs, name, verb, told)
        parser.add_argument("till", help="boutique and till: SEL01/1")
        _database(parser)
    taken = _verb(verbs, "take-in", take_in, "take in the file of a till that could not send")
    taken.add_argument("file")
    taken.add_argument("--by", required=True, help="who brings it")
    _database(taken)
    carried = _verb(verbs, "salvage", salvage, "write what a till could not send into a file")
    carried.add_argument("file")
    carried.add_argument("--all", action="store_true", help="the whole journal, not only what the mall lacks")
    carried.add_argument("--folder", default=folder, help="the till's folder")


def _verb(verbs: Any, name: str, verb: Callable[[Namespace, Words], int], told: str) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(name, help=told)
    parser.set_defaults(verb=verb)
    return parser


def _database(parser: ArgumentParser) -> None:
    parser.add_argument("--database", required=True, help="the mall's: sqlite:///file or postgresql+psycopg://…")


def authority(asked: Namespace, words: Words) -> int:
    """Make the chain's authority where there is none, and a fresh certificate for the mall."""
    from pos.mall.authority import ends_at, make
    from pos.sync.slip import fingerprint

    folder = Path(asked.place)
    is_new = not (folder / "authority.pem").exists()
    certificate = make(folder, asked.name, now=SystemClock().now())
    say(words("cli.authority.made", folder=folder, until=ends_at(folder).date().isoformat()))
    say(words("cli.authority.print", print=fingerprint(certificate)))
    if is_new:
        say(words("cli.authority.key"))
    return 0


def invite(asked: Namespace, words: Words) -> int:
    """Print a one-time code for a till."""
    with opened(asked.database) as mall:
        say(words("cli.mall.code", till=asked.till, code=mall.invite(named(asked.till))))
    return 0


def revoke(asked: Namespace, words: Words) -> int:
    """Shut a till out."""
    with opened(asked.database) as mall:
        if not mall.revoke(named(asked.till)):
            raise Refused("gate.no_till", till=asked.till)
    say(words("cli.shut_out", till=asked.till))
    return 0


def take_in(asked: Namespace, words: Words) -> int:
    """Take in what a technician brought from a till."""
    told = 0

    def reached(place: int) -> None:
        nonlocal told
        if place - told >= _SAID_EVERY:
            told = place
            say(words("cli.take_in.progress", place=place))

    path = Path(asked.file)
    if not path.is_file():
        raise Refused("salvage.unreadable")
    with path.open("rb") as file, opened(asked.database) as mall:
        taken = mall.gate.take_in(file, by=asked.by, on_progress=reached)
    facts = {"first": taken.first, "last": taken.last, "new": taken.new_entries, "left": taken.letters_left}
    say(words("cli.take_in.done", till=taken.name, letters=taken.letters, **facts))
    if taken.written_since:
        say(words("cli.take_in.since", count=taken.written_since))
    return 0


def salvage(asked: Namespace, words: Words) -> int:
    """Write what a till could not send into a file; the till's folder is only read."""
    from pos.app.salvage import salvage as write

    told = 0

    def written(done: int, whole: int) -> None:
        nonlocal told
        if done - told >= _SAID_EVERY:
            told = done
            say(words("cli.salvage.progress", done=done, all=whole))

    since = 1 if asked.all else 0
    found = write(Path(asked.folder), Path(asked.file), since=since, on_progress=written)
    said = "cli.salvage.done" if found.last >= found.first else "cli.salvage.letters_only"
    say(words(said, path=asked.file, first=found.first, last=found.last, letters=found.letters))
    if found.left:
        say(words("cli.salvage.left", left=found.left))
    return 0


@contextmanager
def opened(database: str) -> Iterator[Mall]:
    """The mall of a database, for as long as it is needed."""
    from pos.mall.chain import Mall

    mall = Mall(database, clock=SystemClock())
    try:
        yield mall
    finally:
        mall.close()


def named(text: str) -> TillName:
    """A till as people write it. Raises Refused("gate.no_till") for what is no till's name."""
    from pos.sync.contract import TillName

    boutique, slash, number = text.partition("/")
    if not (boutique and slash and number and text.isprintable()):
        raise Refused("gate.no_till", till=text)
    return TillName(boutique, number)
