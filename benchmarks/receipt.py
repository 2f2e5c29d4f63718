"""A receipt of twelve lines to bytes, hangul and QR, against the plainest encoder of the same text and one from npm.

The plainest one is given the finished lines and only encodes them; ours sets them from blocks every time, and is also
given names it has never seen.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from benchmarks.figures import Bench, Figure, in_turn, median
from pos.devices.printer.commands import native_qr
from pos.devices.printer.encode import Encoder
from pos.devices.printer.escpos import render
from pos.devices.printer.layout import LARGE, Line, set_document
from pos.devices.printer.profile import PROFILES
from pos.domain.papers.paper import Block, Cut, Document, Item, Pair, Qr, Rule, Text

CALLS = 100
PROFILE = PROFILES["80mm"]
NUMBER = "T1-20250210-000123"
HERE = Path(__file__).parent
FOREIGN = HERE.parent / "tests" / "foreign"
PLAINLY, OURS, UNSEEN = "plainest", "ours", "ours, new names"
TIMES_PLAINEST = 4
NAMES = (
    "에티오피아 시다모 캡슐", "콜롬비아 수프리모", "디카페인 룽고", "헤이즐넛 라떼", "리스트레토 진한 맛",
    "샾똠뷁 한정판", "바닐라 에클레어", "오리진 브라질", "오리진 과테말라", "머신 세척액", "잔 2개", "Cold Brew 캡슐",
)  # fmt: skip


def receipt(mark: str = "") -> Document:
    """The receipt; `mark` makes every name one that was never encoded before."""
    blocks: list[Block] = [
        Text("커피 부티크", align="centre", bold=True, size=2),
        Text("120-81-47521  대표 홍길동", align="centre"),
        Text("서울 성동구 아차산로 1", align="centre"),
        Pair("2025-02-10 14:03:22", NUMBER),
        Pair("계산대 T1", "담당 C1"),
        Rule(),
    ]
    for place, name in enumerate(NAMES):
        price, quantity = 6_500 + place * 100, place % 3 + 1
        blocks.append(Item(name + mark, f"{price:,}", str(quantity), f"{price * quantity:,}"))
    blocks += [
        Rule(),
        Pair("과세 물품가액", "141,000"),
        Pair("부가세", "14,100"),
        Pair("합계", "155,100", bold=True),
        Pair("현금", "160,000"),
        Pair("거스름돈", "4,900"),
        Rule(),
        Text("교환과 환불은 영수증을 가지고 오세요."),
        Qr(NUMBER, caption=NUMBER),
        Cut(),
    ]
    return Document("영수증", tuple(blocks))


def finished_lines() -> list[str]:
    """The same receipt as lines that only have to be encoded."""
    printed = set_document(receipt(), Encoder(), PROFILE.columns)
    return [
        " " * (line.pad // (2 if line.marks & LARGE else 1)) + line.text.decode("cp949")
        for line in printed
        if isinstance(line, Line)
    ]


def encode_plainly(lines: list[str]) -> bytes:
    """The plainest possible encoder."""
    out = b""
    for line in lines:
        out += line.encode("cp949") + b"\n"
    return out + native_qr(NUMBER.encode(), 6)


def measure_ours(rounds: int) -> dict[str, float]:
    """The seconds of one receipt, in rounds taken in turn."""
    document, lines = receipt(), finished_lines()
    unseen = [[receipt(f" {number}.{call}") for call in range(CALLS)] for number in range(rounds + 1)]
    seen = in_turn(
        {
            OURS: lambda: [render(document, PROFILE) for _ in range(CALLS)],
            UNSEEN: lambda: [render(one, PROFILE) for one in unseen.pop()],
            PLAINLY: lambda: [encode_plainly(lines) for _ in range(CALLS)],
        },
        rounds=rounds,
    )
    return {name: median(taken) / CALLS for name, taken in seen.items()}


def measure_foreign(rounds: int) -> float | None:
    """The median of npm's node-thermal-printer, None where it is not installed."""
    node = shutil.which("node")
    if not node or not (FOREIGN / "node_modules" / "node-thermal-printer").is_dir():
        return None
    asked = json.dumps({"names": NAMES, "number": NUMBER, "rounds": rounds, "calls": CALLS})
    command = [node, "-e", (HERE / "thermal.js").read_text("utf-8"), asked]
    finished = subprocess.run(command, cwd=FOREIGN, capture_output=True, text=True, check=True, timeout=300)
    return float(json.loads(finished.stdout)["seconds"])


def run(bench: Bench) -> tuple[Figure, ...]:
    """The figures."""
    rounds = bench.pick(tiny=1, usual=41)
    found = {name: taken * 1e3 for name, taken in measure_ours(rounds).items()}
    what = "twelve lines to bytes, hangul and QR; the plainest encoder"

    def against_plainest(name: str, title: str) -> Figure:
        met = found[name] <= TIMES_PLAINEST * found[PLAINLY]
        return Figure(title, what, found[name], found[PLAINLY], "ms", f"≤ {TIMES_PLAINEST} ×", met)

    figures = (against_plainest(OURS, "receipt"), against_plainest(UNSEEN, "receipt, names never seen"))
    foreign = measure_foreign(rounds)
    if foreign is None:
        return figures
    what = "the same; npm's node-thermal-printer"
    met = found[UNSEEN] <= foreign * 1e3
    return (*figures, Figure("receipt, from npm", what, found[UNSEEN], foreign * 1e3, "ms", "quicker", met))
