"""What a skeletal event is, as each trial or label defined it. All medicine of the counting stands here, as data.

A registry has no films taken on schedule, so it sees the fractures that somebody noticed: what it counts is nearer to a
symptomatic skeletal event than to the events of the denosumab trials. Say so beside every figure (`REGISTRY_LIMIT`).
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "COMPONENTS",
    "COMPRESSION",
    "DEFINITIONS",
    "FRACTURE",
    "HYPERCALCAEMIA",
    "RADIATION",
    "REGISTRY_LIMIT",
    "SRE",
    "SRE_CALGB",
    "SRE_OR_HYPERCALCAEMIA",
    "SRE_PROPHYLACTIC_RADIATION",
    "SSE",
    "SSE_REACT",
    "SURGERY",
    "Definition",
]

COMPRESSION = "cord-compression"
FRACTURE = "fracture"
SURGERY = "surgery"
RADIATION = "radiation"
HYPERCALCAEMIA = "hypercalcaemia"

COMPONENTS = (COMPRESSION, FRACTURE, SURGERY, RADIATION, HYPERCALCAEMIA)
"""The components, the one that names an event of several components first. Where hypercalcaemia stands is our choice."""

REGISTRY_LIMIT = "Trials filmed the skeleton on schedule and counted silent fractures; a record shows the fractures that somebody noticed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One published way to say what counts, and as how many."""

    id: str
    title: str
    used_in: str
    components: tuple[str, ...]
    asymptomatic_fractures_counted: bool
    hcm_counted: bool
    """Whether hypercalcaemia of malignancy counts."""
    radiation_for_pain_only: bool = False
    window_days: int
    """An event nearer than this to the one before is not counted again."""
    window_checked: str
    """`primary` where the source gives the window, `derived` where it is carried over from the denosumab label."""
    course_gap_days: int = 7
    """Fractions to one place that are no further apart are one course (ours; no source gives a number)."""
    unit: str
    """`patient` or `lesion`: whose events are counted together."""
    source: str
    locator: str
    checked: str


_FOUR = (COMPRESSION, FRACTURE, SURGERY, RADIATION)

SRE = Definition(
    id="sre",
    title="Skeletal-related event (denosumab trials)",
    used_in="trials of denosumab against zoledronic acid",
    components=_FOUR,
    asymptomatic_fractures_counted=True,
    hcm_counted=False,
    window_days=21,
    window_checked="primary",
    unit="patient",
    source="STOPECK10",
    locator="label, clinical studies: pathological fracture also on scheduled films, radiation or surgery to bone, cord "
    "compression; a further event counts from 21 days after the one before",
    checked="primary",
)
SRE_CALGB = Definition(
    id="sre-calgb-70604",
    title="Skeletal-related event (CALGB 70604)",
    used_in="trial of zoledronic acid every 4 or every 12 weeks, 1822 people",
    components=_FOUR,
    asymptomatic_fractures_counted=False,
    hcm_counted=False,
    window_days=21,
    window_checked="derived",
    unit="patient",
    source="CALGB70604",
    locator="abstract: clinical fracture, cord compression, radiation to bone, surgery involving bone",
    checked="primary",
)
SRE_OR_HYPERCALCAEMIA = Definition(
    id="sre-or-hypercalcaemia",
    title="Skeletal-related event or hypercalcaemia of malignancy",
    used_in="secondary endpoint of zoledronic acid and denosumab trials",
    components=(*_FOUR, HYPERCALCAEMIA),
    asymptomatic_fractures_counted=True,
    hcm_counted=True,
    window_days=21,
    window_checked="derived",
    unit="patient",
    source="MARTIN12",
    locator="abstract: first skeletal-related event or hypercalcaemia",
    checked="primary",
)
SSE = Definition(
    id="sse",
    title="Symptomatic skeletal event",
    used_in="later trials and registries",
    components=_FOUR,
    asymptomatic_fractures_counted=False,
    hcm_counted=False,
    window_days=21,
    window_checked="derived",
    unit="patient",
    source="VONMOOS16",
    locator="through later papers: symptomatic fracture, radiation or surgery to bone, cord compression; no scheduled films",
    checked="secondary",
)
SSE_REACT = Definition(
    id="sse-react-bta",
    title="Symptomatic skeletal event (REaCT-BTA)",
    used_in="trial of bone agents every 4 or every 12 weeks",
    components=(*_FOUR, HYPERCALCAEMIA),
    asymptomatic_fractures_counted=False,
    hcm_counted=True,
    window_days=21,
    window_checked="derived",
    unit="patient",
    source="REACT-BTA",
    locator="paper (PMC8449269): symptomatic events, hypercalcaemia among them",
    checked="primary",
)
SRE_PROPHYLACTIC_RADIATION = Definition(
    id="sre-prophylactic-radiation",
    title="Skeletal-related event (trial of prophylactic radiotherapy)",
    used_in="phase 2 trial of radiotherapy of asymptomatic high-risk lesions, 122 lesions",
    components=_FOUR,
    asymptomatic_fractures_counted=True,
    hcm_counted=False,
    radiation_for_pain_only=True,
    window_days=21,
    window_checked="derived",
    unit="lesion",
    source="GILLESPIE24",
    locator="through a summary: fracture, cord compression, orthopaedic surgery, palliative radiotherapy for pain, per lesion",
    checked="secondary",
)

DEFINITIONS = (SRE, SRE_CALGB, SRE_OR_HYPERCALCAEMIA, SSE, SSE_REACT, SRE_PROPHYLACTIC_RADIATION)
