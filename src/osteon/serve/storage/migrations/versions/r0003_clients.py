"""The programs that may ask, each with its roles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add table `client`."""
    op.create_table(
        "client",
        sa.Column("id", sa.Text, nullable=False, comment="the part of its token that is no secret"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("roles", sa.Text, nullable=False, comment="JSON"),
        sa.Column("patient", sa.Text, comment="the one patient that it may ask about, for the role `patient`"),
        sa.Column("secret", sa.Text, nullable=False, comment="argon2id of the secret part of its token"),
        sa.Column("made", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("ends", sa.Text, comment="UTC, ISO 8601; nothing for no end"),
        sa.Column("revoked", sa.Text, comment="UTC, ISO 8601; nothing while it counts"),
        sa.PrimaryKeyConstraint("id", name="pk_client"),
        sa.UniqueConstraint("name", name="uq_client_name"),
    )
