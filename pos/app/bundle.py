"""What a technician sends to who helps: findings, versions, settings and log in one file, with nothing personal in it.

Secrets, databases and papers stay where they are; the log names people by their number alone.
"""

from __future__ import annotations

import os
import platform
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

from pos.app.doctor import examine
from pos.app.settings import read_settings
from pos.domain.errors import TillError, Unavailable

_LOGS = "till.log*"
_LIBRARIES = ("PySide6-Essentials", "SQLAlchemy", "sqlcipher3", "python-escpos", "pyserial", "httpx", "reportlab")


def pack(folder: Path, target: Path) -> Path:
    """Write the bundle of a till's folder to `target` (a zip), whole or not at all; what stood there is replaced.

    Raises Unavailable("disk.unwritable").
    """
    beside = target.with_suffix(".new")
    try:
        with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as bundle:
            bundle.writestr("findings.json", _told([msgspec.to_builtins(finding) for finding in examine(folder)]))
            bundle.writestr("versions.json", _told(_versions()))
            bundle.writestr("settings.json", _told(_settings(folder)))
            bundle.writestr("files.json", _told(_files(folder)))
            for path in sorted((folder / "log").glob(_LOGS)):
                bundle.write(path, f"log/{path.name}")
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise Unavailable("disk.unwritable") from error
    return target


def _told(value: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=2)


def _versions() -> dict[str, str]:
    found = {"python": platform.python_version(), "system": platform.platform()}
    for name in _LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = ""
    return found


def _settings(folder: Path) -> object:
    """The settings; the secrets lie elsewhere."""
    try:
        return msgspec.structs.asdict(read_settings(folder))
    except TillError as error:
        return {"code": error.code}


def _files(folder: Path) -> dict[str, int]:
    """Which files there are, with their sizes in bytes: a database that is empty says something."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            found[os.fspath(path.relative_to(folder))] = path.stat().st_size
    return found
