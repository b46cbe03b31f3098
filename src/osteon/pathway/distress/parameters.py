"""Cut-points of the questionnaires, windows, and what sources disagree on."""

from osteon.engine.nodes import Parameter, Policy
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str) -> Parameter:
    return parameter(id, value, unit, "OSTEON", "product default; no source", "2026", "derived", label)


def _cut(id: str, value: str, source: str, locator: str, date: str, label: str) -> Parameter:
    return parameter(id, value, "{score}", source, locator, date, "secondary", label)


DISTRESS_WINDOW = _default(
    "distress-window",
    "92",
    "d",
    "age at which an answer on mood or anxiety is too old, and screening is due (3 months)",
)
PLAN_WINDOW = _default("suicidal-plan-window", "30", "d", "time for which a recorded plan of suicide alarms")

_CLASSIC = "severity bands as printed on scoring pages"
_ONCOLOGY = "bands of the oncology pathway, as reported by a third party"

PHQ9_MILD = _cut("phq9-mild", "5", "PHQ9-PAGES", _CLASSIC, "2001", "PHQ-9 from which depression is called mild")
PHQ9_MODERATE = _cut(
    "phq9-moderate", "10", "PHQ9-PAGES", _CLASSIC, "2001", "PHQ-9 from which depression is called moderate"
)
PHQ9_MODERATE_ONCOLOGY = _cut(
    "phq9-moderate-oncology",
    "8",
    "ANDERSEN14",
    _ONCOLOGY,
    "2014",
    "PHQ-9 from which the oncology pathway calls symptoms moderate",
)
PHQ9_MODERATELY_SEVERE = _cut(
    "phq9-moderately-severe", "15", "PHQ9-PAGES", _CLASSIC, "2001", "PHQ-9 from which depression is moderately severe"
)
PHQ9_SEVERE = _cut("phq9-severe", "20", "PHQ9-PAGES", _CLASSIC, "2001", "PHQ-9 from which depression is severe")
PHQ9_LEAST_ANSWERED = parameter(
    "phq9-least-answered",
    "7",
    "{count}",
    "PHQ9-NHS",
    "one or two missing answers may be replaced by the mean of the others",
    "",
    "secondary",
    "answers of the PHQ-9 needed before missing ones may be replaced by the mean",
)
ITEM9_ALARM = _cut(
    "phq9-item-9-alarm",
    "1",
    "PHQ9-MII",
    "any positive answer to item 9, whatever the total",
    "2026",
    "answer to item 9 of the PHQ-9 from which somebody has to speak with the patient the same day",
)
SYMPTOM_COUNTS = _cut(
    "phq9-symptom-counts",
    "2",
    "PHQ9-PAGES",
    "algorithm: more than half the days",
    "2001",
    "answer from which an item counts as a symptom in the algorithm of the PHQ-9",
)
ITEM9_COUNTS = parameter(
    "phq9-item-9-counts",
    "1",
    "{score}",
    "PHQ9-PAGES",
    "algorithm: item 9 counts as soon as it is present at all; not read",
    "2001",
    "memory",
    "answer from which item 9 counts as a symptom in the algorithm of the PHQ-9",
)
OTHER_SYMPTOMS = parameter(
    "phq9-other-symptoms",
    "2",
    "{score}",
    "PHQ9-PAGES",
    "algorithm: two to four items",
    "2001",
    "secondary",
    "symptoms from which the algorithm of the PHQ-9 speaks of another depressive syndrome",
)
MAJOR_SYMPTOMS = parameter(
    "phq9-major-symptoms",
    "5",
    "{score}",
    "PHQ9-PAGES",
    "algorithm: five or more items",
    "2001",
    "secondary",
    "symptoms from which the algorithm of the PHQ-9 speaks of a major depressive syndrome",
)

_GAD = "cut-points as printed on scoring pages"
GAD7_MILD = _cut("gad7-mild", "5", "GAD7-PAGES", _GAD, "2006", "GAD-7 from which anxiety is called mild")
GAD7_MODERATE = _cut(
    "gad7-moderate", "10", "GAD7-PAGES", _GAD, "2006", "GAD-7 from which the screen is positive, anxiety moderate"
)
GAD7_SEVERE = _cut("gad7-severe", "15", "GAD7-PAGES", _GAD, "2006", "GAD-7 from which anxiety is called severe")

PHQ9_BANDS = Policy(
    id="phq9_bands",
    options=("oncology", "classic"),
    default="oncology",
    question="Which bands does a PHQ-9 total fall in?",
    reason="The oncology pathway of ASCO calls symptoms moderate from 8, the classic bands from 10; the advice here follows "
    "the oncology pathway, so its bands are the default.",
)
PHQ9_MISSING = Policy(
    id="phq9_missing_answers",
    options=("span", "mean"),
    default="span",
    question="What is the total of a PHQ-9 with one or two missing answers?",
    reason="The span shows what is known and decides a band whenever both ends fall in it; replacing missing answers by the "
    "mean of the others, as the NHS data dictionary allows, invents an answer.",
)
