"""One tone for good, another for bad, made here and played by whatever plays sounds on this machine.

It is never the only sign: the window flashes too. Without a screen it is silent, without a player it beeps for bad.
"""

from __future__ import annotations

import io
import math
import sys
import wave
from array import array
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QElapsedTimer, QObject, QProcess, QStandardPaths, QTemporaryDir
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

Tone: TypeAlias = Literal["good", "bad"]
Player: TypeAlias = Callable[[Path], object]

RATE = 22_050
# A burst of scans is one run of tones, not fifty on top of each other.
FEWEST_MS_BETWEEN = 90
_PLAYERS = ("paplay", "pw-play", "aplay")
_SILENT = frozenset({"offscreen", "minimal"})
# Pieces of hertz and milliseconds, 0 hertz for a pause: short and high, or twice and low.
_SCORE: dict[Tone, tuple[tuple[int, int], ...]] = {
    "good": ((1_320, 70),),
    "bad": ((330, 150), (0, 60), (262, 220)),
}


def sound_of(tone: Tone) -> bytes:
    """The tone as a WAV: 16 bits, one channel, soft at both ends of each piece."""
    samples = array("h")
    for hertz, milliseconds in _SCORE[tone]:
        samples.extend(_piece(hertz, RATE * milliseconds // 1000))
    if sys.byteorder == "big":
        samples.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(samples.tobytes())
    return file.getvalue()


def _piece(hertz: int, length: int) -> list[int]:
    edge = RATE // 200
    return [
        int(9_000 * min(1.0, place / edge, (length - place) / edge) * math.sin(2 * math.pi * hertz * place / RATE))
        for place in range(length)
    ]


class Tones(QObject):
    """Plays "good" and "bad"; connect the desk's `toned` to `play`. Mutable: it knows when it last played."""

    def __init__(self, player: Player | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._player = player or find_player()
        self._folder = QTemporaryDir()
        self._files: dict[str, Path] = {}
        self._since: dict[str, QElapsedTimer] = {}

    def play(self, tone: str) -> None:
        """Play a tone, unless the same one was begun just now."""
        since = self._since.setdefault(tone, QElapsedTimer())
        if self._player is None or (since.isValid() and since.elapsed() < FEWEST_MS_BETWEEN):
            return
        since.start()
        self._player(self._file(tone))

    def _file(self, tone: str) -> Path:
        if tone not in self._files:
            path = Path(self._folder.filePath(f"{tone}.wav"))
            path.write_bytes(sound_of("good" if tone == "good" else "bad"))
            self._files[tone] = path
        return self._files[tone]


def find_player(environment: Mapping[str, str] | None = None) -> Player | None:
    """What plays sounds here; None where nobody would hear. `environment` names programs by their path, for a trial."""
    if QGuiApplication.platformName() in _SILENT and environment is None:
        return None
    if sys.platform == "win32":
        import winsound

        return lambda path: winsound.PlaySound(str(path), winsound.SND_FILENAME | winsound.SND_ASYNC)
    for name in _PLAYERS:
        program = environment.get(name, "") if environment is not None else QStandardPaths.findExecutable(name)
        if program:
            return lambda path, program=program: QProcess.startDetached(program, [str(path)])  # type: ignore[misc]  # mypy loses the default
    return lambda path: QApplication.beep() if path.stem == "bad" else None
