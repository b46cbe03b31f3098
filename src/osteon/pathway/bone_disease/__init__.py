"""Whose bones are affected, since when, and how it is known."""
