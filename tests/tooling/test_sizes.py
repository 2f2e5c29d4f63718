"""A file or a function that no longer fits in a reader's head is a failing test."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.tooling.repository import ROOT, python_files

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
SAYS_NOTHING = {"manager", "helper", "helpers", "util", "utils", "handler", "service"} | {
    "data",
    "info",
    "process",
    "common",
    "base",
    "misc",
}


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def test_no_file_is_too_long() -> None:
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in python_files("pos", "tests", "benchmarks")
    }
    assert lengths
    assert not {path: lines for path, lines in lengths.items() if lines > MOST_LINES_OF_A_FILE}


def test_no_function_is_too_long() -> None:
    lengths = {
        f"{path.relative_to(ROOT)}:{function.lineno} {function.name}": length(function)
        for path in python_files("pos")
        for function in functions(path)
    }
    assert lengths
    assert not {place: lines for place, lines in lengths.items() if lines > MOST_LINES_OF_A_FUNCTION}


def test_every_file_of_the_program_says_what_it_is_for() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files("pos", "benchmarks")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not silent


def test_no_file_has_a_name_that_says_nothing() -> None:
    named = {path.relative_to(ROOT) for path in python_files("pos", "benchmarks")}
    assert not [str(path) for path in named if SAYS_NOTHING & {*path.with_suffix("").parts}]
