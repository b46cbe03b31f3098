"""Items of the scores: how many metastases, which organs, how well, and what is on the table.

Places that the record names are a lower bound of the metastases: a place that is not named may still be one. So a number is
exact only where somebody stated it, or where three places are named and more would change nothing. What is one place and
what is two is settled by the record (see the manual, `docs/lesions.md`).
"""

from osteon.engine.events import Events, of_lesion
from osteon.engine.nodes import (
    AnyLesion,
    Band,
    Constant,
    CountLesions,
    Fact,
    all_of,
    any_of,
    choose,
    constant,
    known,
    stale,
    unknown,
)
from osteon.pathway.asking import category, lab, recorded, shown, sign
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, BREAST_CANCER, VISCERAL_METASTASIS
from osteon.pathway.cord_compression.compression import COMPLETE_PARAPLEGIA, NON_AMBULANT
from osteon.pathway.general_condition.facts import ECOG, KPS
from osteon.pathway.general_condition.parameters import BLOOD_WINDOW
from osteon.pathway.lesions.facts import IN_SPINE, LESION_SITE, PROVEN, RADIOTHERAPY, SURGERY
from osteon.pathway.prognosis.parameters import (
    ASKED_WINDOW,
    COUNT_WINDOW,
    KPS_FAIR,
    KPS_GOOD,
    NEUROLOGY_WINDOW,
)
from osteon.pathway.spine.epidural import FRANKEL
from osteon.pathway.tumour.drugs import SYSTEMIC, given
from osteon.pathway.tumour.facts import HORMONE_RECEPTOR_POSITIVE

_DENIED = ("absent", "negative", "equivocal")
_STATED = stale(COUNT_WINDOW, "named places are a lower bound; only a stated number is exact, and it grows old")
_DIAGNOSED = "the diagnosis would be in the record"


def _number(value: int, unit: str = "{score}") -> Constant:
    return constant(value, unit)


# --- how many metastases ----------------------------------------------------------------------------------------------

LESION_SIDE = Fact(
    id="lesion-side",
    label="side of the lesion",
    reads=of_lesion("laterality", tuple((side, (side,)) for side in ("left", "right", "midline", "bilateral"))),
    absence=unknown("a place may be recorded without its side"),
)
# Both sides of one vertebra are one vertebra; a joint may be the same place as one of its bones. Neither is counted twice.
_VERTEBRA_ONCE = any_of(~known(LESION_SIDE), ~LESION_SIDE.one_of("right"))
_NO_JOINT = any_of(~known(LESION_SITE), ~LESION_SITE.one_of("hip", "shoulder", "ankle"))
VERTEBRAE_NAMED = Fact(
    id="vertebral-metastases-named",
    label="places in the spine that the record names as metastatic",
    computes=CountLesions(of=all_of(PROVEN, IN_SPINE, _VERTEBRA_ONCE)),
    digits=0,
)
EXTRASPINAL_NAMED = Fact(
    id="extraspinal-metastases-named",
    label="places outside the spine that the record names as metastatic",
    computes=CountLesions(of=all_of(PROVEN, ~IN_SPINE, _NO_JOINT)),
    digits=0,
)
_SPINE_NAMED = AnyLesion(of=all_of(PROVEN, IN_SPINE))
_ELSEWHERE_NAMED = AnyLesion(of=all_of(PROVEN, ~IN_SPINE))

METASTASES_STATED = lab(
    "bone-metastases-stated",
    "number of bone metastases, as stated",
    "bone.metastases-number",
    absence=_STATED,
    ask="How many bone metastases are there in all?",
    digits=0,
)
VERTEBRAE_STATED = lab(
    "vertebral-metastases-stated",
    "number of vertebrae with metastases, as stated",
    "bone.vertebral-metastases-number",
    absence=_STATED,
    ask="How many vertebrae have metastases?",
    digits=0,
)
EXTRASPINAL_STATED = lab(
    "extraspinal-metastases-stated",
    "number of bone metastases outside the spine, as stated",
    "bone.extraspinal-metastases-number",
    absence=_STATED,
    ask="How many bone metastases are there outside the spine?",
    digits=0,
)

SPINAL_METASTASIS = Fact(
    id="spinal-metastasis",
    label="metastasis in the spine",
    computes=any_of(_SPINE_NAMED, all_of(known(VERTEBRAE_STATED), VERTEBRAE_STATED >= _number(1))),
)
VERTEBRAL = Fact(
    id="vertebral-metastases",
    label="vertebrae with metastases",
    computes=choose(
        (any_of(VERTEBRAE_NAMED >= _number(3, "{count}"), VERTEBRAE_STATED >= _number(3)), "three or more"),
        (any_of(VERTEBRAE_NAMED >= _number(2, "{count}"), VERTEBRAE_STATED >= _number(2)), "two"),
        otherwise="one",
    ),
    note="Named vertebrae are a lower bound; with fewer than three the number has to be stated.",
)
EXTRASPINAL = Fact(
    id="extraspinal-metastases",
    label="bone metastases outside the spine",
    computes=choose(
        (any_of(EXTRASPINAL_NAMED >= _number(3, "{count}"), EXTRASPINAL_STATED >= _number(3)), "three or more"),
        (any_of(_ELSEWHERE_NAMED, EXTRASPINAL_STATED >= _number(1)), "one or two"),
        otherwise="none",
    ),
    note="Named places are a lower bound; with fewer than three the number has to be stated.",
)
_TOTAL_STATED = choose(
    (known(METASTASES_STATED), METASTASES_STATED),
    (all_of(known(VERTEBRAE_STATED), known(EXTRASPINAL_STATED)), VERTEBRAE_STATED + EXTRASPINAL_STATED),
    otherwise=METASTASES_STATED,
)
SOLITARY = Fact(
    id="bone-metastases-several",
    label="one bone metastasis or several",
    computes=choose(
        (
            any_of(
                VERTEBRAE_NAMED >= _number(2, "{count}"),
                EXTRASPINAL_NAMED >= _number(2, "{count}"),
                all_of(_SPINE_NAMED, _ELSEWHERE_NAMED),
                _TOTAL_STATED >= _number(2),
            ),
            "several",
        ),
        otherwise="solitary",
    ),
    note="Two places that cannot be the same are several; one named place is solitary only where the number is stated.",
)

# --- other organs -----------------------------------------------------------------------------------------------------

VISCERA_REMOVABLE = category(
    "visceral-metastases-removable",
    "whether visceral metastases can be removed",
    Events(concepts=("metastasis.visceral-resectability",)),
    "removable",
    "unremovable",
    absence=unknown("it is a judgement of surgeons"),
    ask="Can the visceral metastases be removed?",
)
VISCERA_TREATABLE = category(
    "visceral-metastases-treatable",
    "whether visceral metastases can be treated",
    Events(concepts=("metastasis.visceral-treatability",)),
    "treatable",
    "untreatable",
    absence=unknown("it is a judgement of the team"),
    ask="Can the visceral metastases still be treated?",
)
_DISSEMINATED = recorded(
    "metastasis-disseminated",
    "metastases of pleura, peritoneum or meninges",
    *(f"condition.metastasis.{organ}" for organ in ("pleura", "peritoneum", "meninges", "meninges-spinal")),
    not_answers=_DENIED,
    why=_DIAGNOSED,
)
VISCERA = Fact(
    id="viscera-for-surgery",
    label="visceral metastases, by whether they can be removed",
    computes=choose(
        (~VISCERAL_METASTASIS, "none"),
        (VISCERA_REMOVABLE.one_of("removable"), "removable"),
        otherwise="unremovable",
    ),
)
VISCERA_BY_TREATMENT = Fact(
    id="viscera-by-treatment",
    label="visceral metastases, by whether they can be treated",
    computes=choose(
        (~VISCERAL_METASTASIS, "none"),
        (VISCERA_TREATABLE.one_of("treatable"), "treatable"),
        otherwise="untreatable",
    ),
)
VISCERA_BY_SPREAD = Fact(
    id="viscera-by-spread",
    label="visceral or cerebral metastases, by how they spread",
    computes=choose((_DISSEMINATED, "disseminated"), (VISCERAL_METASTASIS, "nodular"), otherwise="none"),
)
BRAIN_METASTASIS = recorded(
    "metastasis-in-brain", "brain metastasis", "condition.metastasis.brain", not_answers=_DENIED, why=_DIAGNOSED
)
LIVER_METASTASIS = recorded(
    "metastasis-in-liver", "liver metastasis", "condition.metastasis.liver", not_answers=_DENIED, why=_DIAGNOSED
)

# --- how well ---------------------------------------------------------------------------------------------------------

GENERAL_CONDITION = Fact(
    id="general-condition-class",
    label="general condition by Karnofsky status",
    computes=Band(of=KPS, edges=(KPS_FAIR, KPS_GOOD), labels=("poor", "moderate", "good"), upper_inclusive=False),
)
PALSY = Fact(
    id="palsy",
    label="palsy",
    computes=choose(
        (shown(COMPLETE_PARAPLEGIA), "complete"),
        (FRANKEL.one_of("A", "B"), "complete"),
        (FRANKEL.one_of("C", "D"), "incomplete"),
        otherwise="none",
    ),
    note="Grades A and B complete, C and D incomplete, E none. No new sign is not the same as grade E.",
)
_WALKS = sign(
    "walks-independently",
    "walks without help",
    "neuro.walks-independently",
    within=NEUROLOGY_WINDOW,
    why="whether somebody walks without help has to be looked at",
    ask="Does the patient walk without help?",
)
WALKING = Fact(
    id="walking",
    label="walking",
    computes=choose(
        (shown(NON_AMBULANT), "with help or not at all"),
        (_WALKS, "without help"),
        otherwise="with help or not at all",
    ),
)
SERUM_ALBUMIN = lab(
    "serum-albumin",
    "serum albumin",
    "lab.albumin",
    absence=stale(BLOOD_WINDOW, "a test that was not done gives no result, and an old one does not speak for today"),
    ask="What is the serum albumin?",
    digits=1,
)

# --- the tumour and its treatment -------------------------------------------------------------------------------------

_DEPENDENCE = category(
    "hormone-dependence-stated",
    "whether the cancer still depends on hormones, as stated",
    Events(concepts=("tumour.hormone-dependence",)),
    "dependent",
    "independent",
    absence=unknown("it is a judgement from the course of treatment"),
    ask="Does the cancer still depend on hormones?",
)
HORMONE_DEPENDENCE = Fact(
    id="hormone-dependence",
    label="dependence of the cancer on hormones",
    computes=choose(
        (known(_DEPENDENCE), _DEPENDENCE), (HORMONE_RECEPTOR_POSITIVE, "dependent"), otherwise="independent"
    ),
    note="From the receptors, unless somebody stated that the cancer has ceased to depend on hormones.",
)
NUCLEAR_GRADE = lab(
    "nuclear-grade",
    "nuclear grade of the cancer",
    "tumour.nuclear-grade",
    absence=unknown("the grade stands in the report of the pathologist"),
    ask="What is the nuclear grade of the breast cancer (1 to 3)?",
    digits=0,
)
SYSTEMIC_EVER = given("systemic-treatment-ever", "systemic treatment of the cancer so far", SYSTEMIC)

# --- what is on the table ---------------------------------------------------------------------------------------------

_AHEAD = ("planned", "active")
_ORDERS = ("request", "order", "procedure", "decision")
RADIOTHERAPY_CONSIDERED = Fact(
    id="radiotherapy-considered",
    label="radiotherapy planned or asked for",
    computes=any_of(
        recorded(
            "radiotherapy-on-the-table",
            "radiotherapy planned, asked for or under way",
            *RADIOTHERAPY,
            why="a plan or a request would be recorded",
            statuses=_AHEAD,
            kinds=_ORDERS,
        ),
        recorded(
            "radiotherapy-decided-recently",
            "decision to irradiate",
            "decision.radiotherapy",
            not_answers=_DENIED,
            within=ASKED_WINDOW,
            why="the decision would be recorded",
        ),
    ),
)
_SURGERY_AHEAD = recorded(
    "surgery-on-the-table",
    "surgery of the skeleton planned or asked for",
    *SURGERY,
    "proc.vertebroplasty",
    why="a plan or a request would be recorded",
    statuses=_AHEAD,
    kinds=_ORDERS,
)
_PROGNOSIS_WANTED = recorded(
    "prognosis-wanted",
    "an estimate of prognosis was asked for",
    "prognosis.wanted",
    not_answers=_DENIED,
    within=ASKED_WINDOW,
    why="the wish would be recorded",
)
SURGERY_CONSIDERED = Fact(
    id="surgery-considered",
    label="surgery of the skeleton or an estimate of prognosis is on the table",
    computes=any_of(_PROGNOSIS_WANTED, _SURGERY_AHEAD),
)
ON_THE_TABLE = Fact(
    id="prognosis-on-the-table",
    label="surgery, radiotherapy or an estimate of prognosis is on the table",
    computes=any_of(SURGERY_CONSIDERED, RADIOTHERAPY_CONSIDERED),
)
PERFORMANCE_KNOWN = any_of(known(KPS), known(ECOG))
WITH_BONE_METASTASES = all_of(BREAST_CANCER, BONE_METASTASIS)
