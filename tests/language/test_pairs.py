"""A translation says the same: the same figures, units, drugs, comparisons and negations as the English sentence."""

import json

import pytest

from language.pairs import differences
from osteon.review.translation.sentences import HERE

LOOKED_AT = {
    # Pairs in which the two languages say the same by other means; each was read twice.
    "Hold exercise that loads the bones until this has been reviewed; record a clearance when it has.",
    "time for which a clearance for loading exercise holds",
    "aerobic exercise off the feet",
    "umol/L",
    "absent",
    "Creatinine has risen: withhold the infusion",
    "calcitriol (1,25-OH vitamin D)",
    "What is the calcitriol (1,25-OH vitamin D)?",
    "Is the spinal pain severe and unremitting, progressing, nightly, band-like, or worse on straining?",
    "no or mild symptoms (oncology pathway, below 8)",
    "item 9 of the PHQ-9 not at zero, or thoughts of self-harm in words",
    "Is a femur with exactly 30 mm of cortex involved at risk (from), or only above that (above)?",
    "It knows nothing of how well the patient is. In breast cancer it cannot fall below 2, so it tells little.",
    "Have teeth examined and dental care brought up to date, and avoid dental surgery where possible: bevacizumab or sunitinib with a "
    "bone agent raises the risk of osteonecrosis of the jaw.",
    "It stops loading, not moving: bed rest harms too. Bone metastases alone are no reason to keep anybody from exercise. A clearance "
    "outweighs scores and an old fracture, never new neurology, high calcium or new pain.",
    "Small and uncontrolled numbers; other endocrine drugs are an alternative.",
}
PAIRS = [
    (path.stem, one["english"], one["translation"])
    for path in sorted((HERE / "es").glob("*.json"))
    for one in json.loads(path.read_text(encoding="utf-8"))["sentences"]
    if one["translation"]
]


def test_every_pair_says_the_same():
    wrong = {english: found for topic, english, spanish in PAIRS if topic != "answers" and (found := differences(english, spanish))}
    assert wrong.keys() <= LOOKED_AT, {english: wrong[english] for english in wrong.keys() - LOOKED_AT}


def test_no_sentence_is_translated_in_two_ways():
    found: dict[str, str] = {}
    for topic, english, spanish in PAIRS:
        if topic not in ("answers", "templates"):
            assert found.setdefault(english, spanish) == spanish


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("Give 3.5 mg at a clearance below 60 mL/min.", "Administre 3,5 mg con un aclaramiento por debajo de 50 mL/min."),
        ("Give 3.5 mg.", "Administre 35 mg."),
        ("Do not give denosumab.", "Administre denosumab."),
        ("Give 8 Gy.", "Administre 8 mg."),
        ("calcium at or above 3.0 mmol/L", "calcio por debajo de 3,0 mmol/L"),
        ("within 24 hours", "en 24 días"),
        ("Give zoledronic acid.", "Administre pamidronato."),
        ("after {count} days", "después de días"),
    ],
)
def test_a_wrong_pair_is_found(english: str, spanish: str):
    assert differences(english, spanish)
