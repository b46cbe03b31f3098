"""Osteon: what the record of a person with breast cancer means for her bones.

`osteon.review_record(source)` answers for one patient. The name is looked up when it is first used, so that
`import osteon` itself loads nothing else: the command line starts by importing this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osteon.review import prepare, review_record

__all__ = ["__version__", "prepare", "review_record"]

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    if name in ("prepare", "review_record"):
        import osteon.review

        return getattr(osteon.review, name)
    raise AttributeError(f"module 'osteon' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
