"""The tables as they are now. How an older database gets there is in `migrations`; a test holds both together."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    text,
)

__all__ = [
    "METADATA",
    "account",
    "audit",
    "card",
    "card_told",
    "client",
    "decision",
    "emergency",
    "export",
    "export_file",
    "link",
    "patient",
    "resource",
    "review",
    "session",
    "submission",
    "tally",
    "used_token",
]

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
# In SQLite a key of exactly this type is the row itself. No number is drawn by the database: there is one writer at a time, and it counts.
NUMBER = BigInteger().with_variant(Integer(), "sqlite")

submission = Table(
    "submission",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("received", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("client", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("sha256", Text, nullable=False, comment="of the bytes as they were received"),
    Column("size", NUMBER, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="zlib of the bytes as they were received"),
)

patient = Table(
    "patient",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("birth_date", Text, comment="as FHIR has it: a day, a month or a year"),
    Column("base", Text, comment="address of the FHIR server that she comes from, where it is known"),
    Column("newest", NUMBER, nullable=False, comment="sequence of the newest change to her record"),
)

resource = Table(
    "resource",
    METADATA,
    Column("sequence", NUMBER, primary_key=True, autoincrement=False),
    Column("owner", Text, nullable=False, comment="id of the patient; empty for what many records may point to"),
    Column("type", Text, nullable=False),
    Column("id", Text, nullable=False),
    Column("url", Text, comment="fullUrl under which other entries may point to it"),
    Column("submission", NUMBER, ForeignKey("submission.id"), nullable=False),
    Column("place", Integer, nullable=False, comment="position in its submission"),
    Column("body", LargeBinary, comment="JSON; nothing for a withdrawal"),
    Column("superseded", NUMBER, comment="sequence of what replaced it; nothing while it counts"),
    Index("ix_resource_type_id", "type", "id"),
    Index("ix_resource_submission", "submission"),
    Index("ix_resource_owner_sequence", "owner", "sequence"),
    Index(
        "ix_resource_current",
        "owner",
        "type",
        "id",
        unique=True,
        sqlite_where=text("superseded IS NULL"),
        postgresql_where=text("superseded IS NULL"),
    ),
)

review = Table(
    "review",
    METADATA,
    Column("patient", Text, ForeignKey("patient.id"), primary_key=True),
    Column("version", NUMBER, primary_key=True, autoincrement=False, comment="sequence of the newest change that it rests on"),
    Column("pathway", Text, primary_key=True),
    Column("settings", Text, primary_key=True),
    Column("as_of", Text, primary_key=True),
    Column("made", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("body", LargeBinary, comment="zlib of the JSON; nothing where the record cannot be reviewed"),
    Column("rank", Integer, nullable=False, comment="urgency of the most urgent finding: 0 is an emergency"),
    Column("summary", Text, nullable=False, comment="JSON of what a list of patients shows"),
)

audit = Table(
    "audit",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=False, comment="counts up by one: a gap is a fault"),
    Column("at", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("who", Text, nullable=False, comment="name of the client; never a secret"),
    Column("action", Text, nullable=False),
    Column("patient", Text, comment="id of the patient, where it is about one"),
    Column("outcome", Text, nullable=False),
    Column("detail", Text, nullable=False, comment="JSON; counts and numbers, no value of a record"),
    Column("previous", Text, nullable=False, comment="hash of the entry before"),
    Column("hash", Text, nullable=False, comment="SHA-256 of all of the above"),
    Index("ix_audit_patient", "patient", "number"),
)

client = Table(
    "client",
    METADATA,
    Column("id", Text, primary_key=True, comment="the part of its token that is no secret"),
    Column("name", Text, nullable=False, unique=True),
    Column("roles", Text, nullable=False, comment="JSON"),
    Column("patient", Text, comment="the one patient that it may ask about, for the role `patient`"),
    Column("secret", Text, nullable=False, comment="argon2id of the secret part of its token"),
    Column("made", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("ends", Text, comment="UTC, ISO 8601; nothing for no end"),
    Column("revoked", Text, comment="UTC, ISO 8601; nothing while it counts"),
)

card = Table(
    "card",
    METADATA,
    Column("id", Text, primary_key=True, comment="uuid of the card, as the EHR was given it"),
    Column("service", Text, nullable=False),
    Column("rules", Text, nullable=False, comment="JSON: ids of the recommendations on it"),
    Column("shown", Text, nullable=False, comment="UTC, ISO 8601"),
    Index("ix_card_shown", "shown"),
)

card_told = Table(
    "card_told",
    METADATA,
    Column("card", Text, ForeignKey("card.id"), primary_key=True),
    Column("what", Text, primary_key=True, comment="accepted, overridden, or `reason` with its code: so that each counts once"),
)

tally = Table(
    "tally",
    METADATA,
    Column("rule", Text, primary_key=True),
    Column("what", Text, primary_key=True, comment="shown, accepted, overridden, or `reason` with its code"),
    Column("number", NUMBER, nullable=False),
)

used_token = Table(
    "used_token",
    METADATA,
    Column("issuer", Text, primary_key=True),
    Column("id", Text, primary_key=True, comment="jti"),
    Column("until", Float(53), nullable=False, comment="seconds since 1970"),
    Index("ix_used_token_until", "until"),
)

decision = Table(
    "decision",
    METADATA,
    Column("number", NUMBER, primary_key=True, autoincrement=False),
    Column("patient", Text, ForeignKey("patient.id"), nullable=False),
    Column("finding", Text, nullable=False, comment="id of the recommendation"),
    Column("lesion", Text, comment="name of the lesion on that day; nothing for what is about the patient"),
    Column("structure", Text, comment="the body structure of the lesion, whose name stays when that of the lesion changes"),
    Column("what", Text, nullable=False, comment="accepted, done, not-for-patient, snoozed"),
    Column("reason", Text, nullable=False, comment="a code of ours"),
    Column("words", Text, nullable=False, comment="free text; never logged"),
    Column("who", Text, nullable=False),
    Column("made", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("as_of", Text, nullable=False, comment="day of the review that it is about"),
    Column("until", Text, comment="day on which the finding comes back"),
    Column("until_change", Integer, nullable=False, comment="1: the finding comes back when something that it rests on changes"),
    Column("rests_on", Text, nullable=False, comment="JSON: verdict, urgency, and the facts with values and dates"),
    Column("token", Text, nullable=False, unique=True, comment="of the form: sent twice is kept once"),
    Column("withdrawn", Text, comment="UTC, ISO 8601; nothing while it counts"),
    Column("withdrawn_by", Text),
    Index("ix_decision_patient", "patient"),
    Index("ix_decision_finding", "finding"),
)

account = Table(
    "account",
    METADATA,
    Column("id", Text, primary_key=True, comment="by which logs call it"),
    Column("name", Text, nullable=False, unique=True, comment="by which the person signs in and the audit trail calls her"),
    Column("roles", Text, nullable=False, comment="JSON"),
    Column("patient", Text, comment="the one patient that she is, for the role `patient`"),
    Column("password", Text, comment="argon2id; nothing before the first use of a link, and where a provider signs her in"),
    Column("second", Text, comment="secret of the codes of her authenticator, base32"),
    Column("second_used", NUMBER, nullable=False, comment="half minute of the last code that was used: each counts once"),
    Column("recovery", Text, nullable=False, comment="JSON: SHA-256 of the recovery codes that are left"),
    Column("browsers", Text, nullable=False, comment="key of the marks of browsers that she has signed in with"),
    Column("issuer", Text, comment="the OpenID provider that signs her in"),
    Column("subject", Text, comment="what that provider calls her"),
    Column("made", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("signed_in", Text, comment="UTC, ISO 8601: the last time"),
    Column("disabled", Text, comment="UTC, ISO 8601; nothing while it counts"),
    Index("ix_account_issuer_subject", "issuer", "subject", unique=True),
)

link = Table(
    "link",
    METADATA,
    Column("key", Text, primary_key=True, comment="SHA-256 of the secret in the address"),
    Column("account", Text, ForeignKey("account.id"), comment="whose; nothing for the first administrator, who is not there yet"),
    Column("second", Text, nullable=False, comment="secret that her authenticator will have, if she uses this link"),
    Column("ends", Text, nullable=False, comment="UTC, ISO 8601"),
)

session = Table(
    "session",
    METADATA,
    Column("key", Text, primary_key=True, comment="SHA-256 of what the cookie holds"),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("way", Text, nullable=False, comment="password, link or provider"),
    Column("made", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("seen", Text, nullable=False, comment="UTC, ISO 8601: the last request, to about a minute"),
    Column("ends", Text, nullable=False, comment="UTC, ISO 8601: at the latest"),
    Column("confirmed", Text, nullable=False, comment="UTC, ISO 8601: when she last showed who she is"),
    Index("ix_session_account", "account"),
)

emergency = Table(
    "emergency",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account", Text, ForeignKey("account.id"), nullable=False),
    Column("patient", Text, nullable=False, comment="as it was asked for: she need not be known"),
    Column("reason", Text, nullable=False, comment="one of our words"),
    Column("explanation", Text, nullable=False, comment="in the person's own words"),
    Column("begun", Text, nullable=False, comment="UTC, ISO 8601"),
    Column("ends", Text, nullable=False, comment="UTC, ISO 8601"),
    Index("ix_emergency_account_ends", "account", "ends"),
)

export = Table(
    "export",
    METADATA,
    Column("id", NUMBER, primary_key=True, autoincrement=False),
    Column("server", Text, nullable=False, comment="base address of the FHIR server that was asked"),
    Column("scope", Text, nullable=False, comment="whose records: `system`, `patients`, `group ID`"),
    Column("since", Text, comment="_since, as it was asked; nothing for everything"),
    Column("state", Text, nullable=False, comment="asked, listed, stored, done, failed"),
    Column("address", Text, nullable=False, comment="where the server tells how far it is; empty at the end"),
    Column("moment", Text, comment="transactionTime: the next fetch asks for what changed since"),
    Column("protected", Integer, nullable=False, comment="1 if its files need the token"),
    Column("complete", Integer, nullable=False, comment="1 if all that it promised came"),
    Column("began", Text, nullable=False, comment="UTC, ISO 8601"),
    Index("ix_export_server_scope", "server", "scope"),
)

export_file = Table(
    "export_file",
    METADATA,
    Column("export", NUMBER, ForeignKey("export.id"), primary_key=True, autoincrement=False),
    Column("number", Integer, primary_key=True, autoincrement=False, comment="in the order in which they are taken in"),
    Column("kind", Text, nullable=False, comment="output, deleted, error"),
    Column("type", Text, nullable=False),
    Column("address", Text, nullable=False, comment="empty at the end"),
    Column("promised", NUMBER, comment="lines, as the manifest says"),
    Column("position", NUMBER, nullable=False, comment="unpacked bytes of it that are dealt with"),
    Column("digest", Text, nullable=False, comment="SHA-256 of these bytes"),
    Column("lines", NUMBER, nullable=False, comment="how many lines these are"),
    Column("kept", NUMBER, nullable=False, comment="lines of them that were kept"),
    Column("new", NUMBER, nullable=False, comment="resources of them that changed a record"),
    Column("problems", Text, nullable=False, comment="JSON: what was wrong, and how often"),
    Column("complete", Integer, nullable=False, comment="1 once it was read to its end"),
)
