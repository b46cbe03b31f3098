"""The life of an alert, and surveys that did not come.

A monitoring system writes down what it does: an alert raised, seen and left to wait, or acted upon; a survey completed or missed;
who takes part at all. Without these entries nothing here applies.
"""

from osteon.engine.events import Events, count, earliest
from osteon.engine.nodes import (
    DaysSince,
    Fact,
    HoursSince,
    Node,
    Parameter,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    known,
    unknown,
)
from osteon.pathway.asking import finding, number, recorded, shown, sign
from osteon.pathway.patient_reports.items import ITEMS, SURVEY_DAY
from osteon.pathway.patient_reports.parameters import (
    ACKNOWLEDGED_FOR,
    ACTION_LIMIT,
    ALERT_WINDOW,
    NO_SURVEY_FOR,
    PAIN_ACTION_LIMIT,
    SURVEYS_MISSED,
)

_NO = ("absent", "negative")
_WRITTEN = "the monitoring system writes it down"
_SEEN, _ACTED = "report.alert-acknowledged", "report.alert-action"
_ALERT, _PAIN, _RED_FLAG = "report.alert-raised", "report.alert-raised-pain", "report.alert-raised-red-flag"

# --- alerts that wait -------------------------------------------------------------------------------------------------

ACKNOWLEDGED = recorded(
    "alert-acknowledged",
    "alert seen in the last days, and left to wait",
    _SEEN,
    not_answers=_NO,
    within=ACKNOWLEDGED_FOR,
    why=_WRITTEN,
)
CAN_WAIT = finding(
    "patient-says-can-wait",
    "the patient says that it can wait",
    "report.can-wait",
    since=SURVEY_DAY,
    why="a patient who said so in the newest survey is on record with it",
)


# --- alerts without an action -----------------------------------------------------------------------------------------


class _Clock:
    """Alerts of one kind that nobody answered, and for how long."""

    def __init__(self, id: str, words: str, raised: str, answers: tuple[str, ...]) -> None:
        answered = Events(concepts=answers, not_answers=_NO)
        day = number(
            f"{id}-answered-day", f"day of the newest answer to {words}", answered, "start", "date",
            absence=unknown("nobody may have answered"),
        )  # fmt: skip
        answer = number(
            f"{id}-answered-moment", f"moment of the newest answer to {words}", answered, "moment", "moment",
            absence=unknown("nobody may have answered"),
        )  # fmt: skip
        after = choose((known(day), day + constant(1, "d")), otherwise=constant(0, "date"))
        self.first = Fact(
            id=f"{id}-open-since",
            label=f"oldest {words} that nobody answered",
            reads=earliest(Events(concepts=(raised,), not_answers=_NO, since=after, within=ALERT_WINDOW), "moment"),
            absence=unknown("there may be no such alert"),
        )
        self.newest = number(
            f"{id}-newest", f"newest {words}", Events(concepts=(raised,), not_answers=_NO, within=ALERT_WINDOW),
            "moment", "moment", absence=unknown("there may be no such alert"),
        )  # fmt: skip
        # An alert of the day of the answer is open only where the hours show that it came later.
        self.later = shown(self.newest > answer)

    def beyond(self, limit: Parameter) -> Node:
        """Open for longer than the limit."""
        return any_of(
            shown(HoursSince(of=self.first) > limit), all_of(self.later, shown(HoursSince(of=self.newest) > limit))
        )

    def at_all(self) -> Node:
        """Open, however short."""
        return any_of(known(self.first), self.later)


_LEFT_TO_WAIT = (_ACTED, _SEEN)
ALERT_RAISED = recorded(
    "alert-raised", "an alert was raised", _ALERT, _PAIN, _RED_FLAG, not_answers=_NO, within=ALERT_WINDOW, why=_WRITTEN
)
ALERT_OVERDUE = Fact(
    id="alert-overdue",
    label="an alert without an answer in time",
    computes=any_of(
        _Clock("alert", "alert", _ALERT, _LEFT_TO_WAIT).beyond(ACTION_LIMIT),
        _Clock("alert-pain", "alert for severe pain", _PAIN, _LEFT_TO_WAIT).beyond(PAIN_ACTION_LIMIT),
        _Clock("alert-red-flag", "alert for a red flag", _RED_FLAG, (_ACTED,)).at_all(),
    ),
    note="A word that it can wait answers an alert, but not a red flag: that needs an action, at once.",
)

# --- surveys that did not come ----------------------------------------------------------------------------------------

_MONITORED = sign(
    "symptom-monitoring",
    "takes part in regular symptom surveys",
    "report.monitoring",
    why="a programme that is not recorded cannot be missed",
    ask="",
)
_EVER_COMPLETED = recorded(
    "survey-completed", "a symptom survey was completed", "report.survey-completed", not_answers=_NO, why=_WRITTEN
)
MONITORED = any_of(shown(_MONITORED), all_of(~known(_MONITORED), _EVER_COMPLETED))
LAST_SURVEY = number(
    "survey-last",
    "last symptom survey, or the day on which surveys began",
    Events(concepts=("report.survey-completed", "report.monitoring", *ITEMS), not_answers=_NO),
    "start",
    "date",
    absence=unknown("an entry may have no date"),
    ask="When did the patient last answer a symptom survey?",
)
MISSED = Fact(
    id="surveys-missed",
    label="surveys missed since the last one",
    reads=count(Events(concepts=("report.survey-missed",), not_answers=_NO, since=LAST_SURVEY)),
    absence=absent(_WRITTEN),
    digits=0,
)
NO_ANSWER = any_of(shown(DaysSince(of=LAST_SURVEY) > NO_SURVEY_FOR), shown(MISSED >= SURVEYS_MISSED))
