"""What the emulated nexo terminal knows for certain: every message it answered, and where the money is.

It is the witness of tests that kill the till: on disk, whole or not at all, before an answer leaves. It holds no whole
card number.
"""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any, TypeAlias

from pos.whole_file import replace_whole

Json: TypeAlias = dict[str, Any]


class NexoLedger:
    """Mutable: it is written to, and read back from its file."""

    def __init__(self, path: Path | None) -> None:
        self._path, self._lock = path, threading.Lock()
        self.answers: dict[str, Json] = {}
        self.payments: dict[str, Json] = {}
        self.elsewhere: dict[str, int] = {}
        self.backs: dict[str, int] = {}
        self.receipts: dict[str, Json] = {}
        self.count = 0
        if path is not None and path.exists():
            for name, value in json.loads(path.read_text("utf-8")).items():
                setattr(self, name, value)

    def keep(self) -> None:
        """Everything to disk."""
        if self._path is None:
            return
        names = ("answers", "payments", "elsewhere", "backs", "receipts", "count")
        with self._lock:
            kept = {name: getattr(self, name) for name in names}
            replace_whole(self._path, json.dumps(kept, ensure_ascii=False).encode())

    def number(self, letter: str) -> str:
        """A number nobody had before."""
        self.count += 1
        return f"{letter}{self.count:07d}"

    def payment(self, original: Json) -> Json | None:
        """The payment a reversal names: by this terminal's number, else by its approval."""
        named = original.get("POITransactionID", {}).get("TransactionID")
        if named is not None:
            return self.payments.get(named)
        code = original.get("ApprovalCode")
        return next((one for one in self.payments.values() if one["approval"] == code), None)
