"""Cards of CDS Hooks, what became of them, and the tokens of EHRs that were used."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add tables `card`, `card_told`, `tally` and `used_token`."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "card",
        sa.Column("id", sa.Text, nullable=False, comment="uuid of the card, as the EHR was given it"),
        sa.Column("service", sa.Text, nullable=False),
        sa.Column("rules", sa.Text, nullable=False, comment="JSON: ids of the recommendations on it"),
        sa.Column("shown", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("id", name="pk_card"),
    )
    op.create_index("ix_card_shown", "card", ["shown"])
    op.create_table(
        "card_told",
        sa.Column("card", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False, comment="accepted, overridden, or `reason` with its code: so that each counts once"),
        sa.ForeignKeyConstraint(["card"], ["card.id"], name="fk_card_told_card"),
        sa.PrimaryKeyConstraint("card", "what", name="pk_card_told"),
    )
    op.create_table(
        "tally",
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False, comment="shown, accepted, overridden, or `reason` with its code"),
        sa.Column("number", number, nullable=False),
        sa.PrimaryKeyConstraint("rule", "what", name="pk_tally"),
    )
    op.create_table(
        "used_token",
        sa.Column("issuer", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False, comment="jti"),
        sa.Column("until", sa.Float(53), nullable=False, comment="seconds since 1970"),
        sa.PrimaryKeyConstraint("issuer", "id", name="pk_used_token"),
    )
    op.create_index("ix_used_token_until", "used_token", ["until"])
