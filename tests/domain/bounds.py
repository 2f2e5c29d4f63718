"""By what the feed is judged, as it is shipped."""

from pathlib import Path

from pos.domain.suspicion import read_bounds

DOCUMENT = (Path(__file__).parents[2] / "resources" / "suspicion.toml").read_text("utf-8")
BOUNDS = read_bounds(DOCUMENT)
