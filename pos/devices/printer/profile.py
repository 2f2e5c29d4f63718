"""What one model of printer can do. It lists abilities, and asks no printer anything."""

from __future__ import annotations

from typing import Literal

import msgspec


class PrinterProfile(msgspec.Struct, frozen=True):
    """The abilities of a model.

    `status`: "full" answers DLE EOT and GS r; "asb" sends its status by itself (GS a) and answers GS r; "none" must
    not be asked, so what it prints can never be confirmed. `drawer_pin` is the pin of the drawer's plug that is pulsed.
    """

    name: str
    columns: int = 48
    dots: int = 576
    native_qr: bool = True
    status: Literal["full", "asb", "none"] = "full"
    drawer_pin: Literal[2, 5] = 2


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
