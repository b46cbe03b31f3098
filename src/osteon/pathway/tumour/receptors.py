"""Receptors: the newest result of a metastasis before that of the primary, results before codes.

HER2 is kept as the score of the stain and the result of in situ hybridisation, both of one specimen: an older result never
completes or overrules a newer one. A tumour that is only called negative may still be low or ultralow, and is never taken for
null.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import DaysSince, Fact, Node, absent, all_of, any_of, choose, known, unknown
from osteon.pathway.asking import shown
from osteon.pathway.tumour.parameters import HER2_TOGETHER, RECEPTOR_LOW, RECEPTOR_POSITIVE
from osteon.terminology import skeletal_sites

NOT_TESTED = "a receptor that was not tested gives no result"
PRIMARY_SITES = ("breast", "lymph-node.axillary")
METASTATIC_SITES = (
    *skeletal_sites(),
    "bone-marrow",
    "spinal-cord",
    "cauda-equina",
    "spinal-canal",
    "meninges",
    "meninges.spinal",
    "brain",
    "lung",
    "pleura",
    "liver",
    "adrenal",
    "ovary",
    "peritoneum",
    "skin",
    "lymph-node",
)
_DENIED = ("absent", "negative", "equivocal")
_BREAST = "condition.breast-cancer."


class _Specimen(NamedTuple):
    """What separates the results of metastases from those of the primary: a suffix of ids and labels, and the sites."""

    suffix: str
    words: str
    sites: tuple[str, ...]


ANY = _Specimen("", "", ())
METASTASIS = _Specimen("-metastasis", " of a metastasis", METASTATIC_SITES)


def _word(id: str, label: str, concept: str, specimen: _Specimen, words: tuple[str, ...], ask: str) -> Fact:
    """The newest word on a receptor among `words`."""
    return Fact(
        id=f"{id}{specimen.suffix}",
        label=f"{label}{specimen.words}",
        reads=latest(Events(concepts=(concept,), answers=words, sites=specimen.sites), "answer", categories=words),
        absence=unknown(NOT_TESTED),
        ask=ask,
    )


def _day(id: str, label: str, concept: str, specimen: _Specimen, **filters: Any) -> Fact:
    return Fact(
        id=f"{id}{specimen.suffix}",
        label=f"{label}{specimen.words}",
        reads=latest(Events(concepts=(concept,), sites=specimen.sites, **filters), "start"),
        absence=unknown("a result may have no date"),
    )


def _newest_is_primary(id: str, label: str, concept: str) -> Node:
    """Whether the newest result comes from the breast or the armpit."""
    return Fact(
        id=f"{id}-newest-from-breast",
        label=f"newest {label} result comes from the breast",
        reads=exists(
            Events(
                concepts=(concept,),
                sites=PRIMARY_SITES,
                since=_day(f"{id}-newest-day", f"{label} tested", concept, ANY),
            )
        ),
        absence=absent("a result without a site is taken for what its date says"),
    )


def _by_code(id: str, label: str, words: dict[str, tuple[str, ...]]) -> Node:
    """The newest diagnosis or status code that names the receptor, as one of the keys of `words`."""
    concepts = tuple(concept for group in words.values() for concept in group)
    named = Fact(
        id=id,
        label=label,
        reads=latest(Events(concepts=concepts, not_answers=_DENIED), "concept", categories=concepts),
        absence=unknown("not every record codes the receptors"),
    )
    return choose(*((named.one_of(*group), word) for word, group in words.items()))


# --- oestrogen and progesterone receptor ------------------------------------------------------------------------------


def _stained(id: str, label: str, concept: str, specimen: _Specimen, ask: str) -> Node:
    """Positive, low or negative: by the share of stained nuclei where it is told, else by the report's word."""
    word = _word(f"{id}-result", f"{label} result", concept, specimen, ("positive", "low", "negative"), ask)
    share = Fact(
        id=f"{id}-share{specimen.suffix}",
        label=f"nuclei stained for {label}{specimen.words}",
        reads=latest(Events(concepts=(concept,), with_value=True, sites=specimen.sites), unit="%"),
        absence=unknown(NOT_TESTED),
        ask=ask,
        digits=0,
    )
    share_day = _day(f"{id}-share-day", f"nuclei counted for {label}", concept, specimen, with_value=True)
    word_day = _day(
        f"{id}-word-day", f"{label} judged", concept, specimen, answers=("positive", "low", "negative")
    )  # fmt: skip
    counted = choose(
        (share < RECEPTOR_POSITIVE, "negative"), (share <= RECEPTOR_LOW, "low"), otherwise="positive"
    )  # fmt: skip
    newer = any_of(~known(word), ~known(word_day), all_of(known(share_day), share_day >= word_day))
    return choose((all_of(known(share), newer), counted), otherwise=word)


def _receptor(id: str, label: str, concept: str, codes: dict[str, tuple[str, ...]], ask: str) -> Fact:
    at_metastasis = _stained(id, label, concept, METASTASIS, ask)
    newest = _stained(id, label, concept, ANY, ask)
    result = choose(
        (all_of(_newest_is_primary(id, label, concept), known(at_metastasis)), at_metastasis), otherwise=newest
    )
    coded = _by_code(f"{id}-code", f"code that names the {label}", codes)
    return Fact(
        id=id,
        label=label,
        computes=choose((known(result), result), (known(coded), coded), otherwise=newest),
        ask=ask,
        note="The newest result; where that comes from the breast, the newest one of a metastasis. Low: 1 to 10% of nuclei.",
    )


_HR_NEGATIVE = (
    "status.hr-negative-her2-positive",
    "status.hr-negative-her2-negative",
    f"{_BREAST}triple-negative",
)
ER = _receptor(
    "er",
    "oestrogen receptor",
    "marker.er",
    {"positive": ("status.er-positive-status",), "negative": ("status.er-negative-status", *_HR_NEGATIVE)},
    "Is the oestrogen receptor of the newest biopsy positive, low or negative?",
)
PR = _receptor(
    "pr",
    "progesterone receptor",
    "marker.pr",
    {"positive": ("status.pr-positive-status",), "negative": ("status.pr-negative-status", *_HR_NEGATIVE)},
    "Is the progesterone receptor of the newest biopsy positive or negative?",
)
_HR_CODED = _by_code(
    "hormone-receptor-code",
    "code that names the hormone receptors together",
    {
        "positive": (
            "status.hr-positive-her2-positive",
            "status.hr-positive-her2-negative",
            f"{_BREAST}hr-positive",
        ),
        "negative": _HR_NEGATIVE,
    },
)
HORMONE_RECEPTOR_POSITIVE = Fact(
    id="hormone-receptor-positive",
    label="hormone receptor positive",
    computes=choose(
        (all_of(~known(ER), ~known(PR), known(_HR_CODED)), _HR_CODED.one_of("positive")),
        otherwise=any_of(ER.one_of("positive", "low"), PR.one_of("positive", "low")),
    ),
    ask="Is the tumour hormone receptor positive?",
    note="Oestrogen or progesterone receptor positive; low counts as positive.",
)

# --- HER2 -------------------------------------------------------------------------------------------------------------

_SCORES = ("0", "1+", "2+", "3+", "ultralow", "null", "low")
_ASK_SCORE = "What is the HER2 score of the stain (0, 1+, 2+, 3+), and if 0, is there any membrane staining?"


_ASK_ISH = "Is HER2 amplified by in situ hybridisation?"
_TESTS = ("marker.her2-ihc", "marker.her2-ish")
_AMPLIFIED = ("positive", "present")
_STAIN_WORDS = (*_SCORES, "positive", "negative", "equivocal")
_ISH_WORDS = (*_AMPLIFIED, "negative", "absent")
_TEST_WORDS = tuple(dict.fromkeys((*_STAIN_WORDS, *_ISH_WORDS)))
_STAIN_NEWEST = _word("her2-ihc", "HER2 stain", "marker.her2-ihc", ANY, _STAIN_WORDS, _ASK_SCORE)
_ISH_NEWEST = _word("her2-ish", "HER2 in situ hybridisation", "marker.her2-ish", ANY, _ISH_WORDS, _ASK_ISH)


def _her2_day(id: str, label: str, sites: tuple[str, ...]) -> Fact:
    return Fact(
        id=id,
        label=label,
        reads=latest(Events(concepts=_TESTS, answers=_TEST_WORDS, sites=sites), "start"),
        absence=unknown("a result may have no date"),
    )


_TESTED = _her2_day("her2-newest-day", "HER2 tested", ())
_METASTASIS_TESTED = _her2_day("her2-newest-day-metastasis", "HER2 of a metastasis tested", METASTATIC_SITES)
_NEWEST_FROM_BREAST = Fact(
    id="her2-newest-from-breast",
    label="newest HER2 result comes from the breast",
    reads=exists(Events(concepts=_TESTS, answers=_TEST_WORDS, sites=PRIMARY_SITES, since=_TESTED)),
    absence=absent("a result without a site is taken for what its date says"),
)
HER2_SPECIMEN_DAY = Fact(
    id="her2-specimen-day",
    label="newest HER2 result of the specimen that counts",
    computes=choose((all_of(_NEWEST_FROM_BREAST, known(_METASTASIS_TESTED)), _METASTASIS_TESTED), otherwise=_TESTED),
    note="The newest result; where that comes from the breast, the newest one of a metastasis.",
)
_AGE = DaysSince(of=HER2_SPECIMEN_DAY) + HER2_TOGETHER
_OF_METASTASIS = all_of(known(_METASTASIS_TESTED), DaysSince(of=_METASTASIS_TESTED) <= _AGE)


def _of_specimen(
    id: str, label: str, concept: str, words: tuple[str, ...], ask: str, why: str = NOT_TESTED, **bound: Any
) -> Node:
    """A result of the specimen that counts: no older one, and none of the breast where a metastasis was tested."""

    def result(specimen: _Specimen) -> Fact:
        return Fact(
            id=f"{id}-of-specimen{specimen.suffix}",
            label=f"{label} of the newest specimen{specimen.words}",
            reads=latest(
                Events(concepts=(concept,), answers=words, sites=specimen.sites, **bound), "answer", categories=words
            ),
            absence=unknown(why),
            ask=ask,
        )

    from_breast = Fact(
        id=f"{id}-of-breast",
        label=f"{label} of the breast among the newest results",
        reads=exists(Events(concepts=(concept,), answers=words, sites=PRIMARY_SITES, **bound)),
        absence=absent("a result without a site is taken for what its date says"),
    )
    return choose((all_of(from_breast, _OF_METASTASIS), result(METASTASIS)), otherwise=result(ANY))


# A result without a date is used where no result has one.
_DATED = known(HER2_SPECIMEN_DAY)
_STAIN = choose(
    (_DATED, _of_specimen("her2-ihc", "HER2 stain", "marker.her2-ihc", _STAIN_WORDS, _ASK_SCORE, within=_AGE)),
    otherwise=_STAIN_NEWEST,
)
HER2_SCORE = Fact(
    id="her2-ihc-score",
    label="HER2 score of the stain",
    computes=_of_specimen(
        "her2-ihc-score", "HER2 score of the stain", "marker.her2-ihc", _SCORES, _ASK_SCORE, within=_AGE
    ),
    ask=_ASK_SCORE,
    note="Of the specimen that counts: the score of an older biopsy says nothing about a newer one.",
)
# In situ hybridisation completes a stain of the same day or one before it, never one that came later.
_ISH = choose(
    (
        _DATED,
        _of_specimen(
            "her2-ish",
            "HER2 in situ hybridisation",
            "marker.her2-ish",
            _ISH_WORDS,
            _ASK_ISH,
            since=HER2_SPECIMEN_DAY,
        ),
    ),
    otherwise=_ISH_NEWEST,
)
HER2_AMPLIFIED = Fact(id="her2-amplified", label="HER2 amplified", computes=_ISH.one_of(*_AMPLIFIED), ask=_ASK_ISH)
HER2_STAINING = Fact(
    id="her2-membrane-staining",
    label="membrane staining in a tumour scored 0",
    computes=_of_specimen(
        "her2-membrane",
        "membrane staining in a tumour scored 0",
        "marker.her2-membrane-staining",
        ("present", "positive", "absent", "negative"),
        "The HER2 stain is scored 0: is there any membrane staining (ultralow) or none at all?",
        why="older reports do not tell ultralow from null",
        within=_AGE,
    ),
    ask="The HER2 stain is scored 0: is there any membrane staining (ultralow) or none at all?",
)
_HER2_CODED = _by_code(
    "her2-code",
    "code that names HER2",
    {
        "positive": (
            "status.her2-positive-status",
            "status.hr-positive-her2-positive",
            "status.hr-negative-her2-positive",
            f"{_BREAST}her2-positive",
        ),
        "negative-not-graded": (
            "status.her2-negative-status",
            "status.hr-positive-her2-negative",
            "status.hr-negative-her2-negative",
            f"{_BREAST}her2-negative",
            f"{_BREAST}triple-negative",
            f"{_BREAST}gbrca-her2neg-metastatic",
        ),
    },
)
_GRADED = choose(
    (_STAIN.one_of("3+", "positive"), "positive"),
    (shown(HER2_AMPLIFIED), "positive"),
    (_STAIN.one_of("1+", "low"), "low"),
    (_STAIN.one_of("2+"), choose((HER2_AMPLIFIED, "positive"), otherwise="low")),
    (_STAIN.one_of("equivocal"), choose((HER2_AMPLIFIED, "positive"), otherwise="negative-not-graded")),
    (_STAIN.one_of("0"), choose((HER2_STAINING.one_of("present", "positive"), "ultralow"), otherwise="null")),
    (_STAIN.one_of("ultralow"), "ultralow"),
    (_STAIN.one_of("null"), "null"),
    otherwise="negative-not-graded",
)
HER2 = Fact(
    id="her2",
    label="HER2",
    computes=choose(
        (known(_STAIN), _GRADED),
        (known(HER2_AMPLIFIED), choose((HER2_AMPLIFIED, "positive"), otherwise="negative-not-graded")),
        (known(_HER2_CODED), _HER2_CODED),
        # Nothing is known: every word stays possible, and the stain is what is asked for.
        otherwise=choose(
            (_STAIN_NEWEST.one_of("3+"), "positive"),
            (_STAIN_NEWEST.one_of("1+"), "low"),
            (_STAIN_NEWEST.one_of("ultralow"), "ultralow"),
            (_STAIN_NEWEST.one_of("null"), "null"),
            otherwise="negative-not-graded",
        ),
    ),
    ask=_ASK_SCORE,
    note="Positive: 3+ or amplified. Low: 1+, or 2+ not amplified. Ultralow: 0 with some membrane staining. Null: no staining. "
    "A tumour that is only called negative is not graded and may still be low or ultralow.",
)
HER2_POSITIVE = Fact(id="her2-positive", label="HER2 positive", computes=HER2.one_of("positive"), ask=_ASK_SCORE)
HER2_NEGATIVE = Fact(id="her2-negative", label="HER2 negative", computes=~HER2_POSITIVE, ask=_ASK_SCORE)
_UNGRADED = all_of(known(HER2), HER2.one_of("negative-not-graded"))
HER2_LOW = Fact(
    id="her2-low",
    label="HER2 low",
    computes=choose((_UNGRADED, HER2_SCORE.one_of("1+", "2+", "low")), otherwise=HER2.one_of("low")),
    ask=_ASK_SCORE,
    note="Stain 1+, or 2+ and not amplified; open where the tumour is only called negative.",
)
HER2_ULTRALOW = Fact(
    id="her2-ultralow",
    label="HER2 ultralow",
    computes=choose((_UNGRADED, HER2_SCORE.one_of("ultralow")), otherwise=HER2.one_of("ultralow")),
    ask=_ASK_SCORE,
    note="Stain 0 with some membrane staining; open where the tumour is only called negative.",
)

# --- together ---------------------------------------------------------------------------------------------------------

TRIPLE_NEGATIVE = Fact(
    id="triple-negative",
    label="triple negative",
    computes=all_of(~HORMONE_RECEPTOR_POSITIVE, HER2_NEGATIVE),
    ask="Is the tumour triple negative?",
    note="Oestrogen receptor, progesterone receptor and HER2 all negative.",
)
HR_POSITIVE_HER2_NEGATIVE = Fact(
    id="hr-positive-her2-negative",
    label="hormone receptor positive, HER2 negative",
    computes=all_of(HORMONE_RECEPTOR_POSITIVE, HER2_NEGATIVE),
)
RECEPTORS_KNOWN = Fact(
    id="receptors-known",
    label="receptors known",
    computes=all_of(known(HORMONE_RECEPTOR_POSITIVE), known(HER2_POSITIVE)),
)
