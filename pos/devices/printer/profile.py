"""What one model of printer can do. It lists abilities, and asks no printer anything."""

from __future__ import annotations

from typing import Literal

import msgspec


class PrinterProfile(msgspec.Struct, frozen=True):
    """The abilities of a model.

    `status`: "full" answers DLE EOT and GS r; "asb" sends its status by itself (GS a) and answers GS r; "none" must
    not be asked, so what it prints can never be confirmed. `drawer_pin` is the pin of the plug that the first drawer
    hangs on; a second one hangs on the other, where the printer drives as many `drawers`.
    """

    name: str
    columns: int = 48
    dots: int = 576
    native_qr: bool = True
    status: Literal["full", "asb", "none"] = "full"
    drawer_pin: Literal[2, 5] = 2
    drawers: Literal[1, 2] = 2

    def pin_of(self, drawer: int) -> int | None:
        """The pin that opens a drawer, None where there is no such drawer."""
        if not 1 <= drawer <= self.drawers:
            return None
        return self.drawer_pin if drawer == 1 else 7 - self.drawer_pin


PROFILES: dict[str, PrinterProfile] = {
    profile.name: profile
    for profile in (
        PrinterProfile("80mm"),
        PrinterProfile("80mm-42", columns=42, dots=512),
        PrinterProfile("58mm", columns=32, dots=384),
        PrinterProfile("80mm-raster-qr", native_qr=False),
        PrinterProfile("58mm-raster-qr", columns=32, dots=384, native_qr=False),
        PrinterProfile("80mm-asb", status="asb"),
        PrinterProfile("80mm-silent", status="none"),
    )
}
"""By their names, as the settings write them."""
