"""The verbs of the shop: what a person at the counter can do. One verb or noun a file; no Qt, SQL, cables or sockets."""
