"""Cases that are missing.

A case is a small patient with the verdicts that must come out. Every advice has a case for each verdict that it can give, and
every threshold one case below it, one at it and one above.
"""

import pytest

from osteon.engine.checks import Example, check_cases, possible_verdicts, thresholds
from osteon.engine.events import Events, latest
from osteon.engine.nodes import ALWAYS, Band, DaysSince, Fact, known, unknown
from osteon.engine.situation import as_of
from spec.small import (
    DAY,
    NOBODY,
    advice,
    between,
    computed,
    evaluator,
    event,
    happening,
    lesion,
    limit,
    measurement,
    pathway,
    question,
    somebody,
)

A, H, W = question("a"), happening("h"), measurement("w")
HEAVY = W > limit(30)


# --- verdicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "verdicts"),
    [
        (advice("it", A, applies=H), ("met", "not-met", "unknown", "not-applicable")),
        (advice("it", A), ("met", "not-met", "unknown")),
        (advice("it", H), ("met", "not-met")),
        (advice("it", ALWAYS, applies=H), ("met", "not-applicable")),
        (advice("it", ALWAYS, applies=H, unless=A), ("met", "unknown", "not-applicable")),
        (advice("it", known(A), applies=H), ("met", "not-met", "not-applicable")),
        (advice("it", HEAVY), ("met", "not-met", "unknown")),
        (advice("it", computed("c", A & H)), ("met", "not-met", "unknown")),
    ],
    ids=range(8),
)
def test_verdicts_that_advice_can_give(rule, verdicts):
    """Advice that always holds is never `not-met`; advice for everybody is never `not-applicable`; advice whose facts all read
    silence as no is never `unknown`."""
    assert possible_verdicts(pathway(rule), rule, drafts=False) == verdicts


def test_exceptions_add_a_verdict():
    """Advice for everybody to which there is an exception can be not applicable."""
    rule = advice("it", H)
    assert possible_verdicts(pathway(rule, advice("other", A, excepts=("it",))), rule, drafts=False) == (
        "met",
        "not-met",
        "unknown",
        "not-applicable",
    )


def test_a_verdict_without_a_case():
    """What no case expects is listed."""
    whole = pathway(advice("it", A, applies=H))
    assert check_cases(whole, {"it": {"met", "unknown"}}, [], drafts=False) == [
        "it: no case where it is not-met or not-applicable"
    ]
    assert check_cases(whole, {"it": {"met", "not-met", "unknown", "not-applicable"}}, [], drafts=False) == []


def test_drafts_need_no_cases_until_they_are_asked_for():
    """A draft takes part in nothing."""
    whole = pathway(advice("it", A, evidence=()))
    assert check_cases(whole, {}, [], drafts=False) == []
    assert check_cases(whole, {}, [], drafts=True) == ["it: no case where it is met or not-met or unknown"]


# --- thresholds -------------------------------------------------------------------------------------------------------


def boundary_faults(rule, *patients) -> list[str]:
    whole = pathway(rule)
    machine = evaluator(whole)
    examples = [Example("case", who, as_of(DAY), machine) for who in patients]
    said = {rule.id: set(possible_verdicts(whole, rule, drafts=False))}
    return check_cases(whole, said, examples, drafts=False)


def test_below_at_and_above():
    """Three patients see all sides of a threshold."""
    rule = advice("it", HEAVY)
    assert boundary_faults(rule, somebody(w=29), somebody(w=30), somebody(w=31)) == []
    assert boundary_faults(rule, somebody(w=29), somebody(w=31)) == ["threshold LIMIT (w; it): no case at it"]
    assert boundary_faults(rule) == ["threshold LIMIT (w; it): no case below or at or above it"]


def test_the_threshold_may_stand_on_either_side():
    """`limit < weight` is the same threshold as `weight > limit`; below it are the patients with less weight."""
    rule = advice("it", limit(30) < W)
    assert boundary_faults(rule, somebody(w=29), somebody(w=30)) == ["threshold LIMIT (w; it): no case above it"]


def test_patients_in_whom_it_is_not_known_do_not_count():
    """Bounds around a threshold look at no side of it."""
    rule = advice("it", between(20, 40, A) > limit(30))
    assert boundary_faults(rule, NOBODY) == ["threshold LIMIT (a; it): no case below or at or above it"]


def test_bands_have_thresholds():
    """Every cut-point of a band is a threshold."""
    band = Band(
        of=W, edges=(limit(10, id="FIRST"), limit(20, id="SECOND")), labels=("a", "b", "c"), upper_inclusive=True
    )
    rule = advice("it", band.one_of("b"))
    assert len(thresholds(pathway(rule), rule)) == 2
    assert boundary_faults(rule, *(somebody(w=weight) for weight in (9, 10, 11, 20))) == [
        "threshold SECOND (w; it): no case above it"
    ]


def test_thresholds_inside_facts():
    """A threshold counts wherever it stands below the advice."""
    rule = advice("it", computed("heavy", HEAVY))
    assert boundary_faults(rule, somebody(w=29)) == ["threshold LIMIT (w; it): no case at or above it"]


def test_thresholds_on_dates():
    """The age of an entry has a threshold too."""
    day = Fact(
        id="day", label="day", reads=latest(Events(concepts=("x",)), "start"), absence=unknown("may be elsewhere")
    )
    rule = advice("it", DaysSince(of=day) > limit(28, "d"))
    assert boundary_faults(rule, somebody(event("x"))) == ["threshold LIMIT (day; it): no case at or above it"]


def test_thresholds_about_lesions():
    """Lesions of one patient may stand on different sides."""
    size = measurement("size", per_lesion=True)
    names = {"one": 29, "two": 30, "three": 31}
    who = somebody(
        *(event("size", lesion=name, value=value) for name, value in names.items()),
        lesions=[lesion(name) for name in names],
    )
    assert boundary_faults(advice("it", size > limit(30)), who) == []


def test_a_threshold_that_several_ask_is_named_once():
    """The fault names all the advice that reads the threshold."""
    heavy = computed("heavy", HEAVY)
    whole = pathway(advice("one", heavy), advice("two", heavy & A))
    said = {"one": {"met", "not-met", "unknown"}, "two": {"met", "not-met", "unknown"}}
    assert check_cases(whole, said, [], drafts=False) == [
        "threshold LIMIT (w; one, two): no case below or at or above it"
    ]
