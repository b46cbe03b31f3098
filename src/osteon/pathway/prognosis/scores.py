"""Published scores of survival with metastases of the spine, with the points that can be had for breast cancer.

Each is shown when surgery, radiotherapy or an estimate of prognosis is on the table (then its open items are worth a question),
else only when a performance status is known and the record already decides the group. Two that ask nothing of the patient's
condition (Tomita, modified Bauer) were made for the choice of an operation and are shown with that alone. None gives a number
for one person: what a group means is said with whom it was seen in, and when.
"""

from osteon.engine.nodes import Band, Fact, Node, Points, all_of, any_of, choose, constant, known
from osteon.engine.rules import Score
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import VISCERAL_METASTASIS
from osteon.pathway.prognosis.facts import (
    EXTRASPINAL,
    GENERAL_CONDITION,
    ON_THE_TABLE,
    PALSY,
    PERFORMANCE_KNOWN,
    SERUM_ALBUMIN,
    SOLITARY,
    SPINAL_METASTASIS,
    SURGERY_CONSIDERED,
    VERTEBRAL,
    VISCERA,
    VISCERA_BY_TREATMENT,
    WALKING,
    WITH_BONE_METASTASES,
)
from osteon.pathway.prognosis.parameters import NESMS_ALBUMIN, NESMS_BAUER

_OLD = "breast cancer has other drugs now, and people live longer than the series says"
_COMPARED = "chapter VI: 1379 people treated for spinal metastases 2000-2010, models compared"


def points(value: str | int) -> Node:
    """Points that a score gives."""
    return constant(value, "{score}")


def group(id: str, label: str, total: Fact, *bands: str, edges: tuple[int, ...]) -> Fact:
    """The group that a total falls in; each edge is the lowest total of the next band."""
    return Fact(
        id=id,
        label=label,
        computes=Band(of=total, edges=tuple(points(edge) for edge in edges), labels=bands, upper_inclusive=False),
    )


def shown_for(category: Fact, *whose: Node) -> Node:
    """Whose score it is, and when it is worth showing."""
    return all_of(WITH_BONE_METASTASES, *whose, any_of(ON_THE_TABLE, all_of(PERFORMANCE_KNOWN, known(category))))


_VISCERAL = choose((VISCERAL_METASTASIS, "present"), otherwise="absent")

# --- Tokuhashi --------------------------------------------------------------------------------------------------------

_T_CONDITION = Points(of=GENERAL_CONDITION, table=(("poor", 0), ("moderate", 1), ("good", 2)))
_T_EXTRASPINAL = Points(of=EXTRASPINAL, table=(("three or more", 0), ("one or two", 1), ("none", 2)))
_T_VERTEBRAL = Points(of=VERTEBRAL, table=(("three or more", 0), ("two", 1), ("one", 2)))
_T_ORGANS = Points(of=VISCERA, table=(("unremovable", 0), ("removable", 1), ("none", 2)))
_T_PALSY = Points(of=PALSY, table=(("complete", 0), ("incomplete", 1), ("none", 2)))
TOKUHASHI_TOTAL = Fact(
    id="tokuhashi-total",
    label="revised Tokuhashi score",
    computes=_T_CONDITION + _T_EXTRASPINAL + _T_VERTEBRAL + _T_ORGANS + points(5) + _T_PALSY,
    digits=0,
)
TOKUHASHI_GROUP = group(
    "tokuhashi-group", "revised Tokuhashi group", TOKUHASHI_TOTAL, "0-8", "9-11", "12-15", edges=(9, 12)
)
TOKUHASHI = Score(
    id="tokuhashi",
    title="Revised Tokuhashi score",
    total=TOKUHASHI_TOTAL,
    category=TOKUHASHI_GROUP,
    items=(
        ("general condition", _T_CONDITION),
        ("bone metastases outside the spine", _T_EXTRASPINAL),
        ("vertebrae with metastases", _T_VERTEBRAL),
        ("metastases of major organs", _T_ORGANS),
        ("primary tumour: breast", points(5)),
        ("palsy", _T_PALSY),
    ),
    evidence=(
        evidence(
            "TOKUHASHI05",
            "table as reproduced in NICE CG75, appendix 3; higher is better, 0 to 15",
            "published prognostic score",
            "secondary",
        ),
    ),
    purpose="To weigh an operation of the spine against the time in which it could be of use.",
    misuse="Never alone, and never as a date. One public page prints the signs of the bands the wrong way round.",
    meaning=(
        ("0-8", f"under 6 months was predicted in one Japanese series of spinal metastases, published 2005; {_OLD}"),
        ("9-11", f"6 months or more was predicted in one Japanese series of spinal metastases, published 2005; {_OLD}"),
        ("12-15", f"1 year or more was predicted in one Japanese series of spinal metastases, published 2005; {_OLD}"),
    ),
    accuracy=(
        evidence(
            "TOKUHASHI-REVIEW16",
            "abstract",
            "right in 63% of people (64, 55 and 77% in the three groups), and less often from year to year",
            "primary",
        ),
        evidence("NESMS22", "abstract, 202 people 2017-2019", "c-statistic 0.67 for death within a year", "primary"),
        evidence(
            "BOLLEN-THESIS",
            _COMPARED,
            "c-statistic 0.64 to 0.66, shared with Bauer, Tomita and van der Linden",
            "primary",
        ),
    ),
    applies=shown_for(TOKUHASHI_GROUP, SPINAL_METASTASIS),
)

# --- Tomita -----------------------------------------------------------------------------------------------------------

_TOMITA_VISCERA = Points(of=VISCERA_BY_TREATMENT, table=(("none", 0), ("treatable", 2), ("untreatable", 4)))
_TOMITA_BONE = Points(of=SOLITARY, table=(("solitary", 1), ("several", 2)))
TOMITA_TOTAL = Fact(
    id="tomita-total", label="Tomita score", computes=points(1) + _TOMITA_VISCERA + _TOMITA_BONE, digits=0
)
TOMITA_GROUP = group("tomita-group", "Tomita group", TOMITA_TOTAL, "2-3", "4-5", "6-7", "8-10", edges=(4, 6, 8))
TOMITA = Score(
    id="tomita",
    title="Tomita score",
    total=TOMITA_TOTAL,
    category=TOMITA_GROUP,
    items=(
        ("primary tumour: slowly growing (breast)", points(1)),
        ("visceral metastases", _TOMITA_VISCERA),
        ("bone metastases", _TOMITA_BONE),
    ),
    evidence=(
        evidence(
            "TOMITA01",
            "factors and points as two public programs print them; lower is better, 2 to 10",
            "published prognostic score",
            "secondary",
        ),
    ),
    purpose="To say how much surgery of the spine the authors would have aimed at.",
    misuse="It knows nothing of how well the patient is. Survival of its groups is left out: the figures were not read.",
    meaning=(
        ("2-3", "the authors aimed at wide or marginal excision (one Japanese centre, published 2001)"),
        ("4-5", "the authors aimed at marginal or intralesional excision (one Japanese centre, published 2001)"),
        ("6-7", "the authors aimed at palliative surgery (one Japanese centre, published 2001)"),
        ("8-10", "the authors gave supportive care (one Japanese centre, published 2001)"),
    ),
    accuracy=(
        evidence("NESMS22", "abstract, 202 people 2017-2019", "c-statistic 0.69 for death within a year", "primary"),
        evidence("BOLLEN-THESIS", _COMPARED, "c-statistic 0.64 to 0.66; no item on performance", "primary"),
    ),
    applies=all_of(WITH_BONE_METASTASES, SPINAL_METASTASIS, SURGERY_CONSIDERED),
)

# --- van der Linden ---------------------------------------------------------------------------------------------------

_L_CONDITION = Points(of=GENERAL_CONDITION, table=(("poor", 0), ("moderate", 1), ("good", 2)))
_L_VISCERA = Points(of=_VISCERAL, table=(("present", 0), ("absent", 1)))
VAN_DER_LINDEN_TOTAL = Fact(
    id="van-der-linden-total", label="van der Linden score", computes=_L_CONDITION + points(3) + _L_VISCERA, digits=0
)
VAN_DER_LINDEN_GROUP = group(
    "van-der-linden-group", "van der Linden group", VAN_DER_LINDEN_TOTAL, "A", "B", "C", edges=(4, 6)
)
_DUTCH = "342 people irradiated for painful spinal metastases without loss of neurology, Dutch trial published 2005"
VAN_DER_LINDEN = Score(
    id="van-der-linden",
    title="Van der Linden score",
    total=VAN_DER_LINDEN_TOTAL,
    category=VAN_DER_LINDEN_GROUP,
    items=(
        ("general condition", _L_CONDITION),
        ("primary tumour: breast", points(3)),
        ("no visceral metastasis", _L_VISCERA),
    ),
    evidence=(
        evidence(
            "VANDERLINDEN05",
            "points on a page of medical formulas, predictors and group C in the abstract; higher is better, 0 to 6",
            "published prognostic score",
            "secondary",
        ),
    ),
    purpose="To tell who may live long enough for more than a short course of radiotherapy of the spine.",
    misuse="Not for people with cord compression: the trial left them out. No median is given here, because two readings differ.",
    meaning=(
        ("A", f"the 34% with the shortest survival ({_DUTCH}); {_OLD}"),
        ("B", f"the 48% in the middle ({_DUTCH}); {_OLD}"),
        (
            "C",
            f"the 18% with the longest survival: breast cancer, good condition, no visceral metastasis ({_DUTCH}); {_OLD}",
        ),
    ),
    accuracy=(evidence("BOLLEN-THESIS", _COMPARED, "c-statistic 0.66, best of the older models", "primary"),),
    applies=shown_for(VAN_DER_LINDEN_GROUP, SPINAL_METASTASIS),
)

# --- Bollen -----------------------------------------------------------------------------------------------------------

# For the favourable profile (breast cancer among others) the flow chart asks two things; the number of bad answers is the group.
_B_CONDITION = Points(of=GENERAL_CONDITION, table=(("good", 0), ("moderate", 1), ("poor", 1)))
_B_VISCERA = Points(of=_VISCERAL, table=(("absent", 0), ("present", 1)))
BOLLEN_TOTAL = Fact(
    id="bollen-total", label="unfavourable answers of Bollen's model", computes=_B_CONDITION + _B_VISCERA, digits=0
)
BOLLEN_GROUP = group("bollen-group", "Bollen category", BOLLEN_TOTAL, "A", "B", "C", edges=(1, 2))
_LEIDEN = "1043 people, 299 with breast cancer, treated for symptomatic spinal metastases 2001-2010"
BOLLEN = Score(
    id="bollen",
    title="Bollen's model for spinal metastases",
    total=BOLLEN_TOTAL,
    category=BOLLEN_GROUP,
    items=(("Karnofsky status 70 or less", _B_CONDITION), ("visceral or brain metastasis", _B_VISCERA)),
    evidence=(
        evidence(
            "BOLLEN14",
            "flow chart not seen: which answers make category B is from memory; categories A and C fit the thesis",
            "published prognostic model",
            "memory",
        ),
        evidence("BOLLEN14", "abstract: medians of the categories", "published prognostic model", "primary"),
    ),
    purpose="To sort people with symptomatic spinal metastases by survival with two questions.",
    misuse="Category D cannot occur in breast cancer. The sibling for long bones (Willeumier) has other groups.",
    meaning=(
        ("A", f"median survival 31.2 months, 95% interval 25.2 to 37.3 ({_LEIDEN}); {_OLD}"),
        ("B", f"median survival 15.4 months, 95% interval 11.9 to 18.2 ({_LEIDEN}); {_OLD}"),
        ("C", f"median survival 4.8 months, 95% interval 4.1 to 5.4 ({_LEIDEN}); {_OLD}"),
    ),
    accuracy=(
        evidence("BOLLEN14", "abstract and thesis", "c-statistic 0.71 (external 0.69)", "primary"),
        evidence("BOLLEN-THESIS", _COMPARED, "c-statistic 0.70; 75% right about death within 4 months", "primary"),
        evidence(
            "WILLEUMIER18",
            "abstract",
            "same three factors for long bones: c-statistic 0.70 in 1520 people",
            "secondary",
        ),
    ),
    applies=shown_for(BOLLEN_GROUP, SPINAL_METASTASIS),
)

# --- modified Bauer ---------------------------------------------------------------------------------------------------

_BAUER_VISCERA = Points(of=_VISCERAL, table=(("present", 0), ("absent", 1)))
_BAUER_BONE = Points(of=SOLITARY, table=(("several", 0), ("solitary", 1)))
BAUER_TOTAL = Fact(
    id="modified-bauer-total",
    label="modified Bauer score",
    computes=_BAUER_VISCERA + points(1) + points(1) + _BAUER_BONE,
    digits=0,
)
BAUER_GROUP = group("modified-bauer-group", "modified Bauer group", BAUER_TOTAL, "0-1", "2", "3-4", edges=(2, 3))
_GRAZ = "69 people operated for spinal metastases 1998-2006"
MODIFIED_BAUER = Score(
    id="modified-bauer",
    title="Modified Bauer score",
    total=BAUER_TOTAL,
    category=BAUER_GROUP,
    items=(
        ("no visceral metastasis", _BAUER_VISCERA),
        ("primary tumour: not lung", points(1)),
        ("primary tumour: breast, kidney, lymphoma or myeloma", points(1)),
        ("one bone metastasis only", _BAUER_BONE),
    ),
    evidence=(
        evidence(
            "BAUER08",
            "items and bands on a page for surgeons and in a public program; higher is better, 0 to 4",
            "published prognostic score",
            "secondary",
        ),
    ),
    purpose="To weigh an operation of the spine with four questions that the record often answers.",
    misuse="It knows nothing of how well the patient is. In breast cancer it cannot fall below 2, so it tells little.",
    meaning=(
        ("2", f"survival beyond 6 months was seen ({_GRAZ}); {_OLD}"),
        ("3-4", f"survival beyond 12 months was seen ({_GRAZ}); {_OLD}"),
    ),
    accuracy=(evidence("BOLLEN-THESIS", _COMPARED, "c-statistic 0.64 to 0.66; no item on performance", "primary"),),
    applies=all_of(WITH_BONE_METASTASES, SPINAL_METASTASIS, SURGERY_CONSIDERED),
)

# --- New England Spinal Metastasis Score ------------------------------------------------------------------------------

_N_BAUER = Points(
    of=Band(of=BAUER_TOTAL, edges=(NESMS_BAUER,), labels=("less", "favourable"), upper_inclusive=False),
    table=(("less", 0), ("favourable", 2)),
)
_N_WALKING = Points(of=WALKING, table=(("with help or not at all", 0), ("without help", 1)))
_N_ALBUMIN = Points(
    of=Band(of=SERUM_ALBUMIN, edges=(NESMS_ALBUMIN,), labels=("low", "normal"), upper_inclusive=False),
    table=(("low", 0), ("normal", 1)),
)
_N_SUM = _N_BAUER + _N_WALKING + _N_ALBUMIN
NESMS_TOTAL = Fact(
    id="nesms-total",
    label="New England Spinal Metastasis Score",
    computes=choose((_N_SUM > points(3), points(3)), otherwise=_N_SUM),
    digits=0,
    note="Four points count as three.",
)
NESMS_GROUP = group("nesms-group", "New England group", NESMS_TOTAL, "0", "1", "2", "3", edges=(1, 2, 3))
_BOSTON = "180 people with spinal metastases, 2017-2018"
NESMS = Score(
    id="nesms",
    title="New England Spinal Metastasis Score",
    total=NESMS_TOTAL,
    category=NESMS_GROUP,
    items=(
        ("favourable modified Bauer score", _N_BAUER),
        ("walks without help", _N_WALKING),
        ("normal albumin", _N_ALBUMIN),
    ),
    evidence=(
        evidence(
            "NESMS15",
            "weights through a trade journal; cut-offs of Bauer score and albumin from memory",
            "published prognostic score",
            "memory",
        ),
        evidence("NESMS21", "abstract: odds of death by score", "prospective validation", "primary"),
    ),  # fmt: skip
    purpose="To tell who is likely to be alive a year after treatment of spinal metastases.",
    misuse="The odds compare groups of that cohort; they are no chance of one person.",
    meaning=(
        ("3", f"the group with the fewest deaths within a year ({_BOSTON}, of whom 56% died within a year)"),
        ("2", f"odds of death within a year 7.0 times those of score 3, 95% interval 2.5 to 20 ({_BOSTON})"),
        ("1", f"odds of death within a year 31 times those of score 3, 95% interval 8.8 to 111 ({_BOSTON})"),
    ),
    accuracy=(
        evidence(
            "NESMS22", "abstract, 202 people 2017-2019", "c-statistic 0.79, best of the scores compared", "primary"
        ),
    ),
    applies=shown_for(NESMS_GROUP, SPINAL_METASTASIS),
)
