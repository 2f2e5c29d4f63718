"""The till's own database: SQLCipher through SQLAlchemy Core, and the only SQL of the till."""
