"""Options in hormone receptor-positive, HER2-negative metastatic disease: endocrine therapy and what is given with it."""

from __future__ import annotations

from datetime import date

from osteon.engine.nodes import all_of
from osteon.engine.options import Caution, Option, Status
from osteon.engine.rules import Evidence
from osteon.pathway.asking import evidence
from osteon.pathway.systemic_treatment import conditions as c
from osteon.pathway.systemic_treatment.facts import CRISIS_IN_QUESTION, LUMINAL
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import drugs

_FIRST = "first line, endocrine sensitive"
_RESISTANT = (
    "first line after relapse on or within 12 months of adjuvant endocrine therapy, or after endocrine therapy alone"
)
_LATER = "after progression on endocrine therapy"
_AI = drugs("letrozole", "anastrozole", "exemestane")

_CDK46_FIRST = evidence(
    "ASCO24-HR",
    "recommendation 1.1: a CDK4/6 inhibitor with endocrine therapy in the first line",
    "evidence quality high, strong recommendation",
    "primary",
)
_CDK46_AI = evidence(
    "ASCO21-HR",
    "abstract: aromatase inhibitor and CDK4/6 inhibitor in treatment-naive disease",
    "should be offered",
    "primary",
)
_CDK46_FULVESTRANT = evidence(
    "ASCO21-HR",
    "abstract: fulvestrant and a CDK4/6 inhibitor after progression on an aromatase inhibitor",
    "should be offered",
    "primary",
)
_GUIDELINE = Status("US", "guideline", "2024-02", "ASCO24-HR")


def _with_inhibitor(
    name: str, *more: Evidence, cautions: tuple[Caution, ...] = (c.OVARIES, c.MAN), region_status: tuple[Status, ...] = (_GUIDELINE,)
) -> Option:
    """A CDK4/6 inhibitor with an aromatase inhibitor."""
    return Option(
        id=f"opt-{name}-ai",
        title=f"{name.capitalize()} with an aromatase inhibitor",
        drugs=(f"drug.{name}", *_AI),
        line=_FIRST,
        applies=LUMINAL,
        requires=(c.NO_CDK46, c.NOT_PROGRESSED, c.NO_RELAPSE_ON_ADJUVANT),
        cautions=cautions,
        evidence=(_CDK46_FIRST, _CDK46_AI, *more),
        region_status=region_status,
    )


def _with_fulvestrant(
    name: str, *, cautions: tuple[Caution, ...] = (c.OVARIES,), region_status: tuple[Status, ...] = (_GUIDELINE,)
) -> Option:
    """A CDK4/6 inhibitor with fulvestrant."""
    return Option(
        id=f"opt-{name}-fulvestrant",
        title=f"{name.capitalize()} with fulvestrant",
        drugs=drugs(name, "fulvestrant"),
        line=_RESISTANT,
        applies=LUMINAL,
        requires=(c.NO_CDK46, c.ENDOCRINE_FAILED),
        cautions=cautions,
        evidence=(_CDK46_FIRST, _CDK46_FULVESTRANT),
        region_status=region_status,
    )


_EU_RIBOCICLIB = Status("EU", "approved", "2024-01", "LBL-RIBOCICLIB-EU")
_US_ABEMACICLIB = Status("US", "approved", "2023-03", "LBL-ABEMACICLIB")

RIBOCICLIB_AI = _with_inhibitor(
    "ribociclib",
    evidence(
        "MONALEESA",
        "longer survival in three trials (63.9 against 51.4 months in MONALEESA-2)",
        "randomised trials",
        "memory",
    ),  # fmt: skip
    cautions=(c.QT, c.OVARIES, c.MAN),
    region_status=(_GUIDELINE, _EU_RIBOCICLIB),
)
PALBOCICLIB_AI = _with_inhibitor(
    "palbociclib",
    evidence("PALOMA2", "no significant gain in survival", "randomised trial", "memory"),
)
ABEMACICLIB_AI = _with_inhibitor(
    "abemaciclib",
    evidence("MONARCH3", "no significant gain in survival in the final analysis", "randomised trial", "memory"),
    evidence("LBL-ABEMACICLIB", "indication 1.2", "label", "secondary"),
    region_status=(_GUIDELINE, _US_ABEMACICLIB),
)
RIBOCICLIB_FULVESTRANT = _with_fulvestrant(
    "ribociclib", cautions=(c.QT, c.OVARIES), region_status=(_GUIDELINE, _EU_RIBOCICLIB)
)
PALBOCICLIB_FULVESTRANT = _with_fulvestrant("palbociclib")
ABEMACICLIB_FULVESTRANT = _with_fulvestrant("abemaciclib", region_status=(_GUIDELINE, _US_ABEMACICLIB))

INAVOLISIB = Option(
    id="opt-inavolisib",
    title="Inavolisib with palbociclib and fulvestrant",
    drugs=drugs("inavolisib", "palbociclib", "fulvestrant"),
    line="first line, endocrine resistant, PIK3CA mutated",
    applies=LUMINAL,
    requires=(c.FIRST_LINE, c.RELAPSE_ON_ADJUVANT, c.PIK3CA_MUTATED),
    cautions=(c.SUGAR, c.OVARIES),
    evidence=(
        evidence(
            "LBL-INAVOLISIB", "indication: recurrence on or after adjuvant endocrine therapy", "label", "secondary"
        ),
        evidence(
            "INAVO120", "survival HR 0.67 (0.48 to 0.94), 161 against 164 people", "randomised trial", "secondary"
        ),
        evidence("INAVO120", "progression-free survival 15.0 against 7.3 months", "randomised trial", "memory"),
    ),
    region_status=(
        Status("US", "approved", "2024-10-10", "LBL-INAVOLISIB"),
        Status("CH", "approved", "date not seen", "LBL-INAVOLISIB-CH"),
    ),
)
CAMIZESTRANT = Option(
    id="opt-camizestrant-switch",
    title="Camizestrant in place of the aromatase inhibitor",
    drugs=drugs("camizestrant"),
    line="ESR1 mutation emerging on the first line, without progression on imaging",
    applies=LUMINAL,
    requires=(
        ("on an aromatase inhibitor with a CDK4/6 inhibitor", all_of(t.AROMATASE_INHIBITOR_CURRENT, t.CDK46_CURRENT)),
        ("no progression on the present line", ~t.PROGRESSED_ON_LINE),
        c.ESR1_MUTATED,
    ),
    evidence=(
        evidence(
            "SERENA6",
            "progression-free survival about 16 against 9.2 months; advisory committee 6 to 3 against clinical benefit",
            "randomised trial; not approved",
            "secondary",
        ),
    ),
    region_status=(Status("US", "investigational", "2026-05", "SERENA6"),),
    review_by=date(2026, 12, 31),
    note="The review was extended after the vote of 30 April 2026. It is not standard care.",
)
ELACESTRANT = Option(
    id="opt-elacestrant",
    title="Elacestrant",
    drugs=drugs("elacestrant"),
    line=f"{_LATER}, ESR1 mutated",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.unused("elacestrant"), c.ESR1_MUTATED, c.NO_OVARIAN_FUNCTION),
    evidence=(
        evidence(
            "ASCO24-HR", "recommendation 1.1", "an option; evidence quality high, strong recommendation", "primary"
        ),
        evidence("FDA-ELACESTRANT23", "after at least one line of endocrine therapy; EMERALD", "approval", "secondary"),
        evidence(
            "FDA-ELACESTRANT23", "longest benefit after 12 months or more of a CDK4/6 inhibitor", "subgroup", "memory"
        ),
    ),
    region_status=(
        Status("US", "approved", "2023-01-27", "FDA-ELACESTRANT23"),
        Status("UK", "approved", "date not seen", "SPS-ELACESTRANT"),
    ),
    note="In the United Kingdom the line before must have held a CDK4/6 inhibitor.",
)
IMLUNESTRANT = Option(
    id="opt-imlunestrant",
    title="Imlunestrant",
    drugs=drugs("imlunestrant"),
    line=f"{_LATER}, ESR1 mutated",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.unused("imlunestrant"), c.ESR1_MUTATED),
    cautions=(c.PARP_FIRST, c.OVARIES),
    evidence=(
        evidence(
            "FDA-IMLUNESTRANT25",
            "EMBER-3, ESR1 mutated: progression-free survival 5.5 against 3.8 months, HR 0.62, 256 people",
            "approval; randomised trial",
            "primary",
        ),
    ),
    region_status=(Status("US", "approved", "2025-09-25", "FDA-IMLUNESTRANT25"),),
)
VEPDEGESTRANT = Option(
    id="opt-vepdegestrant",
    title="Vepdegestrant",
    drugs=drugs("vepdegestrant"),
    line=f"{_LATER}, ESR1 mutated",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.unused("vepdegestrant"), c.ESR1_MUTATED),
    cautions=(c.OVARIES,),
    evidence=(
        evidence(
            "FDA-VEPDEGESTRANT26",
            "VERITAC-2, ESR1 mutated: progression-free survival 5.0 against 2.1 months",
            "approval as reported; randomised trial",
            "secondary",
        ),
    ),
    region_status=(Status("US", "approved", "2026-05-01", "FDA-VEPDEGESTRANT26"),),
    review_by=date(2026, 12, 31),
    note="The approval was read in news reports only: check the label.",
)
GIREDESTRANT = Option(
    id="opt-giredestrant-everolimus",
    title="Giredestrant with everolimus",
    drugs=drugs("giredestrant", "everolimus"),
    line=f"{_LATER} and a CDK4/6 inhibitor",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.AFTER_CDK46, c.ESR1_MUTATED),
    evidence=(
        evidence(
            "EVERA",
            "progression HR 0.56 in all, 0.38 with ESR1 mutated",
            "randomised trial; decision pending",
            "secondary",
        ),
    ),
    region_status=(Status("US", "investigational", "2026-02", "EVERA"),),
    review_by=date(2026, 12, 18),
    note="The decision in the United States is due on 18 December 2026.",
)
CAPIVASERTIB = Option(
    id="opt-capivasertib",
    title="Capivasertib with fulvestrant",
    drugs=drugs("capivasertib", "fulvestrant"),
    line=f"{_LATER}, or relapse on or within 12 months of adjuvant treatment",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_FAILED, c.PATHWAY_ALTERED, ("no PI3K or AKT inhibitor so far", ~t.PI3K_EVER)),
    cautions=(c.SUGAR, c.OVARIES),
    evidence=(
        evidence(
            "ASCO24-HR",
            "recommendation 1.1; no data to rank it against alpelisib (1.2)",
            "appropriate; weak on the choice",
            "primary",
        ),  # fmt: skip
        evidence(
            "FDA-CAPIVASERTIB23",
            "altered tumours: progression-free survival 7.3 against 3.1 months, HR 0.50",
            "approval; randomised trial",
            "secondary",
        ),  # fmt: skip
    ),
    region_status=(Status("US", "approved", "2023-11-16", "FDA-CAPIVASERTIB23"), _GUIDELINE),
)
ALPELISIB = Option(
    id="opt-alpelisib",
    title="Alpelisib with fulvestrant",
    drugs=drugs("alpelisib", "fulvestrant"),
    line=_LATER,
    applies=LUMINAL,
    requires=(c.ENDOCRINE_FAILED, c.PIK3CA_MUTATED, ("no PI3K or AKT inhibitor so far", ~t.PI3K_EVER)),
    cautions=(c.SUGAR, c.OVARIES),
    evidence=(
        evidence(
            "ASCO24-HR",
            "recommendation 1.1: PIK3CA, not AKT1; grade 3 hyperglycaemia 36.6% (capivasertib 2.3%)",
            "an option; weak on the choice",
            "primary",
        ),  # fmt: skip
        evidence("ASCO21-HR", "abstract", "should be offered", "primary"),
        evidence("SOLAR1", "registration trial", "randomised trial", "memory"),
    ),
    region_status=(_GUIDELINE,),
)
GEDATOLISIB = Option(
    id="opt-gedatolisib",
    title="Gedatolisib with fulvestrant, with or without palbociclib",
    drugs=drugs("gedatolisib", "fulvestrant", "palbociclib"),
    line="after a CDK4/6 inhibitor with an aromatase inhibitor, PIK3CA not mutated",
    applies=LUMINAL,
    requires=(c.ENDOCRINE_PROGRESSED, c.AFTER_CDK46, c.PIK3CA_WILD_TYPE),
    evidence=(
        evidence(
            "VIKTORIA1",
            "progression-free survival 9.3 and 7.4 against 2.0 months, HR 0.24 and 0.33",
            "randomised trial; decision pending",
            "secondary",
        ),
    ),
    region_status=(Status("US", "investigational", "2026-01", "VIKTORIA1"),),
    review_by=date(2026, 7, 17),
    note="The decision in the United States was due on 17 July 2026; its outcome was not found.",
)


def _with_everolimus(name: str, words: str, *more: Evidence) -> Option:
    return Option(
        id=f"opt-everolimus-{name}",
        title=f"Everolimus with {words}",
        drugs=drugs("everolimus", name),
        line=_LATER,
        applies=LUMINAL,
        requires=(c.ENDOCRINE_PROGRESSED, c.unused("everolimus")),
        cautions=(c.SUGAR, c.OVARIES),
        evidence=(
            evidence("ASCO24-HR", "recommendation 1.1: everolimus whatever the genes", "an option", "primary"),
            *more,
        ),
        region_status=(_GUIDELINE,),
    )


EVEROLIMUS_EXEMESTANE = _with_everolimus(
    "exemestane",
    "exemestane",
    evidence(
        "GNANT13",
        "BOLERO-2, exploratory: bone markers fell; bone progressed less often",
        "exploratory, 724 people",
        "primary",
    ),  # fmt: skip
)
EVEROLIMUS_FULVESTRANT = _with_everolimus("fulvestrant", "fulvestrant")
ABEMACICLIB_AFTER_CDK46 = Option(
    id="opt-abemaciclib-fulvestrant-after-cdk46",
    title="Abemaciclib with fulvestrant after another CDK4/6 inhibitor",
    drugs=drugs("abemaciclib", "fulvestrant"),
    line="after progression on another CDK4/6 inhibitor with an aromatase inhibitor",
    applies=LUMINAL,
    requires=(c.AFTER_CDK46, c.ENDOCRINE_PROGRESSED, c.unused("abemaciclib")),
    cautions=(c.OVARIES,),
    evidence=(
        evidence(
            "POSTMONARCH",
            "progression-free survival 6.0 against 5.3 months, HR 0.73 (0.57 to 0.95), 368 people",
            "randomised phase 3 trial",
            "primary",
        ),
    ),
    region_status=(_US_ABEMACICLIB,),
    note="The label asks for progression after endocrine therapy and says nothing of an earlier CDK4/6 inhibitor.",
)
CRISIS_RIBOCICLIB = Option(
    id="opt-crisis-ribociclib",
    title="Ribociclib with an aromatase inhibitor in visceral crisis",
    drugs=("drug.ribociclib", "drug.letrozole", "drug.anastrozole"),
    line="visceral crisis or aggressive disease, no CDK4/6 inhibitor so far",
    applies=all_of(LUMINAL, CRISIS_IN_QUESTION),
    requires=(c.IN_CRISIS, c.NO_CDK46),
    cautions=(c.QT, c.OVARIES, c.MAN),
    evidence=(
        evidence(
            "RIGHT-CHOICE",
            "premenopausal women with aggressive disease, against combination chemotherapy",
            "randomised phase 2 trial",
            "primary",
        ),  # fmt: skip
        evidence("BENVENUTI23", "the role of chemotherapy alone is in question", "review", "primary"),
    ),
    region_status=(_GUIDELINE,),
    note="The trial left out people with a marked rise of liver enzymes. Shown beside chemotherapy; neither is ranked.",
)
