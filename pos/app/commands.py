"""The command line's verbs, each a function that returns an exit status. Words go to standard output."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from pos.app.settings import Settings
from pos.domain.errors import TillError
from pos.till.counter import Notice
from pos.ui.notices import explain
from pos.ui.words import Words


def has_screen() -> bool:
    """Whether a window could be shown on this machine."""
    return sys.platform == "win32" or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def say(text: str) -> None:
    """One message to the person at the terminal."""
    print(text, flush=True)


def refuse(error: TillError, words: Words) -> int:
    """Say why not, in the four parts, and fail."""
    told = explain(Notice(error.code, error.facts, "error"), words)
    print(f"{told.what} {told.safe} {told.do}  {told.short}", file=sys.stderr)
    return 1


def run(asked: Namespace, words: Words) -> int:
    """Open the till of a folder on this screen."""
    from pos.app.program import run as show

    return show(Path(asked.folder), language=words.language, size="full" if asked.full else "window")


def demo(asked: Namespace, words: Words) -> int:
    """Open the demo boutique; without a screen, play a sale."""
    folder = Path(asked.folder)
    say(words("cli.demo.keys", path=folder / "till" / "keys"))
    if has_screen() and not asked.no_screen:
        from pos.app.demo_window import show_demo

        return show_demo(folder, language=words.language, terminal=asked.terminal)
    say(words("cli.demo.no_screen"))
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from pos.app.demo_play import play_demo

    return play_demo(folder, words, say, terminal=asked.terminal)


def mall(asked: Namespace, words: Words) -> int:
    """Be a mall until asked to end; with a seed, put a chain into it and invite its first till."""
    from pos.app.clock import SystemClock
    from pos.app.settings import RESOURCES
    from pos.mall.chain import Mall
    from pos.mall.secure import Secure
    from pos.mall.workers import Plan, serve_all

    def ready(running: Mall, url: str) -> None:
        if asked.seed:
            name = running.seed(Path(asked.seed).read_text("utf-8"))
            for document in sorted((RESOURCES / "policies").glob("*.toml")):
                running.send_policy(document.read_text("utf-8"))
            say(words("cli.mall.code", till=name, code=running.invite(name)))
        say(words("cli.mall.ready", url=url))
        if operators is not None:
            say(words("cli.mall.operators", url=f"http://127.0.0.1:{operators}/?key={plan.key}"))

    clock = SystemClock()
    secure = Secure(Path(asked.authority), clock) if asked.authority else None
    operators = asked.operators or None
    shared = {"workers": asked.workers, "operators": operators, "secure": secure, "logs": asked.logs}
    plan = Plan(asked.database, clock, asked.host, asked.port, **shared)
    serve_all(plan, ready)
    return 0


def enrol(asked: Namespace, words: Words) -> int:
    """Make a till's folder with a one-time code from the mall."""
    from pos.app.bootstrap import enrol_till

    settings = Settings(mall=asked.mall, printer=asked.printer, scanner=asked.scanner)
    made = enrol_till(Path(asked.folder), settings, asked.code)
    say(words("cli.enrolled", boutique=made.boutique, till=made.till, folder=asked.folder))
    return 0


def terminal(asked: Namespace, words: Words) -> int:
    """Write down which card terminal a till has, and say how it is; fails where it cannot take money."""
    from getpass import getpass

    from pos.app.terminal_setup import set_terminal

    certificate = str(Path(asked.certificate).resolve()) if asked.certificate else ""
    wanted: dict[str, str | int] = {
        "terminal": asked.kind,
        "terminal_address": asked.address,
        "terminal_id": asked.id,
        "terminal_certificate": certificate,
        "terminal_certificate_name": asked.certificate_name,
        "terminal_key": asked.key,
        "terminal_key_version": asked.key_version,
    }
    passphrase = getpass(words("cli.terminal.passphrase")) if asked.key else ""
    state = set_terminal(Path(asked.folder), wanted, passphrase=passphrase)
    say(words("cli.terminal.set", kind=asked.kind))
    if not state.code or asked.kind == "none":
        return 0
    told = explain(Notice(state.code, {}, "error"), words)
    say(f"{told.what} {told.do}  {told.short}")
    return 1


def doctor(asked: Namespace, words: Words) -> int:
    """Examine a till's folder; fails where a check does. A doubt is told, and fails nothing."""
    from pos.app.doctor import examine

    status = 0
    for finding in examine(Path(asked.folder)):
        mark = words(f"cli.doctor.{finding.verdict}")
        facts = " ".join(f"{name}={value}" for name, value in finding.facts.items())
        say(f"{words('cli.doctor.' + finding.check)}: {mark}  {facts}")
        if not finding.passed:
            status = 1
        if finding.code:
            told = explain(Notice(finding.code, finding.facts, "error"), words)
            say(f"  {told.what} {told.do}  {told.short}")
    if asked.bundle:
        from pos.app.bundle import pack

        say(words("cli.doctor.bundle", path=pack(Path(asked.folder), Path(asked.bundle))))
    return status


def verify(asked: Namespace, words: Words) -> int:
    """Walk the journal and rebuild the views beside it; changes nothing, and fails where something does not hold."""
    from pos.app.records import open_to_read
    from pos.app.settings import read_settings
    from pos.storage.verify import verify as check

    folder = Path(asked.folder)
    settings = read_settings(folder)
    with open_to_read(folder, settings) as (keys, database):
        verdict = check(database, till=settings.till, public_key=keys.public())
    if verdict.broken is not None:
        say(words("cli.verify.broken", seq=verdict.broken.seq, how=verdict.broken.how))
    if verdict.differing:
        say(words("cli.verify.differing", tables=", ".join(verdict.differing)))
    if verdict.broken_file:
        say(words("cli.verify.file"))
    for code in verdict.faults:
        told = explain(Notice(code, grade="error"), words)
        say(f"{told.what} {told.do}  {told.short}")
    if verdict.holds:
        say(words("cli.verify.holds", entries=verdict.entries, sales=verdict.sales, head=verdict.head[:16]))
    return 0 if verdict.holds else 1
