"""The command line's verbs of the chain's office about tills' journals: a branch is allowed, an entry was looked at."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from typing import Any

from pos.app.commands import say
from pos.app.identity_commands import named, opened
from pos.ui.words import Words


def add_to(verbs: Any) -> None:  # argparse hides the type of its verbs
    """The verbs with what they ask for."""
    branch = _verb(verbs, "allow-branch", allow_branch, "let a till go on that sold with an old copy put back")
    aside = _verb(verbs, "looked-at", looked_at, "say that an entry that was put aside was looked at")
    aside.add_argument("epoch", type=int)
    aside.add_argument("place", type=int)
    _verb(verbs, "put-aside", put_aside, "list what of a till's journal somebody has to look at, and its alarms")
    for parser in (branch, aside):
        parser.add_argument("--by", required=True, help="who says so")
        parser.add_argument("--note", required=True, help="what was found; nothing personal")


def _verb(verbs: Any, name: str, verb: Callable[[Namespace, Words], int], told: str) -> ArgumentParser:
    parser: ArgumentParser = verbs.add_parser(name, help=told)
    parser.set_defaults(verb=verb)
    parser.add_argument("till", help="boutique and till: SEL01/1")
    parser.add_argument("--database", required=True, help="the mall's: sqlite:///file or postgresql+psycopg://…")
    return parser


def allow_branch(asked: Namespace, words: Words) -> int:
    """Let both ways of a till's journal stand."""
    with opened(asked.database) as mall:
        epoch = mall.archive.allow_branch(named(asked.till), by=asked.by, note=asked.note)
    say(words("cli.branch.allowed", till=asked.till, epoch=epoch))
    return 0


def looked_at(asked: Namespace, words: Words) -> int:
    """An entry leaves the list."""
    with opened(asked.database) as mall:
        mall.archive.settle_review(named(asked.till), asked.epoch, asked.place, by=asked.by, note=asked.note)
    say(words("cli.aside.settled", till=asked.till, epoch=asked.epoch, place=asked.place))
    return 0


def put_aside(asked: Namespace, words: Words) -> int:
    """What somebody has to look at."""
    name = named(asked.till)
    with opened(asked.database) as mall:
        for review in mall.reviews(name):
            facts = {"epoch": review.epoch, "place": review.seq, "reason": review.reason}
            say(words(f"cli.aside.{review.owner}", **facts))
        for alarm in mall.alarms(name):
            facts = {"epoch": alarm.epoch, "place": alarm.seq, "how": alarm.how, "times": alarm.times}
            say(words("cli.aside.alarm", at=alarm.last_at, **facts))
        say(words("cli.aside.left_behind", count=len(mall.archive.left_behind(name))))
    return 0
