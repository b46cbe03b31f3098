"""The hash of a pathway: over all that decides a review, in the order of the pathway."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from osteon.engine.nodes.base import field_values

if TYPE_CHECKING:
    from osteon.engine.rules import Pathway

__all__ = ["fingerprint"]


def fingerprint(pathway: Pathway) -> str:
    """Eight hexadecimal digits over all that decides a review."""
    number = {id(node): str(position) for position, node in enumerate(pathway.nodes)}
    told = number.copy()
    lines = [f"{type(node).__name__} {_spelt(field_values(node), told)}" for node in pathway.nodes]
    for item in pathway.recommendations:
        roots = [number[id(root)] for root in item.roots()]
        lines.append(f"{item.id}|{item.advise}|{item.urgency}|{item.checked}|{item.excepts}|{roots}")
    for score in pathway.scores:
        lines.append(f"{score.id}|{score.checked}|{number[id(score.total)]}|{number[id(score.category)]}")
    for option in pathway.options:
        roots = [number[id(root)] for root in option.roots()]
        lines.append(f"{option.id}|{option.drugs}|{option.checked}|{option.region_status}|{option.review_by}|{roots}")
    for measure in pathway.measures:
        roots = [number[id(root)] for root in (*measure.roots(), *measure.parameters())]
        lines.append(f"{measure.id}|{_opened(measure.rows, number.copy())}|{measure.checked}|{roots}")
    return f"{crc32(chr(10).join(lines).encode()):08x}"


def _spelt(values: tuple, told: dict[int, str]) -> str:
    """Fields in writing. `told` holds what was written before: a node by its number, what several nodes share as it is."""
    parts: list[str] = []
    for one in values:
        if isinstance(one, str):
            parts.append(one)
        else:
            found = told.get(id(one))
            parts.append(found if found is not None else _opened(one, told))
    return ";".join(parts)


def _opened(value: Any, told: dict[int, str]) -> str:
    """What is no node: a row, a selection, an absence policy, a figure."""
    kind = type(value)
    if kind is tuple:
        text = f"({_spelt(value, told)})"
    elif hasattr(kind, "__dataclass_fields__"):
        text = f"[{_spelt(field_values(value), told)}]"
    else:
        text = str(value)
    told[id(value)] = text
    return text
