"""The totals as scores: from the answers, or as somebody else added them up."""

from osteon.engine.nodes import Band, Fact, Node, all_of, any_of, choose, constant
from osteon.engine.rules import Score
from osteon.pathway.asking import evidence
from osteon.pathway.bone_disease.facts import BREAST_CANCER
from osteon.pathway.distress import parameters as p
from osteon.pathway.distress.facts import GAD, GAD7, GAD7_SEVERITY, PHQ, PHQ9, PHQ9_SEVERITY
from osteon.pathway.distress.questionnaires import summed

_PHQ_EVIDENCE = (
    evidence("PHQ9-PAGES", "nine items of 0 to 3; classic bands", "score", "secondary"),
    evidence("ANDERSEN14", "bands of the oncology pathway, as reported by a third party", "score", "secondary"),
)
_PHQ_MEANING = (
    ("none-to-mild", "no or mild symptoms (oncology pathway, below 8)"),
    ("moderate", "moderate symptoms (oncology pathway from 8, classic bands from 10)"),
    ("moderate-to-severe", "moderate to severe symptoms (oncology pathway, 15 to 19)"),
    ("severe", "severe symptoms (20 to 27)"),
    ("minimal", "minimal symptoms (classic bands, below 5)"),
    ("mild", "mild symptoms (classic bands, 5 to 9)"),
    ("moderately-severe", "moderately severe symptoms (classic bands, 15 to 19)"),
)
_PHQ_MISUSE = (
    "A screening total, not a diagnosis; sleep, energy and appetite suffer from the cancer too. "
    "Item 9 is looked at whatever the total."
)
_GAD_EVIDENCE = (evidence("GAD7-PAGES", "seven items of 0 to 3; cut-points 5, 10 and 15", "score", "secondary"),)
_GAD_MEANING = (
    ("minimal", "minimal anxiety (below 5)"),
    ("mild", "mild anxiety (5 to 9)"),
    ("moderate", "moderate anxiety (10 to 14); the screen is positive"),
    ("severe", "severe anxiety (15 to 21); the screen is positive"),
)
_GAD_MISUSE = "A screening total, not a diagnosis."


def _labelled(facts: tuple[Fact, ...], points: tuple[Node, ...]) -> tuple[tuple[str, Node], ...]:
    return tuple((fact.label.partition(", ")[2], node) for fact, node in zip(facts, points, strict=True))


PHQ9_SCORE = Score(
    id="phq9",
    title="PHQ-9 from its answers",
    applies=all_of(BREAST_CANCER, PHQ.answered, ~PHQ.recorded_rules),
    total=PHQ9,
    category=PHQ9_SEVERITY,
    items=_labelled(PHQ.items, PHQ.points),
    evidence=_PHQ_EVIDENCE,
    purpose="How strong depressive symptoms were over two weeks.",
    misuse=_PHQ_MISUSE,
    meaning=_PHQ_MEANING,
)
PHQ9_RECORDED_SCORE = Score(
    id="phq9-recorded",
    title="PHQ-9 as recorded",
    applies=all_of(BREAST_CANCER, PHQ.recorded_rules),
    total=PHQ9,
    category=PHQ9_SEVERITY,
    items=(("total as recorded", PHQ9),),
    evidence=_PHQ_EVIDENCE,
    purpose="How strong depressive symptoms were over two weeks, where only the total is known.",
    misuse=_PHQ_MISUSE,
    meaning=_PHQ_MEANING,
)
GAD7_SCORE = Score(
    id="gad7",
    title="GAD-7 from its answers",
    applies=all_of(BREAST_CANCER, GAD.answered, ~GAD.recorded_rules),
    total=GAD7,
    category=GAD7_SEVERITY,
    items=_labelled(GAD.items, GAD.points),
    evidence=_GAD_EVIDENCE,
    purpose="How strong anxiety was over two weeks.",
    misuse=_GAD_MISUSE,
    meaning=_GAD_MEANING,
)
GAD7_RECORDED_SCORE = Score(
    id="gad7-recorded",
    title="GAD-7 as recorded",
    applies=all_of(BREAST_CANCER, GAD.recorded_rules),
    total=GAD7,
    category=GAD7_SEVERITY,
    items=(("total as recorded", GAD7),),
    evidence=_GAD_EVIDENCE,
    purpose="How strong anxiety was over two weeks, where only the total is known.",
    misuse=_GAD_MISUSE,
    meaning=_GAD_MEANING,
)

# --- the algorithm ----------------------------------------------------------------------------------------------------

_SYMPTOMS = tuple(
    choose(
        (points >= (p.ITEM9_COUNTS if number == 9 else p.SYMPTOM_COUNTS), constant(1, "{score}")),
        otherwise=constant(0, "{score}"),
    )
    for number, points in enumerate(PHQ.points, 1)
)
_CORE = any_of(PHQ.points[0] >= p.SYMPTOM_COUNTS, PHQ.points[1] >= p.SYMPTOM_COUNTS)
PHQ9_SYMPTOMS = Fact(
    id="phq9-symptoms",
    label="symptoms that count in the algorithm of the PHQ-9",
    digits=0,
    computes=summed(_SYMPTOMS),
)
PHQ9_ALGORITHM = Fact(
    id="phq9-algorithm",
    label="PHQ-9 algorithm",
    computes=choose(
        (
            _CORE,
            Band(
                of=PHQ9_SYMPTOMS,
                edges=(p.OTHER_SYMPTOMS, p.MAJOR_SYMPTOMS),
                labels=("none", "other-depressive-syndrome", "major-depressive-syndrome"),
                upper_inclusive=False,
            ),
        ),
        otherwise="none",
    ),
)
PHQ9_ALGORITHM_SCORE = Score(
    id="phq9-algorithm",
    title="PHQ-9, diagnostic algorithm",
    applies=all_of(BREAST_CANCER, PHQ.answered),
    total=PHQ9_SYMPTOMS,
    category=PHQ9_ALGORITHM,
    items=_labelled(PHQ.items, _SYMPTOMS),
    evidence=(
        evidence("PHQ9-PAGES", "five or more, two to four symptoms, one of them item 1 or 2", "algorithm", "secondary"),
        evidence("PHQ9-PAGES", "item 9 counts from 1; not read", "algorithm", "memory"),
    ),
    purpose="Whether the answers have the pattern of a depressive syndrome.",
    misuse="A suspicion for an interview, not a diagnosis; it knows nothing of grief, bipolar illness, drugs or the cancer itself.",
    meaning=(
        ("major-depressive-syndrome", "pattern of a major depressive syndrome"),
        ("other-depressive-syndrome", "pattern of another depressive syndrome"),
        ("none", "no such pattern"),
    ),
)
