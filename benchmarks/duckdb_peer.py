"""DuckDB with the rows of a till: a program of its own, in a venv of its own. It knows nothing of the till.

The first line it reads names a folder of CSV files, which it loads into native tables of a file; each line after that
is a period to report on, and the answer what it comes to and how long that took.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

import duckdb


def load(connection: Any, folder: Path) -> None:
    """A native table of each file; days and times are texts, as the till has them."""
    from benchmarks.report_queries import LOADED

    for name, columns in LOADED.items():
        types = {one: "BIGINT" if one in _NUMBERS else "VARCHAR" for one in columns}
        connection.execute(
            f"CREATE TABLE {name} AS SELECT * FROM read_csv(?, auto_detect = false, delim = ',', columns = {types!r})",
            [str(folder / f"{name}.csv")],
        )
    connection.execute("CHECKPOINT")


_NUMBERS = {"goods", "discount", "delivery_fee", "total", "vat", "exempt", "quantity", "amount", "refund"}


def main() -> None:
    """Answer each line with a line."""
    from benchmarks.report_queries import FLAT, ask

    folder = Path(json.loads(sys.stdin.readline())["folder"])
    connection = duckdb.connect(str(folder / "peer.duckdb"))
    load(connection, folder)

    def execute(query: str, values: list[str]) -> Any:
        return connection.execute(query, values).fetchall()

    print(json.dumps({"version": duckdb.__version__}), flush=True)
    for asked in map(json.loads, sys.stdin):
        began = time.perf_counter()
        answer = ask(execute, asked["first"], asked["last"], FLAT)
        taken = time.perf_counter() - began
        print(json.dumps({"seconds": taken, "answer": answer}), flush=True)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    main()
