"""Cancer drugs by class, and how the use of a drug that is taken or given continuously is read.

A drug is *current* when an order (or a statement of use) is active, or it was given or supplied within a window, and nothing
newer says stopped or completed: the reading of `bone_agents.agents`, with the four questions that a class of drugs needs.
It is read with a closed world: what a clinic gives, it records.
"""

from __future__ import annotations

from typing import Any

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import Fact, Parameter, absent, all_of, any_of, unknown
from osteon.pathway.bone_agents.agents import day_after
from osteon.pathway.tumour.parameters import INFUSION_WINDOW, ORAL_WINDOW, SUPPRESSION_WINDOW

__all__ = ["current", "drugs", "given", "used"]

RECORDED = "what a clinic orders and gives would be recorded"
USED = ("order", "statement", "dose")


def drugs(*names: str) -> tuple[str, ...]:
    """Concept ids of drugs."""
    return tuple(f"drug.{name}" for name in names)


AROMATASE_INHIBITORS = drugs("letrozole", "anastrozole", "exemestane")
TAMOXIFEN = drugs("tamoxifen")
FULVESTRANT = drugs("fulvestrant")
ORAL_DEGRADERS = drugs("elacestrant", "imlunestrant", "camizestrant", "vepdegestrant", "giredestrant")
# Megestrol is left out: it is given for appetite far more often than against the tumour.
ENDOCRINE = (*AROMATASE_INHIBITORS, *TAMOXIFEN, *drugs("toremifene"), *FULVESTRANT, *ORAL_DEGRADERS)
CDK46 = drugs("palbociclib", "ribociclib", "abemaciclib")
PI3K = drugs("alpelisib", "inavolisib", "capivasertib", "gedatolisib")
PARP = drugs("olaparib", "talazoparib")
OVARIAN_SUPPRESSION = drugs("goserelin", "leuprolide", "triptorelin")
CONJUGATES = drugs("trastuzumab-deruxtecan", "trastuzumab-emtansine", "sacituzumab-govitecan", "dato-dxd")
HER2_ANTIBODIES = drugs("trastuzumab", "pertuzumab", "margetuximab")
HER2_KINASE = drugs("tucatinib", "lapatinib", "neratinib")
ANTI_HER2 = (*HER2_ANTIBODIES, *HER2_KINASE, *drugs("trastuzumab-deruxtecan", "trastuzumab-emtansine"))
CHECKPOINT = drugs("pembrolizumab", "atezolizumab")
ORAL_CHEMOTHERAPY = drugs("capecitabine")
CHEMOTHERAPY = (
    *ORAL_CHEMOTHERAPY,
    *drugs(
        "paclitaxel",
        "nab-paclitaxel",
        "docetaxel",
        "eribulin",
        "vinorelbine",
        "gemcitabine",
        "doxorubicin",
        "doxorubicin-liposomal",
        "epirubicin",
        "carboplatin",
        "cisplatin",
        "cyclophosphamide",
    ),
)
CLASSES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("aromatase-inhibitor", "an aromatase inhibitor", AROMATASE_INHIBITORS),
    ("tamoxifen", "tamoxifen or toremifene", (*TAMOXIFEN, *drugs("toremifene"))),
    ("fulvestrant", "fulvestrant", FULVESTRANT),
    ("oral-degrader", "an oral oestrogen receptor degrader", ORAL_DEGRADERS),
    ("cdk46", "a CDK4/6 inhibitor", CDK46),
    ("pi3k", "a PI3K or AKT inhibitor", PI3K),
    ("everolimus", "everolimus", drugs("everolimus")),
    ("parp", "a PARP inhibitor", PARP),
    ("trastuzumab-deruxtecan", "trastuzumab deruxtecan", drugs("trastuzumab-deruxtecan")),
    ("trastuzumab-emtansine", "trastuzumab emtansine", drugs("trastuzumab-emtansine")),
    ("sacituzumab", "sacituzumab govitecan", drugs("sacituzumab-govitecan")),
    ("dato-dxd", "datopotamab deruxtecan", drugs("dato-dxd")),
    ("her2-antibody", "an antibody against HER2", HER2_ANTIBODIES),
    ("her2-kinase", "a kinase inhibitor of HER2", HER2_KINASE),
    ("checkpoint", "a checkpoint inhibitor", CHECKPOINT),
    ("capecitabine", "capecitabine", ORAL_CHEMOTHERAPY),
    ("taxane", "a taxane", drugs("paclitaxel", "nab-paclitaxel", "docetaxel")),
    ("eribulin", "eribulin", drugs("eribulin")),
    ("vinorelbine", "vinorelbine", drugs("vinorelbine")),
    ("gemcitabine", "gemcitabine", drugs("gemcitabine")),
    ("anthracycline", "an anthracycline", drugs("doxorubicin", "doxorubicin-liposomal", "epirubicin")),
    ("platinum", "a platinum drug", drugs("carboplatin", "cisplatin")),
    ("cyclophosphamide", "cyclophosphamide", drugs("cyclophosphamide")),
    ("bevacizumab", "bevacizumab", drugs("bevacizumab")),
)
"""Classes of drugs, each a step from one line of treatment to the next: id, words, concepts."""
SYSTEMIC = tuple(concept for _, _, concepts in CLASSES for concept in concepts)
BY_MOUTH = frozenset(
    (
        *AROMATASE_INHIBITORS,
        *TAMOXIFEN,
        *drugs("toremifene", "everolimus"),
        *ORAL_DEGRADERS,
        *CDK46,
        *PI3K,
        *PARP,
        *HER2_KINASE,
        *ORAL_CHEMOTHERAPY,
    )
)


def given(id: str, label: str, concepts: tuple[str, ...], **filters: Any) -> Fact:
    """Whether a drug of a class was given, taken or ordered for use; a plan does not count."""
    return Fact(
        id=id,
        label=label,
        reads=exists(Events(concepts=concepts, kinds=USED, **filters)),
        absence=absent(RECORDED),
    )


_USED: dict[str, Fact] = {}


def used(name: str) -> Fact:
    """Whether one drug was ever given or ordered for use."""
    if name not in _USED:
        words = name.replace("-", " ")
        _USED[name] = given(f"{name}-used", f"{words}, now or before", drugs(name))
    return _USED[name]


def current(id: str, label: str, concepts: tuple[str, ...]) -> Fact:
    """Whether one drug of a class is in use; each drug is read by itself, so that a change within the class is no stop."""
    return Fact(
        id=id,
        label=label,
        computes=all_of(
            given(f"{id}-entry", f"an entry of {label.removeprefix('on ')}", concepts),
            any_of(*(_in_use(concept) for concept in concepts)),
        ),
        note="An order is active or a dose is recent, and nothing newer says stopped.",
    )


_IN_USE: dict[str, Fact] = {}


def _in_use(concept: str) -> Fact:
    """Whether one drug is in use. A drug that stands in two classes is asked once."""
    found = _IN_USE.get(concept)
    if found is None:
        found = _IN_USE[concept] = _use_of(concept)
    return found


def _window(concept: str) -> Parameter:
    if concept in OVARIAN_SUPPRESSION:
        return SUPPRESSION_WINDOW
    return ORAL_WINDOW if concept in BY_MOUTH else INFUSION_WINDOW


def _use_of(concept: str) -> Fact:
    name = concept.removeprefix("drug.")
    words = name.replace("-", " ")

    def entry(what: str, label: str, **filters: Any) -> Fact:
        events = Events(concepts=(concept,), **filters)
        return Fact(id=f"{name}-{what}", label=label, reads=exists(events), absence=absent(RECORDED))

    ordered = entry("in-use-order", f"active order of {words}", kinds=("order", "statement"), statuses=("active",))
    recent = entry("in-use-dose", f"{words} given recently", kinds=("dose",), within=_window(concept))
    newest = Fact(
        id=f"{name}-in-use-newest",
        label=f"newest use of {words}",
        reads=latest(Events(concepts=(concept,), statuses=("active", "given")), "start"),
        absence=unknown("an entry may have no date"),
    )
    stopped = entry(
        "in-use-stopped",
        f"{words} stopped since",
        kinds=("order", "statement"),
        statuses=("stopped", "completed"),
        since=day_after(newest),
    )
    return Fact(id=f"{name}-in-use", label=f"on {words}", computes=all_of(any_of(ordered, recent), ~stopped))
