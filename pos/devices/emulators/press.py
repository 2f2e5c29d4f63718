"""What an ESC/POS printer does with a command, in its turn: it moves paper, and says aloud what it could not do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

import segno
from PIL import Image

from pos.devices.emulators import code128
from pos.devices.emulators.escpos_stream import Command
from pos.devices.emulators.paper import Paper, PictureRow, Run, TextRow


@dataclass(frozen=True, slots=True)
class _Style:
    """How the next character looks, and where the line goes."""

    bold: bool = False
    underline: bool = False
    inverse: bool = False
    wide: int = 1
    high: int = 1
    align: int = 0
    spacing: int = 30
    two_bytes: bool = False
    korean: bool = False


@dataclass(frozen=True, slots=True)
class _Symbols:
    """The settings of codes, which outlive a line."""

    bar_height: int = 162
    bar_module: int = 3
    bar_text: int = 0
    qr_module: int = 3
    qr_level: str = "l"
    qr_content: bytes = b""


@dataclass(slots=True)
class Press:
    """The printing part of a printer. Mutable: it has a style, an unfinished line and a strip of paper."""

    columns: int
    dots: int
    report: Callable[[str], None]
    cut: Callable[[Paper], None]
    paper: Paper = field(init=False)
    _style: _Style = field(default_factory=_Style)
    _symbols: _Symbols = field(default_factory=_Symbols)
    _line: list[tuple[_Style, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.paper = Paper(self.columns, self.dots)

    def power_cycle(self) -> None:
        """Forget style and unfinished line; what is on paper stays there."""
        self._style, self._symbols = _Style(), _Symbols()
        self._line.clear()

    def do(self, command: Command) -> None:
        """Obey one command that prints or changes how things are printed."""
        content = command.content
        n = content[0] if content else 0
        match command.name:
            case "text":
                self._line.append((self._style, content))
            case "line feed":
                self._end_line()
            case "reset":
                self.power_cycle()
            case "cut":
                self._cut()
            case "raster":
                self._raster(content)
            case "code":
                self._code(content)
            case "barcode":
                self._barcode(content)
            case name:
                self._move_or_set(name, content, n)

    def _move_or_set(self, name: str, content: bytes, n: int) -> None:
        if name == "feed lines":
            for _ in range(n):
                self._end_line()
        elif name == "feed dots":
            if self._line:
                self._end_line()
            self.paper.rows.append(TextRow((), spacing=n))
        elif name == "unknown":
            self.report("unknown command " + content.hex(" "))
        elif name not in ("nothing", "carriage return", "font"):
            self._set(name, content, n)

    def _set(self, name: str, content: bytes, n: int) -> None:
        on = bool(n & 1)
        changes: dict[str, dict[str, bool | int]] = {
            "bold": {"bold": on},
            "underline": {"underline": n % 48 > 0},
            "underline hangul": {"underline": n % 48 > 0},
            "inverse": {"inverse": on},
            "size": {"wide": (n >> 4) + 1, "high": (n & 7) + 1},
            "align": {"align": n % 48},
            "line spacing": {"spacing": n if content else 30},
            "two bytes on": {"two_bytes": True},
            "two bytes off": {"two_bytes": False},
            "national set": {"korean": n == 13},
            "code table": {},
        }
        symbols: dict[str, dict[str, int]] = {
            "barcode height": {"bar_height": n},
            "barcode module": {"bar_module": n},
            "barcode text": {"bar_text": n},
        }
        if name in symbols:
            self._symbols = replace(self._symbols, **symbols[name])  # type: ignore[arg-type]  # all are int
        elif name in changes:
            self._style = replace(self._style, **changes[name])  # type: ignore[arg-type]  # names and types agree
        else:
            self.report("cannot do " + name)

    def _end_line(self) -> None:
        runs = tuple(run for style, content in self._joined() if (run := self._run(style, content)).text)
        self._line.clear()
        row = TextRow(runs, self._style.align, self._style.spacing)
        if row.columns > self.columns:
            self.report(f"line of {row.columns} columns on a paper of {self.columns}")
        self.paper.rows.append(row)

    def _joined(self) -> list[tuple[_Style, bytes]]:
        """Text of one style in one piece: a character may have come in two."""
        joined: list[tuple[_Style, bytes]] = []
        for style, content in self._line:
            if joined and joined[-1][0] == style:
                joined[-1] = (style, joined[-1][1] + content)
            else:
                joined.append((style, content))
        return joined

    def _run(self, style: _Style, content: bytes) -> Run:
        try:
            text = content.decode("cp949" if style.two_bytes else "cp437")
        except UnicodeDecodeError:
            self.report("no hangul " + content.hex(" "))
            text = content.decode("cp949", "replace")
        if style.korean:
            text = text.replace("\\", "₩")
        return Run(text, style.bold, style.underline, style.inverse, style.wide, style.high)

    def _cut(self) -> None:
        if self._line:
            self._end_line()
        done, self.paper = self.paper, Paper(self.columns, self.dots)
        done.is_cut = True
        self.cut(done)

    def _raster(self, content: bytes) -> None:
        width, rows = (int.from_bytes(content[at : at + 2], "little") for at in (2, 4))
        if width * 8 > self.dots:
            self.report(f"picture of {width * 8} dots on a paper of {self.dots}")
        size = (width * 8, rows)
        self._picture("raster", f"{size[0]}x{rows}", size, content[6:])

    def _picture(self, kind: str, content: str, size: tuple[int, int], bits: bytes) -> None:
        if self._line:
            self._end_line()
        self.paper.rows.append(PictureRow(kind, content, size, bits, self._style.align))

    def _code(self, content: bytes) -> None:
        """GS ( k, for QR codes: `content` is "k", the length, "1", the function and its parameters."""
        function, parameters = content[3:5], content[5:]
        match function:
            case b"1A" if parameters[:1] == b"2":
                pass
            case b"1C" if parameters and 1 <= parameters[0] <= 16:
                self._symbols = replace(self._symbols, qr_module=parameters[0])
            case b"1E" if parameters in (b"0", b"1", b"2", b"3"):
                self._symbols = replace(self._symbols, qr_level="lmqh"[int(parameters)])
            case b"1P" if parameters[:1] == b"0":
                self._symbols = replace(self._symbols, qr_content=parameters[1:])
            case b"1Q" if parameters == b"0":
                self._qr()
            case _:
                self.report("unknown code command " + content.hex(" "))

    def _qr(self) -> None:
        content, module = self._symbols.qr_content, self._symbols.qr_module
        code = segno.make(content, error=self._symbols.qr_level, micro=False, boost_error=False)
        rows = [bytes(row) for row in code.matrix_iter(scale=module, border=0)]
        side = len(rows)
        if side > self.dots:
            self.report(f"code of {side} dots on a paper of {self.dots}")
        image = Image.frombytes("L", (side, side), b"".join(rows)).point(lambda dot: 255 * dot).convert("1")
        self._picture("qr", content.decode("utf-8", "replace"), image.size, image.tobytes())

    def _barcode(self, content: bytes) -> None:
        """GS k of the kind that says its length; CODE128 only."""
        kind, parameters = content[0], content[2:]
        try:
            bars = code128.modules(parameters) if kind == 73 else []
        except ValueError:
            bars = []
        module = self._symbols.bar_module
        if not bars or len(bars) * module > self.dots or self._symbols.bar_text:
            self.report("cannot draw barcode " + content.hex(" "))
            return
        line = bytes(255 * bar for bar in bars for _ in range(module))
        size = (len(line), self._symbols.bar_height)
        image = Image.frombytes("L", size, line * size[1]).convert("1")
        self._picture("code128", code128.text(parameters), size, image.tobytes())
