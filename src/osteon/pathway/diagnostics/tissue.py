"""Biopsy of a metastasis, and its receptors against those of the primary."""

from typing import Any

from osteon.engine.events import Events, count, latest
from osteon.engine.nodes import DaysSince, Fact, Node, absent, all_of, any_of, known, unknown
from osteon.pathway.asking import category, finding, recorded, sign
from osteon.pathway.bone_disease.facts import METASTATIC_FIRST_SEEN
from osteon.pathway.diagnostics.parameters import BIOPSY_LEAD, DECISION_WINDOW
from osteon.pathway.tumour.receptors import METASTATIC_SITES, PRIMARY_SITES
from osteon.terminology import skeletal_sites

_TAKEN = "a biopsy would be recorded"
_REPORTED = "a result would be recorded"
_SINCE = DaysSince(of=METASTATIC_FIRST_SEEN) + BIOPSY_LEAD
"""A biopsy is often taken days before the diagnosis that rests on it is written down."""
HER2_TESTS = ("marker.her2-ihc", "marker.her2-ish")
RECEPTORS = ("marker.er", "marker.pr", *HER2_TESTS)


def _since_metastasis(id: str, label: str, *concepts: str, why: str, **filters: Any) -> Node:
    """Such an entry since metastases were seen that does not name the breast or the armpit as its place."""
    events: dict[str, Any] = {"concepts": concepts, "since": METASTATIC_FIRST_SEEN, **filters}
    anywhere = Fact(
        id=id, label=f"{label} since metastases were seen", reads=count(Events(**events)), absence=absent(why)
    )
    primary = Fact(
        id=f"{id}-primary",
        label=f"{label} of the breast or the armpit since then",
        reads=count(Events(sites=PRIMARY_SITES, **events)),
        absence=absent(why),
    )
    return anywhere > primary


def _tested(id: str, label: str, *concepts: str) -> Fact:
    """Whether a result belongs to a metastasis: by the site of the specimen, or because it came when metastases were known."""
    return Fact(
        id=id,
        label=f"{label} tested in a metastasis",
        computes=any_of(
            _since_metastasis(f"{id}-by-date", f"results: {label}", *concepts, why=_REPORTED),
            recorded(
                f"{id}-by-site",
                f"{label} result of a place where metastases sit",
                *concepts,
                sites=METASTATIC_SITES,
                why=_REPORTED,
            ),
        ),
    )


# --- the first biopsy -------------------------------------------------------------------------------------------------

_BIOPSY = _since_metastasis("biopsy-since-metastasis", "biopsies", "proc.biopsy", statuses=("done",), why=_TAKEN)
_BIOPSY_AT_SITE = recorded(
    "biopsy-of-metastatic-site",
    "biopsy of a place where metastases sit",
    "proc.biopsy",
    sites=METASTATIC_SITES,
    statuses=("done",),
    within=_SINCE,
    why=_TAKEN,
)
_HISTOLOGY = finding(
    "metastasis-histology", "metastasis proven under the microscope", "finding.metastasis-histology", why=_REPORTED
)
METASTASIS_BIOPSIED = Fact(
    id="metastasis-biopsied",
    label="metastasis biopsied",
    computes=any_of(_BIOPSY, _BIOPSY_AT_SITE, _HISTOLOGY),
    note="Any biopsy since metastatic disease was first recorded, unless it names the breast or the armpit; one of a place where "
    "metastases sit counts from some weeks before.",
)
RECEPTORS_OF_METASTASIS = _tested("metastasis-receptors", "a receptor", *RECEPTORS)
ER_OF_METASTASIS = _tested("metastasis-er", "oestrogen receptor", "marker.er")
PR_OF_METASTASIS = _tested("metastasis-pr", "progesterone receptor", "marker.pr")
HER2_OF_METASTASIS = _tested("metastasis-her2", "HER2", *HER2_TESTS)
BIOPSY_PLANNED = recorded(
    "biopsy-planned", "biopsy asked for", "proc.biopsy", statuses=("planned",), why="a request would be recorded"
)
ACCESSIBLE = sign(
    "metastasis-accessible",
    "a metastasis is within easy reach of a biopsy",
    "status.metastasis-accessible",
    why="reach is judged by whoever would take it",
    ask="Is there a metastasis within easy reach of a biopsy?",
)

# --- bone as the specimen ---------------------------------------------------------------------------------------------

BONE_BIOPSIED = Fact(
    id="bone-biopsied",
    label="specimen from bone",
    computes=any_of(
        recorded(
            "bone-biopsy", "biopsy of a bone", "proc.biopsy", sites=skeletal_sites(), statuses=("done",), why=_TAKEN
        ),
        recorded(
            "receptor-of-bone", "receptor result of a bone", *RECEPTORS, sites=skeletal_sites(), why=_REPORTED
        ),
    ),
)  # fmt: skip


def _lost(id: str, label: str, concept: str, gained: tuple[str, ...], gone: tuple[str, ...]) -> Fact:
    """Positive before metastases were seen, negative since. Silence on either side is no loss."""
    words = (*gained, *gone)
    primary = Fact(
        id=f"{id}-primary",
        label=f"{label} of the primary",
        reads=latest(
            Events(concepts=(concept,), answers=words, before=METASTATIC_FIRST_SEEN), "answer", categories=words
        ),
        absence=unknown("the primary may have been tested elsewhere"),
    )
    metastasis = Fact(
        id=f"{id}-since-metastasis",
        label=f"{label} since metastases were seen",
        reads=latest(
            Events(concepts=(concept,), answers=words, since=METASTATIC_FIRST_SEEN), "answer", categories=words
        ),
        absence=unknown("a metastasis that was not tested has no result"),
    )
    had, lacks = primary.one_of(*gained), metastasis.one_of(*gone)
    return Fact(
        id=f"{id}-lost",
        label=f"{label} lost between primary and metastasis",
        computes=all_of(known(had), had, known(lacks), lacks),
    )


ER_LOST = _lost("er", "oestrogen receptor", "marker.er", ("positive", "low"), ("negative",))
PR_LOST = _lost("pr", "progesterone receptor", "marker.pr", ("positive", "low"), ("negative",))
HER2_LOST = _lost(
    "her2", "HER2", "marker.her2-ihc", ("positive", "3+"), ("negative", "0", "1+", "low", "ultralow", "null")
)

# --- decisions --------------------------------------------------------------------------------------------------------

_CHANGE = Events(concepts=("decision.systemic-change",), not_answers=("absent", "negative"), within=DECISION_WINDOW)
CHANGE_DECIDED = recorded(
    "systemic-change-decided",
    "change of systemic treatment decided",
    "decision.systemic-change",
    not_answers=("absent", "negative"),
    within=DECISION_WINDOW,
    why="the decision would be recorded",
)
CHANGE_REASON = category(
    "systemic-change-reason",
    "only reason to change the systemic treatment",
    _CHANGE,
    "tumour-marker-alone",
    "tissue-biomarker-alone",
    "other",
    absence=unknown("a decision may be recorded without its reason"),
    ask="Why is the systemic treatment to be changed?",
)
