"""Genes and PD-L1: what was found, what was looked for and not found, and which result is too old to count."""

from __future__ import annotations

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import (
    ALWAYS,
    NEVER,
    Absence,
    DaysSince,
    Fact,
    Node,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    known,
    unknown,
)
from osteon.pathway.asking import lab, sign
from osteon.pathway.tumour.lines import PROGRESSION_DATE, SYSTEMIC_LINE_START
from osteon.pathway.tumour.parameters import CPS_POSITIVE, ESR1_LEAD

FOUND = ("positive", "present")
NOT_FOUND = ("negative", "absent")
_TESTED = (*FOUND, *NOT_FOUND)


def _found(id: str, label: str, *concepts: str) -> Fact:
    return Fact(
        id=f"{id}-found",
        label=f"{label} found",
        reads=exists(Events(concepts=concepts, answers=FOUND)),
        absence=absent("a result is looked for under its own name"),
    )


def _tumour_gene(id: str, label: str, concept: str, ask: str) -> Fact:
    """A change that the tumour keeps: once found, it counts; otherwise the newest test decides."""
    test = sign(
        f"{id}-result",
        f"{label}, newest test",
        concept,
        why="what was not tested is not known",
        ask=ask,
        answers=_TESTED,
    )
    return Fact(id=id, label=label, computes=choose((_found(id, label, concept), ALWAYS), otherwise=test), ask=ask)


PIK3CA = _tumour_gene("pik3ca", "PIK3CA mutation", "marker.pik3ca", "Does tumour or plasma carry a PIK3CA mutation?")
AKT1 = _tumour_gene("akt1", "AKT1 mutation", "marker.akt1", "Does tumour or plasma carry an AKT1 mutation?")
PTEN = _tumour_gene("pten", "PTEN loss or mutation", "marker.pten", "Has the tumour lost PTEN?")

# --- ESR1: acquired under treatment, so a test is only good until the next progression ---------------------------------

_LONG_AGO = constant(100_000, "d")


def _age(date: Node) -> Node:
    """Days since a date, or longer than any record when there is no such date."""
    return choose((known(date), DaysSince(of=date) + ESR1_LEAD), otherwise=_LONG_AGO)


_SINCE_PROGRESSION, _SINCE_LINE = _age(PROGRESSION_DATE), _age(SYSTEMIC_LINE_START)
_OUTDATED = Absence(
    "unknown",
    "resistance arises under treatment: a test older than the last progression or change of treatment says nothing",
    choose((_SINCE_PROGRESSION < _SINCE_LINE, _SINCE_PROGRESSION), otherwise=_SINCE_LINE),
)
_ASK_ESR1 = "Does a blood test (ctDNA) taken since the last progression show an ESR1 mutation?"
_ESR1_TEST = Fact(
    id="esr1-result",
    label="ESR1 mutation, newest test",
    reads=latest(Events(concepts=("marker.esr1",), answers=_TESTED), "answer", categories=_TESTED),
    absence=_OUTDATED,
    ask=_ASK_ESR1,
)
_ESR1_FOUND = Fact(
    id="esr1-found",
    label="ESR1 mutation found, newest",
    reads=latest(Events(concepts=("marker.esr1",), answers=FOUND), "answer", categories=FOUND),
    absence=_OUTDATED,
    ask=_ASK_ESR1,
)
ESR1_TESTED = Fact(
    id="esr1-tested",
    label="ESR1 tested at some time",
    reads=exists(Events(concepts=("marker.esr1",), answers=_TESTED)),
    absence=absent("a test would be recorded"),
)
ESR1 = Fact(
    id="esr1",
    label="ESR1 mutation",
    computes=choose(
        (known(_ESR1_TEST), _ESR1_TEST.one_of(*FOUND)),
        # Two variants of one test, one found and one not: the test is positive.
        (known(_ESR1_FOUND), ALWAYS),
        otherwise=_ESR1_TEST.one_of(*FOUND),
    ),
    ask=_ASK_ESR1,
    note="Counts only from a test that is not older than the last progression or change of treatment.",
)
ESR1_TEST_DATE = Fact(
    id="esr1-test-date",
    label="ESR1 last tested",
    reads=latest(Events(concepts=("marker.esr1",), answers=_TESTED), "start"),
    absence=unknown("a result may have no date"),
)

# --- germline ---------------------------------------------------------------------------------------------------------

_ASK_GERMLINE = "Does a germline test show a pathogenic variant in BRCA1, BRCA2 or PALB2?"
_BRCA_GENES = ("marker.brca1", "marker.brca2", "marker.brca12")
_DIAGNOSED = Fact(
    id="germline-brca-diagnosis",
    label="diagnosis that names a germline BRCA variant",
    reads=exists(Events(concepts=("condition.breast-cancer.gbrca-her2neg-metastatic",), not_answers=NOT_FOUND)),
    absence=absent("few records use it"),
)


def _cleared(id: str, label: str, *concepts: str) -> Fact:
    return Fact(
        id=id,
        label=label,
        reads=exists(Events(concepts=concepts, answers=NOT_FOUND)),
        absence=absent("a result is looked for under its own name"),
    )


_GERMLINE_TEST = sign(
    "germline-brca-result",
    "germline variant in BRCA1, BRCA2 or PALB2, newest test",
    "marker.germline-brca",
    why="without a test nothing is known",
    ask=_ASK_GERMLINE,
    answers=_TESTED,
)
_BRCA_FOUND = any_of(_found("brca", "variant in BRCA1 or BRCA2", *_BRCA_GENES), _DIAGNOSED)
_BRCA_CLEARED = any_of(
    _cleared("brca12-not-found", "no variant in BRCA1 and BRCA2", "marker.brca12"),
    all_of(
        _cleared("brca1-not-found", "no variant in BRCA1", "marker.brca1"),
        _cleared("brca2-not-found", "no variant in BRCA2", "marker.brca2"),
    ),
)
_PALB2_FOUND = _found("palb2", "variant in PALB2", "marker.palb2")
PALB2 = Fact(
    id="palb2",
    label="germline variant in PALB2",
    computes=choose(
        (_PALB2_FOUND, ALWAYS),
        (_cleared("palb2-not-found", "no variant in PALB2", "marker.palb2"), NEVER),
        otherwise=_GERMLINE_TEST,
    ),
)
GERMLINE_BRCA = Fact(
    id="germline-brca",
    label="germline variant in BRCA1, BRCA2 or PALB2",
    computes=choose(
        (any_of(_BRCA_FOUND, _PALB2_FOUND), ALWAYS),
        (known(_GERMLINE_TEST), _GERMLINE_TEST),
        (_BRCA_CLEARED, NEVER),
        otherwise=_GERMLINE_TEST,
    ),
    ask=_ASK_GERMLINE,
    note="A germline result holds for life. A variant found in the tumour alone may be somatic: it is not recorded here.",
)

# --- PD-L1 ------------------------------------------------------------------------------------------------------------

PDL1_CPS = lab(
    "pdl1-cps",
    "PD-L1 combined positive score",
    "marker.pdl1-cps",
    absence=unknown("what was not tested is not known"),
    ask="What is the combined positive score of PD-L1 (antibody 22C3)?",
    digits=0,
)
PDL1_POSITIVE = Fact(
    id="pdl1-positive",
    label="PD-L1 combined positive score high enough for pembrolizumab",
    computes=PDL1_CPS >= CPS_POSITIVE,
)
