"""Thresholds and clocks of reports and alerts, and what sources disagree on."""

from osteon.engine.nodes import Parameter, Policy
from osteon.pathway.asking import parameter


def _default(id: str, value: str, unit: str, label: str, locator: str = "product default; no source") -> Parameter:
    return parameter(id, value, unit, "OSTEON", locator, "2026", "derived", label)


# --- answers ----------------------------------------------------------------------------------------------------------

SEVERE_FROM = _default(
    "report-severe-from",
    "3",
    "{score}",
    "answer of 0 to 4 from which the care team is alerted",
    "trials alerted on severe answers (which steps they took was not read); 3 is what the scale calls severe, frequent, quite a bit",
)
RISE = _default(
    "report-rise",
    "2",
    "{score}",
    "rise of an answer since the last survey from which the care team is alerted",
    "trials alerted on worsening (by how much was not read)",
)
REPORT_WINDOW = _default("report-window", "14", "d", "age up to which a report says how the patient is today")
NOW_WINDOW = _default(
    "report-window-short", "7", "d", "age up to which a report of fever, drowsiness, a clot or vomiting counts"
)
COMPARE_WINDOW = _default("report-compare-window", "14", "d", "age of the last survey up to which answers are compared")
AGENT_WINDOW = _default(
    "report-agent-window", "182", "d", "age up to which a dose of a bone agent counts for tingling and aching thighs"
)
CALCIUM_SIGNS = _default(
    "report-calcium-signs",
    "2",
    "{count}",
    "groups of symptoms from which high calcium is looked for",
    "the symptoms are listed by the sources; how many of them are enough is ours",
)

# --- fever ------------------------------------------------------------------------------------------------------------

FEVER_LIMIT = Policy(
    id="fever_limit",
    options=("from-38", "above-38", "from-37.5"),
    default="from-38",
    question="From which temperature is fever under cancer treatment an emergency?",
    reason="NICE diagnoses neutropenic sepsis above 38 degrees; the 24-hour lines of British hospitals ask for a call from 37.5. At "
    "38.0 itself waiting is the bigger mistake, and below it the alarm would ring for many who are well.",
)
FEVER_38 = parameter(
    "fever-38",
    "38.0",
    "Cel",
    "CG151",
    "information for the public: temperature higher than 38 with a low neutrophil count",
    "2012",
    "primary",
    "temperature from which fever under cancer treatment is an emergency",
)
FEVER_37_5 = parameter(
    "fever-37-5",
    "37.5",
    "Cel",
    "SACT-LINES",
    "acute oncology pages: call at 37.5 or above",
    "",
    "primary",
    "temperature from which 24-hour lines ask for a call",
)
TREATMENT_LATELY = parameter(
    "fever-treatment-window",
    "42",
    "d",
    "SACT-LINES",
    "24-hour lines are for those treated within six weeks",
    "",
    "primary",
    "time after treatment in which fever is treated as fever under treatment",
)

# --- alerts -----------------------------------------------------------------------------------------------------------

ACTION_LIMIT = parameter(
    "alert-action-limit",
    "72",
    "h",
    "PROTECT-REGISTRY",
    "description of the intervention: actions are written down within 72 hours",
    "2021",
    "primary",
    "time in which an action on an alert is recorded",
)
PAIN_ACTION_LIMIT = _default(
    "alert-pain-action-limit", "24", "h", "time in which an action on an alert for severe pain is recorded"
)
ALERT_WINDOW = _default("alert-window", "30", "d", "age up to which an alert without an action is called overdue")
ACKNOWLEDGED_FOR = _default(
    "alert-acknowledged-for", "7", "d", "time for which an alert that can wait rests while nothing changes"
)
NO_SURVEY_FOR = _default(
    "survey-missing-for", "14", "d", "days without a survey after which two weekly ones were missed"
)
SURVEYS_MISSED = _default("surveys-missed", "2", "{count}", "surveys recorded as missed after which somebody calls")
