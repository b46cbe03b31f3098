"""Sexual health."""
