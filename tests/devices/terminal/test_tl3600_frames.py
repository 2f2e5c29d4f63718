"""Frames of a TL3600, written out byte by byte from the public description, and whatever else may come over a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos.devices.terminal.tl3600 import fields
from pos.devices.terminal.tl3600.asking import Asking, to_charge, to_give_back, to_tell
from pos.devices.terminal.tl3600.frames import Fault, Frame, Heard, Reader, Unreadable, decode, encode
from pos.domain.tender import CardApproval
from tests.devices.terminal.tl3600_bench import back, card, receipt

# STX, terminal id left aligned and filled with zeros, YYYYMMDDhhmmss, job, 00, length low byte first.
CHECK = bytes.fromhex(
    "02"
    "54303030303030310000000000000000"  # T0000001
    "3230323530323130313230303030"  # 20250210120000
    "41"  # A
    "00"
    "0000"
    "03"
)
CHARGE = bytes.fromhex(
    "02"
    "54303030303030310000000000000000"
    "3230323530323130313230303031"  # 20250210120001
    "42"  # B
    "00"
    "1e00"  # 30
    "31"  # approve
    "30303030303231363030"  # 0000021600
    "3030303031393633"  # 00001963
    "3030303030303030"  # no tip
    "3033"  # three instalments
    "32"  # with a signature
    "03"
)
CANCEL = bytes.fromhex(
    "02"
    "54303030303030310000000000000000"
    "3230323530323130313230303032"
    "43"  # C
    "00"
    "3b00"  # 59
    "33"  # by the VAN's number, without the card
    "31"  # credit
    "30303030303231363030"
    "3030303031393633"
    "3030303030303030"
    "3030"
    "31"  # no signature
    "333030303030303120202020"  # 30000001, filled with spaces
    "3230323530323130"  # of 20250210
    "303030303432"  # the end of the serial number
    "3030"  # nothing more
    "03"
)
APPROVED = (
    b"1" b"1" b"0000999001******1234" b"0000021600" b"00001963" b"00000000" b"03" b"30000001    " b"20250210" b"120003"
    b"250210000042" b"000000000000001" b"T0000001      "
    b"9901" + "시험카드".encode("euc-kr").ljust(16) + b"9900" + "시험매입".encode("euc-kr").ljust(16)
)  # fmt: skip
DECLINED = b"X" + b" " * 116 + b"-6B" + "잔액이 부족합니다".encode("euc-kr").ljust(37)


def sealed(frame: bytes) -> bytes:
    """With its check byte, reckoned here."""
    check = 0
    for byte in frame:
        check ^= byte
    return frame + bytes([check])


def test_frames_are_what_the_description_says() -> None:
    assert encode(Frame("A", "20250210120000", b"", "T0000001")) == sealed(CHECK)
    asked = fields.charge(amount=21_600, vat=1_963, instalments=3, signature=True)
    assert encode(Frame("B", "20250210120001", asked, "T0000001")) == sealed(CHARGE)
    asked = fields.cancel(
        way="3",
        kind="1",
        amount=21_600,
        vat=1_963,
        instalments=0,
        number="30000001",
        day="20250210",
        time="000042",
        extra="",
    )
    assert encode(Frame("C", "20250210120002", asked, "T0000001")) == sealed(CANCEL)
    assert sealed(CHECK)[-1] == 0x20  # by hand: what stands twice goes, 54 31 05 41 02 03 remains
    assert len(sealed(CHECK)) == 37


def test_an_answer_is_read_as_the_description_says() -> None:
    assert len(APPROVED) == len(DECLINED) == 157
    told = fields.read_answer(APPROVED)
    assert told == fields.Answer(
        "1", "1", "999001******1234", 21_600, 3, "30000001", "2025-02-10T12:00:03+09:00", "250210000042",
        "000000000000001", "T0000001", "시험카드", "시험매입",
    )  # fmt: skip
    refused = fields.read_answer(DECLINED)
    assert (refused.is_approved, refused.code, refused.message) == (False, "6B", "잔액이 부족합니다")


def test_a_card_is_cancelled_as_what_it_was() -> None:
    assert fields.read_answer(b"12" + APPROVED[2:]).cancel_kind == "2"
    assert fields.read_answer(b"11" + APPROVED[2:]).cancel_kind == "1"
    assert fields.read_answer(b"84" + APPROVED[2:]).cancel_kind == "8"


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ("9990011234561234", "999001******1234"),
        ("999001******1234", "999001******1234"),
        ("999001**********", "999001**********"),
        ("379900123456789", "379900*****6789"),
        ("9990011234561234567", "999001*********4567"),
        ("99900112345", "***********"),
        ("", ""),
    ],
)
def test_of_a_card_the_first_six_and_the_last_four_are_shown(sent: str, shown: str) -> None:
    assert fields.mask(sent) == shown
    told = fields.read_answer(APPROVED[:2] + sent.encode().rjust(20, b"0") + APPROVED[22:])
    assert told.masked_number == shown


def test_a_card_number_in_a_name_is_masked_too() -> None:
    content = APPROVED[:117] + b"99019990011234561234"[:20].ljust(20) + APPROVED[137:]
    assert fields.read_answer(content).issuer == "999001******1234"


def test_what_is_shown_of_a_wallet_is_nothing() -> None:
    assert fields.read_answer(b"8" + APPROVED[1:]).masked_number == ""
    assert fields.read_answer(b"14" + APPROVED[2:]).masked_number == ""
    assert fields.read_answer(b"2" + APPROVED[1:]).masked_number == ""


@pytest.mark.parametrize(
    "content",
    [b"", b"1", APPROVED[:-1], APPROVED + b" ", b"Z" + APPROVED[1:], APPROVED[:22] + b"00000x1600" + APPROVED[32:]],
)
def test_what_is_no_answer_is_not_read_as_one(content: bytes) -> None:
    with pytest.raises(Unreadable):
        fields.read_answer(content)


def test_nothing_approved_yet_is_an_answer_too() -> None:
    for content in (b"", b"\0" * 157, b"0" * 157, DECLINED):
        assert not fields.read_last(content).is_approved


def test_a_day_that_is_none_is_left_out() -> None:
    assert fields.read_answer(APPROVED[:62] + b"20250230" + APPROVED[70:]).at == ""
    assert fields.read_answer(APPROVED[:62] + b" " * 14 + APPROVED[76:]).at == ""


def test_no_repr_has_what_a_frame_carries() -> None:
    request = card(tender="easy", barcode="28100602")
    asking = to_charge(request)
    assert isinstance(asking, Asking)
    assert "28100602" not in repr(asking) + repr(Frame("Q", "20250210120000", asking.content))
    assert "01012345678" not in repr(to_tell(receipt(), None))


def test_an_approval_without_a_time_cannot_be_cancelled() -> None:
    answer = fields.read_answer(APPROVED)
    approval = fields_approval(answer)
    with pytest.raises(ValueError):
        to_give_back(back("b1", approval), None)


def fields_approval(answer: fields.Answer) -> CardApproval:
    """An approval that has lost its time."""
    return CardApproval(answer.approval_number, "", "", "", "", "", "")


@pytest.mark.parametrize(
    ("job", "time", "terminal"),
    [
        ("", "20250210120000", ""),
        ("B", "2025021012000", ""),
        ("B", "2025021012000x", ""),
        ("B", "20250210120000", "x" * 17),
    ],
)
def test_what_is_no_frame_is_not_sent(job: str, time: str, terminal: str) -> None:
    with pytest.raises(ValueError):
        encode(Frame(job, time, b"", terminal))


# --- whatever comes ---------------------------------------------------------------------------------------------

frames = st.builds(
    Frame,
    st.sampled_from("ABCLQRVabclqv@"),
    st.text("0123456789", min_size=14, max_size=14),
    st.binary(max_size=400),
    st.text("ABCT0123456789", max_size=16),
)


@given(st.sampled_from(["1", "2", "3", "4", "8", "X", "?"]), st.binary(min_size=156, max_size=156))
def test_any_answer_is_read_or_said_to_be_none_and_shows_no_card(kind: str, rest: bytes) -> None:
    try:
        told = fields.read_answer(kind.encode() + rest)
    except Unreadable:
        return
    assert sum(sign.isdigit() for sign in told.masked_number) <= 10


@given(st.text("0123456789", min_size=13, max_size=19))
def test_no_whole_card_number_is_read_out_of_an_answer(number: str) -> None:
    card_field, name = number.rjust(20, "0").encode(), ("9901" + number)[:20].ljust(20).encode()
    told = fields.read_answer(b"11" + card_field + APPROVED[22:117] + name + APPROVED[137:])
    assert number not in told.masked_number + told.issuer


@given(frames)
def test_a_frame_comes_back_as_it_went(frame: Frame) -> None:
    assert decode(encode(frame)) == frame


@given(st.lists(st.one_of(frames, st.sampled_from(["ack", "nak"])), max_size=6), st.data())
def test_frames_and_signals_are_read_in_any_pieces(sent: list[Heard], data: st.DataObject) -> None:
    line = b"".join(encode(one) if isinstance(one, Frame) else b"\x06" if one == "ack" else b"\x15" for one in sent)
    reader = Reader()
    heard: list[Heard] = []
    while line:
        length = data.draw(st.integers(1, len(line)))
        heard += reader.feed(line[:length])
        line = line[length:]
    assert heard == sent
    assert reader.silence() == ()


@given(st.binary(max_size=600))
def test_no_bytes_are_an_exception_and_silence_ends_them_all(line: bytes) -> None:
    reader = Reader()
    reader.feed(line)
    reader.silence()
    assert reader.feed(sealed(CHECK)) == (Frame("A", "20250210120000", b"", "T0000001"),)


@given(frames, st.data())
def test_one_wrong_byte_is_never_another_frame(frame: Frame, data: st.DataObject) -> None:
    whole = encode(frame)
    at = data.draw(st.integers(0, len(whole) - 1))
    wrong = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 255))]) + whole[at + 1 :]
    with pytest.raises(Unreadable):
        decode(wrong)
    reader = Reader()
    heard = (*reader.feed(wrong), *reader.silence())
    assert frame not in heard


@given(frames, st.data())
def test_a_frame_that_broke_off_is_said_so(frame: Frame, data: st.DataObject) -> None:
    whole = encode(frame)
    reader = Reader()
    assert reader.feed(whole[: data.draw(st.integers(1, len(whole) - 1))]) == ()
    assert reader.silence() == (Fault("truncated"),)
    assert reader.feed(whole) == (frame,)


def test_an_ack_inside_a_damaged_frame_is_none() -> None:
    damaged = bytearray(sealed(CHARGE))
    damaged[33] = 2  # much shorter than it is
    reader = Reader()
    heard = reader.feed(bytes(damaged) + b"\x06\x15")
    assert heard == (Fault("end"),)
    assert reader.feed(sealed(CHECK)) == (Frame("A", "20250210120000", b"", "T0000001"),)
    assert reader.feed(b"\x06") == ("ack",)


def test_rubbish_between_frames_is_rubbish_once() -> None:
    reader = Reader()
    assert reader.feed(b"\x7f\x00abc" + sealed(CHECK)) == (
        Fault("rubbish"),
        Frame("A", "20250210120000", b"", "T0000001"),
    )
