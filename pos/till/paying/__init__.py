"""Taking money: the verbs from "that is all" to "paid", what stays in doubt, and what the tax office is told."""
