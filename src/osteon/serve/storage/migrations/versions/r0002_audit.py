"""The audit trail, which the database itself keeps from being changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Add table `audit`, in which rows can be added and nothing else."""
    op.create_table(
        "audit",
        sa.Column("number", NUMBER, autoincrement=False, nullable=False, comment="counts up by one: a gap is a fault"),
        sa.Column("at", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("who", sa.Text, nullable=False, comment="name of the client; never a secret"),
        sa.Column("action", sa.Text, nullable=False),
        sa.Column("patient", sa.Text, comment="id of the patient, where it is about one"),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False, comment="JSON; counts and numbers, no value of a record"),
        sa.Column("previous", sa.Text, nullable=False, comment="hash of the entry before"),
        sa.Column("hash", sa.Text, nullable=False, comment="SHA-256 of all of the above"),
        sa.PrimaryKeyConstraint("number", name="pk_audit"),
    )
    op.create_index("ix_audit_patient", "audit", ["patient", "number"])
    if op.get_bind().dialect.name == "sqlite":
        for deed in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{deed.lower()} BEFORE {deed} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit trail is only added to'); END"
            )
    else:
        op.execute(
            "CREATE FUNCTION audit_only_grows() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'the audit trail is only added to'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_only_grows BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
            "FOR EACH STATEMENT EXECUTE FUNCTION audit_only_grows()"
        )
