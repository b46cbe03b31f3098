"""Options in HER2-positive metastatic disease."""

from __future__ import annotations

from datetime import date

from osteon.engine.nodes import all_of
from osteon.engine.options import Option, Status
from osteon.pathway.asking import evidence
from osteon.pathway.systemic_treatment import conditions as c
from osteon.pathway.systemic_treatment.facts import BRAIN_METASTASIS, HER2_DISEASE
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import drugs

_GUIDELINE = Status("US", "guideline", "2022", "ASCO22-HER2")
_MAINTENANCE = (
    ("on treatment against HER2", t.ANTI_HER2_CURRENT),
    ("chemotherapy given before and now stopped", all_of(t.CHEMOTHERAPY_METASTATIC, ~t.CHEMOTHERAPY_CURRENT)),
    ("no progression on treatment against HER2", ~t.ANTI_HER2_PROGRESSED),
)
_LATER = "after progression on treatment against HER2"

TDXD_PERTUZUMAB = Option(
    id="opt-tdxd-pertuzumab",
    title="Trastuzumab deruxtecan with pertuzumab",
    drugs=drugs("trastuzumab-deruxtecan", "pertuzumab"),
    line="first line",
    applies=HER2_DISEASE,
    requires=(c.NO_ANTI_HER2, c.NO_CHEMOTHERAPY),
    cautions=(c.LUNG, c.HEART, c.EARLY_HER2_RELAPSE),
    evidence=(
        evidence(
            "FDA-TDXD-PERTUZUMAB25",
            "DESTINY-Breast09: progression-free survival 40.7 against 26.9 months, HR 0.56",
            "approval; randomised trial",
            "secondary",
        ),
        evidence(
            "FDA-TDXD-PERTUZUMAB25",
            "lung inflammation 12.1% (fatal 0.5%) against 1.0%",
            "randomised trial",
            "secondary",
        ),
    ),
    region_status=(Status("US", "approved", "2025-12-15", "FDA-TDXD-PERTUZUMAB25"),),
)
THP = Option(
    id="opt-thp",
    title="Taxane with trastuzumab and pertuzumab",
    drugs=drugs("docetaxel", "paclitaxel", "trastuzumab", "pertuzumab"),
    line="first line",
    applies=HER2_DISEASE,
    requires=(c.NO_ANTI_HER2,),
    cautions=(c.HEART, c.EARLY_HER2_RELAPSE),
    evidence=(
        evidence("ASCO22-HER2", "recommendation 1.1", "strong recommendation", "secondary"),
        evidence("ASCO22-HER2", "CLEOPATRA: survival 57 months", "randomised trial", "memory"),
    ),
    region_status=(_GUIDELINE,),
)
HER2_ENDOCRINE_MAINTENANCE = Option(
    id="opt-her2-endocrine-maintenance",
    title="Trastuzumab and pertuzumab with endocrine therapy as maintenance",
    drugs=drugs("trastuzumab", "pertuzumab", "letrozole", "anastrozole", "exemestane", "fulvestrant"),
    line="maintenance after chemotherapy, hormone receptor positive",
    applies=HER2_DISEASE,
    requires=(*_MAINTENANCE, c.HORMONE_RECEPTOR),
    cautions=(c.HEART, c.OVARIES),
    evidence=(
        evidence(
            "ASCO22-HER2",
            "recommendation 4.0: go on against HER2 when chemotherapy stops",
            "moderate recommendation",
            "secondary",
        ),  # fmt: skip
        evidence("PATINA26", "standard arm of the trial", "randomised trial", "secondary"),
    ),
    region_status=(_GUIDELINE,),
)
PATINA = Option(
    id="opt-palbociclib-her2-maintenance",
    title="Palbociclib added to maintenance against HER2 with endocrine therapy",
    drugs=drugs("palbociclib", "trastuzumab", "pertuzumab"),
    line="maintenance after chemotherapy, hormone receptor positive",
    applies=HER2_DISEASE,
    requires=(*_MAINTENANCE, c.HORMONE_RECEPTOR, c.NO_CDK46),
    cautions=(c.HEART, c.OVARIES),
    evidence=(
        evidence(
            "PATINA26",
            "progression-free survival 44.3 against 29.1 months, HR 0.75 (0.59 to 0.96); grade 3 events 79.7% against 30.6%",
            "randomised phase 3 trial",
            "secondary",
        ),
    ),
    region_status=(Status("US", "investigational", "2026-01", "PATINA26"),),
    review_by=date(2026, 12, 31),
    note="No approval or guideline that names it was found.",
)
TUCATINIB_MAINTENANCE = Option(
    id="opt-tucatinib-maintenance",
    title="Tucatinib added to maintenance with trastuzumab and pertuzumab",
    drugs=drugs("tucatinib", "trastuzumab", "pertuzumab"),
    line="maintenance after chemotherapy",
    applies=HER2_DISEASE,
    requires=(*_MAINTENANCE, c.unused("tucatinib")),
    cautions=(c.HEART,),
    evidence=(
        evidence(
            "HER2CLIMB05",
            "progression-free survival 24.9 against 16.3 months, HR 0.641",
            "randomised phase 3 trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "investigational", "2025-12", "HER2CLIMB05"),),
    review_by=date(2026, 12, 31),
    note="No approval or guideline that names it was found.",
)
TDXD_SECOND = Option(
    id="opt-tdxd-second",
    title="Trastuzumab deruxtecan",
    drugs=drugs("trastuzumab-deruxtecan"),
    line="second line",
    applies=HER2_DISEASE,
    requires=(c.ANTI_HER2_PROGRESSED, c.unused("trastuzumab-deruxtecan")),
    cautions=(c.LUNG, c.HEART),
    evidence=(
        evidence("ASCO22-HER2", "recommendation 2.1", "strong recommendation", "secondary"),
        evidence("LBL-TDXD", "DESTINY-Breast03", "approval; randomised trial", "secondary"),
    ),
    region_status=(_GUIDELINE,),
)
TUCATINIB = Option(
    id="opt-tucatinib",
    title="Tucatinib with trastuzumab and capecitabine",
    drugs=drugs("tucatinib", "trastuzumab", "capecitabine"),
    line=f"{_LATER}, also with brain metastases",
    applies=HER2_DISEASE,
    requires=(c.ANTI_HER2_PROGRESSED, c.unused("tucatinib")),
    cautions=(c.HEART,),
    evidence=(
        evidence(
            "LBL-TUCATINIB",
            "after one or more regimens against HER2 in metastatic disease, brain metastases included",
            "label",
            "secondary",
        ),  # fmt: skip
        evidence("LBL-TUCATINIB", "HER2CLIMB: longer survival", "randomised trial", "memory"),
    ),
    region_status=(
        Status("US", "approved", "2020-04", "LBL-TUCATINIB"),
        Status("CA", "approved", "2021-07", "LBL-TUCATINIB"),
    ),
    note="In Canada the earlier treatment must have held trastuzumab, pertuzumab and trastuzumab emtansine.",
)
TDXD_BRAIN = Option(
    id="opt-tdxd-brain",
    title="Trastuzumab deruxtecan with brain metastases",
    drugs=drugs("trastuzumab-deruxtecan"),
    line="active brain metastases",
    applies=all_of(HER2_DISEASE, BRAIN_METASTASIS),
    requires=(
        ("treatment against HER2 for metastatic disease used", t.ANTI_HER2_METASTATIC),
        c.unused("trastuzumab-deruxtecan"),
    ),  # fmt: skip
    cautions=(c.LUNG, c.HEART),
    evidence=(evidence("DB12", "one-arm trial with and without brain metastases", "single-arm trial", "memory"),),
    region_status=(Status("US", "guideline", "date not seen", "DB12"),),
)
TDM1 = Option(
    id="opt-tdm1",
    title="Trastuzumab emtansine",
    drugs=drugs("trastuzumab-emtansine"),
    line=_LATER,
    applies=HER2_DISEASE,
    requires=(c.ANTI_HER2_PROGRESSED, c.unused("trastuzumab-emtansine")),
    cautions=(c.HEART, c.BRAIN),
    evidence=(
        evidence(
            "BREDIN20", "abstract: well established as second line before trastuzumab deruxtecan", "review", "secondary"
        ),
    ),  # fmt: skip
    region_status=(Status("US", "guideline", "2020", "BREDIN20"),),
)


def _from_memory(id: str, title: str, names: tuple[str, ...], new: str, strength: str) -> Option:
    """A later line that no source read names."""
    return Option(
        id=id,
        title=title,
        drugs=drugs(*names),
        line=_LATER,
        applies=HER2_DISEASE,
        requires=(c.ANTI_HER2_PROGRESSED, c.unused(new)),
        cautions=(c.HEART,),
        evidence=(evidence("HER2-LATER", title.lower(), strength, "memory"),),
        region_status=(Status("US", "approved", "date not seen", "HER2-LATER"),),
    )


MARGETUXIMAB = _from_memory(
    "opt-margetuximab", "Margetuximab with chemotherapy", ("margetuximab",), "margetuximab", "randomised trial"
)
LAPATINIB = _from_memory(
    "opt-lapatinib", "Lapatinib with capecitabine", ("lapatinib", "capecitabine"), "lapatinib", "randomised trial"
)
NERATINIB = _from_memory(
    "opt-neratinib", "Neratinib with capecitabine", ("neratinib", "capecitabine"), "neratinib", "randomised trial"
)
TRASTUZUMAB_CHEMOTHERAPY = Option(
    id="opt-trastuzumab-chemotherapy",
    title="Trastuzumab with other chemotherapy",
    drugs=drugs("trastuzumab", "vinorelbine", "capecitabine", "eribulin", "gemcitabine"),
    line=_LATER,
    applies=HER2_DISEASE,
    requires=(c.ANTI_HER2_PROGRESSED,),
    cautions=(c.HEART,),
    evidence=(evidence("HER2-LATER", "trastuzumab with a drug not used before", "expert opinion", "memory"),),
    region_status=(Status("US", "guideline", "date not seen", "HER2-LATER"),),
)
HER2_ENDOCRINE = Option(
    id="opt-her2-endocrine",
    title="Endocrine therapy, alone or with a drug against HER2",
    drugs=drugs("letrozole", "anastrozole", "exemestane", "fulvestrant", "tamoxifen", "trastuzumab"),
    line="chosen people with hormone receptor-positive disease, such as the frail",
    applies=HER2_DISEASE,
    requires=(c.HORMONE_RECEPTOR,),
    cautions=(c.OVARIES, c.MAN),
    evidence=(
        evidence("ASCO22-HER2", "recommendations 1.0 and 3.2.0", "may be used in highly selected people", "secondary"),
    ),
    region_status=(_GUIDELINE,),
)
