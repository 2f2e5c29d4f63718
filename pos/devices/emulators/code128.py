"""CODE128 drawn from the content of a barcode command, so that a reader that is not ours can judge what was sent."""

from __future__ import annotations

_TABLE = (
    "212222 222122 222221 121223 121322 131222 122213 122312 132212 221213 221312 231212 112232 122132 122231 113222 "
    "123122 123221 223211 221132 221231 213212 223112 312131 311222 321122 321221 312212 322112 322211 212123 212321 "
    "232121 111323 131123 131321 112313 132113 132311 211313 231113 231311 112133 112331 132131 113123 113321 133121 "
    "313121 211331 231131 213113 213311 213131 311123 311321 331121 312113 312311 332111 314111 221411 431111 111224 "
    "111422 121124 121421 141122 141221 112214 112412 122114 122411 142112 142211 241211 221114 413111 241112 134111 "
    "111242 121142 121241 114212 124112 124211 411212 421112 421211 212141 214121 412121 111143 111341 131141 114113 "
    "114311 411113 411311 113141 114131 311141 411131 211412 211214 211232"
)
_WIDTHS = tuple(_TABLE[at : at + 6] for at in range(0, len(_TABLE), 7))
_STOP = "2331112"
_START = {"A": 103, "B": 104, "C": 105}
_SWITCH = {"A": 101, "B": 100, "C": 99}


def modules(content: bytes) -> list[bool]:
    """The bars (True) and spaces of `content`, which begins with `{A`, `{B` or `{C`. Raises ValueError."""
    values = _values(content)
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    widths = "".join(_WIDTHS[value] for value in (*values, check)) + _STOP
    return [place % 2 == 0 for place, width in enumerate(widths) for _ in range(int(width))]


def text(content: bytes) -> str:
    """What a reader says of `content`."""
    said, in_set = "", "?"
    for value, now_in in _walk(content):
        in_set = now_in
        if value < 0:
            continue
        said += f"{value:02d}" if in_set == "C" else chr(value + 32)
    return said


def _values(content: bytes) -> list[int]:
    values: list[int] = []
    for value, in_set in _walk(content):
        if value >= 0:
            values.append(value)
        else:
            values.append(_SWITCH[in_set] if values else _START[in_set])
    if len(values) < 2:
        raise ValueError("no content")
    return values


def _walk(content: bytes) -> list[tuple[int, str]]:
    """Each symbol with its code set; -1 where the set is chosen."""
    found: list[tuple[int, str]] = []
    in_set, at = "", 0
    while at < len(content):
        byte = content[at]
        if byte == ord("{") and (in_set != "C" or content[at + 1 : at + 2] in (b"A", b"B")):
            chosen = chr(content[at + 1]) if at + 1 < len(content) else ""
            at += 2
            if chosen == "{":
                found.append((ord("{") - 32, in_set))
            elif chosen in _START:
                in_set = chosen
                found.append((-1, in_set))
            else:
                raise ValueError("unknown code set")
            continue
        if not in_set or (in_set == "C" and byte > 99) or (in_set != "C" and not 32 <= byte < 127):
            raise ValueError("not in the code set")
        found.append((byte if in_set == "C" else byte - 32, in_set))
        at += 1
    return found
