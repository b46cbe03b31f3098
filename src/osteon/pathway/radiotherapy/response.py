"""What a course did to the pain of the place: before and after, by the international consensus, and the flare right after it.

Pain is compared at the treated place only. The opioid dose is that of the whole patient, in oral morphine equivalents: as
recorded (`obs.opioid-daily-dose`), as worked out from the orders of today, or none where no opioid was ever recorded.
"""

from typing import Any

from osteon.engine.events import Events, exists
from osteon.engine.nodes import DaysSince, Fact, Node, absent, all_of, any_of, choose, constant, known, unknown
from osteon.pathway.asking import lab, recorded, shown
from osteon.pathway.lesions.facts import IRRADIATED, LAST_RADIOTHERAPY, PROVEN
from osteon.pathway.pain.facts import OMED
from osteon.pathway.pain.medicines import OPIOIDS
from osteon.pathway.radiotherapy.facts import COURSE_END, DAYS_SINCE_COURSE
from osteon.pathway.radiotherapy.parameters import (
    BASELINE_WINDOW,
    FLARE_OPIOIDS,
    FLARE_PAIN,
    FLARE_WINDOW,
    PROGRESSION_LEEWAY,
    PROGRESSION_OPIOIDS,
    PROGRESSION_PAIN,
    RESPONSE_FROM,
    RESPONSE_OPIOIDS,
    RESPONSE_PAIN,
    RESPONSE_UNTIL,
    STABLE_OPIOIDS,
)

_DAY = constant(1, "d")
_NO_PAIN = constant(0, "{score}")
_NO_OPIOID = constant(0, "mg/d")
_WHOLE = constant(100, "%")
_NOT_ASKED = "pain that nobody asked about is not written down"
_NOT_ADDED_UP = "nobody adds up the opioids of a past day unless a study asks for it"
_BEFORE: dict[str, Any] = {
    "before": LAST_RADIOTHERAPY + _DAY,
    "within": DaysSince(of=LAST_RADIOTHERAPY) + BASELINE_WINDOW,
}
_AFTER: dict[str, Any] = {"since": COURSE_END + RESPONSE_FROM, "before": COURSE_END + RESPONSE_UNTIL + _DAY}

# --- pain -------------------------------------------------------------------------------------------------------------

PAIN_BEFORE = lab(
    "pain-before-radiotherapy",
    "pain at the lesion before its radiotherapy (0 to 10)",
    "obs.pain",
    **_BEFORE,
    per_lesion=True,
    absence=unknown(_NOT_ASKED),
    ask="How strong was the worst pain at this place before radiotherapy, 0 to 10?",
    digits=0,
    note="Newest score at the place on or before the first day, not older than the window.",
)
PAIN_AFTER = lab(
    "pain-after-radiotherapy",
    "pain at the lesion when radiotherapy had had time to work (0 to 10)",
    "obs.pain",
    **_AFTER,
    per_lesion=True,
    absence=unknown(_NOT_ASKED),
    ask="How strong is the worst pain at the irradiated place, 0 to 10?",
    digits=0,
    note="Newest score at the place in the weeks in which a response is judged.",
)
_PAIN_SOON = lab(
    "pain-soon-after-radiotherapy",
    "newest pain at the lesion since its radiotherapy began (0 to 10)",
    "obs.pain",
    since=LAST_RADIOTHERAPY + _DAY,
    per_lesion=True,
    absence=unknown(_NOT_ASKED),
    digits=0,
)

# --- opioids ----------------------------------------------------------------------------------------------------------

_OMED_BEFORE_TOLD = lab(
    "omed-before-radiotherapy-told",
    "opioid dose before radiotherapy, as recorded",
    "obs.opioid-daily-dose",
    **_BEFORE,
    absence=unknown(_NOT_ADDED_UP),
    digits=0,
)
_OPIOID_BEFORE = recorded(
    "opioid-before-radiotherapy",
    "opioid recorded on or before the first day of radiotherapy",
    *OPIOIDS,
    before=LAST_RADIOTHERAPY + _DAY,
    why="opioids ordered here are recorded",
)
OMED_BEFORE = Fact(
    id="omed-before-radiotherapy",
    label="opioid dose before radiotherapy, as oral morphine",
    computes=choose(
        (known(_OMED_BEFORE_TOLD), _OMED_BEFORE_TOLD), (~_OPIOID_BEFORE, _NO_OPIOID), otherwise=_OMED_BEFORE_TOLD
    ),
    ask="What was the daily opioid dose before radiotherapy, in mg of oral morphine?",
    digits=0,
)
_OMED_AFTER_TOLD = lab(
    "omed-after-radiotherapy-told",
    "opioid dose when radiotherapy had had time to work, as recorded",
    "obs.opioid-daily-dose",
    **_AFTER,
    absence=unknown(_NOT_ADDED_UP),
    digits=0,
)
_OPIOID_AT_ALL = Fact(
    id="opioid-by-response",
    label="opioid recorded up to the weeks in which a response is judged",
    reads=exists(Events(concepts=OPIOIDS, before=COURSE_END + RESPONSE_UNTIL + _DAY)),
    absence=absent("opioids ordered here are recorded"),
)
_TODAY_COUNTS = all_of(DAYS_SINCE_COURSE >= RESPONSE_FROM, DAYS_SINCE_COURSE <= RESPONSE_UNTIL)
OMED_AFTER = Fact(
    id="omed-after-radiotherapy",
    label="opioid dose when radiotherapy had had time to work, as oral morphine",
    computes=choose(
        (known(_OMED_AFTER_TOLD), _OMED_AFTER_TOLD),
        (~_OPIOID_AT_ALL, _NO_OPIOID),
        (_TODAY_COUNTS, OMED),
        otherwise=_OMED_AFTER_TOLD,
    ),
    ask="What is the daily opioid dose now, in mg of oral morphine?",
    digits=0,
)


def _up(before: Node, after: Node, by: Node) -> Node:
    """More by at least a share. Where there was none before, any is more."""
    return all_of(after > before, after >= before.times(_WHOLE + by, "mg/d").per(_WHOLE, "mg/d"))


def _down(before: Node, after: Node, by: Node) -> Node:
    """Less by at least a share. Where there was none before, none is no less."""
    return all_of(after < before, after <= before.times(_WHOLE - by, "mg/d").per(_WHOLE, "mg/d"))


# --- the consensus ----------------------------------------------------------------------------------------------------

ASSESSABLE = all_of(IRRADIATED, PROVEN, PAIN_BEFORE > _NO_PAIN)
_NO_MORE_OPIOIDS = OMED_AFTER <= OMED_BEFORE
_COMPLETE = all_of(PAIN_AFTER <= _NO_PAIN, _NO_MORE_OPIOIDS)
_PARTIAL = any_of(
    all_of(PAIN_BEFORE - PAIN_AFTER >= RESPONSE_PAIN, _NO_MORE_OPIOIDS),
    all_of(PAIN_AFTER <= PAIN_BEFORE, _down(OMED_BEFORE, OMED_AFTER, RESPONSE_OPIOIDS)),
)
_MORE_PAIN = PAIN_AFTER - PAIN_BEFORE >= PROGRESSION_PAIN
_MORE_OPIOIDS = _up(OMED_BEFORE, OMED_AFTER, PROGRESSION_OPIOIDS)
_STABLE = ~any_of(_up(OMED_BEFORE, OMED_AFTER, STABLE_OPIOIDS), _down(OMED_BEFORE, OMED_AFTER, STABLE_OPIOIDS))
_PROGRESSION = any_of(
    all_of(_MORE_PAIN, any_of(_STABLE, _MORE_OPIOIDS)),
    all_of(_MORE_OPIOIDS, PAIN_AFTER >= PAIN_BEFORE, PAIN_AFTER - PAIN_BEFORE <= PROGRESSION_LEEWAY),
)
RESPONDED = Fact(
    id="radiotherapy-responded",
    label="pain has responded to radiotherapy",
    computes=any_of(_COMPLETE, _PARTIAL),
    note="No pain and no more opioid than before; or 2 points less pain without more opioid; or a quarter less opioid without "
    "more pain.",
)
RESPONSE = Fact(
    id="radiotherapy-response",
    label="response of pain to radiotherapy",
    computes=choose(
        (PAIN_BEFORE <= _NO_PAIN, "not-assessable"),
        (_COMPLETE, "CR"),
        (_PARTIAL, "PR"),
        (_PROGRESSION, "PP"),
        otherwise="IR",
    ),
    note="CR complete response, PR partial response, PP pain progression, IR none of these (indeterminate). Without pain before "
    "there is nothing to assess. Where no opioid was taken before, any is an increase. More pain with more opioid fits neither "
    "limb of a progression as reported; it counts as one here, and is flagged.",
)
RESPONSE_FLAGGED = Fact(
    id="radiotherapy-response-flagged",
    label="more pain and more opioid: progression by our own reading",
    computes=all_of(_MORE_PAIN, _MORE_OPIOIDS),
)

# --- asked in time ----------------------------------------------------------------------------------------------------

_ASKED_SINCE = recorded(
    "pain-asked-since-radiotherapy",
    "pain score recorded when radiotherapy had had time to work, whatever the place",
    "obs.pain",
    with_value=True,
    since=COURSE_END + RESPONSE_FROM,
    why="a score that was asked for would be recorded",
)
JUDGED_NOW = Fact(
    id="radiotherapy-response-time",
    label="lesion irradiated so long ago that the effect on pain can be judged",
    computes=all_of(IRRADIATED, PROVEN, shown(_TODAY_COUNTS)),
)
RESPONSE_UNASKED = Fact(
    id="radiotherapy-response-unasked",
    label="no pain score since then",
    computes=all_of(JUDGED_NOW, ~_ASKED_SINCE),
)

# --- flare ------------------------------------------------------------------------------------------------------------

_PAIN_ROSE = _PAIN_SOON - PAIN_BEFORE >= FLARE_PAIN
_OMED_SOON_TOLD = lab(
    "omed-soon-after-radiotherapy-told",
    "newest opioid dose since radiotherapy began, as recorded",
    "obs.opioid-daily-dose",
    since=LAST_RADIOTHERAPY + _DAY,
    absence=unknown(_NOT_ADDED_UP),
    digits=0,
)
OMED_SOON = Fact(
    id="omed-soon-after-radiotherapy",
    label="opioid dose since radiotherapy began, as oral morphine",
    computes=choose((known(_OMED_SOON_TOLD), _OMED_SOON_TOLD), otherwise=OMED),
    digits=0,
)
_OPIOID_ROSE = _up(OMED_BEFORE, OMED_SOON, FLARE_OPIOIDS)
FLARE_TIME = all_of(IRRADIATED, PROVEN, shown(DAYS_SINCE_COURSE <= FLARE_WINDOW))
FLARE_WORD = any_of(known(_PAIN_ROSE), shown(_OPIOID_ROSE))
"""Whether the record lets a flare be judged at all; silence about pain right after a course is no question."""
FLARE = any_of(shown(_PAIN_ROSE), shown(_OPIOID_ROSE))
