"""From the start of a process to what it paints, and what it weighs at rest: the till of a demo boutique against a bare
PySide6 window.

Both are whole processes, started in turn: interpreter, imports, window. The till runs as `pos run` does, on a folder
that is enrolled, with its mall and printer switched on; it signs nobody in.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.figures import Bench, Figure, median
from pos.app.demo import DemoBoutique
from pos.app.settings import ROOT

REST_SECONDS = 2.0
# A mark is set once the first painting of a window is through: the events that it is done by have been worked off.
MARKS = """
import json, sys, time
marks = {}
def rest():
    for line in open('/proc/self/status'):
        if line.startswith('VmRSS'):
            marks['kib'] = int(line.split()[1])
    print(json.dumps(marks), flush=True)
    QApplication.instance().quit()
def watch(window, name, last):
    class Eye(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.Paint and name not in marks:
                marks[name] = 0
                QTimer.singleShot(0, self.seen)
            return False
        def seen(self):
            marks[name] = time.monotonic() - float(sys.argv[1])
            if last:
                QTimer.singleShot(int(float(sys.argv[2]) * 1000), rest)
    window.eye = Eye()
    window.installEventFilter(window.eye)
"""
BARE = (
    """
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
"""
    + MARKS
    + """
app = QApplication([])
window = QWidget()
window.resize(1024, 768)
watch(window, 'painted', True)
window.show()
app.exec()
"""
)
TILL = (
    """
from pos.__main__ import main
import pos.app.program as program
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
"""
    + MARKS
    + """
def watched(make, name, last):
    def made(*given, **named):
        window = make(*given, **named)
        watch(window, name, last)
        return window
    return made
program.make_opening = watched(program.make_opening, 'painted', False)
program.make_window = watched(program.make_window, 'ready', True)
sys.exit(main(['run', '--folder', sys.argv[3]]))
"""
)


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    boutique = DemoBoutique(bench.place("start"))
    boutique.open()
    bare: list[dict[str, float]] = []
    till: list[dict[str, float]] = []
    try:
        left_out = bench.pick(tiny=0, usual=1, long=1)  # the first one writes the bytecode
        for number in range(bench.pick(tiny=1, usual=15, long=50) + left_out):
            seen = tuple(start(one, boutique.till_folder, bench) for one in (BARE, TILL))
            if number >= left_out:
                bare.append(seen[0])
                till.append(seen[1])
    finally:
        boutique.close()

    def figure(name: str, mark: str, aim: int, unit: str, scale: float) -> Figure:
        ours = median(one[mark] for one in till) * scale
        floor = median(one["kib" if mark == "kib" else "painted"] for one in bare) * scale
        return Figure(name, MEASURED[mark], ours, floor, unit, f"≤ {aim} ×", ours <= aim * floor)

    return (
        figure("start, painted", "painted", 2, "ms", 1e3),
        figure("start, ready for a PIN", "ready", 4, "ms", 1e3),
        figure("memory at rest", "kib", 2, "MiB", 1 / 1024),
    )


MEASURED = {
    "painted": "process start to the painted opening; a bare window",
    "ready": "process start to the painted sign-in with its people; a bare window",
    "kib": f"resident memory {REST_SECONDS:.0f} s after the sign-in was painted; a bare window",
}


def start(program: str, folder: Path, bench: Bench) -> dict[str, float]:
    """One process, from before it exists to its rest."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    if bench.size != "tiny":  # a till that was started before has its own bytecode
        environment |= {"PYTHONPYCACHEPREFIX": str(bench.place("bytecode"))}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    rest = bench.pick(tiny=REST_SECONDS / 10, usual=REST_SECONDS, long=REST_SECONDS)
    command = [sys.executable, "-c", program, str(time.monotonic()), str(rest), str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=True)
    found: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return found
