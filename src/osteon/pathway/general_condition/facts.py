"""Performance status, blood counts and liver tests. A result older than its window says nothing about today."""

from osteon.engine.nodes import stale
from osteon.pathway.asking import lab
from osteon.pathway.general_condition.parameters import BLOOD_WINDOW, PERFORMANCE_WINDOW

_JUDGED = stale(PERFORMANCE_WINDOW, "performance changes within weeks, and nobody writes it down at every visit")
_TESTED = stale(BLOOD_WINDOW, "a test that was not done gives no result, and an old one does not speak for today")

ECOG = lab("ecog", "ECOG performance status", "obs.ecog", absence=_JUDGED, digits=0)
KPS = lab("kps", "Karnofsky performance status", "obs.kps", absence=_JUDGED, digits=0)
HAEMOGLOBIN = lab("haemoglobin", "haemoglobin", "lab.haemoglobin", absence=_TESTED, digits=1)
PLATELETS = lab("platelets", "platelets", "lab.platelets", absence=_TESTED, digits=0)
NEUTROPHILS = lab("neutrophils", "neutrophils", "lab.neutrophils", absence=_TESTED)
LEUKOCYTES = lab("leukocytes", "white blood cells", "lab.leukocytes", absence=_TESTED)
LDH = lab("ldh", "lactate dehydrogenase", "lab.ldh", absence=_TESTED, digits=0)
CRP = lab("crp", "C-reactive protein", "lab.crp", absence=_TESTED, digits=1)
BILIRUBIN = lab("bilirubin", "total bilirubin", "lab.bilirubin", absence=_TESTED)
BILIRUBIN_UPPER = lab(
    "bilirubin-upper-limit", "upper limit of bilirubin on the report", "lab.bilirubin", field="high", absence=_TESTED
)
ALT = lab("alt", "alanine aminotransferase", "lab.alt", absence=_TESTED, digits=0)
AST = lab("ast", "aspartate aminotransferase", "lab.ast", absence=_TESTED, digits=0)
