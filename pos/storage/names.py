"""How product names are found: one spelling for search, and its grams of two and three letters for FTS5."""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=4096)
def search_key(text: str) -> str:
    """Letters and digits only, lower case, without accents; hangul syllables stay whole ("Café 라테" → "cafe라테")."""
    letters: list[str] = []
    for letter in unicodedata.normalize("NFC", text).lower():
        if letter.isascii() or "가" <= letter <= "힣":
            letters.append(letter)
        else:
            bare = unicodedata.normalize("NFKD", letter)
            letters += [part for part in bare if not unicodedata.combining(part)] if len(bare) > 1 else [letter]
    return "".join(letter for letter in letters if letter.isalnum())


def grams(key: str, size: int) -> str:
    """Every run of `size` letters, in order, as words: "아리아노", 2 → "아리 리아 아노"."""
    return " ".join(key[start : start + size] for start in range(len(key) - size + 1))


def phrase(key: str) -> str:
    """The FTS5 query that finds a key of two letters or more anywhere inside a name."""
    size = 2 if len(key) == 2 else 3
    column = "two" if size == 2 else "three"
    return f'{column} : "{grams(key, size)}"'
