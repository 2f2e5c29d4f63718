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
from pos.ui.widgets.product_key import TALL, name_lines

READ_ON = {
    "ink": ("ground", "surface", "raised", "pressed", "chosen", "danger_ground", "warning_ground"),
    "muted": ("ground", "surface", "raised"),
    "accent": ("surface", "chosen"),
    "on_accent": ("accent", "accent_pressed"),
    "danger": ("surface", "danger_ground"),
    "on_danger": ("danger",),
    "warning": ("surface", "warning_ground"),
    "on_training": ("training",),
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


@pytest.mark.parametrize("zoom", [100, 135, 200])
@pytest.mark.parametrize("width", [120, 138, 170])
def test_a_name_on_a_key_never_touches_the_price_under_it(qapp: QApplication, zoom: int, width: int) -> None:
    theme.dress(qapp, theme.Theme(zoom=zoom))
    look = theme.current()
    for name in NAMES:
        role, lines = name_lines(name, look.px(width - 32))
        low = look.px(9) + len(lines) * QFontMetrics(look.font(role)).height()
        assert low <= look.px(TALL) - look.px(9) - QFontMetrics(look.font("strong")).height()
    theme.dress(qapp)


def test_names_that_begin_alike_are_told_apart_by_their_ends(qapp: QApplication) -> None:
    theme.dress(qapp)
    small, large = (name_lines(f"Welcome assortment, {size} cups", 107)[1] for size in ("small", "large"))
    assert "".join(small).endswith("small cups") and "".join(large).endswith("large cups")


def test_an_emoji_does_not_shift_the_letters_after_it(qapp: QApplication) -> None:
    theme.dress(qapp)
    name = "🍪🍪🍪 값 없는 쿠키와 아주 긴 이름"
    assert "".join(name_lines(name, 120)[1]) == name


NAMES = (
    "하루",
    "Welcome assortment, small cups",
    "아주 이른 아침 산마루에서 천천히 볶아 한 알 한 알 고르고 또 고른 깊고 부드러운 가을 블렌드",
    "햇살 ☀️ 블렌드 🍪🍪🍪🍪🍪🍪🍪🍪🍪🍪🍪🍪🍪🍪",
    "Donaudampfschifffahrtsgesellschaftskapitänskaffee",
)
