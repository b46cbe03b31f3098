"""Submissions as received, resources, patients and cached reviews."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """To revision 0001, from an empty database."""
    op.create_table(
        "submission",
        sa.Column("id", NUMBER, autoincrement=False, nullable=False),
        sa.Column("received", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("client", sa.Text, nullable=False),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("sha256", sa.Text, nullable=False, comment="of the bytes as they were received"),
        sa.Column("size", NUMBER, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False, comment="zlib of the bytes as they were received"),
        sa.PrimaryKeyConstraint("id", name="pk_submission"),
    )
    op.create_table(
        "patient",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("birth_date", sa.Text, comment="as FHIR has it: a day, a month or a year"),
        sa.Column("base", sa.Text, comment="address of the FHIR server that she comes from, where it is known"),
        sa.Column("newest", NUMBER, nullable=False, comment="sequence of the newest change to her record"),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
    )
    op.create_table(
        "resource",
        sa.Column("sequence", NUMBER, autoincrement=False, nullable=False),
        sa.Column("owner", sa.Text, nullable=False, comment="id of the patient; empty for what many records may point to"),
        sa.Column("type", sa.Text, nullable=False),
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("url", sa.Text, comment="fullUrl under which other entries may point to it"),
        sa.Column("submission", NUMBER, nullable=False),
        sa.Column("place", sa.Integer, nullable=False, comment="position in its submission"),
        sa.Column("body", sa.LargeBinary, comment="JSON; nothing for a withdrawal"),
        sa.Column("superseded", NUMBER, comment="sequence of what replaced it; nothing while it counts"),
        sa.PrimaryKeyConstraint("sequence", name="pk_resource"),
        sa.ForeignKeyConstraint(["submission"], ["submission.id"], name="fk_resource_submission"),
    )
    op.create_index("ix_resource_type_id", "resource", ["type", "id"])
    op.create_index("ix_resource_submission", "resource", ["submission"])
    op.create_index("ix_resource_owner_sequence", "resource", ["owner", "sequence"])
    counts = sa.text("superseded IS NULL")
    op.create_index(
        "ix_resource_current",
        "resource",
        ["owner", "type", "id"],
        unique=True,
        sqlite_where=counts,
        postgresql_where=counts,
    )
    op.create_table(
        "review",
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("version", NUMBER, autoincrement=False, nullable=False, comment="sequence of the newest change that it rests on"),
        sa.Column("pathway", sa.Text, nullable=False),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("as_of", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("body", sa.LargeBinary, comment="zlib of the JSON; nothing where the record cannot be reviewed"),
        sa.Column("rank", sa.Integer, nullable=False, comment="urgency of the most urgent finding: 0 is an emergency"),
        sa.Column("summary", sa.Text, nullable=False, comment="JSON of what a list of patients shows"),
        sa.PrimaryKeyConstraint("patient", "version", "pathway", "settings", "as_of", name="pk_review"),
        sa.ForeignKeyConstraint(["patient"], ["patient.id"], name="fk_review_patient"),
    )
