"""Look-back windows and numbers of systemic treatment."""

from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


SHORT_DRUG_WINDOW = _default(
    "short-drug-window", "14", "d", "time after a dose for which a drug given for days or when needed is in use"
)
GLUCOSE_WINDOW = _default("glucose-window", "31", "d", "time for which a glucose result counts")
HBA1C_WINDOW = _default("hba1c-window", "92", "d", "time for which an HbA1c counts (three months)")
CALCIUM_ON_IMLUNESTRANT = _default(
    "calcium-on-imlunestrant", "28", "d", "time for which a calcium counts on imlunestrant with denosumab"
)
FLARE_WINDOW = _default(
    "tamoxifen-flare-window", "28", "d", "time after the start of tamoxifen in which calcium may rise"
)
ECG_WINDOW = _default(
    "ecg-window", "56", "d", "time after the start of ribociclib in which an ECG is asked for (two cycles)"
)
DENSITY_WINDOW = _default(
    "bone-density-window", "730", "d", "time for which a bone density measurement counts (2 years)"
)
EJECTION_WINDOW = _default(
    "ejection-fraction-window",
    "122",
    "d",
    "time for which an ejection fraction counts (about every 3 months, with a month's grace)",
)
ADJUVANT_HER2_GAP = parameter(
    "adjuvant-her2-gap",
    "365",
    "d",
    "ASCO22-HER2",
    "recommendations 5.0 and 5.1, in a pocket guide: relapse within 12 months of adjuvant trastuzumab",
    "2022",
    "secondary",
    "relapse within this time of adjuvant trastuzumab is treated as second line",
)
TWO_TREATMENTS = parameter(
    "two-treatments",
    "2",
    "{count}",
    "FDA-SACITUZUMAB23",
    "approval note as reprinted: at least two additional systemic therapies in the metastatic setting",
    "2023",
    "secondary",
    "number of earlier systemic treatments",
)
BILIRUBIN_CRISIS = parameter(
    "bilirubin-crisis-ratio",
    "1.5",
    "1",
    "ABC5",
    "example of a liver crisis: bilirubin above 1.5 times its upper limit, without Gilbert's disease or obstruction",
    "2020",
    "memory",
    "bilirubin over its upper limit that consensus gives as an example of a liver crisis",
)
