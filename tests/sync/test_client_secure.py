"""Over https the till speaks to nobody for whom nobody vouches; in the clear it looks for no certificates."""

import contextlib
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from pos.domain.calendar import KST
from pos.domain.errors import Unavailable
from pos.sync.client import health


def self_signed(folder: Path) -> Path:
    """A certificate for this machine, and its key, that no authority has signed."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([])
    made = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=KST))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=KST))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "mall.pem"
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(secret + made.public_bytes(Encoding.PEM))
    return path


@pytest.fixture
def heard() -> list[bytes]:
    """What an impostor was told."""
    return []


@pytest.fixture
def impostor(tmp_path: Path, heard: list[bytes]) -> Iterator[str]:
    """The address of somebody who says that he is the mall."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path))

    def serve() -> None:
        with contextlib.suppress(OSError):
            taken, _ = listening.accept()
            with taken, context.wrap_socket(taken, server_side=True) as secure:
                heard.append(secure.recv(100))

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        thread = threading.Thread(target=serve)
        thread.start()
        yield f"https://127.0.0.1:{listening.getsockname()[1]}"
        thread.join()


def test_a_certificate_that_nobody_signed_is_no_mall(impostor: str, heard: list[bytes]) -> None:
    with pytest.raises(Unavailable, match=r"mall\.unreachable"):
        health(impostor)
    assert heard == []


def test_the_clear_asks_for_no_certificates(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda *_, **__: read.append("some"))
    with pytest.raises(Unavailable, match=r"mall\.unreachable"), socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        listening.close()
        health(f"http://127.0.0.1:{port}")
    assert read == []
