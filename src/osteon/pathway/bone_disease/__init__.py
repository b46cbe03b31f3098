"""Whose bones are affected, since when, and how it is known."""

__all__ = ["TOPIC"]


def __getattr__(name: str) -> object:
    """`TOPIC`, put together when it is asked for: other topics import the facts of this folder before that."""
    if name == "TOPIC":
        from osteon.pathway.bone_disease.topic import TOPIC

        return TOPIC
    raise AttributeError(name)
