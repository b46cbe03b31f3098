"""How an older database becomes one of today: Alembic's environment and, in `versions`, one step for each change of the tables."""
