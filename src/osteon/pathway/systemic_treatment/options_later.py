"""Options in HER2-negative metastatic disease beyond endocrine therapy: PARP inhibitors, antibody-drug conjugates, chemotherapy."""

from __future__ import annotations

from osteon.engine.nodes import all_of
from osteon.engine.options import Option, Status
from osteon.pathway.asking import evidence
from osteon.pathway.systemic_treatment import conditions as c
from osteon.pathway.systemic_treatment.facts import CRISIS_IN_QUESTION, HER2_NEGATIVE_DISEASE, LUMINAL
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import drugs

SINGLE_AGENTS = drugs(
    "capecitabine",
    "paclitaxel",
    "nab-paclitaxel",
    "docetaxel",
    "eribulin",
    "vinorelbine",
    "gemcitabine",
    "doxorubicin-liposomal",
)
_PARP = evidence(
    "ASCO21-HR",
    "abstract: olaparib or talazoparib for carriers, first to third line",
    "should be offered",
    "primary",
)
_NO_PARP = ("no PARP inhibitor so far", ~t.PARP_EVER)
_TDXD_GUIDELINE = evidence(
    "ASCO21-CHEMO",
    "rapid update of July 2022: HER2 1+ or 2+ not amplified, after chemotherapy for metastatic disease",
    "should be offered",
    "primary",
)

OLAPARIB = Option(
    id="opt-olaparib",
    title="Olaparib",
    drugs=drugs("olaparib"),
    line="first to third line, germline BRCA variant",
    applies=HER2_NEGATIVE_DISEASE,
    requires=(c.GERMLINE_VARIANT, _NO_PARP),
    cautions=(c.ONLY_PALB2, c.NEEDS_CHEMOTHERAPY_BEFORE),
    evidence=(_PARP, evidence("OLYMPIAD", "registration trial", "randomised trial", "memory")),
    region_status=(Status("US", "guideline", "2021", "ASCO21-HR"),),
)
TALAZOPARIB = Option(
    id="opt-talazoparib",
    title="Talazoparib",
    drugs=drugs("talazoparib"),
    line="first to third line, germline BRCA variant",
    applies=HER2_NEGATIVE_DISEASE,
    requires=(c.GERMLINE_VARIANT, _NO_PARP),
    cautions=(c.ONLY_PALB2,),
    evidence=(
        _PARP,
        evidence(
            "FDA-TALAZOPARIB18",
            "EMBRACA: progression-free survival 8.6 against 5.6 months, HR 0.54",
            "approval; randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2018-10-16", "FDA-TALAZOPARIB18"),),
)
TDXD_BEFORE_CHEMOTHERAPY = Option(
    id="opt-tdxd-before-chemotherapy",
    title="Trastuzumab deruxtecan before chemotherapy",
    drugs=drugs("trastuzumab-deruxtecan"),
    line="endocrine refractory, no chemotherapy for metastatic disease, HER2 low or ultralow",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.NO_CHEMOTHERAPY, c.unused("trastuzumab-deruxtecan"), c.HER2_LOW_OR_ULTRALOW),
    cautions=(c.LUNG, c.HEART),
    evidence=(
        evidence("FDA-TDXD25", "low and ultralow after one or more endocrine therapies", "approval", "primary"),
        evidence(
            "DB06",
            "low: 13.2 against 8.1 months, HR 0.62; ultralow 15.1 against 8.3 (exploratory)",
            "randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2025-01-27", "FDA-TDXD25"),),
    note="The trial treated people without chemotherapy for metastatic disease; the US label does not ask for that.",
)
TDXD_AFTER_CHEMOTHERAPY = Option(
    id="opt-tdxd-after-chemotherapy",
    title="Trastuzumab deruxtecan after chemotherapy",
    drugs=drugs("trastuzumab-deruxtecan"),
    line="after chemotherapy for metastatic disease, HER2 low",
    applies=HER2_NEGATIVE_DISEASE,
    requires=(c.AFTER_CHEMOTHERAPY, c.unused("trastuzumab-deruxtecan"), c.HER2_LOW),
    cautions=(c.LUNG, c.HEART),
    evidence=(
        _TDXD_GUIDELINE,
        evidence(
            "DB04",
            "progression-free survival 9.9 against 5.1, survival 23.4 against 16.8 months",
            "randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(
        Status("US", "approved", "2022-08-05", "LBL-TDXD"),
        Status("US", "guideline", "2022-07", "ASCO21-CHEMO"),
    ),
)
SACITUZUMAB_HR = Option(
    id="opt-sacituzumab-hr",
    title="Sacituzumab govitecan",
    drugs=drugs("sacituzumab-govitecan"),
    line="after endocrine therapy and two further systemic treatments",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_USED, c.TWO_MORE, c.unused("sacituzumab-govitecan")),
    cautions=(c.COMBINATIONS,),
    evidence=(
        evidence(
            "ASCO21-CHEMO",
            "rapid update of December 2022: endocrine refractory, two lines of chemotherapy",
            "may be offered",
            "primary",
        ),  # fmt: skip
        evidence(
            "FDA-SACITUZUMAB23",
            "endocrine therapy and at least two additional systemic therapies",
            "approval",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2023-02-03", "FDA-SACITUZUMAB23"),),
)
DATO_HR = Option(
    id="opt-dato-hr",
    title="Datopotamab deruxtecan",
    drugs=drugs("dato-dxd"),
    line="after endocrine therapy and chemotherapy for metastatic disease",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_USED, c.AFTER_CHEMOTHERAPY, c.unused("dato-dxd", "datopotamab deruxtecan")),
    cautions=(c.LUNG,),
    evidence=(
        evidence(
            "FDA-DATO25",
            "TROPION-Breast01: progression-free survival 6.9 against 4.9 months, survival alike",
            "approval; randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2025-01-17", "FDA-DATO25"),),
)
CHEMOTHERAPY_HR = Option(
    id="opt-chemotherapy-hr",
    title="Chemotherapy with a single agent",
    drugs=SINGLE_AGENTS,
    line="after progression on endocrine therapy",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED,),
    evidence=(
        evidence(
            "ASCO21-CHEMO",
            "abstract: single agents rather than combinations; endocrine therapy with or without a targeted drug stays an alternative",
            "may be offered",
            "primary",
        ),  # fmt: skip
        evidence(
            "ASCO24-HR",
            "qualifying statement: most people are candidates for several endocrine lines before it",
            "guideline",
            "primary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "guideline", "2021", "ASCO21-CHEMO"),),
)
CRISIS_CHEMOTHERAPY = Option(
    id="opt-crisis-chemotherapy",
    title="Chemotherapy in visceral crisis",
    drugs=SINGLE_AGENTS,
    line="visceral crisis",
    applies=all_of(LUMINAL, CRISIS_IN_QUESTION),
    requires=(c.IN_CRISIS,),
    evidence=(
        evidence(
            "ASCO21-CHEMO",
            "abstract: combinations may be offered for highly symptomatic or life-threatening disease",
            "may be offered",
            "primary",
        ),  # fmt: skip
        evidence("BENVENUTI23", "guidelines name combined chemotherapy; results are modest", "review", "primary"),
    ),
    region_status=(Status("US", "guideline", "2021", "ASCO21-CHEMO"),),
    note="Shown beside ribociclib with endocrine therapy; neither is ranked.",
)
