"""Calcium: corrected for albumin, graded, and what to do when it is high."""

__all__ = ["TOPIC"]


def __getattr__(name: str) -> object:
    """`TOPIC`, put together when it is asked for: other topics import the facts of this folder before that."""
    if name == "TOPIC":
        from osteon.pathway.calcium.topic import TOPIC

        return TOPIC
    raise AttributeError(name)
