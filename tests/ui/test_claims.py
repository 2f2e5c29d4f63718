"""A delivery that came damaged or short: the claim with its photographs, and taking it up later."""

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage, QImageWriter
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel

from pos.domain.back.decided import ClaimClosed, ClaimDecided
from pos.domain.errors import Refused, Unavailable
from pos.domain.facts import ClaimMade, decode_fact
from pos.till.back import claiming
from pos.ui import theme
from pos.ui.screens.claims.making import Claiming, file_dialog
from pos.ui.screens.claims.pictures import thumbnail
from pos.ui.words import Words
from tests.ui.fakes import START
from tests.ui.given_back import delivered, find, sell
from tests.ui.shopfront import Shopfront

FRONT = Shopfront


def picture(form: str = "PNG", *, wide: int = 300) -> bytes:
    image, buffer = QImage(wide, 200, QImage.Format.Format_RGB32), QBuffer()
    image.fill(QColor("#7a9e7e"))
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(form.encode())).write(image)
    return bytes(buffer.data().data())


def files(front: Shopfront, folder: Path, *contents: bytes) -> None:
    """What the dialogue for files will give."""
    paths = [folder / f"{place}.jpg" for place in range(len(contents))]
    for path, content in zip(paths, contents, strict=True):
        path.write_bytes(content)
    panel = front.window.panels["claim"]
    assert isinstance(panel, Claiming)
    panel.choose_files = lambda: paths


def begins(front: Shopfront) -> None:
    """A delivery of which a mug came damaged is in hand, and the claim is open."""
    find(front, delivered(front, sell(front, "A001")), reason="damaged")
    front.till.desk.open("claim")


def claims(front: Shopfront) -> list[ClaimMade]:
    facts = (decode_fact(entry.payload) for entry in front.till.memory.entries)
    return [fact for fact in facts if isinstance(fact, ClaimMade)]


# --- making one ---


def test_what_is_claimed_is_seen(front: Shopfront) -> None:
    begins(front)
    assert "파손" in front.seen() and "머그 350 ml × 1" in front.seen() and "사진 0/6" in front.seen()


def test_a_note_and_photographs_are_kept_sealed(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    one, other = picture(), picture("JPEG")
    files(front, tmp_path, one, other)
    front.press("F2")
    assert "사진 2/6" in front.seen()
    small = front.find("claim-picture-1")
    assert isinstance(small, QLabel) and not small.pixmap().isNull()
    note = front.find("claim-note")
    assert note.hasFocus()
    front.find("claim-note").setProperty("text", "상자가 젖음")
    front.press("Enter", "Enter")
    assert "접수했습니다" in front.seen()
    (made,) = claims(front)
    assert made.claim.note == "상자가 젖음" and len(made.claim.photographs) == 2
    assert list(front.till.past.pictures.values()) == [one, other]
    front.press("Enter")
    assert not front.window.panel_name and front.counter.returning is None


def test_what_is_no_picture_is_said_and_left_out(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, b"not a picture", picture(), b"GIF89a" + bytes(100))
    front.touch("claim-add")
    assert "사진 1/6" in front.seen() and "JPEG나 PNG로" in front.seen()


def test_a_seventh_picture_is_not_taken(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, *(picture(wide=100 + place) for place in range(7)))
    front.press("F2")
    assert "사진 6/6" in front.seen() and "6장까지" in front.seen()
    assert not front.find("claim-add").isEnabled()
    front.touch("claim-remove-0")
    assert "사진 5/6" in front.seen() and "6장까지" not in front.seen()


def test_a_file_that_is_gone_is_said(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, picture())
    (tmp_path / "0.jpg").unlink()
    front.press("F2")
    assert "사진 0/6" in front.seen() and "JPEG나 PNG로" in front.seen()


def test_five_megabytes_and_no_more(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, picture() + bytes(claiming.MOST_PICTURE_BYTES))
    front.press("F2")
    assert "사진 0/6" in front.seen()


def test_a_note_with_a_phone_number_is_refused_and_nothing_is_lost(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, picture())
    front.press("F2")
    front.find("claim-note").setProperty("text", "010-1234-5678 고객")
    front.press("Enter", "Enter")
    assert not claims(front) and "사진 1/6" in front.seen()
    assert front.text("claim-said")


def test_leaving_it_claims_nothing(front: Shopfront) -> None:
    begins(front)
    front.press("Esc", "Esc")
    assert not front.window.panel_name and not claims(front)
    assert front.counter.returning is not None


def test_what_is_no_claim_cannot_be_made_one(front: Shopfront) -> None:
    find(front, sell(front, "A001"))
    front.till.desk.open("claim")
    assert "먼저 고르세요" in front.seen()
    front.press("Esc", "Enter")
    assert not claims(front)


def test_a_scan_changes_nothing_of_it(front: Shopfront) -> None:
    begins(front)
    front.scan(front.barcode(0))
    assert front.window.panel_name == "claim" and front.counter.basket is None


def test_a_picture_too_large_to_be_drawn_is_none() -> None:
    assert thumbnail(b"", 90).isNull()
    assert not thumbnail(picture(), 90).isNull() and thumbnail(picture(), 90).width() == 90


# --- settling one ---


def made(front: Shopfront, tmp_path: Path) -> None:
    begins(front)
    files(front, tmp_path, picture())
    front.press("F2", "Enter", "Enter", "Enter")


def test_none_waiting_says_so(front: Shopfront) -> None:
    front.till.desk.open("claims")
    assert "기다리는 접수가 없습니다" in front.seen()
    front.press("Enter", "Esc")
    assert front.at == "sale"


def test_a_claim_waits_with_its_age_and_the_eight_days(front: Shopfront, tmp_path: Path) -> None:
    made(front, tmp_path)
    front.till.desk.open("claims")
    assert "오늘" in front.seen() and "5월 12일 (월)까지 같은 상품으로" in front.seen()
    assert "사진 1장" in front.seen()
    front.press("Esc")
    front.till.clock.at += timedelta(days=10)
    front.till.desk.open("claims")
    assert "10일 전" in front.seen() and "5월 12일 (월)에 지났습니다" in front.seen()


def test_taking_it_up_goes_to_the_return(front: Shopfront, tmp_path: Path) -> None:
    made(front, tmp_path)
    (claim,) = claims(front)
    front.till.desk.open("claims")
    front.press("Enter")
    hand = front.counter.returning
    assert front.at == "returning" and hand is not None
    assert hand.claim == claim.claim.id and [one.reason for one in hand.wanted] == ["damaged"]


def test_while_the_mall_is_silent_the_tills_own_sale_is_there(front: Shopfront, tmp_path: Path) -> None:
    made(front, tmp_path)
    front.till.mall.refuse_with = Unavailable("mall.unreachable")
    front.till.desk.open("claims")
    front.touch("claims-take_up")
    assert front.at == "returning"


def test_pictures_that_were_destroyed_are_said_to_be(front: Shopfront, tmp_path: Path) -> None:
    made(front, tmp_path)
    front.till.past.pictures.clear()
    front.till.desk.open("claims")
    assert "사진 1장은 보관 기간이 끝나 지워졌습니다" in front.seen()


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_step_in_both_languages_with_names(front: Shopfront, tmp_path: Path, language: str) -> None:
    front.till.desk.wear("dark")
    begins(front)
    front.till.desk.speak("en" if language == "en" else "ko")
    files(front, tmp_path, picture(), b"no")

    for keys in (["F2"], ["Enter", "Enter"], []):
        front.press(*keys)
        if not keys:
            front.till.desk.open("claims")
        assert "⟨" not in front.seen()
        buttons = [one for one in front.window.front.screen.findChildren(QAbstractButton) if one.isVisible()]
        assert all(one.accessibleName() and min(one.width(), one.height()) >= theme.TOUCH for one in buttons)


def test_files_are_looked_for_in_the_persons_own_language(front: Shopfront) -> None:
    dialog = file_dialog(front.window, Words("ko"))
    said = {one: dialog.labelText(one) for one in (QFileDialog.DialogLabel.Accept, QFileDialog.DialogLabel.Reject)}
    assert list(said.values()) == ["선택", "취소"]
    assert dialog.fileMode() == QFileDialog.FileMode.ExistingFiles
    dialog.deleteLater()


# --- what the office decided ---


def decided(front: Shopfront, reason: str = "") -> None:
    begins(front)
    front.press("Enter", "Enter")
    (made,) = claims(front)
    front.till.past.decided = (ClaimDecided(made.claim.id, "1", "refused" if reason else "accepted", START, reason),)
    claiming.tell_of_decided(front.counter)


def test_what_is_accepted_leads_to_its_return(front: Shopfront) -> None:
    decided(front)
    assert front.notices()[-1] == "claim.decided"
    front.till.desk.open("open_items")
    assert "본사가 인정한 접수" in front.seen()
    front.press("Enter")
    assert front.window.panel_name == "claims" and "claim.decided" not in front.notices()
    assert "인정함" in front.seen() and "마침" not in front.seen()
    front.press("Enter")
    assert front.at == "returning"


def test_what_is_refused_is_closed_by_a_manager_once_the_customer_knows(front: Shopfront) -> None:
    decided(front, "came_whole")
    front.till.desk.open("claims")
    assert "거절함 – 택배사 기록상 모두 배송됨" in front.seen()
    front.press("F8")
    assert len(claiming.waiting(front.counter)) == 1, "a cashier does not"
    front.counter.staff = next(one for one in front.till.memory.people if one.role == "manager")
    front.till.desk.close()
    front.till.desk.open("claims")
    front.press("F8")
    assert claiming.waiting(front.counter) == ()
    assert decode_fact(front.till.memory.entries[-1].payload) == ClaimClosed(claims(front)[0].claim.id, "came_whole")


def test_a_reason_that_is_not_known_here_is_asked_for(front: Shopfront) -> None:
    decided(front, "of_later")
    front.till.desk.open("claims")
    assert "본사에 문의하세요" in front.seen()
    with pytest.raises(Refused, match=r"staff\.not_allowed"):
        claiming.close(front.counter, claims(front)[0].claim.id).send(None)
