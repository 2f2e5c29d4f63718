"""A receipt of twelve lines to bytes, hangul and QR, against the plainest encoder of the same text and one from npm.

The plainest one is given the finished lines and only encodes them; ours sets them from blocks every time, and is also
given names it has never seen.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pos.devices.printer.commands import native_qr
from pos.devices.printer.encode import Encoder
from pos.devices.printer.escpos import render
from pos.devices.printer.layout import LARGE, Line, set_document
from pos.devices.printer.profile import PROFILES
from pos.domain.paper import Block, Cut, Document, Item, Pair, Qr, Rule, Text

ROUNDS, CALLS = 41, 100
PROFILE = PROFILES["80mm"]
NUMBER = "T1-20250210-000123"
FOREIGN = Path(__file__).parent.parent / "tests" / "foreign"
NAMES = (
    "에티오피아 시다모 캡슐", "콜롬비아 수프리모", "디카페인 룽고", "헤이즐넛 라떼", "리스트레토 진한 맛",
    "샾똠뷁 한정판", "바닐라 에클레어", "오리진 브라질", "오리진 과테말라", "머신 세척액", "잔 2개", "Cold Brew 캡슐",
)  # fmt: skip

# One printer for all receipts, cleared before each, which is quicker than a new one.
FOREIGN_SCRIPT = """
const { ThermalPrinter, PrinterTypes } = require('node-thermal-printer');
const { names, number, rounds, calls } = JSON.parse(process.argv[1]);
const printer = new ThermalPrinter({
    type: PrinterTypes.EPSON, width: 48, interface: 'tcp://127.0.0.1:9', characterSet: 'KOREA',
});
const won = amount => String(amount).replace(/\\B(?=(\\d{3})+$)/g, ',');
async function receipt() {
    printer.clear();
    printer.alignCenter(); printer.bold(true); printer.setTextDoubleHeight(); printer.setTextDoubleWidth();
    printer.println('커피 부티크'); printer.setTextNormal(); printer.bold(false);
    printer.println('120-81-47521  대표 홍길동'); printer.println('서울 성동구 아차산로 1'); printer.alignLeft();
    printer.leftRight('2025-02-10 14:03:22', number); printer.leftRight('계산대 T1', '담당 C1'); printer.drawLine();
    names.forEach((name, i) => {
        const price = 6500 + i * 100;
        printer.println(name);
        printer.table([won(price), String(i % 3 + 1), won(price * (i % 3 + 1))]);
    });
    printer.drawLine();
    printer.leftRight('과세 물품가액', '141,000'); printer.leftRight('부가세', '14,100');
    printer.bold(true); printer.leftRight('합계', '155,100'); printer.bold(false);
    printer.leftRight('현금', '160,000'); printer.leftRight('거스름돈', '4,900'); printer.drawLine();
    printer.println('교환과 환불은 영수증을 가지고 오세요.');
    printer.printQR(number, { cellSize: 6, correction: 'M' }); printer.println(number); printer.cut();
    return printer.getBuffer().length;
}
(async () => {
    for (let i = 0; i < 5 * calls; i++) await receipt();
    const seen = [];
    for (let round = 0; round < rounds; round++) {
        const start = process.hrtime.bigint();
        for (let i = 0; i < calls; i++) await receipt();
        seen.push(Number(process.hrtime.bigint() - start) / 1e9 / calls);
    }
    seen.sort((a, b) => a - b);
    console.log(JSON.stringify({ seconds: seen[seen.length >> 1], bytes: await receipt() }));
})();
"""


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


def render_one(documents: list[Document], number: int) -> bytes:
    """One of several receipts."""
    return render(documents[number], PROFILE).body


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


def seconds_each(call: Callable[[int], object]) -> float:
    """One round's mean."""
    start = time.perf_counter()
    for number in range(CALLS):
        call(number)
    return (time.perf_counter() - start) / CALLS


def measure_ours() -> dict[str, float]:
    """Medians of rounds taken in turn, so that a busy moment meets all alike."""
    document, lines = receipt(), finished_lines()
    rounds: dict[str, list[float]] = {"ours": [], "ours, new names": [], "plainest": []}
    for number in range(ROUNDS):
        unseen = [receipt(f" {number}.{call}") for call in range(CALLS)]
        rounds["ours"].append(seconds_each(lambda _: render(document, PROFILE)))
        rounds["ours, new names"].append(seconds_each(partial(render_one, unseen)))
        rounds["plainest"].append(seconds_each(lambda _: encode_plainly(lines)))
    return {name: statistics.median(seen) for name, seen in rounds.items()}


def measure_foreign() -> float | None:
    """The median of npm's node-thermal-printer, None where it is not installed."""
    node = shutil.which("node")
    if not node or not (FOREIGN / "node_modules" / "node-thermal-printer").is_dir():
        return None
    asked = json.dumps({"names": NAMES, "number": NUMBER, "rounds": ROUNDS, "calls": CALLS})
    finished = subprocess.run(
        [node, "-e", FOREIGN_SCRIPT, asked], cwd=FOREIGN, capture_output=True, text=True, check=True, timeout=300
    )
    return float(json.loads(finished.stdout)["seconds"])


def main() -> None:
    """Print the figures."""
    found = measure_ours()
    foreign = measure_foreign()
    for name, seconds in found.items():
        print(f"{name:28}{seconds * 1e3:8.4f} ms {seconds / found['plainest']:6.2f} times the plainest")
    if foreign is None:
        print("node-thermal-printer is not installed")
    else:
        print(f"{'node-thermal-printer':28}{foreign * 1e3:8.4f} ms {foreign / found['ours']:6.2f} times ours")


if __name__ == "__main__":
    main()
