"""Exports of FHIR servers, and how far each of their files is taken in."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add tables `export` and `export_file`."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "export",
        sa.Column("id", number, nullable=False, autoincrement=False),
        sa.Column("server", sa.Text, nullable=False, comment="base address of the FHIR server that was asked"),
        sa.Column("scope", sa.Text, nullable=False, comment="whose records: `system`, `patients`, `group ID`"),
        sa.Column("since", sa.Text, comment="_since, as it was asked; nothing for everything"),
        sa.Column("state", sa.Text, nullable=False, comment="asked, listed, stored, done, failed"),
        sa.Column("address", sa.Text, nullable=False, comment="where the server tells how far it is; empty at the end"),
        sa.Column("moment", sa.Text, comment="transactionTime: the next fetch asks for what changed since"),
        sa.Column("protected", sa.Integer, nullable=False, comment="1 if its files need the token"),
        sa.Column("complete", sa.Integer, nullable=False, comment="1 if all that it promised came"),
        sa.Column("began", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.PrimaryKeyConstraint("id", name="pk_export"),
    )
    op.create_index("ix_export_server_scope", "export", ["server", "scope"])
    op.create_table(
        "export_file",
        sa.Column("export", number, nullable=False, autoincrement=False),
        sa.Column("number", sa.Integer, nullable=False, autoincrement=False, comment="in the order in which they are taken in"),
        sa.Column("kind", sa.Text, nullable=False, comment="output, deleted, error"),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False, comment="empty at the end"),
        sa.Column("promised", number, comment="lines, as the manifest says"),
        sa.Column("position", number, nullable=False, comment="unpacked bytes of it that are dealt with"),
        sa.Column("digest", sa.Text, nullable=False, comment="SHA-256 of these bytes"),
        sa.Column("lines", number, nullable=False, comment="how many lines these are"),
        sa.Column("kept", number, nullable=False, comment="lines of them that were kept"),
        sa.Column("new", number, nullable=False, comment="resources of them that changed a record"),
        sa.Column("problems", sa.Text, nullable=False, comment="JSON: what was wrong, and how often"),
        sa.Column("complete", sa.Integer, nullable=False, comment="1 once it was read to its end"),
        sa.ForeignKeyConstraint(["export"], ["export.id"], name="fk_export_file_export"),
        sa.PrimaryKeyConstraint("export", "number", name="pk_export_file"),
    )
