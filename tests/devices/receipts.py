"""Documents that the tests print: a usual receipt, and one with every awkward thing in it."""

from pos.domain.papers.paper import Barcode, Block, Cut, Document, Feed, Item, Pair, Qr, Rule, Text

NUMBER = "T1-20250210-000123"


def receipt(lines: int = 3) -> Document:
    """A receipt with a QR code that holds its number."""
    items = tuple(
        Item(f"시다모 캡슐 {line}호", f"{6_500 + line:,}", str(line), f"{(6_500 + line) * line:,}")
        for line in range(1, lines + 1)
    )
    head: tuple[Block, ...] = (
        Text("커피 부티크", align="centre", bold=True, size=2),
        Pair("2025-02-10 14:03", NUMBER),
        Rule(),
    )
    foot: tuple[Block, ...] = (
        Rule(double=True),
        Pair("합계", "39,014", bold=True, size=2),
        Text("영수증을 가지고 오세요.", underline=True),
        Qr(NUMBER, caption=NUMBER),
        Cut(),
    )
    return Document("영수증", (*head, *items, *foot))


def awkward() -> Document:
    """Everything that does not fit, cannot be written, or would like to be a command."""
    return Document(
        "재발행",
        (
            Text("재발행", align="right", inverse=True),
            Item("샾똠뷁 쫓뀰 한정판", "₩12,000", "2", "24,000"),
            Item("Café Crème ☕ 슬리브 " + "아주긴이름" * 9, "7,200", "10", "72,000"),
            Item("한", "1,234,567,890", "1,000,000", "1,234,567,890,000,000"),
            Item("서랍\x10\x14\x01\x00\x05열기\x1b@", "1", "1", "1"),
            Pair("漢字와 " + "긴 이름표 " * 12, "9,999,999", indent=2),
            Pair("", "7"),
            Text("아래⋯그림 ❶", align="centre", bold=True),
            Feed(2),
            Barcode("20250210000123"),
            Barcode("A-1{B"),
            Cut(),
        ),
    )
