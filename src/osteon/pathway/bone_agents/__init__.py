"""Bone agents: whom to offer one, dose and interval, the kidneys, calcium, and stopping denosumab."""

__all__ = ["TOPIC"]


def __getattr__(name: str) -> object:
    """`TOPIC`, put together when it is asked for: other topics import the facts of this folder before that."""
    if name == "TOPIC":
        from osteon.pathway.bone_agents.topic import TOPIC

        return TOPIC
    raise AttributeError(name)
