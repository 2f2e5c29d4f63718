"""What a till has to know before it opens its database: a small strict file in its folder."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Literal

import msgspec

from pos.domain.errors import Unavailable
from pos.domain.people.joining import ConsentText
from pos.domain.suspicion import Bounds, read_bounds
from pos.whole_file import replace_whole

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One till's file `till.toml`. `vault` names its secrets; `keys` "file" and `terminal` "simulated" are for the
    demo only.

    `terminal_certificate` is a PEM file, by its path from the till's folder, as is `authority`, whom the till believes
    to be the mall over https. `terminal_key` names the key whose passphrase lies among the secrets."""

    mall: str
    boutique: str = ""
    till: str = ""
    mall_key: str = ""
    mall_seal: str = ""
    authority: str = ""
    vault: str = ""
    printer: str = ""
    printer_profile: str = "80mm"
    scanner: str = ""
    terminal: Literal["none", "simulated", "tl3600", "nexo"] = "none"
    terminal_address: str = ""
    terminal_id: str = ""
    terminal_certificate: str = ""
    terminal_certificate_name: str = ""
    terminal_key: str = ""
    terminal_key_version: int = 1
    keys: Literal["system", "file"] = "system"
    demo: bool = False

    def enrolled(self, boutique: str, till: str, mall_key: str, *, mall_seal: str = "") -> Settings:
        """The same, once the mall has said who this till is."""
        return msgspec.structs.replace(self, boutique=boutique, till=till, mall_key=mall_key, mall_seal=mall_seal)


def read_settings(folder: Path) -> Settings:
    """The settings of a till's folder. Raises Unavailable("settings.missing") or ("settings.broken", cause=...)."""
    path = folder / "till.toml"
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), Settings)
    except FileNotFoundError as error:
        raise Unavailable("settings.missing", path=str(path)) from error
    except OSError as error:
        raise Unavailable("settings.broken", cause=type(error).__name__) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise Unavailable("settings.broken", cause=str(error)) from error


def write_settings(folder: Path, settings: Settings) -> None:
    """Keep settings where `read_settings` finds them: all of them or, whatever happens, those before.

    Raises Unavailable("disk.unwritable").
    """
    lines = []
    for name, value in msgspec.structs.asdict(settings).items():
        shown = str(value).lower() if isinstance(value, bool) else msgspec.json.encode(value).decode()
        lines.append(f"{name} = {shown}\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_whole(folder / "till.toml", "".join(lines).encode())
    except OSError as error:
        raise Unavailable("disk.unwritable") from error


def read_authority(folder: Path, settings: Settings) -> str:
    """The chain's authority as a till was told it (PEM), "" where it has none.

    Raises Unavailable("settings.broken", cause="authority") where the file is gone.
    """
    if not settings.authority:
        return ""
    try:
        return (folder / settings.authority).read_text("ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Unavailable("settings.broken", cause="authority") from error


def read_suspicion() -> Bounds:
    """What of the feed a till does not believe by itself. Raises Refused("suspicion.rejected")."""
    return read_bounds((RESOURCES / "suspicion.toml").read_text("utf-8"))


def read_texts() -> tuple[ConsentText, ...]:
    """What members agree to: the newest version of each text, what is required first."""
    newest: dict[str, ConsentText] = {}
    for path in sorted((RESOURCES / "consents").glob("*.toml")):
        found = msgspec.convert(tomllib.loads(path.read_text("utf-8")), dict[str, tuple[ConsentText, ...]])
        newest |= {text.kind: text for text in found["text"]}
    return tuple(sorted(newest.values(), key=lambda text: not text.is_required))
