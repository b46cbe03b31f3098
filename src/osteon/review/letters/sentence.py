"""What a plain sentence of the letter to the patient is, and a sign to watch for."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Sentence", "Sign"]


class Sentence(NamedTuple):
    """One plain sentence, or two that belong together.

    It stands in the letter when one of its `rules` is met; a sentence with `when` stands there whenever that holds (`bone`: bone
    metastases are on record; `agent`: a bone agent is in use; `denosumab`: it is in use; `always`), and its rules say where it is from.
    """

    id: str
    part: str
    text: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    when: str = ""
    clinician: str = ""
    """Who of the clinicians has read it and stands by it."""
    reader: str = ""
    """Which reader without medical training has read and understood it."""


class Sign(NamedTuple):
    """Something to watch for, and how fast to call: `now`, `today`, `days`. `when`: as for sentences, and `fever`."""

    id: str
    pace: str
    text: str
    rules: tuple[str, ...]
    sources: tuple[str, ...]
    when: str
    clinician: str = ""
    reader: str = ""
