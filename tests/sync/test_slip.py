"""The operator's slip: a code, and whom to believe, however somebody types it."""

import ssl

import pytest

from pos.sync.slip import Slip, fingerprint, of_slip, read_slip, write_slip

CERTIFICATE = ssl.DER_cert_to_PEM_cert(b"as good as a certificate")
CODE = "ABCD-EFGH-JKMN"


def test_a_slip_is_read_as_it_was_written() -> None:
    written = write_slip(CODE, CERTIFICATE)
    assert len(written.split("-")) == 8
    assert read_slip(written) == Slip("ABCDEFGHJKMN", fingerprint(CERTIFICATE)[:20])


def test_people_type_as_they_read() -> None:
    plain = "abcdefghjkmn" + "O0I1 l234 5678 90ab cdef"
    assert read_slip(plain) == Slip("ABCDEFGHJKMN", "00111234567890ABCDEF")


@pytest.mark.parametrize("text", [CODE, "", "wrong-code", write_slip(CODE, CERTIFICATE)[:-1]])
def test_what_is_no_slip_is_a_code(text: str) -> None:
    assert read_slip(text) == Slip(text)


def test_the_certificate_of_a_slip_is_the_one() -> None:
    start = fingerprint(CERTIFICATE)[:20]
    other = ssl.DER_cert_to_PEM_cert(b"another")
    assert of_slip(CERTIFICATE, start) == CERTIFICATE
    assert (of_slip(other, start), of_slip("x", start), of_slip(CERTIFICATE, start[:19])) == ("", "", "")
