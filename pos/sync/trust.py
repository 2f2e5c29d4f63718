"""Whom a till believes to be the mall: who has a certificate of the chain's own authority, and nobody else.

The machine's own list of authorities is never asked.
"""

from __future__ import annotations

import ssl

from pos.domain.errors import Refused, Unavailable

DISTRUST = frozenset({"mall.certificate_dates", "mall.certificate_name", "mall.other_authority"})
"""What is said of whoever is not believed; nothing was sent to them."""

_DATES = frozenset({9, 10})  # as OpenSSL counts: not valid yet, not valid any more
_NAMES = frozenset({62, 63, 64})  # another host, mail address, IP address


def only(authority: str) -> ssl.SSLContext:
    """Believe in this authority (PEM; two while one takes over) alone.

    Raises Refused("mall.no_authority") where there is none, Unavailable("settings.broken") for what is no certificate.
    """
    if not authority:
        raise Refused("mall.no_authority")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.verify_flags |= ssl.VERIFY_X509_STRICT
    try:
        context.load_verify_locations(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise Unavailable("settings.broken", cause="authority") from error
    return context


def nobody_yet() -> ssl.SSLContext:
    """Believe whoever answers; for the one question whose answer proves itself: see `client.learn_authority`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def distrust_in(error: BaseException) -> str:
    """The code for a certificate that was not believed, "" where the error is about something else."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            if cause.verify_code in _DATES:
                return "mall.certificate_dates"
            return "mall.certificate_name" if cause.verify_code in _NAMES else "mall.other_authority"
        cause = cause.__cause__ or cause.__context__
    return ""
