"""Metastatic compression of the spinal cord or the cauda equina."""

__all__ = ["TOPIC"]


def __getattr__(name: str) -> object:
    """`TOPIC`, put together when it is asked for: other topics import the facts of this folder before that."""
    if name == "TOPIC":
        from osteon.pathway.cord_compression.topic import TOPIC

        return TOPIC
    raise AttributeError(name)
