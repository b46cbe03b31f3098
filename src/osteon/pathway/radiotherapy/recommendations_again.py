"""After a course: flare, response, radiotherapy again; and stereotactic radiotherapy."""

from osteon.engine.nodes import AnyLesion, CountLesions, all_of, any_of, choose, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.facts import LIFE_EXPECTANCY
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION
from osteon.pathway.cord_compression.signs import CORD_SIGNS
from osteon.pathway.general_condition.facts import ECOG
from osteon.pathway.lesions.facts import IN_SPINE, IRRADIATED, LESION_TYPE, OPERATED, PROVEN
from osteon.pathway.radiotherapy.facts import (
    CORD_DOSE,
    COURSE_END,
    DAYS_SINCE_COURSE,
    FRACTION_DOSE,
    HURTS,
    HURTS_AFTER_COURSE,
    LATE_PAIN,
    PAIN_OF_LESION,
    PAIN_SCORE,
    PLANNED,
    SBRT_PLANNED,
    SPINE_AGAIN,
)
from osteon.pathway.radiotherapy.painful import UNTREATED_HURTS
from osteon.pathway.radiotherapy.parameters import (
    RETREAT_AFTER,
    RETREAT_PAIN,
    SBRT_ECOG,
    SBRT_FRACTION_DOSE,
    SBRT_LEVELS,
    SBRT_LIFE_EXPECTANCY,
)
from osteon.pathway.radiotherapy.response import (
    ASSESSABLE,
    FLARE,
    FLARE_TIME,
    FLARE_WORD,
    JUDGED_NOW,
    OMED_AFTER,
    OMED_BEFORE,
    OMED_SOON,
    PAIN_AFTER,
    PAIN_BEFORE,
    RESPONDED,
    RESPONSE,
    RESPONSE_FLAGGED,
    RESPONSE_UNASKED,
)
from osteon.pathway.radiotherapy.schedules import words
from osteon.pathway.spine.facts import SINS_TOTAL
from osteon.pathway.spine.parameters import UNSTABLE_FROM
from osteon.pathway.spine.stability import ALIGNMENT

_ENOUGH_PAIN = any_of(
    PAIN_OF_LESION.one_of("moderate or worse"), choose((known(PAIN_SCORE), PAIN_SCORE >= RETREAT_PAIN), otherwise=HURTS)
)
_LEVELS = CountLesions(of=all_of(shown(IN_SPINE), PROVEN)) <= SBRT_LEVELS

AGAIN = Recommendation(
    id="rt-reirradiate",
    title="Pain after radiotherapy: consider it again",
    applies=all_of(HURTS_AFTER_COURSE, PROVEN, BREAST_CANCER),
    unless=PLANNED,
    when=all_of(LATE_PAIN, _ENOUGH_PAIN),
    advise="Consider radiotherapy of this place again, a month or more after the last. Listed: spine "
    f"{words('spine, again')}; elsewhere {words('outside the spine, again')}. The dose that the cord and other organs have had "
    "sets the limit.",
    urgency="routine",
    evidence=(
        evidence(
            "ASTRO17", "persistent or recurrent pain more than 1 month after", "strong, high quality", "secondary"
        ),
        evidence("ASTRO24", "schedules of repeat conventional radiotherapy", "recommended", "primary"),
        evidence(
            "CHOW14", "repeat 8 Gy in 1 against 20 Gy in 5 to 8, pain of 2 or more", "randomised trial", "primary"
        ),
    ),
    purpose="Pain that came back, or stayed, may yield to a second course.",
    misuse="New pain may also be a fracture: look first. It rests on pain that was written down at this place after the course.",
    shows=(PAIN_OF_LESION, COURSE_END, RESPONSE),
)

TOO_SOON = Recommendation(
    id="rt-reirradiate-too-soon",
    title="Give radiotherapy time to work",
    applies=all_of(IRRADIATED, PROVEN, BREAST_CANCER, any_of(HURTS_AFTER_COURSE, PLANNED)),
    when=DAYS_SINCE_COURSE < RETREAT_AFTER,
    advise="Wait before irradiating this place again: relief can take a month. Treat the pain with drugs meanwhile.",
    urgency="info",
    evidence=(
        evidence("ASTRO17", "radiotherapy again from 1 month after the last", "strong, high quality", "secondary"),
        evidence("VANDERVELDEN18", "median time to response 4 weeks", "prospective cohort", "primary"),
    ),
    purpose="Half of those who respond do so only after weeks.",
    misuse="New weakness, numbness or a fracture is not to be waited for. A second part of a planned course is not meant.",
    asks=False,
)

CORD = Recommendation(
    id="rt-cord-cumulative",
    title="Spine irradiated again: add up the cord dose",
    applies=all_of(SPINE_AGAIN, BREAST_CANCER),
    when=~known(CORD_DOSE),
    advise="Have the physicist add up the dose of the cord over all courses (as EQD2) before the spine is irradiated again. For "
    "stereotactic radiotherapy: 5 months or more between the courses, and in total no more than about 70 Gy to a point of the "
    "thecal sac.",
    urgency="soon",
    evidence=(
        evidence(
            "SAHGAL12",
            "abstract: 5 months or more; total point dose about 70 Gy, of it at most half from the stereotactic course",
            "cohort, 5 with and 14 without myelopathy",
            "primary",
        ),
    ),
    purpose="Myelopathy from too much dose does not heal.",
    misuse="Whether the fields meet is not looked at: levels far apart need no sum. Earlier radiotherapy of breast or lung may have "
    "reached the cord, too.",
)

STEREOTACTIC = Recommendation(
    id="rt-sbrt-eligible",
    title="Stereotactic radiotherapy is an option",
    applies=UNTREATED_HURTS,
    when=all_of(
        ~OPERATED,
        ~COMPRESSION,
        ~CORD_SIGNS,
        ECOG <= SBRT_ECOG,
        LIFE_EXPECTANCY > SBRT_LIFE_EXPECTANCY,
        any_of(~IN_SPINE, all_of(SINS_TOTAL < UNSTABLE_FROM, _LEVELS)),
    ),
    advise="Stereotactic radiotherapy may be offered instead of conventional. Doses in trials: spine "
    f"{words('stereotactic, spine')}; elsewhere {words('stereotactic, outside the spine, below 4 cm')} below 4 cm, "
    f"{words('stereotactic, outside the spine, 4 cm and more')} from 4 cm.",
    urgency="info",
    evidence=(
        evidence(
            "ASTRO24", "selected patients, good performance status, no surgery, no neurology", "conditional", "primary"
        ),
        evidence("SC24", "complete response at 3 months 35 % against 14 %", "randomised trial", "secondary"),
        evidence(
            "RTOG0631",
            "response 41.3 % against 60.5 % with 8 Gy in 1: not better, and worse",
            "randomised trial",
            "primary",
        ),
        evidence(
            "NGUYEN19", "outside the spine: better response; the erratum was not read", "randomised phase 2", "primary"
        ),
    ),
    purpose="It may hold longer; whether it relieves pain better, trials disagree.",
    misuse="An option, no advice: two trials in the spine disagree. The guideline's own doses were not read.",
    asks=False,
)

STEREOTACTIC_FRACTURE = Recommendation(
    id="rt-sbrt-fracture-warn",
    title="Stereotactic radiotherapy may break the vertebra",
    applies=all_of(SBRT_PLANNED, shown(IN_SPINE), PROVEN, BREAST_CANCER),
    when=any_of(
        FRACTION_DOSE >= SBRT_FRACTION_DOSE,
        all_of(LESION_TYPE.one_of("lytic"), ALIGNMENT.one_of("subluxation", "deformity")),
    ),
    advise="Warn of fracture of the vertebra (14 % of segments in one series, two thirds within 4 months), settle stability first, "
    "and watch closely afterwards. Ask whether a smaller dose per fraction will do.",
    urgency="soon",
    evidence=(
        evidence(
            "SAHGAL13",
            "abstract: dose per fraction, lytic lesion, deformity and earlier fracture predict it",
            "cohort of 410 segments",
            "primary",
        ),
    ),
    purpose="A vertebra that breaks hurts more than before, and may need surgery.",
    misuse="It is no reason against stereotactic radiotherapy where its doses are smaller and the spine is straight.",
    shows=(FRACTION_DOSE,),
)

FLARE_RULE = Recommendation(
    id="rt-flare",
    title="More pain right after radiotherapy: flare",
    applies=all_of(FLARE_TIME, FLARE_WORD, BREAST_CANCER),
    when=FLARE,
    advise="Take the rise for a pain flare, not for progression; treat it, and look again within days. Dexamethasone 8 mg "
    "before a single fraction and on the 4 days after it made flares fewer in one trial.",
    urgency="routine",
    evidence=(
        evidence("CHOW15", "definition; flare in 26 % against 35 % with placebo", "randomised trial", "secondary"),
        evidence("VANDERLINDEN20", "38 % and 27 % against 39 %: insufficient evidence", "randomised trial", "primary"),
    ),
    purpose="A flare passes, and no treatment of the cancer should be changed for it.",
    misuse="Only the return to the level before proves it. Weakness, numbness, or pain on the first step is something else. The "
    "two trials of dexamethasone disagree.",
    says_more_than=("rt-reirradiate-too-soon",),
    shows=(PAIN_BEFORE, OMED_BEFORE, OMED_SOON),
)

RESPONSE_CHECK = Recommendation(
    id="rt-response-check",
    title="After radiotherapy: ask about the pain",
    applies=all_of(BREAST_CANCER, AnyLesion(of=JUDGED_NOW)),
    when=AnyLesion(of=RESPONSE_UNASKED),
    advise="Record the worst pain (0 to 10) at the irradiated place and the opioids of the day, so that the response can be told.",
    urgency="routine",
    evidence=(
        evidence("CHOW12", "response at 1, 2 and 3 months, through later papers", "consensus endpoint", "secondary"),
    ),
    purpose="Who still has pain may need radiotherapy again, and who has none fewer opioids.",
    misuse="Any score of these weeks counts as asked; one that names no place classifies no response.",
)

RESPONSE_GOOD = Recommendation(
    id="rt-response",
    title="Pain has responded to radiotherapy",
    applies=all_of(JUDGED_NOW, ASSESSABLE, known(PAIN_AFTER), BREAST_CANCER),
    when=RESPONDED,
    advise="Count this as a response, and ask whether opioids can be reduced.",
    urgency="info",
    evidence=(
        evidence(
            "CHOW12", "complete and partial response, as tabulated in PMC6817531", "consensus endpoint", "secondary"
        ),
    ),
    purpose="The same words as in trials, so that results can be compared.",
    misuse="Opioids are those of the whole patient: pain elsewhere can hide a response.",
    asks=False,
    shows=(RESPONSE, PAIN_BEFORE, PAIN_AFTER, OMED_BEFORE, OMED_AFTER),
)

RESPONSE_BAD = Recommendation(
    id="rt-response-progression",
    title="Pain has progressed after radiotherapy",
    applies=all_of(JUDGED_NOW, ASSESSABLE, known(PAIN_AFTER), BREAST_CANCER),
    when=RESPONSE.one_of("PP"),
    advise="Look for a fracture or growth at this place before the pain is put down to a course that failed.",
    urgency="soon",
    evidence=(evidence("CHOW12", "pain progression; text not read", "consensus endpoint", "memory"),),
    purpose="Pain that grows after radiotherapy needs an explanation.",
    misuse="More pain together with more opioid is a progression by our own reading, and flagged.",
    asks=False,
    shows=(RESPONSE_FLAGGED, PAIN_BEFORE, PAIN_AFTER, OMED_BEFORE, OMED_AFTER),
)
