"""Options.

An option is a treatment that may be chosen. `applies` says whose question it is, `requires` lists what must hold, each part
with its words. Options are sorted into lists and never ranked: what fits now; what would fit if a missing fact were known;
what does not fit, and because of which fact. What no region approves and no guideline names is only watched.
"""

from datetime import date

import pytest

from osteon.engine.checks import check_structure
from osteon.engine.nodes import ALWAYS, BuildError
from osteon.engine.options import Caution, Option, Status
from osteon.engine.rules import Evidence, Pathway, Topic
from osteon.engine.situation import as_of
from spec.small import DAY, NOBODY, TEXTBOOK, evaluator, happening, limit, measurement, question, somebody

A, B, C = question("a"), question("b"), question("c")
APPROVED = Status("here", "approved", "2020", "TEXTBOOK")
WATCHED = Status("here", "investigational", "2020", "TEXTBOOK")


def option(*requires, id="it", applies=ALWAYS, marks=("primary",), **rest):
    """An option with all the words that one must have."""
    given = {
        "title": id,
        "drugs": ("drug.a",),
        "line": "first line",
        "requires": tuple((node.label, node) for node in requires),
        "evidence": tuple(
            Evidence(source="TEXTBOOK", locator="p. 1", strength="trial", checked=mark) for mark in marks
        ),
        "region_status": (APPROVED,),
    }
    return Option(id=id, applies=applies, **{**given, **rest})


def pathway(*options):
    topic = Topic(id="topic", title="Topic", purpose="To try things out", recommendations=(), options=options)
    return Pathway(edition="1", topics=(topic,), sources=(TEXTBOOK,))


def chosen(one, who=NOBODY, drafts=False):
    """The choice for one patient; None when the option is not shown."""
    machine = evaluator(pathway(one), drafts=drafts)
    found = machine.choices(machine.situation(who, as_of(DAY)))
    return found[0] if found else None


def listed(one, who=NOBODY, **rest):
    """The list that the option is in, the facts that are missing and those that rule it out."""
    machine = evaluator(pathway(one), **rest)
    found = machine.choices(machine.situation(who, as_of(DAY)))
    if not found:
        return None
    missing, failing = ({fact.id for fact in machine.facts_in(mask)} for mask in (found[0].missing, found[0].failing))
    return found[0].list, missing, failing


def test_fits():
    """Every requirement holds: the option fits now."""
    assert listed(option(A, B), somebody(a=True, b=True)) == ("fits", set(), set())


def test_would_fit():
    """A requirement is not known, and none is known to fail: the option would fit, and the missing facts are named."""
    assert listed(option(A, B, C), somebody(a=True)) == ("would-fit", {"b", "c"}, set())


def test_does_not_fit():
    """One requirement fails: the option does not fit, whatever else is open, and the fact that rules it out is named."""
    assert listed(option(A, B), somebody(a=False)) == ("does-not-fit", set(), {"a"})


def test_each_requirement_is_told():
    """What the reader sees is which requirement holds, which fails, and which is open."""
    told = chosen(option(A, B, C), somebody(a=True, b=False)).requires
    assert [(one.label, one.holds) for one in told] == [("a", True), ("b", False), ("c", None)]


def test_not_her_question():
    """Where `applies` is false the option is not shown at all."""
    assert listed(option(B, applies=A), somebody(a=False, b=True)) is None


def test_perhaps_her_question():
    """Where `applies` is open the option would fit, at best."""
    assert listed(option(B, applies=A), somebody(b=True)) == ("would-fit", {"a"}, set())


def test_watched():
    """Without an approval and without a guideline an option is watched: it never fits, though all requirements hold."""
    assert listed(option(A, region_status=(WATCHED,)), somebody(a=True))[0] == "watch"
    assert listed(option(A, region_status=(WATCHED,)))[0] == "watch"
    assert listed(option(A, region_status=(WATCHED,)), somebody(a=False))[0] == "does-not-fit"
    assert listed(option(A, region_status=(WATCHED, APPROVED)), somebody(a=True))[0] == "fits"


def test_a_withdrawn_option_is_watched():
    """A withdrawal leaves nothing that could be offered."""
    withdrawn = Status("here", "withdrawn", "2021", "TEXTBOOK")
    assert listed(option(A, region_status=(withdrawn,)), somebody(a=True))[0] == "watch"


def test_cautions_never_exclude():
    """A caution is shown where it holds or is open, and leaves the option in its list."""
    careful = option(A, cautions=(Caution("b", B, "See to it."),))
    for who, holds in ((somebody(a=True, b=True), True), (somebody(a=True), None)):
        choice = chosen(careful, who)
        assert choice.list == "fits"
        assert [(caution.label, said) for caution, said, _, _ in choice.cautions] == [("b", holds)]
    assert not chosen(careful, somebody(a=True, b=False)).cautions


@pytest.mark.parametrize(
    ("marks", "checked"),
    [(("memory", "primary"), "primary"), (("memory", "secondary"), "secondary"), (("memory",), "memory")],
)
def test_marks(marks, checked):
    """An option carries many figures, each with its own mark; one that was read is enough to show it. All memory: a draft."""
    one = option(A, marks=marks)
    assert one.checked == checked
    assert (listed(one) is None) is (checked == "memory")
    assert listed(one, drafts=True) is not None


def test_a_requirement_from_memory():
    """A number from memory in a requirement makes a draft all the same."""
    assert option(requires=(("heavy", measurement("w") > limit(3, checked="memory")),)).draft


def test_options_are_part_of_the_pathway():
    """Their conditions are evaluated and their facts are listed; the version changes with them."""
    one, other = pathway(option(A)), pathway(option(A, review_by=date(2030, 1, 1)))
    assert A in one.facts
    assert one.hash != other.hash


LOOK_AGAIN = "option it: it is watched or decided in 2026, so say `review_by` when to look again"


@pytest.mark.parametrize(
    ("rest", "message"),
    [
        ({"evidence": ()}, "option it: `evidence` is empty"),
        ({"requires": ()}, "option it: `requires` is empty"),
        ({"drugs": ("drug.b",)}, "option it: drug drug.b does not exist"),
        (
            {"region_status": (APPROVED._replace(source="RUMOUR"),)},
            "option it: source RUMOUR is not in the list of sources",
        ),
        ({"region_status": (WATCHED,)}, LOOK_AGAIN),
        ({"region_status": (APPROVED._replace(date="2026-01"),)}, LOOK_AGAIN),
        ({"preferred_over": ("that",)}, "option it: preferred over that, which does not exist"),
    ],
)
def test_faults(rest, message):
    """What can be wrong with an option is found before a patient is."""
    assert message in check_structure(pathway(option(A, **rest)), (), frozenset({"a", "drug.a"}))


def test_mistakes():
    """A status is one of four words, and a requirement is a condition."""
    with pytest.raises(BuildError, match="status is one of approved, guideline, investigational, withdrawn"):
        option(A, region_status=(Status("here", "perhaps", "2020", "TEXTBOOK"),))
    with pytest.raises(BuildError, match="must be a condition"):
        option(A, requires=(("w", measurement("w")),))


def test_closed_facts():
    """What would have been recorded counts as known: a drug never given rules nothing out and nothing open."""
    given = happening("drug.a")
    assert listed(option(A, requires=(("not used", ~given),)))[0] == "fits"
