"""People: accounts, one-time links, sessions, emergency access."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add tables `account`, `link`, `session` and `emergency`."""
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "account",
        sa.Column("id", sa.Text, nullable=False, comment="by which logs call it"),
        sa.Column("name", sa.Text, nullable=False, comment="by which the person signs in and the audit trail calls her"),
        sa.Column("roles", sa.Text, nullable=False, comment="JSON"),
        sa.Column("patient", sa.Text, comment="the one patient that she is, for the role `patient`"),
        sa.Column("password", sa.Text, comment="argon2id; nothing before the first use of a link, and where a provider signs her in"),
        sa.Column("second", sa.Text, comment="secret of the codes of her authenticator, base32"),
        sa.Column("second_used", number, nullable=False, comment="half minute of the last code that was used: each counts once"),
        sa.Column("recovery", sa.Text, nullable=False, comment="JSON: SHA-256 of the recovery codes that are left"),
        sa.Column("browsers", sa.Text, nullable=False, comment="key of the marks of browsers that she has signed in with"),
        sa.Column("issuer", sa.Text, comment="the OpenID provider that signs her in"),
        sa.Column("subject", sa.Text, comment="what that provider calls her"),
        sa.Column("made", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("signed_in", sa.Text, comment="UTC, ISO 8601: the last time"),
        sa.Column("disabled", sa.Text, comment="UTC, ISO 8601; nothing while it counts"),
        sa.PrimaryKeyConstraint("id", name="pk_account"),
        sa.UniqueConstraint("name", name="uq_account_name"),
    )
    op.create_index("ix_account_issuer_subject", "account", ["issuer", "subject"], unique=True)
    op.create_table(
        "link",
        sa.Column("key", sa.Text, nullable=False, comment="SHA-256 of the secret in the address"),
        sa.Column("account", sa.Text, comment="whose; nothing for the first administrator, who is not there yet"),
        sa.Column("second", sa.Text, nullable=False, comment="secret that her authenticator will have, if she uses this link"),
        sa.Column("ends", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_link_account"),
        sa.PrimaryKeyConstraint("key", name="pk_link"),
    )
    op.create_table(
        "session",
        sa.Column("key", sa.Text, nullable=False, comment="SHA-256 of what the cookie holds"),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("way", sa.Text, nullable=False, comment="password, link or provider"),
        sa.Column("made", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("seen", sa.Text, nullable=False, comment="UTC, ISO 8601: the last request, to about a minute"),
        sa.Column("ends", sa.Text, nullable=False, comment="UTC, ISO 8601: at the latest"),
        sa.Column("confirmed", sa.Text, nullable=False, comment="UTC, ISO 8601: when she last showed who she is"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_session_account"),
        sa.PrimaryKeyConstraint("key", name="pk_session"),
    )
    op.create_index("ix_session_account", "session", ["account"])
    op.create_table(
        "emergency",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("account", sa.Text, nullable=False),
        sa.Column("patient", sa.Text, nullable=False, comment="as it was asked for: she need not be known"),
        sa.Column("reason", sa.Text, nullable=False, comment="one of our words"),
        sa.Column("explanation", sa.Text, nullable=False, comment="in the person's own words"),
        sa.Column("begun", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.Column("ends", sa.Text, nullable=False, comment="UTC, ISO 8601"),
        sa.ForeignKeyConstraint(["account"], ["account.id"], name="fk_emergency_account"),
        sa.PrimaryKeyConstraint("id", name="pk_emergency"),
    )
    op.create_index("ix_emergency_account_ends", "emergency", ["account", "ends"])
