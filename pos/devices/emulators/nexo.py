"""A card terminal that speaks nexo over HTTPS, made of software: for the demo, training and tests. No money moves.

It is written after the public description of the protocol and shares no word with the driver.
"""

from __future__ import annotations

import contextlib
import json
import socket
import ssl
import struct
import tempfile
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self

from pos.devices.emulators.certificates import make_certificate
from pos.devices.emulators.nexo_brain import Behaviour, Brain, is_scripted
from pos.devices.emulators.nexo_ledger import Json, NexoLedger
from pos.devices.emulators.nexo_seal import TerminalKey
from pos.till.ports import Clock

POI_ID = "EMULATOR-000000001"
NAME = "emulated.terminal.invalid"


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    terminal: EmulatedNexoTerminal

    def handle_error(self, *_: object) -> None:
        """A till that hangs up is no error of the terminal's."""


class EmulatedNexoTerminal:
    """A terminal on a port of the kernel's choice. Mutable: it has a script, faults and a ledger.

    `certificate` is the file a till needs to know it by.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        ledger: Path | None = None,
        key: TerminalKey | None = None,
        declines: Callable[[int], bool] | None = None,
        name: str = NAME,
    ) -> None:
        self.brain = Brain(clock, NexoLedger(ledger), declines or (lambda _: False))
        self._clock, self._key, self._name = clock, key, name
        self._folder = tempfile.TemporaryDirectory(prefix="terminal-")
        self.certificate, self._private = make_certificate(Path(self._folder.name), name=name, now=clock.now())
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self._release = threading.Event()
        self.port, self.cut_at = 0, 0

    def start(self) -> str:
        """Listen; the address."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self._private)
        server = _Server(("127.0.0.1", self.port), _Handler)
        # The handshake belongs to the connection's own thread: nobody who is mute may keep the others out.
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        server.terminal = self
        self._server, self.port = server, server.server_address[1]
        self._release.clear()
        self._thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="nexo", daemon=True)
        self._thread.start()
        return f"https://127.0.0.1:{self.port}/nexo/"

    def stop(self) -> None:
        """Switch it off: the port is shut, its memory stays."""
        self.let_go()
        if self._server is not None and self._thread is not None:
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()
        self._server = self._thread = None

    def close(self) -> None:
        """Switch it off for good; its certificate and key are destroyed."""
        self.stop()
        self._folder.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def then(self, *behaviours: Behaviour) -> None:
        """What the next payments, reversals and cash receipts come to, one each; afterwards it approves again."""
        self.brain.script.extend(behaviours)

    def let_go(self) -> None:
        """Answers that are late leave, and a payment that waits for its card gets it."""
        self._release.set()
        self.brain.let_go()

    @property
    def charged(self) -> dict[str, int]:
        """The money taken and not given back, by attempt; an attempt that took some twice has both."""
        taken: dict[str, int] = {}
        for one in self.brain.ledger.payments.values():
            taken[one["attempt"]] = taken.get(one["attempt"], 0) + one["amount"] - one["gone"]
        return {attempt: won for attempt, won in taken.items() if won}

    @property
    def payments(self) -> list[tuple[str, int]]:
        """Every approved payment, attempt and amount, in order: an attempt that is there twice was charged twice."""
        return [(one["attempt"], one["amount"]) for one in self.brain.ledger.payments.values()]

    @property
    def failures(self) -> list[str]:
        """What it was sent and no terminal would take."""
        return self.brain.failures

    def receive(self, content: bytes) -> tuple[Behaviour, bytes | None]:
        """What becomes of a request's content: how its answer travels, and the answer; None for an empty one."""
        try:
            asked: Json = json.loads(content)["SaleToPOIRequest"]
            inside = asked if self._key is None else (self._key.unwrap(asked) or {}).get("SaleToPOIRequest")
            if inside is None or inside["MessageHeader"] != asked["MessageHeader"]:
                return "approve", self._reject("the seal")
            script = self.brain.script
            behaviour: Behaviour = script.popleft() if script and is_scripted(inside) else "approve"
            if behaviour in ("lose_request", "refuse_http"):
                return behaviour, None
            said = self.brain.answer(inside, behaviour)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            self.failures.append(f"not understood: {type(error).__name__} {error}")
            return "approve", self._reject("the message")
        return behaviour, None if said is None else self._pack(said)

    def hold(self) -> None:
        """Wait until it is let go."""
        self._release.wait()

    def _pack(self, said: Json) -> bytes:
        message = {"SaleToPOIResponse": said}
        if self._key is not None:
            message = {"SaleToPOIResponse": self._key.wrap(said["MessageHeader"], message)}
        return json.dumps(message, ensure_ascii=False).encode()

    def _reject(self, what: str) -> bytes:
        header = {"MessageClass": "Event", "MessageCategory": "Event", "MessageType": "Notification", "POIID": POI_ID}
        event = {"EventToNotify": "Reject", "EventDetails": what, "TimeStamp": self._clock.now().isoformat()}
        return json.dumps({"SaleToPOIRequest": {"MessageHeader": header, "EventNotification": event}}).encode()


class _Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        """A message to the terminal."""
        self.close_connection = True
        content = self._content()
        behaviour, answer = self.server.terminal.receive(content)
        with contextlib.suppress(OSError):
            self._reply(behaviour, answer)

    def _content(self) -> bytes:
        """A request's content, of known length or in chunks."""
        if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", "0")))
        content = b""
        while length := int(self.rfile.readline().split(b";")[0] or b"0", 16):
            content += self.rfile.read(length)
            self.rfile.readline()
        self.rfile.readline()
        return content

    def log_message(self, *_: object) -> None:
        """Nothing is logged: there may be a customer's number in it."""

    def _reply(self, behaviour: Behaviour, answer: bytes | None) -> None:
        if behaviour in ("lose_request", "lose_answer"):
            return
        if behaviour == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            return
        if behaviour == "late":
            self.server.terminal.hold()
        content = b'{"SaleToPOIResponse": {"MessageHea' if behaviour == "garbled" else answer or b""
        status = "503 Service Unavailable" if behaviour == "refuse_http" else "200 OK"
        head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        whole = f"{head}Connection: close\r\n\r\n".encode() + content
        if behaviour == "cut":
            whole = whole[: self.server.terminal.cut_at]
        if behaviour != "trickle":
            self.wfile.write(whole)
            return
        for place in range(len(whole)):
            self.wfile.write(whole[place : place + 1])
            if threading.Event().wait(0.02):
                return
