"""A keeper of PINs for tests that are not about them: no argon2, nothing on disk."""

from datetime import datetime

from pos.domain.pin import keyed_badge


class PinStand:
    """What every fake of the PINs has beside its own `check`."""

    def __init__(self) -> None:
        self.forgiven: list[str] = []
        self.locked: dict[str, datetime] = {}

    def verifier(self, pin: str) -> str:
        return f"made of {pin}"

    def badge(self, code: str) -> str:
        return keyed_badge(code, pepper=b"test")

    def locked_until(self, staff_id: str, *, now: datetime) -> datetime | None:
        return self.locked.get(staff_id)

    def forgive(self, staff_id: str, *, now: datetime) -> None:
        self.forgiven.append(staff_id)
        self.locked.pop(staff_id, None)

    def keep_time(self, *, now: datetime) -> bool:
        """Nothing is locked."""
        return False

    def confirm_time(self, told: datetime, *, now: datetime) -> None:
        """Nothing is locked."""
