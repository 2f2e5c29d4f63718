"""The demo without a screen, as the first command of a newcomer runs it; judged by a reader that is not ours."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pos.domain.papers.receipt_token import read_token

ROOT = Path(__file__).parents[2]


def play(folder: Path) -> str:
    place = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    done = subprocess.run(
        [sys.executable, "-m", "pos", "--language", "en", "demo", "--no-screen", "--folder", str(folder)],
        cwd=ROOT,
        env=place | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=140,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.timeout(300)
def test_a_sale_from_the_scan_to_the_malls_word_twice(tmp_path: Path) -> None:
    first = play(tmp_path)
    # What was printed is known to be: the next start has nothing to ask about, and prints at once.
    second = play(tmp_path)
    assert "Sold: SEL01-1-000001" in first and "Sold: SEL01-1-000002" in second
    assert "its keys lie in a file" in first and "won went back" in first
    with Image.open(tmp_path / "receipt.png") as receipt:
        (code,) = [code.text for code in zxingcpp.read_barcodes(receipt)]
    told = read_token(code)
    assert (told.boutique, told.till, told.number) == ("SEL01", "1", 2)
    with Image.open(tmp_path / "refund.png") as refund:
        assert [code.text for code in zxingcpp.read_barcodes(refund)] == ["SEL01-1-R000002"]
    for screen in ("sale.png", "return.png"):
        with Image.open(tmp_path / screen) as picture:
            assert picture.width >= 1024 and picture.height >= 768
