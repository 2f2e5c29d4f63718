"""How a clause of the terms is written for people: "9 (8) 3" is "9조 8항 3호" in Korean. It knows no clause."""

from __future__ import annotations

import re

from pos.till.feed import Language

_PLACE = re.compile(r"(privacy policy )?(\d+)(?: \((\d+)\))?(?: (\d+))?")


def written(clause: str, language: Language) -> str:
    """A clause, or several with commas or semicolons between, in a language."""
    return _PLACE.sub(_korean, clause).replace(";", ",") if language == "ko" else clause


def _korean(place: re.Match[str]) -> str:
    policy, article, paragraph, item = place.groups()
    parts = ["개인정보처리방침" if policy else "", f"{article}조"]
    parts += [f"{paragraph}항"] if paragraph else []
    parts += [f"{item}호"] if item else []
    return " ".join(part for part in parts if part)
