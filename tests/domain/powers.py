"""The powers as they are shipped."""

from pathlib import Path

from pos.domain.powers import read_powers

DOCUMENT = (Path(__file__).parents[2] / "resources" / "powers.toml").read_text("utf-8")
POWERS = read_powers(DOCUMENT)
