"""Concepts with their codes, units, drugs and skeletal sites. Data and lookup, no medicine.

The data is read on first use. What is shipped, from where and under which licence is told in LICENSES.md.
"""

from osteon.terminology.drugs import denosumab_family
from osteon.terminology.local import forget_site_codes, load_site_codes
from osteon.terminology.matching import CodeMatch, Concept, answer_for_code, concept, match_code, members, source_of
from osteon.terminology.naming import display_contradicts, match_text
from osteon.terminology.sites import (
    Site,
    is_skeletal,
    is_within,
    may_hold,
    places_inside,
    site,
    site_for_code,
    site_for_text,
    site_order,
    skeletal_sites,
)
from osteon.terminology.store import remember
from osteon.terminology.units import UnitError, convert, unit_code

__all__ = [
    "CodeMatch",
    "Concept",
    "Site",
    "UnitError",
    "answer_for_code",
    "concept",
    "convert",
    "denosumab_family",
    "display_contradicts",
    "forget_site_codes",
    "is_skeletal",
    "is_within",
    "load_site_codes",
    "match_code",
    "match_text",
    "may_hold",
    "members",
    "places_inside",
    "remember",
    "site",
    "site_for_code",
    "site_for_text",
    "site_order",
    "skeletal_sites",
    "source_of",
    "unit_code",
]
