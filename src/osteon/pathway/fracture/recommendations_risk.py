"""Before the bone breaks: what the score and the measurements ask for."""

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence, places
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.fracture.facts import (
    AXIAL_HIGH,
    FUNCTIONAL_PAIN,
    IMPENDING_SIGN,
    LACKS_PAIN,
    LACKS_PLACE,
    LACKS_SIZE,
    LACKS_TYPE,
    MIRELS_CATEGORY,
    MIRELS_HIGH,
    MIRELS_TOTAL,
    MIRELS_UNDECIDED,
    PAINFUL,
    RISK_SIGN,
    UNFIXED_LONG_BONE,
)
from osteon.pathway.fracture.measures import AXIAL_CORTEX, RIGIDITY_LOSS, SURGERY_PLANNED
from osteon.pathway.fracture.parameters import RIGIDITY_LIMIT
from osteon.pathway.lesions.facts import (
    IN_FEMUR,
    IRRADIATED,
    LESION_PAIN,
    LESION_SITE,
    PROVEN,
    RADIOTHERAPY_PLANNED,
    WEIGHT_BEARING,
)

_THREATENED = all_of(UNFIXED_LONG_BONE, BREAST_CANCER)

_MIRELS_POINTS = evidence("MIRELS89", "points of the four items, as printed on teaching pages", "score", "secondary")
_MIRELS_RULE = evidence(
    "MIRELS89", "abstract: up to 7 irradiate, from 8 on fix before irradiation", "score threshold", "primary"
)
_MIRELS_LATER = evidence(
    "MIRELS89", "later practice, as quoted on teaching pages: judge at 8, fix from 9 on", "score threshold", "secondary"
)

IMPENDING = Recommendation(
    id="fx-impending-fracture",
    title="Impending fracture of a long bone",
    applies=_THREATENED,
    when=IMPENDING_SIGN,
    advise="Have an orthopaedic (oncology) surgeon see this bone now, if that is not arranged: keep load off it, and settle "
    "whether it is fixed before it is irradiated.",
    urgency="urgent",
    evidence=(
        evidence("OSTEON", "working definition put together from published cut-points", "product decision", "derived"),
        _MIRELS_RULE,
        _MIRELS_LATER,
        evidence(
            "VANDERLINDEN04",
            "more than 30 mm of femoral cortex (p = 0.01), more than half of the circumference on film (p = 0.03)",
            "cohort, 110 femoral lesions",
            "primary",
        ),
        evidence(
            "CTFRACTURE14",
            "30 % and more of the circumference on CT: consider fixation",
            "cohort, 47 patients, 10 fractures",
            "primary",
        ),
    ),
    purpose="One warning for a bone that may break, with the sign that raised it.",
    misuse="Each sign calls more bones dangerous than break. The study of the circumference on film was of femora only. A surgeon "
    "decides with the films, the person's strength and life expectancy in view.",
    says_more_than=(
        "fx-mirels-high",
        "fx-mirels-borderline",
        "fx-mirels-incomplete",
        "fx-femur-axial-30",
        "fx-femur-pain-plus-imaging",
    ),
    excepts=("fx-mirels-low",),
    shows=(MIRELS_TOTAL, SURGERY_PLANNED),
)

MIRELS_FIX = Recommendation(
    id="fx-mirels-high",
    title="High Mirels score: surgeon before radiotherapy",
    applies=_THREATENED,
    when=MIRELS_HIGH,
    advise="Refer to orthopaedic (oncology) surgery now, protect the bone from weight bearing, and discuss prophylactic fixation "
    "before radiotherapy.",
    urgency="urgent",
    evidence=(_MIRELS_RULE, _MIRELS_LATER, _MIRELS_POINTS),
    purpose="A third and more of such bones broke within six months.",
    misuse="The score is sensitive and not specific: it sends to a surgeon, it does not order an operation.",
    says_more_than=("fx-femur-pain-plus-imaging",),
    asks=False,
    shows=(MIRELS_TOTAL,),
)

MIRELS_JUDGE = Recommendation(
    id="fx-mirels-borderline",
    title="Mirels score 8: surgeon's opinion first",
    applies=_THREATENED,
    unless=SURGERY_PLANNED,
    when=MIRELS_CATEGORY.one_of("borderline"),
    advise="Get an orthopaedic opinion before radiotherapy: the original paper would fix this bone, later practice decides from "
    "case to case, above all by pain on use.",
    urgency="soon",
    evidence=(_MIRELS_RULE, _MIRELS_LATER, _MIRELS_POINTS),
    purpose="15 % of such bones broke within six months.",
    misuse="A lytic lesion around the trochanters reaches 8 by its site and kind alone.",
    says_more_than=("fx-femur-pain-plus-imaging",),
    asks=False,
    shows=(MIRELS_TOTAL, FUNCTIONAL_PAIN),
)

MIRELS_WATCH = Recommendation(
    id="fx-mirels-low",
    title="Low Mirels score: radiotherapy is reasonable",
    applies=_THREATENED,
    when=all_of(PAINFUL, MIRELS_CATEGORY.one_of("low")),
    advise="Radiotherapy and observation are reasonable for this painful bone; repeat the films if pain grows.",
    urgency="info",
    evidence=(_MIRELS_RULE, _MIRELS_POINTS),
    purpose="It spares an operation that few such bones need.",
    misuse="Low is not nought, and it holds for the films on which it was scored.",
    says_more_than=("fx-femur-pain-plus-imaging",),
    asks=False,
    shows=(MIRELS_TOTAL,),
)

MIRELS_OPEN = Recommendation(
    id="fx-mirels-incomplete",
    title="Fracture risk open: an item is missing",
    applies=all_of(UNFIXED_LONG_BONE, WEIGHT_BEARING, BREAST_CANCER),
    when=all_of(MIRELS_UNDECIDED, any_of(LACKS_SIZE, LACKS_PAIN, LACKS_TYPE, LACKS_PLACE)),
    advise="Record what is missing for the Mirels score of this weight-bearing bone: pain and its relation to load by asking, kind, "
    "place and share of the bone's width on plain films in two planes.",
    urgency="soon",
    evidence=(evidence("OSTEON", "product decision: an open score names its missing items", "no source", "derived"),),
    purpose="The score cannot yet tell between irradiating and fixing.",
    misuse="It asks for films and questions, and says nothing about the danger itself.",
    says_more_than=("fx-femur-pain-plus-imaging",),
    shows=(MIRELS_TOTAL,),
)

AXIAL = Recommendation(
    id="fx-femur-axial-30",
    title="Long cortical lesion of the femur",
    applies=all_of(known(AXIAL_CORTEX), IN_FEMUR, UNFIXED_LONG_BONE, BREAST_CANCER),
    when=AXIAL_HIGH,
    advise="Treat this femur as at high risk of fracture and get a surgical opinion: the stretch of cortex involved along the bone "
    "is long.",
    urgency="urgent",
    evidence=(
        evidence("VANDERLINDEN04", "more than 30 mm on plain film, p = 0.01", "cohort, 110 lesions", "primary"),
        evidence(
            "VANDERWAL20",
            "12 fractures from 30 mm on, 2 below: sensitivity 86 %, specificity 50 %, positive predictive value 20 %, negative 96 %",
            "validation cohort, n = 100",
            "primary",
        ),
    ),
    purpose="The length of cortex told breaking femora from others where Mirels' score did not; with a shorter stretch 96 % stayed "
    "whole.",
    misuse="Measured on plain film, in femora only. Four in five above the limit did not break.",
    says_more_than=("fx-mirels-incomplete", "fx-femur-pain-plus-imaging"),
    shows=(AXIAL_CORTEX,),
)

RIGIDITY = Recommendation(
    id="fx-rigidity-loss",
    title="Loss of rigidity on CT",
    applies=all_of(known(RIGIDITY_LOSS), UNFIXED_LONG_BONE, BREAST_CANCER),
    when=RIGIDITY_LOSS > RIGIDITY_LIMIT,
    advise="Treat this bone as one that may break: CT shows it far less rigid than the other side. Get a surgical opinion.",
    urgency="urgent",
    evidence=(
        evidence("NAZARIAN15", "cut-off of 35 % not seen", "cut-off from memory", "memory"),
        evidence("NAZARIAN15", "abstract: sensitivity 100 %, specificity 90 %", "cohort, 149 lesions", "primary"),
    ),
    purpose="Rigidity on CT foretold fractures better than the score.",
    misuse="The cut-off is from memory. It needs the other side as a measure, and a laboratory that offers the analysis.",
    shows=(RIGIDITY_LOSS,),
)

PAIN_AND_IMAGING = Recommendation(
    id="fx-femur-pain-plus-imaging",
    title="Painful femoral lesion: judge pain and films together",
    applies=all_of(IN_FEMUR, UNFIXED_LONG_BONE, BREAST_CANCER),
    when=PAINFUL,
    advise="Judge the risk of fracture by imaging and pain together, above all pain on weight bearing; MRI alone is no proven "
    "predictor.",
    urgency="info",
    evidence=(evidence("MSTS20", "imaging and clinical findings", "consensus recommendation (one star)", "primary"),),
    purpose="Neither films nor pain alone tell which femur breaks.",
    misuse="The guideline names no measure; a score or a measurement says more.",
    asks=False,
    shows=(LESION_PAIN,),
)

FEMUR_RADIOTHERAPY = Recommendation(
    id="fx-femur-rt",
    title="Femur at risk: consider radiotherapy",
    applies=all_of(IN_FEMUR, UNFIXED_LONG_BONE, BREAST_CANCER, ~IRRADIATED, ~RADIOTHERAPY_PLANNED),
    unless=SURGERY_PLANNED,
    when=all_of(PAINFUL, RISK_SIGN),
    advise="Where this femur is not going to be operated on, consider radiotherapy: it lowers the rate of femoral fractures.",
    urgency="soon",
    evidence=(
        evidence("MSTS20", "efficacy of radiation therapy", "moderate recommendation (three stars)", "primary"),
        evidence(
            "OSTEON",
            "increased risk read as pain with a Mirels score of 8 or more, or a measurement at risk",
            "product decision",
            "derived",
        ),
    ),
    purpose="A bone that is not fixed gets what else lowers its risk.",
    misuse="It comes after the question of fixation, not in its place.",
    says_more_than=("fx-femur-pain-plus-imaging",),
    asks=False,
)

PERIACETABULAR = Recommendation(
    id="fx-periacetabular",
    title="Painful acetabular lesion: refer",
    applies=all_of(
        any_of(known(LESION_SITE), known(LESION_PAIN)),
        LESION_SITE.one_of(*places("acetabulum")),
        PROVEN,
        BREAST_CANCER,
    ),
    when=FUNCTIONAL_PAIN,
    advise="Refer to orthopaedic oncology: a lesion around the hip socket that hurts under load may break and take the hip's function. "
    "Describe it by Harrington's acetabular classes; Mirels' score is for long bones.",
    urgency="soon",
    evidence=(
        evidence(
            "MULLER15",
            "abstract: lytic lesions around the acetabulum can break and impair function",
            "review, opinion",
            "primary",
        ),
    ),
    purpose="The hip socket bears the whole weight, and no score for long bones covers it.",
    misuse="For pain on load; a lesion that does not hurt under load is watched and treated otherwise.",
)
