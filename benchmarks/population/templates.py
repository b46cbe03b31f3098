"""FHIR resources as templates: written once as Python objects, filled a million times with %.

In a template, `~` inside a text is a place for a text, and the text `^` as a whole a place for JSON. Places are filled in the order
in which they stand in the template.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["OSTEON", "compact", "template"]

OSTEON = "https://osteon.dev/fhir/CodeSystem/osteon"


def compact(thing: Any) -> str:
    return json.dumps(thing, separators=(",", ":"), ensure_ascii=False)


def template(resource: dict[str, Any]) -> str:
    return compact(resource).replace("%", "%%").replace('"^"', "%s").replace("~", "%s")
