"""What an operator's slip says to a new till: its one-time code, and how the print of the chain's authority begins.

So the till knows whom to believe before it has said a word. Both ends import it; it knows no network.
"""

from __future__ import annotations

import hashlib
import ssl

import msgspec

CODE_LETTERS = 12
_PRINT_DIGITS = 20  # 80 bits: nobody makes another authority that begins so
_GROUP = 4
_MISREAD = str.maketrans("OIL", "011")


class Slip(msgspec.Struct, frozen=True):
    """A slip as it was typed: the code, and how the fingerprint begins; "" where the chain has no authority."""

    code: str
    authority: str = ""


def fingerprint(certificate: str) -> str:
    """SHA-256 of a certificate (PEM), as hexadecimal capitals. Raises ValueError for what is none."""
    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest().upper()


def write_slip(code: str, certificate: str) -> str:
    """Code and fingerprint in groups of four, as a person types them."""
    start = fingerprint(certificate)[:_PRINT_DIGITS]
    return "-".join([code, *(start[place : place + _GROUP] for place in range(0, len(start), _GROUP))])


def read_slip(text: str) -> Slip:
    """A slip in any case, with or without dashes. What is no slip is taken for a code, and judged by the mall."""
    plain = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(plain) != CODE_LETTERS + _PRINT_DIGITS:
        return Slip(text)
    return Slip(plain[:CODE_LETTERS], plain[CODE_LETTERS:].translate(_MISREAD))


def of_slip(certificate: str, start: str) -> str:
    """The one certificate (PEM) that a slip is about, "" where this is another: what stands beside it is left out."""
    try:
        plain = ssl.DER_cert_to_PEM_cert(ssl.PEM_cert_to_DER_cert(certificate))
    except ValueError:
        return ""
    return plain if len(start) >= _PRINT_DIGITS and fingerprint(plain).startswith(start) else ""
