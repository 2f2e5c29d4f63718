"""What the mall had before there were migrations: made where it is new, completed where an older mall made it."""

from alembic import op

from pos.mall.engine import prepare
from pos.mall.tables_at_first import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make what is lacking."""
    prepare(op.get_bind(), metadata)
