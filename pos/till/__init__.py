"""The verbs of the shop: what a person at the counter can do. No Qt, SQL, cables or sockets here."""
