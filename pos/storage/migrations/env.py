"""Runs the migrations on the connection it is given; there is no other way to reach the encrypted file."""

from alembic import context

connection = context.config.attributes["connection"]
context.configure(connection=connection, transactional_ddl=False)
context.run_migrations()
