"""The lives of the journal after its first: where each goes on from, as the mall holds it."""

from __future__ import annotations

from typing import Final

from pos.storage.columns import bytes_of, number_of, table_of

epoch_line = table_of(
    "epoch_line",
    number_of("epoch", primary_key=True),
    number_of("opened"),
    number_of("after_epoch"),
    number_of("after_seq"),
    bytes_of("after_hash"),
    sqlite_with_rowid=False,
)

VIEWS: Final = (epoch_line,)

OF_EPOCHS = "epoch IN (SELECT 1 UNION ALL SELECT epoch FROM epoch_line)"
"""Every epoch there is. The journal's key begins with it: a search by the place alone would read all of it."""
