"""Words in both languages at once, the Korean first: for papers that somebody takes along."""

from __future__ import annotations

from functools import lru_cache

from pos.ui.words import Words


class Both:
    """Like `Words`, "이름 / Name"; what is the same in both is said once."""

    def __call__(self, key: str, /, **facts: object) -> str:
        """The words."""
        korean, english = (Words(language)(key, **facts) for language in ("ko", "en"))
        return korean if korean == english else f"{korean} / {english}"

    def has(self, key: str, /) -> bool:
        """Whether there are any."""
        return Words("ko").has(key)


@lru_cache
def both() -> Both:
    """One does for all."""
    return Both()
