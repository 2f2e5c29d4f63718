"""The lock files pin every package by hash, and leave the choice of an index to the machine."""

import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.tooling.repository import ROOT

LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-peers.lock", "installer/uv.lock")
NPM_LOCK = ROOT / "tests/foreign/package-lock.json"
HOST = re.compile(r"://|--(extra-)?index|--find-links|--trusted-host|^-[if] ", re.MULTILINE)


def entries(lock: Path) -> Iterator[str]:
    """Each requirement of a lock file, its continuation lines joined, its comments gone."""
    lines = (line for line in lock.read_text().splitlines() if not line.lstrip().startswith("#"))
    for entry in "\n".join(lines).replace("\\\n", " ").splitlines():
        if entry.strip():
            yield entry


def pins(lock: Path) -> set[str]:
    return {re.split(r"\s+--hash", entry)[0].strip() for entry in entries(lock)}


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_names_no_host(name: str) -> None:
    assert not HOST.search((ROOT / name).read_text())


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_pins_every_package_exactly_and_by_hash(name: str) -> None:
    found = list(entries(ROOT / name))
    assert found
    loose = [e for e in found if not re.match(r"[\w.-]+==\S+ .*--hash=sha256:[0-9a-f]{64}\b", e)]
    assert not loose


def test_the_tests_run_on_the_versions_the_till_runs_on() -> None:
    assert pins(ROOT / "requirements.lock") <= pins(ROOT / "requirements-test.lock")


def test_neither_the_till_nor_a_test_needs_what_a_benchmark_compares_with() -> None:
    for name in ("requirements.lock", "requirements-test.lock"):
        assert not [pin for pin in pins(ROOT / name) if pin.lower().startswith("django")]


def test_every_requirement_is_locked() -> None:
    for name in ("requirements", "requirements-test", "requirements-peers"):
        wanted = re.findall(r"^[A-Za-z][\w-]*", (ROOT / f"{name}.in").read_text(), re.MULTILINE)
        locked = {re.split(r"==", entry)[0].lower() for entry in entries(ROOT / f"{name}.lock")}
        assert not {want.lower() for want in wanted} - locked


def test_the_project_names_no_index_for_uv() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    assert set(settings) == {"package"}


def test_the_npm_lock_names_no_host_and_pins_by_digest() -> None:
    packages: dict[str, dict[str, Any]] = json.loads(NPM_LOCK.read_text())["packages"]
    installed = {path: entry for path, entry in packages.items() if path}
    assert installed
    assert "://" not in NPM_LOCK.read_text()
    assert all(str(entry["integrity"]).startswith("sha512-") for entry in installed.values())
