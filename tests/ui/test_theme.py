"""Colours that everybody can tell apart, digits of one width, a font with hangul, a zoom that fits."""

from itertools import pairwise

import pytest
from PySide6.QtGui import QFontMetrics, QRawFont
from PySide6.QtWidgets import QApplication

from pos.ui import theme
from pos.ui.theme import fonts, tokens
from pos.ui.theme.sheet import sheet
from pos.ui.theme.tokens import MODES, Tokens, contrast
from pos.ui.widgets.icon import FOLDER, icon

READ_ON = {
    "ink": ("ground", "surface", "raised", "pressed", "chosen", "danger_ground", "warning_ground"),
    "muted": ("ground", "surface", "raised"),
    "accent": ("surface", "chosen"),
    "on_accent": ("accent", "accent_pressed"),
    "danger": ("surface", "danger_ground"),
    "on_danger": ("danger",),
    "warning": ("surface", "warning_ground"),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_text_can_be_read_on_its_ground(mode: tokens.Mode) -> None:
    worn: Tokens = MODES[mode]
    weak = [
        (ink, ground, round(contrast(getattr(worn, ink), getattr(worn, ground)), 2))
        for ink, grounds in READ_ON.items()
        for ground in grounds
        if contrast(getattr(worn, ink), getattr(worn, ground)) < 4.5
    ]
    assert not weak


@pytest.mark.parametrize("mode", MODES)
def test_the_edge_of_a_field_can_be_seen(mode: tokens.Mode) -> None:
    assert contrast(MODES[mode].edge, MODES[mode].surface) >= 3


def test_contrast_is_what_the_standard_says() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_fonts_are_there_and_have_hangul_and_digits_of_one_width(qapp: QApplication) -> None:
    assert theme.dress(qapp) == ()
    for name in fonts.FILES:
        raw = QRawFont(str(fonts.FOLDER / name), 20)
        assert all(raw.supportsCharacter(ord(letter)) for letter in "가힣샾똠뷁ㄱ0₩·")
        assert (
            len({raw.advancesForGlyphIndexes(raw.glyphIndexesForString(digit))[0].x() for digit in "0123456789"}) == 1
        )


def test_a_font_file_that_is_missing_is_named(qapp: QApplication) -> None:
    assert fonts.load(fonts.FOLDER, ("NotThere.ttf",)) == ("NotThere.ttf",)


def test_larger_roles_are_larger_and_zoom_doubles_them(qapp: QApplication) -> None:
    sizes = [fonts.font(role).pixelSize() for role in ("tiny", "small", "body", "title", "large", "total")]
    assert all(small < large for small, large in pairwise(sizes))
    assert fonts.font("total", 200).pixelSize() == 2 * fonts.font("total").pixelSize()


def test_a_total_of_a_hundred_million_fits_beside_the_buttons(qapp: QApplication) -> None:
    assert QFontMetrics(fonts.font("total")).horizontalAdvance("100,000,000원") < 480


@pytest.mark.parametrize(
    "size, zoom", [((1024, 768), 100), ((1280, 800), 100), ((1366, 768), 100), ((1920, 1080), 140), ((3840, 2160), 200)]
)
def test_a_larger_screen_is_zoomed_until_it_looks_like_the_smallest(size: tuple[int, int], zoom: int) -> None:
    assert theme.fitting_zoom(*size) == zoom


def test_the_stylesheet_leaves_no_gap_open() -> None:
    for mode in MODES.values():
        text = sheet(mode, 150)
        assert "{t." not in text
        assert "min-height: 72px" in text


def test_every_icon_draws_something_in_the_colour_it_is_given(qapp: QApplication) -> None:
    for path in FOLDER.glob("*.svg"):
        picture = icon(path.stem, "#ff0000", 32).toImage()
        inked = [
            picture.pixelColor(x, y) for x in range(32) for y in range(32) if picture.pixelColor(x, y).alpha() > 200
        ]
        assert inked, path.stem
        assert all(colour.red() > 200 and colour.green() < 60 for colour in inked), path.stem
