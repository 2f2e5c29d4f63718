"""What the machine knows of its own way out: read, never asked of anybody, so that nothing is sent for it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from pos.till.connection import Network

LINKS = Path("/sys/class/net")
_SOMEWHERE = {socket.AF_INET: "192.0.2.1", socket.AF_INET6: "2001:db8::1"}
"""Addresses that nobody has: the way to them is the way to everybody who is not near."""


def read_network(url: str, *, links: Path = LINKS) -> Network:
    """The way to the mall at `url` as it is now. It never waits: names are not looked up here."""
    host = urlsplit(url).hostname or ""
    if _is_this_machine(host):
        return Network(is_needed=False)
    return Network(has_carrier(links), _address_towards(host))


def has_carrier(links: Path) -> bool | None:
    """Whether anything but the machine itself is plugged in or joined, None where the system does not say."""
    seen: list[bool] = []
    with suppress(OSError):
        for link in sorted(links.iterdir()):
            if link.name == "lo":
                continue
            seen.append(_is_up(link))
    return any(seen) if seen else None


def _is_up(link: Path) -> bool:
    try:
        return (link / "carrier").read_text("ascii").strip() == "1"
    except (OSError, ValueError):  # one that is switched off does not even say so
        return False


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _address_towards(host: str) -> str:
    """The address of ours that the system would use, "" where it knows no way. Choosing it sends nothing."""
    for family, somewhere in _SOMEWHERE.items():
        try:
            target = host if ipaddress.ip_address(host).version == (6 if family == socket.AF_INET6 else 4) else ""
        except ValueError:
            target = somewhere
        if not target:
            continue
        with suppress(OSError), socket.socket(family, socket.SOCK_DGRAM) as probe:
            probe.connect((target, 9))
            return str(probe.getsockname()[0])
    return ""


class Watch:
    """Looks at the network now and then. Mutable: it remembers how it was."""

    def __init__(self, read: Callable[[], Network]) -> None:
        self._read = read
        self.network = read()

    def look(self) -> bool:
        """Look again; True where there may be a way that was not there before."""
        before, self.network = self.network, self._read()
        return self.network != before and bool(self.network.address) and self.network.has_carrier is not False
