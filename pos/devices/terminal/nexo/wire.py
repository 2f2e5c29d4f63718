"""One question to the terminal over HTTPS, and whether it went out: that is all the difference between two errors.

It follows no redirect, knows no proxy, and speaks only to whom the certificate of the settings names.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

MOST = 1_000_000
_CONNECT_SECONDS = 4.0
_PORT = 8443


class NotSent(Exception):
    """Nothing of the question left the till; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class NoAnswer(Exception):
    """The question may have arrived, and there is no answer to it that can be read."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Endpoint(msgspec.Struct, frozen=True):
    """Where the terminal listens. `certificate` is a PEM file with its own certificate or its issuer's; `name` is the
    name that stands in it where that is not the host."""

    host: str
    certificate: Path
    port: int = _PORT
    path: str = "/nexo/"
    name: str = ""


def read_address(address: str) -> tuple[str, int, str]:
    """Host, port and path of `https://192.168.0.30:8443/nexo/`. Raises ValueError for what is none."""
    parts = urlsplit(address)
    if parts.scheme != "https" or not parts.hostname or parts.username is not None or parts.query or parts.fragment:
        raise ValueError("an address of a terminal begins with https:// and has a host")
    return parts.hostname, parts.port or _PORT, parts.path or "/nexo/"


def exchange(endpoint: Endpoint, question: bytes, *, seconds: float) -> bytes:
    """The answer to `question`, waited for so long and no longer once it may have left. Raises NotSent, NoAnswer."""
    line = _connect(endpoint, min(_CONNECT_SECONDS, seconds))
    # A terminal that lets its answer trickle would renew a socket's own timeout for ever.
    is_over = threading.Event()
    deadline = threading.Timer(seconds, _end, (line, is_over))
    deadline.daemon = True
    deadline.start()
    try:
        status, content = _converse(endpoint, line, question)
    finally:
        deadline.cancel()
        line.close()
    if is_over.is_set():  # what was cut off between two lines looks like a short answer
        raise NoAnswer("terminal.no_answer")
    if status != 200 or len(content) > MOST:
        raise NoAnswer("terminal.garbled")
    return content


def _connect(endpoint: Endpoint, seconds: float) -> ssl.SSLSocket:
    end = time.monotonic() + seconds
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN  # a terminal's own certificate is as good as its issuer's
    try:
        context.load_verify_locations(cafile=endpoint.certificate)
    except OSError as error:  # a file that is no certificate is an SSLError, and that is one of these
        raise NotSent("terminal.certificate_file") from error
    try:
        bare = socket.create_connection((endpoint.host, endpoint.port), seconds)
    except (OSError, ValueError) as error:
        raise NotSent("terminal.unreachable") from error
    deadline = threading.Timer(max(end - time.monotonic(), 0), _cut, (bare,))
    deadline.daemon = True
    deadline.start()
    try:
        return context.wrap_socket(bare, server_hostname=endpoint.name or endpoint.host)
    except ssl.SSLCertVerificationError as error:
        bare.close()
        raise NotSent("terminal.certificate") from error
    except (OSError, ValueError) as error:
        bare.close()
        raise NotSent("terminal.unreachable") from error
    finally:
        deadline.cancel()


def _converse(endpoint: Endpoint, line: ssl.SSLSocket, question: bytes) -> tuple[int, bytes]:
    connection = HTTPConnection(endpoint.host, endpoint.port)
    connection.sock = line
    connection.auto_open = 0
    line.settimeout(None)  # the deadline stands over the whole
    try:
        connection.request("POST", endpoint.path, question, {"Content-Type": "application/json", "Connection": "close"})
        answer = connection.getresponse()
        content = answer.read(MOST + 1)
    except (OSError, HTTPException, ValueError) as error:
        raise NoAnswer("terminal.no_answer") from error
    if answer.length:  # it was cut off, and reading so much at once does not say so
        raise NoAnswer("terminal.no_answer")
    return answer.status, content


def _end(line: socket.socket, is_over: threading.Event) -> None:
    """The time is over. Said before the line ends: who is woken by that looks here at once."""
    is_over.set()
    _cut(line)


def _cut(line: socket.socket) -> None:
    """Wake who waits on it: the line ends here. The socket's own way, for that of TLS would be no longer sealed."""
    try:
        socket.socket.shutdown(line, socket.SHUT_RDWR)
    except OSError:
        return
