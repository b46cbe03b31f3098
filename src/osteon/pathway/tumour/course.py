"""Drugs in use and used before, and menopause."""

from __future__ import annotations

from osteon.engine.events import Events
from osteon.engine.nodes import DaysSince, Fact, all_of, any_of, choose, known, unknown
from osteon.pathway.asking import category, finding, recorded
from osteon.pathway.bone_disease.facts import METASTATIC_FIRST_SEEN
from osteon.pathway.renal_function.facts import AGE, SEX
from osteon.pathway.tumour import drugs
from osteon.pathway.tumour.drugs import current, given
from osteon.pathway.tumour.parameters import LINE_LEAD, MENOPAUSE_AGE, ORAL_WINDOW

# --- in use -----------------------------------------------------------------------------------------------------------

AROMATASE_INHIBITOR_CURRENT = Fact(
    id="aromatase-inhibitor-current",
    label="on an aromatase inhibitor",
    computes=any_of(
        current("aromatase-inhibitor", "on an aromatase inhibitor by orders and doses", drugs.AROMATASE_INHIBITORS),
        recorded(
            "aromatase-inhibitor-code",
            "code of long-term use of an aromatase inhibitor",
            "status.long-term-ai",
            why="records that use the code carry it at each visit",
            within=ORAL_WINDOW,
        ),
    ),
)
TAMOXIFEN_CURRENT = current("tamoxifen-current", "on tamoxifen", drugs.TAMOXIFEN)
FULVESTRANT_CURRENT = current("fulvestrant-current", "on fulvestrant", drugs.FULVESTRANT)
ENDOCRINE_CURRENT = Fact(
    id="endocrine-therapy-current",
    label="on endocrine therapy",
    computes=any_of(
        AROMATASE_INHIBITOR_CURRENT,
        current("other-endocrine-therapy", "on an endocrine drug that is no aromatase inhibitor", drugs.ENDOCRINE[3:]),
    ),
)
CDK46_CURRENT = current("cdk46-inhibitor-current", "on a CDK4/6 inhibitor", drugs.CDK46)
RIBOCICLIB_CURRENT = current("ribociclib-current", "on ribociclib", drugs.drugs("ribociclib"))
ABEMACICLIB_CURRENT = current("abemaciclib-current", "on abemaciclib", drugs.drugs("abemaciclib"))
PI3K_CURRENT = current("pi3k-akt-inhibitor-current", "on a PI3K or AKT inhibitor", drugs.PI3K[:3])
IMLUNESTRANT_CURRENT = current("imlunestrant-current", "on imlunestrant", drugs.drugs("imlunestrant"))
PARP_CURRENT = current("parp-inhibitor-current", "on a PARP inhibitor", drugs.PARP)
EVEROLIMUS_CURRENT = current("everolimus-current", "on everolimus", drugs.drugs("everolimus"))
TRASTUZUMAB_DERUXTECAN_CURRENT = current(
    "trastuzumab-deruxtecan-current", "on trastuzumab deruxtecan", drugs.drugs("trastuzumab-deruxtecan")
)
BEVACIZUMAB_CURRENT = current("bevacizumab-current", "on bevacizumab", drugs.drugs("bevacizumab"))
ANTI_HER2_CURRENT = current("anti-her2-current", "on treatment against HER2", drugs.ANTI_HER2)
CHEMOTHERAPY_CURRENT = current("chemotherapy-current", "on chemotherapy", drugs.CHEMOTHERAPY)
SYSTEMIC_CURRENT = current("systemic-treatment-current", "on systemic treatment of the cancer", drugs.SYSTEMIC)

# --- used before ------------------------------------------------------------------------------------------------------

SINCE_METASTASIS = DaysSince(of=METASTATIC_FIRST_SEEN) + LINE_LEAD
"""Age in days up to which an entry counts as treatment of metastatic disease."""


def _since_metastasis(id: str, label: str, concepts: tuple[str, ...]) -> Fact:
    return given(id, f"{label} for metastatic disease", concepts, within=SINCE_METASTASIS)


CHEMOTHERAPY_EVER = given("chemotherapy-ever", "chemotherapy, now or before", drugs.CHEMOTHERAPY)
ENDOCRINE_METASTATIC = _since_metastasis("endocrine-metastatic", "endocrine therapy", drugs.ENDOCRINE)
CDK46_METASTATIC = _since_metastasis("cdk46-inhibitor-metastatic", "CDK4/6 inhibitor", drugs.CDK46)
CHEMOTHERAPY_METASTATIC = _since_metastasis("chemotherapy-metastatic", "chemotherapy", drugs.CHEMOTHERAPY)
ANTI_HER2_METASTATIC = _since_metastasis("anti-her2-metastatic", "treatment against HER2", drugs.ANTI_HER2)
SYSTEMIC_METASTATIC = _since_metastasis("systemic-treatment-metastatic", "systemic treatment", drugs.SYSTEMIC)
CHEMOTHERAPY_ADJUVANT = given(
    "chemotherapy-adjuvant",
    "chemotherapy before metastatic disease",
    drugs.CHEMOTHERAPY,
    before=METASTATIC_FIRST_SEEN,
)
PI3K_EVER = given("pi3k-akt-inhibitor-ever", "PI3K or AKT inhibitor, now or before", drugs.PI3K)
PARP_EVER = given("parp-inhibitor-ever", "PARP inhibitor, now or before", drugs.PARP)

# --- menopause --------------------------------------------------------------------------------------------------------

_MENOPAUSE_TOLD = category(
    "menopausal-state",
    "menopausal state, as recorded",
    Events(concepts=("status.menopausal",)),
    "premenopausal",
    "perimenopausal",
    "postmenopausal",
    absence=unknown("it is seldom coded"),
    ask="Is she premenopausal, perimenopausal or postmenopausal?",
)
_OVARIES_REMOVED = finding(
    "ovaries-removed", "both ovaries removed", "proc.bilateral-oophorectomy", why="surgery would be recorded"
)
MENOPAUSE = Fact(
    id="menopause",
    label="menopausal state",
    computes=choose(
        (_OVARIES_REMOVED, "postmenopausal"),
        (all_of(known(AGE), AGE >= MENOPAUSE_AGE), "postmenopausal"),
        otherwise=_MENOPAUSE_TOLD,
    ),
    note="Both ovaries removed, or the age, come before what was once recorded.",
)
PREMENOPAUSAL = Fact(
    id="premenopausal",
    label="premenopausal or perimenopausal",
    computes=all_of(SEX.one_of("female"), MENOPAUSE.one_of("premenopausal", "perimenopausal")),
)
OVARIES_SUPPRESSED = Fact(
    id="ovaries-suppressed",
    label="ovarian suppression in place",
    computes=any_of(
        _OVARIES_REMOVED,
        current("ovarian-suppression", "on a GnRH analogue", drugs.OVARIAN_SUPPRESSION),
    ),
)
