"""An encrypted file as it reads to somebody who has its key: every page, free ones too, and the write-ahead log."""

from pathlib import Path

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

_PAGE, _SALT, _IV, _CODE = 2048, 16, 16, 32
_LOG_HEAD, _FRAME_HEAD = 32, 24


def everything_in(path: Path, key: bytes) -> bytes:
    """What the file and the log beside it hold, one page after the other, whether a table leads to it or not."""
    log = path.with_name(path.name + "-wal")
    pages = list(_pages(path.read_bytes(), start=0, head=0))
    if log.exists():
        pages += _pages(log.read_bytes(), start=_LOG_HEAD, head=_FRAME_HEAD)
    return b"".join(_open(page, key) for page in pages)


def _pages(raw: bytes, *, start: int, head: int) -> list[bytes]:
    return [raw[at + head : at + head + _PAGE] for at in range(start, len(raw) - head - _PAGE + 1, head + _PAGE)]


def _open(page: bytes, key: bytes) -> bytes:
    """Either a page, or the first, which begins with the salt: the wrong way of both is noise after the first block."""
    end = _PAGE - _IV - _CODE
    cipher = Cipher(algorithms.AES(key), modes.CBC(page[end : end + _IV]))
    whole, first = cipher.decryptor(), cipher.decryptor()
    return whole.update(page[:end]) + first.update(page[_SALT:end])
