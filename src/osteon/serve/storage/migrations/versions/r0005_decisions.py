"""What people decided on findings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add table `decision`."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "decision",
        sa.Column("number", number, autoincrement=False, nullable=False),
        sa.Column("patient", sa.Text, nullable=False),
        sa.Column("finding", sa.Text, nullable=False, comment="id of the recommendation"),
        sa.Column("lesion", sa.Text, comment="name of the lesion on that day; nothing for what is about the patient"),
        sa.Column("structure", sa.Text, comment="the body structure of the lesion, whose name stays when that of the lesion changes"),
        sa.Column("what", sa.Text, nullable=False, comment="accepted, done, not-for-patient, snoozed"),
        sa.Column("reason", sa.Text, nullable=False, comment="a code of ours"),
        sa.Column("words", sa.Text, nullable=False, comment="free text; never logged"),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("made", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("as_of", sa.Text, nullable=False, comment="day of the review that it is about"),
        sa.Column("until", sa.Text, comment="day on which the finding comes back"),
        sa.Column(
            "until_change", sa.Integer, nullable=False, comment="1: the finding comes back when something that it rests on changes"
        ),
        sa.Column("rests_on", sa.Text, nullable=False, comment="JSON: verdict, urgency, and the facts with values and dates"),
        sa.Column("token", sa.Text, nullable=False, comment="of the form: sent twice is kept once"),
        sa.Column("withdrawn", sa.Text, comment="UTC, ISO 8601; nothing while it counts"),
        sa.Column("withdrawn_by", sa.Text),
        sa.ForeignKeyConstraint(["patient"], ["patient.id"], name="fk_decision_patient"),
        sa.PrimaryKeyConstraint("number", name="pk_decision"),
        sa.UniqueConstraint("token", name="uq_decision_token"),
    )
    op.create_index("ix_decision_patient", "decision", ["patient"])
    op.create_index("ix_decision_finding", "decision", ["finding"])
