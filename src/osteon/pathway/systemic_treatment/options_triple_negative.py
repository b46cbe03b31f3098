"""Options in triple-negative metastatic disease; PARP inhibitors and trastuzumab deruxtecan stand with the HER2-negative ones."""

from __future__ import annotations

from datetime import date

from osteon.engine.nodes import any_of
from osteon.engine.options import Option, Status
from osteon.pathway.asking import evidence
from osteon.pathway.systemic_treatment import conditions as c
from osteon.pathway.systemic_treatment.facts import TRIPLE_NEGATIVE_DISEASE
from osteon.pathway.systemic_treatment.options_later import SINGLE_AGENTS
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import drugs

_LOOK_AGAIN = date(2026, 12, 31)
_APPROVED_26 = Status("US", "approved", "2026-06-24", "FDA-SACITUZUMAB26")

SACITUZUMAB_PEMBROLIZUMAB = Option(
    id="opt-sacituzumab-pembrolizumab",
    title="Sacituzumab govitecan with pembrolizumab",
    drugs=drugs("sacituzumab-govitecan", "pembrolizumab"),
    line="first line, PD-L1 score of 10 or more",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.FIRST_LINE, c.PDL1_POSITIVE),
    evidence=(
        evidence(
            "ASCENT04",
            "abstract: progression-free survival 11.2 against 7.8 months, HR 0.65; response lasted 16.5 against 9.2 months",
            "randomised phase 3 trial",
            "primary",
        ),
        evidence("FDA-SACITUZUMAB26", "second indication", "approval", "secondary"),
    ),
    region_status=(_APPROVED_26,),
    review_by=_LOOK_AGAIN,
)
CHEMOTHERAPY_PEMBROLIZUMAB = Option(
    id="opt-chemotherapy-pembrolizumab",
    title="Chemotherapy with pembrolizumab",
    drugs=drugs("paclitaxel", "nab-paclitaxel", "gemcitabine", "carboplatin", "pembrolizumab"),
    line="first line, PD-L1 score of 10 or more",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.FIRST_LINE, c.PDL1_POSITIVE),
    evidence=(
        evidence(
            "KEYNOTE355",
            "abstract: survival 23.0 against 16.1 months, HR 0.73 (0.55 to 0.95)",
            "randomised phase 3 trial",
            "primary",
        ),  # fmt: skip
        evidence("LBL-PEMBROLIZUMAB", "indication", "label", "secondary"),
    ),
    region_status=(Status("US", "approved", "2020-11-13", "LBL-PEMBROLIZUMAB"),),
)
SACITUZUMAB_FIRST = Option(
    id="opt-sacituzumab-first",
    title="Sacituzumab govitecan",
    drugs=drugs("sacituzumab-govitecan"),
    line="first line, no candidate for a checkpoint inhibitor",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.FIRST_LINE, c.PDL1_NEGATIVE),
    evidence=(
        evidence(
            "FDA-SACITUZUMAB26",
            "ASCENT-03: progression-free survival 9.7 against 6.9 months, HR 0.62",
            "approval; randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(_APPROVED_26,),
    review_by=_LOOK_AGAIN,
    note="A reason against checkpoint inhibitors other than the score also makes a candidate; the record does not tell it.",
)
DATO_FIRST = Option(
    id="opt-dato-first",
    title="Datopotamab deruxtecan",
    drugs=drugs("dato-dxd"),
    line="first line, no candidate for a checkpoint inhibitor",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.FIRST_LINE, c.PDL1_NEGATIVE),
    cautions=(c.LUNG,),
    evidence=(
        evidence(
            "FDA-DATO26",
            "TROPION-Breast02: progression-free survival 10.8 against 5.6 months, HR 0.57; survival 23.7 against 18.7 months",
            "approval; randomised trial",
            "secondary",
        ),
    ),
    region_status=(Status("US", "approved", "2026-05-22", "FDA-DATO26"),),
    review_by=_LOOK_AGAIN,
    note="A reason against checkpoint inhibitors other than the score also makes a candidate; the record does not tell it.",
)
PLATINUM = Option(
    id="opt-platinum-brca",
    title="Platinum",
    drugs=drugs("carboplatin", "cisplatin"),
    line="first line, germline BRCA variant",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.FIRST_LINE, c.GERMLINE_VARIANT),
    evidence=(evidence("PLATINUM-BRCA", "platinum in carriers", "randomised trial", "memory"),),
    region_status=(Status("US", "guideline", "date not seen", "PLATINUM-BRCA"),),
)
SACITUZUMAB_LATER = Option(
    id="opt-sacituzumab-later",
    title="Sacituzumab govitecan after chemotherapy",
    drugs=drugs("sacituzumab-govitecan"),
    line="second line or later",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(c.AFTER_CHEMOTHERAPY, c.TWO_IN_ALL, c.unused("sacituzumab-govitecan")),
    evidence=(
        evidence(
            "ASCO21-CHEMO",
            "abstract: after at least two therapies of metastatic disease",
            "should be offered",
            "primary",
        ),  # fmt: skip
        evidence(
            "FDA-SACITUZUMAB21",
            "after two or more systemic therapies, one of them for metastatic disease",
            "approval",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2021-04-07", "FDA-SACITUZUMAB21"),),
)
CHEMOTHERAPY_TN = Option(
    id="opt-chemotherapy-tn",
    title="Chemotherapy with a single agent",
    drugs=(*SINGLE_AGENTS, "drug.carboplatin"),
    line="first line with a PD-L1 score below 10, or later",
    applies=TRIPLE_NEGATIVE_DISEASE,
    requires=(
        (
            "PD-L1 combined positive score below 10, or treated before for metastatic disease",
            any_of(t.SYSTEMIC_METASTATIC, ~t.PDL1_POSITIVE),
        ),
    ),
    evidence=(
        evidence(
            "ASCO21-CHEMO",
            "abstract: single agents rather than combinations, which may be offered for life-threatening disease",
            "should be offered",
            "primary",
        ),
    ),
    region_status=(Status("US", "guideline", "2021", "ASCO21-CHEMO"),),
)
