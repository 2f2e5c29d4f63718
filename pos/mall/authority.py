"""The chain's own authority, and the mall's certificate under it: made, renewed before it ends, shown to tills.

Keys lie in files that their owner alone reads. Who makes certificates elsewhere keeps `authority.key` there.
"""

from __future__ import annotations

import ipaddress
import os
import ssl
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, load_pem_private_key
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from pos.domain.errors import Refused, Unavailable
from pos.whole_file import EVERYBODYS, OWNERS_ALONE, replace_whole

AUTHORITY, AUTHORITY_KEY, MALL = "authority.pem", "authority.key", "mall.pem"
AUTHORITY_LASTS = timedelta(days=20 * 365)
MALL_LASTS = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=30)

_EARLIER = timedelta(days=1)  # a till's clock may be behind
_LONGEST_NAME = 253


def make(folder: Path, names: Sequence[str], *, now: datetime) -> str:
    """The authority of `folder`, made where there is none, and a fresh certificate for a mall of these names.

    Names are host names and addresses, as tills will call it. Tells the authority's certificate (PEM). Raises
    Refused("authority.names"), Unavailable("authority.no_key") where only the key is missing, ("disk.unwritable").
    """
    alternatives = _alternatives(names)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / AUTHORITY).exists():
            _make_authority(folder, now)
        _certify(folder, alternatives, now)
    except OSError as error:
        raise Unavailable("disk.unwritable") from error
    return of(folder)


def of(folder: Path) -> str:
    """The authority's certificate (PEM), which is no secret. Raises Unavailable("authority.missing")."""
    return _certificate(folder / AUTHORITY).public_bytes(Encoding.PEM).decode("ascii")


def renew(folder: Path, *, now: datetime) -> bool:
    """A fresh certificate of the same names where the one that stands ends soon and the authority's key is here."""
    mall = _certificate(folder / MALL)
    if mall.not_valid_after_utc - now > RENEWED_BEFORE or not (folder / AUTHORITY_KEY).exists():
        return False
    try:
        _certify(folder, mall.extensions.get_extension_for_class(x509.SubjectAlternativeName).value, now)
    except OSError as error:
        raise Unavailable("disk.unwritable") from error
    return True


def ends_at(folder: Path) -> datetime:
    """When the mall's certificate ends. Raises Unavailable("authority.missing")."""
    return _certificate(folder / MALL).not_valid_after_utc


def serial(folder: Path) -> int:
    """Which certificate the mall's is. Raises Unavailable("authority.missing")."""
    return _certificate(folder / MALL).serial_number


def shown(folder: Path, *, now: datetime) -> ssl.SSLContext:
    """What the mall proves itself with, renewed where that is due.

    Raises Unavailable("authority.missing"), ("authority.ended") where it is over and cannot be renewed here.
    """
    renew(folder, now=now)
    if ends_at(folder) <= now:
        raise Unavailable("authority.ended", path=str(folder / MALL))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    show_again(context, folder)
    return context


def show_again(context: ssl.SSLContext, folder: Path) -> None:
    """Take up what stands in the folder now; connections that are open stay as they are."""
    try:
        context.load_cert_chain(folder / MALL)
    except (ssl.SSLError, OSError) as error:
        raise Unavailable("authority.missing", path=str(folder / MALL)) from error


def _make_authority(folder: Path, now: datetime) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Boutique chain authority")])
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    made = (
        _builder(name, key.public_key(), now, AUTHORITY_LASTS)
        .issuer_name(name)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(is_authority=True), critical=True)
        .add_extension(identifier, critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(identifier), critical=False)
        .sign(key, hashes.SHA256())
    )
    replace_whole(folder / AUTHORITY_KEY, _secret(key), mode=OWNERS_ALONE)
    replace_whole(folder / AUTHORITY, made.public_bytes(Encoding.PEM), mode=EVERYBODYS)


def _certify(folder: Path, names: x509.SubjectAlternativeName, now: datetime) -> None:
    """Key, certificate and authority in one file, so that no two of them are ever of different days."""
    authority, issuer = _certificate(folder / AUTHORITY), _authority_key(folder / AUTHORITY_KEY)
    key = ec.generate_private_key(ec.SECP256R1())
    vouched = x509.SubjectKeyIdentifier.from_public_key(issuer.public_key())
    made = (
        _builder(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Mall")]), key.public_key(), now, MALL_LASTS)
        .issuer_name(authority.subject)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(names, critical=False)
        .add_extension(_usage(is_authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(vouched), critical=False)
        .sign(issuer, hashes.SHA256())
    )
    whole = _secret(key) + made.public_bytes(Encoding.PEM) + authority.public_bytes(Encoding.PEM)
    beside = folder / f"{MALL}.{os.getpid()}"  # several workers may find at once that it is time
    replace_whole(beside, whole, mode=OWNERS_ALONE)
    beside.replace(folder / MALL)


def _builder(
    subject: x509.Name, key: ec.EllipticCurvePublicKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + lasts)
    )


def _usage(*, is_authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_authority,
        key_cert_sign=is_authority,
        crl_sign=is_authority,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


def _secret(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _certificate(path: Path) -> x509.Certificate:
    """The first certificate of a file. Raises Unavailable("authority.missing")."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise Unavailable("authority.missing", path=str(path)) from error


def _authority_key(path: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = load_pem_private_key(path.read_bytes(), None)
    except (OSError, ValueError, TypeError) as error:
        raise Unavailable("authority.no_key", path=str(path)) from error
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise Unavailable("authority.no_key", path=str(path))
    return key


def _alternatives(names: Sequence[str]) -> x509.SubjectAlternativeName:
    if not names:
        raise Refused("authority.names", name="")
    return x509.SubjectAlternativeName([_alternative(name) for name in names])


def _alternative(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        pass
    is_name = 0 < len(name) <= _LONGEST_NAME and all(
        part and all(letter.isascii() and (letter.isalnum() or letter == "-") for letter in part)
        for part in name.split(".")
    )
    if not is_name:
        raise Refused("authority.names", name=name[:_LONGEST_NAME])
    return x509.DNSName(name)
