"""Card terminals behind the till's port; of a card only what may be kept ever leaves here."""
