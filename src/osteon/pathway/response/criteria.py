"""How response in bone is defined: RECIST 1.1, the MD Anderson criteria, PERCIST 1.0, and the figures of the flare.

Definitions for the reader and for whoever computes them; nothing here measures a picture. Each statement has its own mark,
since some were read and some are remembered.
"""

from __future__ import annotations

from dataclasses import dataclass

from osteon.engine.rules import Evidence

__all__ = ["CRITERIA", "Criterion", "beside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One statement of a system. `answer` is the class that it defines, or what it is about."""

    id: str
    system: str
    answer: str
    rule: str
    source: str
    locator: str
    checked: str


RECIST, MDA, PERCIST, FLARE = "RECIST 1.1", "MD Anderson", "PERCIST 1.0", "flare"


def _row(id: str, system: str, answer: str, rule: str, source: str, locator: str, checked: str) -> Criterion:
    return Criterion(id=id, system=system, answer=answer, rule=rule, source=source, locator=locator, checked=checked)


_REVIEWS = "through later reviews"
_TABLE = "table 1 of the open article"
_TEXT = "article text in part"

CRITERIA: tuple[Criterion, ...] = (
    _row(
        "recist-measurable",
        RECIST,
        "measurable",
        "A lytic or mixed lesion with a soft-tissue part of at least 10 mm on CT or MRI; only the soft tissue is measured.",
        "RECIST11",
        f"{_REVIEWS}; the abstract of Costelloe 2010 says above 10 mm",
        "secondary",
    ),
    _row(
        "recist-not-measurable",
        RECIST,
        "not measurable",
        "Blastic lesions, and lesions without soft tissue.",
        "RECIST11",
        _REVIEWS,
        "secondary",
    ),
    _row(
        "recist-not-to-measure",
        RECIST,
        "pictures",
        "Scintigraphy, PET and plain films do not measure; they can confirm that a lesion is there or has gone.",
        "RECIST11",
        "not read",
        "memory",
    ),
    _row(
        "recist-targets",
        RECIST,
        "targets",
        "At most 5 lesions, at most 2 in one organ.",
        "RECIST11",
        _REVIEWS,
        "secondary",
    ),
    _row("recist-cr", RECIST, "complete response", "All targets gone.", "RECIST11", _REVIEWS, "secondary"),
    _row(
        "recist-pr",
        RECIST,
        "partial response",
        "Sum of diameters at least 30 % below the baseline.",
        "RECIST11",
        _REVIEWS,
        "secondary",
    ),
    _row(
        "recist-pd",
        RECIST,
        "progression",
        "Sum of diameters at least 20 % and at least 5 mm above its lowest value, or a new lesion.",
        "RECIST11",
        _REVIEWS,
        "secondary",
    ),
    _row("recist-sd", RECIST, "stable", "None of the others.", "RECIST11", _REVIEWS, "secondary"),
    _row(
        "recist-bone-only",
        RECIST,
        "bone only",
        "Complete response, neither complete response nor progression, or unequivocal progression.",
        "RECIST11",
        "not read",
        "memory",
    ),
    _row(
        "mda-cr",
        MDA,
        "complete response",
        "Lytic lesion filled in or sclerosed on film or CT; hot spots, or tumour signal on CT or MRI, gone; blastic lesion "
        "normal on film or CT.",
        "MDA13",
        _TABLE,
        "primary",
    ),
    _row(
        "mda-pr",
        MDA,
        "partial response",
        "Sclerotic rim or partial filling of a lytic lesion; new sclerosis at a place not seen before on film or CT; a measurable "
        "lesion smaller; less uptake on the scan (rapid regression left out); a blastic lesion less dense.",
        "MDA13",
        _TABLE,
        "primary",
    ),
    _row(
        "mda-sd",
        MDA,
        "stable",
        "No change of measurable or blastic lesions, and no new lesion on film, scan, CT or MRI.",
        "MDA13",
        _TABLE,
        "primary",
    ),
    _row(
        "mda-pd",
        MDA,
        "progression",
        "A measurable lesion larger, a new lesion, or a blastic or lytic lesion increased; more uptake on the scan only once flare "
        "is excluded.",
        "MDA13",
        "summary of the criteria on a page of medical algorithms, and review",
        "secondary",
    ),
    _row("mda-pd-size", MDA, "progression", "Larger means at least 25 %.", "MDA13", "not read", "memory"),
    _row(
        "mda-when",
        MDA,
        "when to judge",
        "The classes separated progression-free survival at 6 months (P = .002; by WHO criteria .014), not at 3 months; 29 people.",
        "MDA13",
        "abstract",
        "primary",
    ),
    _row(
        "who-no-change",
        "WHO",
        "when to judge",
        "Bone answers slowly: not to be called unchanged before 8 weeks of treatment.",
        "MDA13",
        _TABLE,
        "primary",
    ),
    _row(
        "percist-cmr",
        PERCIST,
        "complete metabolic response",
        "Uptake of the target below the mean of the liver and no higher than blood; all lesions gone and none new.",
        "PERCIST",
        _TEXT,
        "secondary",
    ),
    _row(
        "percist-pmr",
        PERCIST,
        "partial metabolic response",
        "SULpeak lower by at least 30 % and at least 0.8 units.",
        "PERCIST",
        _TEXT,
        "secondary",
    ),
    _row(
        "percist-pmd",
        PERCIST,
        "metabolic progression",
        "SULpeak higher by more than 30 % and more than 0.8 units, or visibly more extent, or a new lesion with uptake, or total "
        "lesion glycolysis higher by more than 75 %.",
        "PERCIST",
        _TEXT,
        "secondary",
    ),
    _row("percist-smd", PERCIST, "stable metabolic disease", "None of the others.", "PERCIST", _TEXT, "secondary"),
    _row(
        "percist-sulpeak",
        PERCIST,
        "measure",
        "SULpeak: uptake corrected for lean body mass, in a sphere of 1 cm³.",
        "PERCIST",
        _TEXT,
        "secondary",
    ),
    _row(
        "flare-scan",
        FLARE,
        "bone scan",
        "Of 16 people whose lytic metastases healed, 12 had a worse scan at 3 months and a better one at 6; new lesions after 6 "
        "months meant progression. Worse scans in the first 3 months meant healing as often as progression.",
        "FLARE88",
        "abstract, 53 people with breast cancer",
        "primary",
    ),
    _row(
        "flare-frequency",
        FLARE,
        "frequency",
        "12 % of 426 people with bone metastases; seen 3.2 (SD 1.4) months after the start, stable by 6.2 (SD 3.0); no longer "
        "survival than with stable disease.",
        "JANICEK94",
        "abstract",
        "primary",
    ),
    _row(
        "flare-blood",
        FLARE,
        "bone markers",
        "Osteocalcin and bone alkaline phosphatase rose after 1 month in 15 of 16 responders and 5 of 23 others.",
        "FLARE88",
        "abstract",
        "primary",
    ),
    _row(
        "flare-ictp",
        FLARE,
        "bone markers",
        "In 23 people only ICTP told progression from flare; bone alkaline phosphatase and CA 15-3 did not. 5 of 15 partial "
        "responders had a flare.",
        "FLARE99",
        "abstract",
        "secondary",
    ),
    _row(
        "flare-markers",
        FLARE,
        "tumour markers",
        "In 20 people with bone metastases CEA and CA 15-3 were higher on days 15 and 30 of a new treatment, and back on day 60.",
        "YASASEVER97",
        "abstract",
        "primary",
    ),
    _row(
        "flare-marker-surge",
        FLARE,
        "tumour markers",
        "A surge of CA 15-3 that then fell was seen in 30 of 122 people, who had a higher risk of progression (odds ratio 2.62, "
        "1.45-4.72).",
        "SURGE09",
        "abstract",
        "primary",
    ),
    _row(
        "flare-clinical",
        FLARE,
        "symptoms",
        "More pain and a higher calcium in the first weeks of endocrine treatment.",
        "FLARE-PATIENT",
        "text for patients",
        "secondary",
    ),
)

_BY_ID = {row.id: row for row in CRITERIA}


def beside(*ids: str) -> tuple[Evidence, ...]:
    """Statements as evidence, to be shown beside an advice."""
    return tuple(
        Evidence(
            source=row.source,
            locator=row.locator,
            strength=f"{row.system}, {row.answer}: {row.rule}",
            checked=row.checked,
        )
        for row in (_BY_ID[id] for id in ids)
    )
