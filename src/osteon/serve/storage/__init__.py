"""Where records, reviews, clients and the audit trail are kept: SQLite in one file, or PostgreSQL. Functions that take a connection."""
