"""Whom to refer, which schedule, and what does not replace radiotherapy."""

from osteon.engine.nodes import AnyLesion, all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, shown
from osteon.pathway.bone_agents.facts import AGENT_CURRENT, LIFE_EXPECTANCY
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.cord_compression.compression import COMPRESSION, COMPRESSION_EVER
from osteon.pathway.cord_compression.signs import CORD_SIGNS_SHOWN
from osteon.pathway.fracture.measures import IRRADIATED_SINCE_SURGERY, OPERATED_LATELY
from osteon.pathway.lesions.facts import FRACTURED, IN_SPINE, IRRADIATED, LAST_SURGERY, OPERATED, PROVEN
from osteon.pathway.radiotherapy.facts import (
    HURTS,
    PAIN_OF_LESION,
    PLANNED,
    PLANNED_DOSE,
    PLANNED_FRACTIONS,
    RADIOTHERAPY_PLANNED_ANY,
)
from osteon.pathway.radiotherapy.painful import (
    PAINFUL,
    PROVEN_LESIONS,
    SILENT_HIGH_RISK,
    UNCOMPLICATED,
    UNTREATED_HURTS,
)
from osteon.pathway.radiotherapy.parameters import LIFE_EXPECTANCY_FLOOR, MANY_SITES, MOST_FRACTIONS
from osteon.pathway.radiotherapy.schedules import words
from osteon.pathway.spine.levels import SEGMENT
from osteon.pathway.spine.stability import POSTEROLATERAL

_LONG_ENOUGH = LIFE_EXPECTANCY >= LIFE_EXPECTANCY_FLOOR
_PLAN_TOLD = all_of(PLANNED, PROVEN, known(PLANNED_FRACTIONS))

REFER = Recommendation(
    id="rt-painful-refer",
    title="Painful metastasis: refer for radiotherapy",
    applies=UNTREATED_HURTS,
    unless=any_of(PLANNED, shown(~_LONG_ENOUGH), all_of(shown(IN_SPINE), COMPRESSION)),
    when=PAINFUL,
    advise="Refer this lesion for radiotherapy. About 6 in 10 people have less pain afterwards, half of them within 4 weeks.",
    urgency="soon",
    evidence=(
        evidence(
            "ASTRO24",
            "radiotherapy to reduce pain of bone metastases",
            "strong, high quality; for neuropathic pain moderate quality",
            "primary",
        ),
        evidence("VANDERVELDEN18", "262 of 432 responded, median time 4 weeks", "prospective cohort", "primary"),
    ),
    purpose="It relieves pain where drugs alone do not, often with a single visit.",
    misuse="From which score on is our choice: the guideline names none. Unless it is recorded that very little time is left, "
    "an unknown life expectancy is no reason against it. Pain without a place belongs to no lesion and does not fire here.",
    says_more_than=("rt-qol", "rt-single-default", "rt-with-bma", "rt-cement", "rt-sbrt-eligible"),
    shows=(PAIN_OF_LESION,),
)

QUALITY_OF_LIFE = Recommendation(
    id="rt-qol",
    title="Radiotherapy may improve daily life",
    applies=UNTREATED_HURTS,
    when=_LONG_ENOUGH,
    advise="Tell that radiotherapy may also improve mobility and quality of life where 4 weeks or more are expected.",
    urgency="info",
    evidence=(evidence("ASTRO24", "life expectancy of 4 weeks or more", "conditional, low quality", "primary"),),
    purpose="Relief takes weeks; who has them may gain more than less pain.",
    misuse="Estimates of life expectancy err; a short one is no reason to withhold a single fraction for severe pain.",
    asks=False,
)

SINGLE = Recommendation(
    id="rt-single-default",
    title="Uncomplicated lesion: offer a single fraction",
    applies=UNTREATED_HURTS,
    when=UNCOMPLICATED,
    advise="Offer 8 Gy in a single fraction, and tell that the place is irradiated again more often than after several. "
    f"Listed as well: {words('painful, not irradiated before')}.",
    urgency="info",
    evidence=(
        evidence(
            "ASTRO17", "schedules for painful metastases not irradiated before", "strong, high quality", "secondary"
        ),
        evidence("ASTRO24", "schedules of conventional radiotherapy", "recommended", "primary"),
        evidence(
            "SAITO19", "complicated metastases: response 67 % against 70 %", "meta-analysis, not randomised", "primary"
        ),
    ),
    purpose="One visit gives the same relief.",
    misuse="Not for a bone that is broken or about to break, nor for a compressed cord. For whom lasting control matters most, "
    "several fractions or stereotactic radiotherapy may be better.",
    asks=False,
)

OVERLONG = Recommendation(
    id="rt-overlong",
    title="Long course planned: ask why",
    applies=all_of(RADIOTHERAPY_PLANNED_ANY, BREAST_CANCER, AnyLesion(of=_PLAN_TOLD)),
    when=AnyLesion(of=all_of(_PLAN_TOLD, PLANNED_FRACTIONS > MOST_FRACTIONS, UNCOMPLICATED)),
    advise="Ask the radiation oncologist for the reason: for relief of pain, a longer course gives no more than 30 Gy in 10, 20 Gy "
    "in 5 or 8 Gy in 1 fraction.",
    urgency="routine",
    evidence=(
        evidence(
            "CHOOSING-WISELY",
            "no extended schemes (over 10 fractions) for palliation of bone metastases as a routine",
            "do not routinely use",
            "primary",
        ),
    ),
    purpose="Weeks of daily travel are spared.",
    misuse="A course that aims at lasting control of few metastases, or follows surgery, is not meant, and the record may not say "
    "what it aims at.",
    shows=(PLANNED_FRACTIONS, PLANNED_DOSE),
)

POSTOPERATIVE = Recommendation(
    id="rt-postop",
    title="Radiotherapy after surgery of a metastasis",
    applies=all_of(OPERATED, PROVEN, BREAST_CANCER, OPERATED_LATELY),
    unless=any_of(PLANNED, all_of(shown(IN_SPINE), COMPRESSION_EVER)),
    when=~IRRADIATED_SINCE_SURGERY,
    advise="Recommend radiotherapy of the operated place; none has been given or planned since.",
    urgency="soon",
    evidence=(
        evidence(
            "ASTRO24",
            "after surgery of metastases outside the spine, or in the spine without compression",
            "strong, low quality",
            "primary",
        ),
    ),
    purpose="Surgery holds the bone, and leaves tumour behind.",
    misuse="It waits until the wound has healed. Radiotherapy that was recorded at another place, or without one, looks like none.",
    says_more_than=("fx-postop-rt",),
    shows=(LAST_SURGERY,),
)

WITH_AGENT = Recommendation(
    id="rt-with-bma",
    title="A bone agent does not replace radiotherapy",
    applies=all_of(AGENT_CURRENT, UNTREATED_HURTS),
    when=~PLANNED,
    advise="Do not wait for the bone agent to relieve this lesion: it does not replace radiotherapy.",
    urgency="info",
    evidence=(
        evidence(
            "ASTRO17", "abstract: bisphosphonates do not obviate radiotherapy", "conclusion of the panel", "primary"
        ),
    ),
    purpose="The agent prevents events over months; pain at one place needs more.",
    misuse="It says nothing against the agent, which goes on.",
)

CEMENT = Recommendation(
    id="rt-cement",
    title="Broken vertebra: cement does not replace radiotherapy",
    applies=all_of(FRACTURED, shown(IN_SPINE), UNTREATED_HURTS),
    unless=any_of(COMPRESSION, CORD_SIGNS_SHOWN),
    when=~PLANNED,
    advise="Plan radiotherapy of this painful broken vertebra whether or not it is cemented.",
    urgency="routine",
    evidence=(
        evidence(
            "ASTRO17",
            "abstract: kyphoplasty and vertebroplasty do not obviate radiotherapy",
            "conclusion of the panel",
            "primary",
        ),
    ),
    purpose="Cement steadies the vertebra; the tumour in it goes on.",
    misuse="Not where the cord is compressed: there the clock of cord compression holds.",
)

CEMENT_OFFER = Recommendation(
    id="rt-cement-offer",
    title="Broken vertebra: think of cement",
    applies=all_of(FRACTURED, shown(IN_SPINE), PROVEN, BREAST_CANCER),
    unless=any_of(COMPRESSION, CORD_SIGNS_SHOWN),
    when=HURTS,
    advise="Ask whether vertebroplasty or kyphoplasty can be added for the pain of this broken vertebra.",
    urgency="info",
    evidence=(evidence("ASTRO17", "that cement may be added was not read", "not read", "memory"),),
    purpose="It may relieve pain on movement within days.",
    misuse="Not where the cord is compressed or the posterior wall is broken, unless a spinal surgeon says so.",
)

PROPHYLACTIC = Recommendation(
    id="rt-prophylactic-discuss",
    title="High-risk lesion that does not hurt",
    applies=all_of(BREAST_CANCER, PROVEN_LESIONS > MANY_SITES),
    when=AnyLesion(of=SILENT_HIGH_RISK),
    advise="Discuss radiotherapy before it hurts, or a trial of it: in one phase 2 trial 1 of 62 such lesions had a skeletal event "
    "within a year after radiotherapy, and 14 of 49 without it.",
    urgency="info",
    evidence=(
        evidence(
            "GILLESPIE24", "78 patients, 122 lesions, a quarter with breast cancer", "randomised phase 2", "primary"
        ),
        evidence(
            "GILLESPIE24",
            "high-risk places, in a copy of the registry entry NCT03523351",
            "entry criteria",
            "secondary",
        ),
    ),
    purpose="Some lesions break or compress before they hurt.",
    misuse="One small trial; a phase 3 trial (NRG-CC014) is running. Only places in bone are counted here, though the trial counted "
    "all metastatic sites; levels of the spine are left out.",
    asks=False,
)

PROPHYLACTIC_SPINE = Recommendation(
    id="rt-prophylactic-spine",
    title="High-risk level of the spine that does not hurt",
    applies=all_of(BREAST_CANCER, PROVEN_LESIONS > MANY_SITES),
    when=AnyLesion(
        of=all_of(
            PROVEN,
            ~IRRADIATED,
            ~PLANNED,
            any_of(
                all_of(shown(IN_SPINE), SEGMENT.one_of("junctional")),
                POSTEROLATERAL.one_of("unilateral", "bilateral"),
            ),
            PAIN_OF_LESION.one_of("none", "mild"),
        )
    ),
    advise="Discuss radiotherapy of this level before it hurts, or a trial of it.",
    urgency="info",
    evidence=(
        evidence(
            "GILLESPIE24", "junctional levels or posterior elements; wording not read", "randomised phase 2", "memory"
        ),
    ),
    purpose="These levels carry the most load.",
    misuse="Which levels the trial meant was not read.",
    asks=False,
)
