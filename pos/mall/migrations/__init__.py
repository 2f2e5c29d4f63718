"""The mall's schema, step by step, for PostgreSQL and SQLite. `pos/mall/schema.py` runs it."""
