"""How near a fracture is: Mirels' score, and every other sign of an impending fracture as a fact of its own.

For other topics: `MIRELS_TOTAL`, `MIRELS_CATEGORY` (`not-applicable` outside long bones), `IMPENDING_FRACTURE`, all per lesion.
"""

from osteon.engine.nodes import Band, Fact, Node, Points, all_of, any_of, choose, known
from osteon.pathway.asking import places
from osteon.pathway.fracture.measures import (
    AXIAL_CORTEX,
    CIRCUMFERENCE,
    CIRCUMFERENCE_ON_CT,
    CIRCUMFERENCE_ON_FILM,
    SIZE,
    STRENGTH_FRACTION,
)
from osteon.pathway.fracture.parameters import (
    AXIAL_LIMIT,
    AXIAL_POLICY,
    CIRCUMFERENCE_CT,
    CIRCUMFERENCE_FILM,
    MIRELS_EIGHT,
    MIRELS_NINE,
    MIRELS_POLICY,
    NECK_POLICY,
    STRENGTH_HIGH,
    STRENGTH_LOW,
    STRENGTH_MIDDLE,
)
from osteon.pathway.lesions.facts import (
    FRACTURED,
    IN_FEMUR,
    LESION_PAIN,
    LESION_SITE,
    LESION_TYPE,
    LONG_BONE,
    OPERATED,
    PROVEN,
)

UNFIXED_LONG_BONE = Fact(
    id="lesion-in-unfixed-long-bone",
    label="metastasis in a long bone that is neither broken nor operated on",
    computes=all_of(LONG_BONE, ~FRACTURED, ~OPERATED, PROVEN),
    note="Scores and measurements of an impending fracture were made on such bones, before radiotherapy.",
)
PAINFUL = Fact(
    id="lesion-pain-present",
    label="the lesion hurts",
    computes=LESION_PAIN.one_of("mild", "moderate", "functional"),
)
FUNCTIONAL_PAIN = Fact(
    id="lesion-functional-pain",
    label="severe pain, or pain when the limb is used",
    computes=LESION_PAIN.one_of("functional"),
)

# --- Mirels -----------------------------------------------------------------------------------------------------------

_PERITROCHANTERIC = any_of(
    LESION_SITE.one_of(*places("femur.trochanter", "femur.subtrochanteric")),
    all_of(NECK_POLICY.one_of("peritrochanteric"), LESION_SITE.one_of(*places("femur.neck"))),
)
SITE_POINTS = Points(
    of=choose(
        (LESION_SITE.one_of(*places("upper-limb")), "upper limb"),
        (_PERITROCHANTERIC, "peritrochanteric"),
        otherwise="lower limb",
    ),
    table=(("upper limb", 1), ("lower limb", 2), ("peritrochanteric", 3)),
)
PAIN_POINTS = Points(of=LESION_PAIN, table=(("none", 1), ("mild", 1), ("moderate", 2), ("functional", 3)))
TYPE_POINTS = Points(of=LESION_TYPE, table=(("blastic", 1), ("mixed", 2), ("lytic", 3)))
SIZE_POINTS = Points(
    of=SIZE, table=(("under-one-third", 1), ("one-to-two-thirds", 2), ("over-two-thirds", 3))
)  # fmt: skip

MIRELS_TOTAL = Fact(
    id="mirels-total",
    label="Mirels score",
    digits=0,
    computes=choose((LONG_BONE, SITE_POINTS + PAIN_POINTS + TYPE_POINTS + SIZE_POINTS)),
    note="4 to 12, for long bones only. A lesion that does not hurt scores 1 for pain: the item has no nought.",
)
_HIGH_FROM = choose((MIRELS_POLICY.one_of("original"), MIRELS_EIGHT), otherwise=MIRELS_NINE)
MIRELS_CATEGORY = Fact(
    id="mirels-category",
    label="risk by Mirels score",
    computes=choose(
        (
            LONG_BONE,
            Band(
                of=MIRELS_TOTAL,
                edges=(MIRELS_EIGHT, _HIGH_FROM),
                labels=("low", "borderline", "high"),
                upper_inclusive=False,
            ),
        ),
        otherwise="not-applicable",
    ),
)


def _lacks(id: str, label: str, known_when: Node) -> Fact:
    return Fact(id=f"mirels-lacks-{id}", label=label, computes=~known(known_when))


LACKS_SIZE = _lacks("size", "share of the bone's width not recorded (films in two planes)", SIZE)
LACKS_PAIN = _lacks("pain", "pain of the lesion not recorded", LESION_PAIN)
LACKS_TYPE = _lacks("type", "kind of lesion (lytic, mixed, blastic) not recorded", LESION_TYPE)
LACKS_PLACE = _lacks("place", "exact place in the bone not recorded", SITE_POINTS)
MIRELS_UNDECIDED = Fact(
    id="mirels-undecided",
    label="Mirels score may lie on either side of the border between 7 and 8",
    computes=~known(MIRELS_TOTAL >= MIRELS_EIGHT),
)

_STRENGTH_POINTS = Points(
    of=choose(
        (STRENGTH_FRACTION > STRENGTH_HIGH, "strong"),
        (STRENGTH_FRACTION >= STRENGTH_MIDDLE, "middling"),
        (STRENGTH_FRACTION <= STRENGTH_LOW, "weak"),
    ),
    table=(("strong", 1), ("middling", 2), ("weak", 3)),
)
MODIFIED_MIRELS = Fact(
    id="mirels-modified-total",
    label="Mirels score with the site scored by strength",
    digits=0,
    computes=choose(
        (all_of(IN_FEMUR, known(STRENGTH_FRACTION)), _STRENGTH_POINTS + PAIN_POINTS + TYPE_POINTS + SIZE_POINTS)
    ),
    note="Proximal femur only, and only where the strength that is left was recorded: the published map that gives it for each "
    "place was not read. It has no published cut-point that was read, so nothing is decided by it.",
)

# --- the limbs of an impending fracture -------------------------------------------------------------------------------

MIRELS_HIGH = Fact(
    id="mirels-high", label="Mirels score in the range where bones are fixed", computes=MIRELS_CATEGORY.one_of("high")
)
MIRELS_FUNCTIONAL = Fact(
    id="mirels-eight-functional",
    label="Mirels score 8 or more with functional pain",
    computes=all_of(LONG_BONE, FUNCTIONAL_PAIN, MIRELS_TOTAL >= MIRELS_EIGHT),
)
AXIAL_HIGH = Fact(
    id="axial-cortex-high",
    label="long stretch of femoral cortex involved",
    computes=all_of(
        known(AXIAL_CORTEX),
        choose(
            (AXIAL_POLICY.one_of("from"), AXIAL_CORTEX >= AXIAL_LIMIT),
            otherwise=AXIAL_CORTEX > AXIAL_LIMIT,
        ),
        IN_FEMUR,
    ),
)
CIRCUMFERENCE_FILM_HIGH = Fact(
    id="circumference-film-high",
    label="large share of the circumference involved on film",
    computes=all_of(known(CIRCUMFERENCE_ON_FILM), CIRCUMFERENCE_ON_FILM > CIRCUMFERENCE_FILM),
)
CIRCUMFERENCE_CT_HIGH = Fact(
    id="circumference-ct-high",
    label="large share of the circumference involved on CT",
    computes=all_of(known(CIRCUMFERENCE_ON_CT), CIRCUMFERENCE_ON_CT >= CIRCUMFERENCE_CT),
)
CIRCUMFERENCE_HIGH = Fact(
    id="circumference-high",
    label="large share of the circumference involved, film or CT not told",
    computes=all_of(
        known(CIRCUMFERENCE),
        any_of(
            CIRCUMFERENCE > CIRCUMFERENCE_FILM,
            all_of(CIRCUMFERENCE >= CIRCUMFERENCE_CT, CIRCUMFERENCE_ON_CT >= CIRCUMFERENCE_CT),
        ),
    ),
    note="Above the limit for film it counts either way; between the two limits the measurement on CT is asked for.",
)
_MEASURED = (AXIAL_HIGH, CIRCUMFERENCE_FILM_HIGH, CIRCUMFERENCE_CT_HIGH, CIRCUMFERENCE_HIGH)

IMPENDING_SIGN = Fact(
    id="impending-fracture-sign",
    label="sign of an impending fracture",
    computes=any_of(MIRELS_HIGH, MIRELS_FUNCTIONAL, *_MEASURED),
)
IMPENDING_FRACTURE = Fact(
    id="impending-fracture",
    label="impending fracture",
    computes=all_of(UNFIXED_LONG_BONE, IMPENDING_SIGN),
    note="A working definition of our own, put together from published cut-points; any one of them is enough. A measurement "
    "that nobody made is not asked for. Loss of rigidity on CT is left out, since its cut-off was not read.",
)
RISK_SIGN = Fact(
    id="fracture-risk-sign",
    label="sign of an increased risk of fracture",
    computes=any_of(MIRELS_CATEGORY.one_of("borderline", "high"), *_MEASURED),
    note="Every sign of an impending fracture, and a Mirels score of 8.",
)
