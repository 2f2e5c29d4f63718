"""Taking goods back: the verbs from the receipt to the refund, exchanges and claims."""
