"""What happened to many patients: index day, follow-up, skeletal events, survival. See docs/registry.md.

`outcomes(store)` reads a store and gives tables; everything else is worked out of these tables.
"""

from __future__ import annotations

from osteon.cohort.outcomes.figures import figures
from osteon.cohort.outcomes.outcomes import Outcomes, outcomes
from osteon.cohort.outcomes.writing import write_outcomes

__all__ = ["Outcomes", "figures", "outcomes", "write_outcomes"]
