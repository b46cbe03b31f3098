"""Blood and urine: where a raised alkaline phosphatase comes from, bone resorption, and what belongs to the baseline."""

from osteon.engine.nodes import Band, Fact, all_of, known, stale
from osteon.pathway.asking import lab
from osteon.pathway.calcium.facts import ALBUMIN, CALCIUM
from osteon.pathway.diagnostics.imaging import ALP
from osteon.pathway.diagnostics.parameters import NTX_HIGH, NTX_MODERATE
from osteon.pathway.general_condition.facts import ALT, AST, BILIRUBIN, HAEMOGLOBIN, LEUKOCYTES, PLATELETS
from osteon.pathway.general_condition.parameters import BLOOD_WINDOW
from osteon.pathway.renal_function.facts import CREATININE

_TESTED = stale(BLOOD_WINDOW, "a test that was not done gives no result, and an old one does not speak for today")

GGT = lab("ggt", "gamma-glutamyl transferase", "lab.ggt", absence=_TESTED, digits=0)
GGT_UPPER = lab(
    "ggt-upper-limit",
    "upper limit of gamma-glutamyl transferase on the report",
    "lab.ggt",
    field="high",
    absence=_TESTED,
    digits=0,
    ask="Up to what value does the report call gamma-glutamyl transferase normal?",
)
NTX = lab("ntx-recent", "urinary N-telopeptide", "lab.ntx", absence=_TESTED, digits=0)
NTX_LEVEL = Fact(
    id="ntx-level",
    label="bone resorption by urinary N-telopeptide",
    computes=Band(of=NTX, edges=(NTX_MODERATE, NTX_HIGH), labels=("low", "moderate", "high"), upper_inclusive=False),
    note="Below 50 low, 50 to below 100 moderate, from 100 high, in nmol of bone collagen equivalents per mmol of creatinine.",
)
BASELINE_COMPLETE = Fact(
    id="metastatic-baseline-complete",
    label="blood count, liver tests, alkaline phosphatase, creatinine, calcium and albumin of the last months on record",
    computes=all_of(
        known(HAEMOGLOBIN),
        known(LEUKOCYTES),
        known(PLATELETS),
        known(ALT),
        known(AST),
        known(BILIRUBIN),
        known(ALP),
        known(CREATININE),
        known(CALCIUM),
        known(ALBUMIN),
    ),
)
