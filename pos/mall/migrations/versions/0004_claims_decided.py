"""What the office decides about claims of deliveries: of entries that were read before nothing is known."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """What the office decides about claims of deliveries."""
    op.create_table(
        "delivery_claim",
        sa.Column("boutique", sa.Text(), nullable=False),
        sa.Column("till", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("boutique", "till", "id"),
    )
    op.create_index("ix_delivery_claim_state", "delivery_claim", ["state"], unique=False)
