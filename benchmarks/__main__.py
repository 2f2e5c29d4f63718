"""Run benchmarks and print what they found; with `--write`, into docs/benchmarks.md as well."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.figures import HEADINGS, Bench, Figure, Size, table

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "benchmarks.md"
NAMES = (
    "quotes",
    "benefits",
    "receipt",
    "search",
    "members",
    "sale",
    "scan_to_paint",
    "start",
    "days",
    "upkeep",
    "kills",
    "payments",
    "intake",
    "thousand",
    "growth",
)
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run what was asked for; 1 where an aim was missed."""
    asked = _parser().parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    size: Size = "tiny" if asked.tiny else "long" if asked.long else "usual"
    figures: list[Figure] = []
    asked.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="bench-", dir=asked.folder) as folder:
        for name in asked.names or NAMES:
            print(f"{name} …", file=sys.stderr, flush=True)
            found = importlib.import_module(f"benchmarks.{name}").run(Bench(Path(folder), size))
            _show(found)
            figures += found
    if asked.write:
        _write(figures, asked.write)
    return 0 if all(figure.met is not False for figure in figures) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="benchmarks", description="Each figure that is claimed, measured here.")
    parser.add_argument("names", nargs="*", choices=[*NAMES, []], metavar="name", help=", ".join(NAMES))
    parser.add_argument("--long", action="store_true", help="more of everything: ten thousand kills")
    parser.add_argument("--tiny", action="store_true", help="only to see that they work")
    parser.add_argument("--write", metavar="DATE", help="put the table into docs/benchmarks.md, as of this date")
    parser.add_argument("--folder", type=Path, default=ROOT / "var", help="the disk to measure on")
    return parser


def _show(figures: Sequence[Figure]) -> None:
    for figure, row in zip(figures, table(figures), strict=True):
        print(
            f"{row[6] or '·':8}{row[0]:26}{row[2]:>14}{row[3]:>14}{row[4]:>8}   aim {row[5] or '-':22} {figure.notes}"
        )
    sys.stdout.flush()


def _write(figures: Sequence[Figure], date: str) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    lines = ["| " + " | ".join(cells) + " |" for cells in (HEADINGS, ("---",) * len(HEADINGS), *table(figures))]
    notes = [f"- {figure.name}: {figure.notes}" for figure in figures if figure.notes]
    body = "\n".join([BEGIN, f"As of {date}, on {machine()}.", "", *lines, "", *notes, END])
    PAGE.write_text(before + body + after, "utf-8")


def machine() -> str:
    """What it ran on: processor, system, versions."""
    import PySide6
    import sqlalchemy
    import sqlcipher3.dbapi2 as sqlcipher

    return (
        f"{os.cpu_count()} × {platform.machine()}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, SQLAlchemy {sqlalchemy.__version__}, "
        f"SQLite {sqlcipher.sqlite_version} (SQLCipher)"
    )


if __name__ == "__main__":
    sys.exit(main())
