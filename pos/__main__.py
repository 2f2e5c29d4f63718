"""The command line: run, demo, mall, enrol, terminal, doctor, verify, and what `identity_commands` adds."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pos.app import commands, identity_commands, journal_commands
from pos.domain.errors import TillError
from pos.till.feed import Language
from pos.ui.words import Words

_DEMO = Path(__file__).parents[1] / ".demo"
_TILL = Path.home() / ".local" / "share" / "boutique-till"


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; returns the exit status."""
    asked = _parser().parse_args(arguments)
    words = Words(asked.language)
    try:
        status: int = asked.verb(asked, words)
    except TillError as error:
        return commands.refuse(error, words)
    except KeyboardInterrupt:
        return 130
    return status


def _language() -> Language:
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if told.startswith("en") else "ko"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m pos", description="A till for coffee boutiques.")
    parser.add_argument("--language", choices=("ko", "en"), default=_language())
    verbs = parser.add_subparsers(required=True)

    run = verbs.add_parser("run", help="open the till of a folder")
    run.add_argument("--full", action="store_true", help="fill the screen")
    demo = verbs.add_parser("demo", help="open a demo boutique with a mall and an emulated printer")
    demo.add_argument("--no-screen", action="store_true", help="play a sale without a window")
    demo.add_argument("--terminal", choices=("simulated", "tl3600", "nexo"), default="simulated")
    enrol = verbs.add_parser("enrol", help="make a till's folder with a one-time code")
    enrol.add_argument("--mall", required=True, help="the mall's address")
    enrol.add_argument("--code", required=True, help="as it was given to you, to its end")
    enrol.add_argument("--printer", default="", help="tcp://192.168.0.5:9100 or serial:///dev/ttyUSB0?baud=9600")
    enrol.add_argument("--scanner", default="", help="serial:///dev/ttyACM0; none for a scanner that types")
    terminal = verbs.add_parser("terminal", help="say which card terminal a till has, and ask it how it is")
    terminal.add_argument("--kind", required=True, choices=("none", "tl3600", "nexo"))
    terminal.add_argument("--address", default="", help="/dev/ttyUSB0?baud=115200 or https://192.168.0.30:8443/nexo/")
    terminal.add_argument("--id", default="", help="what the terminal is called")
    terminal.add_argument("--certificate", default="", help="nexo: a PEM file with its certificate or its issuer's")
    terminal.add_argument("--certificate-name", default="", help="nexo: the name in it, where that is not the address")
    terminal.add_argument("--key", default="", help="nexo: the name of the shared key; its passphrase is asked for")
    terminal.add_argument("--key-version", type=int, default=1)
    doctor = verbs.add_parser("doctor", help="examine database, key, disk, printer, terminal, mall and clock")
    doctor.add_argument("--bundle", default="", help="write what helps into this file (zip), nothing personal in it")
    identity_commands.add_to(verbs, folder=str(_TILL))
    journal_commands.add_to(verbs)
    mall = _mall_parser(verbs)
    verify = verbs.add_parser("verify", help="walk the journal and compare what is read from it")

    named = {"run": run, "mall": mall, "enrol": enrol, "terminal": terminal, "doctor": doctor, "verify": verify}
    for name, parsed in named.items():
        parsed.set_defaults(verb=getattr(commands, name))
    demo.set_defaults(verb=commands.demo)
    demo.add_argument("--folder", default=str(_DEMO))
    for parsed in (run, enrol, terminal, doctor, verify):
        parsed.add_argument("--folder", default=str(_TILL), help="the till's folder")
    return parser


def _mall_parser(verbs: Any) -> argparse.ArgumentParser:  # argparse hides the type of its verbs
    mall: argparse.ArgumentParser = verbs.add_parser("mall", help="be a reference mall")
    mall.add_argument("--database", default="sqlite:///mall.db", help="sqlite:///file or postgresql+psycopg://…")
    mall.add_argument("--host", default="127.0.0.1")
    mall.add_argument("--port", type=int, default=8700)
    mall.add_argument("--seed", help="a chain's document (TOML) to put in")
    mall.add_argument("--workers", type=int, default=1, help="processes that answer; several need PostgreSQL")
    mall.add_argument("--operators", type=int, default=8701, help="their page and figures, on this machine; 0 for none")
    mall.add_argument("--logs", choices=("json", "plain"), default="json")
    mall.add_argument("--authority", default="", help="speak TLS with the certificate in this folder (pos authority)")
    return mall


if __name__ == "__main__":
    sys.exit(main())
