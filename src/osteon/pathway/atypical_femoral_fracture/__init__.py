"""Atypical femoral fracture under bone agents."""

__all__ = ["TOPIC"]


def __getattr__(name: str) -> object:
    """`TOPIC`, put together when it is asked for: other topics import the facts of this folder before that."""
    if name == "TOPIC":
        from osteon.pathway.atypical_femoral_fracture.topic import TOPIC

        return TOPIC
    raise AttributeError(name)
