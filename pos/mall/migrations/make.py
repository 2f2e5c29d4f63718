"""Prints the next migration: the difference between the tables and what the migrations come to so far.

`python -m pos.mall.migrations.make 0003 "What it is for."`; what has to be done to rows is written by hand.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy.pool import StaticPool

from pos.mall import schema
from pos.mall.tables import metadata

_MOST_LINES = 15


def difference() -> str:
    """The statements, in alembic's words."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    with engine.begin() as connection:
        schema.upgrade(connection, None)
        found = produce_migrations(MigrationContext.configure(connection), metadata)
    engine.dispose()
    assert found.upgrade_ops is not None
    return render_python_code(found.upgrade_ops)


def written(revision: str, words: str) -> str:
    """A whole file of `migrations/versions`, to be looked through, and formatted as everything is."""
    head = f'"""{words}"""\n\nimport sqlalchemy as sa\nfrom alembic import op\n\n'
    head += f'revision = "{revision}"\ndown_revision = "{int(revision) - 1:04}"\n'
    parts = list(_parts([line for line in difference().splitlines() if not line.lstrip().startswith("#")]))
    calls = "".join(f"    _part_{number}()\n" for number in range(1, len(parts) + 1))
    told = f'\n\ndef upgrade() -> None:\n    """{words}"""\n{calls}'
    return (
        head
        + told
        + "".join(
            f"\n\ndef _part_{number}() -> None:\n" + "\n".join(lines) + "\n"
            for number, lines in enumerate(parts, start=1)
        )
    )


def _parts(lines: Iterable[str]) -> Iterator[list[str]]:
    """Runs of whole statements, each short enough for a function."""
    part: list[str] = []
    for line in lines:
        if len(part) > _MOST_LINES and line.startswith("    op."):
            yield part
            part = []
        part.append(line)
    yield part


if __name__ == "__main__":
    print(written(*sys.argv[1:]), end="")
