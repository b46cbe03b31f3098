"""Published figures on skeletal events, to check a count against and to feed a simulation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from osteon.pathway.skeletal_events.definitions import COMPRESSION, FRACTURE, RADIATION, SRE, SSE_REACT, SURGERY

__all__ = ["DENOSUMAB_TRIAL", "REACT_TRIAL", "Arm", "Trial"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One group of a trial. `first_by_component`: which component the first event was; `events`: all of them, repeated ones too."""

    treatment: str
    people: int
    with_event: int | None = None
    first_by_component: tuple[tuple[str, int], ...] = ()
    events: int | None = None
    share_with_event: Decimal | None = None
    """In per cent, as printed."""
    incidence_1_year: Decimal | None = None
    """Cumulative incidence at 1 year in per cent, as printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """Two groups of a trial and how they compare."""

    definition: str
    arms: tuple[Arm, Arm]
    comparison: tuple[tuple[str, str], ...]
    source: str
    locator: str
    checked: str


DENOSUMAB_TRIAL = Trial(
    definition=SRE.id,
    arms=(
        Arm(
            treatment="denosumab",
            people=1026,
            with_event=315,
            first_by_component=((RADIATION, 82), (FRACTURE, 212), (SURGERY, 12), (COMPRESSION, 9)),
            events=474,
            share_with_event=Decimal("30.7"),
        ),
        Arm(
            treatment="zoledronic acid",
            people=1020,
            with_event=372,
            first_by_component=((RADIATION, 119), (FRACTURE, 238), (SURGERY, 8), (COMPRESSION, 7)),
            events=608,
            share_with_event=Decimal("36.5"),
        ),
    ),
    comparison=(
        ("time to the first event, hazard ratio", "0.82 (0.71 to 0.95)"),
        ("all events, rate ratio", "0.77 (0.66 to 0.89)"),
    ),
    source="LBL-DEN-US",
    locator="clinical studies, table of the breast cancer trial",
    checked="secondary",
)

REACT_TRIAL = Trial(
    definition=SSE_REACT.id,
    arms=(
        Arm(
            treatment="bone agent every 12 weeks", people=130, share_with_event=Decimal("33.9"),
            incidence_1_year=Decimal("16.7"),
        ),
        Arm(
            treatment="bone agent every 4 weeks", people=133, share_with_event=Decimal("33.1"),
            incidence_1_year=Decimal("17.7"),
        ),
    ),
    comparison=(("time to the first event, hazard ratio", "0.96 (0.63 to 1.47)"),),
    source="REACT-BTA",
    locator="abstract",
    checked="primary",
)  # fmt: skip
