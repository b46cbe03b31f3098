"""One page of the manual: a recommendation, fact, parameter or policy in words, with its sources."""

from __future__ import annotations

from collections.abc import Iterator

from osteon.engine.measures import Measure
from osteon.engine.nodes import Fact, Node, Parameter, Policy, walk
from osteon.engine.nodes.below import direct_facts, settings_below
from osteon.engine.rules import Evidence, Pathway, Recommendation, Score
from osteon.engine.words import describe, number, unit_words

__all__ = ["measure_page", "page_of", "recommendation_page", "score_page"]

CHECKED = {
    "primary": "read in the source itself",
    "secondary": "read in a text that reports the source",
    "derived": "our own arithmetic or default",
    "memory": "from memory: a draft, not part of a review unless asked for",
}


def page_of(whole: Pathway, id: str) -> str | None:
    """The page of one id as Markdown; None when nothing has this id."""
    if id in whole.by_id:
        return recommendation_page(whole, whole.by_id[id])
    for score in whole.scores:
        if score.id == id:
            return score_page(whole, score)
    for measure in whole.measures:
        if measure.id == id:
            return measure_page(whole, measure)
    for fact in whole.facts:
        if fact.id == id:
            return _lines(_fact_page(whole, fact))
    for parameter in whole.parameters:
        if parameter.id == id:
            return _lines(_parameter_page(whole, parameter))
    for policy in whole.policies:
        if policy.id == id:
            return _lines(_policy_page(policy))
    return None


def recommendation_page(whole: Pathway, item: Recommendation) -> str:
    """Purpose, condition, parameters, sources of one recommendation, as Markdown."""
    return _lines(_recommendation(whole, item))


def _settings_table(reads: tuple[Parameter | Policy, ...]) -> Iterator[str]:
    yield "## Parameters and policies"
    yield ""
    yield "| id | value | source | where | checked |"
    yield "|---|---|---|---|---|"
    for node in reads:
        if isinstance(node, Parameter):
            yield (
                f"| `{node.id}` | {number(node.value)}{unit_words(node.unit)} | {node.source} | {node.locator} | "
                f"{node.checked} |"
            )
        else:
            yield f"| `{node.id}` | {node.default} (of {', '.join(node.options)}) | policy | {node.question} | |"
    yield ""


def score_page(whole: Pathway, item: Score) -> str:
    """Items, bands, accuracy and sources of one score, as Markdown."""
    return _lines(_score(whole, item))


def measure_page(whole: Pathway, item: Measure) -> str:
    """Rows, population, exclusions, numerator, numbers and sources of one measure of quality, as Markdown."""
    return _lines(_measure(whole, item))


def _lines(lines: Iterator[str]) -> str:
    return "\n".join(lines).rstrip() + "\n"


def _recommendation(whole: Pathway, item: Recommendation) -> Iterator[str]:
    yield f"# {item.title}"
    yield ""
    state = "draft" if item.draft else "active"
    yield f"`{item.id}` · topic {item.topic} · urgency {item.urgency} · {state} · checked: {CHECKED[item.checked]}"
    yield ""
    yield f"**Advice.** {item.advise}"
    yield ""
    yield f"**What it is for.** {item.purpose}"
    yield ""
    yield f"**Misuse.** {item.misuse}"
    yield ""
    yield f"**Whose question.** {describe(item.applies)}"
    yield ""
    yield f"**Holds when.** {describe(item.when)}"
    yield ""
    if item.unless is not None:
        yield f"**Unless.** {describe(item.unless)}"
        yield ""
    exceptions = [other.id for other in whole.recommendations if item.id in other.excepts]
    if exceptions:
        yield f"**Steps aside for.** {', '.join(f'`{name}`' for name in exceptions)}"
        yield ""
    if item.says_more_than:
        yield f"**Says more than.** {', '.join(f'`{name}`' for name in item.says_more_than)}"
        yield ""
    facts = dict.fromkeys(fact for root in item.roots() for fact in direct_facts(root))
    yield "## Facts"
    yield ""
    for fact in facts:
        yield f"- **{fact.label}** (`{fact.id}`): {describe(fact, inside=True)}. {_absence(fact)}"
    yield ""
    reads = whole.reads[item.id]
    if reads:
        yield from _settings_table(reads)
    yield "## Sources"
    yield ""
    yield from _sources(whole, item.evidence)


def _sources(whole: Pathway, parts: tuple[Evidence, ...]) -> Iterator[str]:
    for part in parts:
        source = whole.source_by_id[part.source]
        yield f"- **{part.source}** {source.title} ({source.year}). {part.locator}. Strength: {part.strength}. Checked: {part.checked}."


def _score(whole: Pathway, item: Score) -> Iterator[str]:
    yield f"# {item.title}"
    yield ""
    state = "draft" if item.draft else "active"
    whose = "each lesion" if item.per_lesion else "the patient"
    yield f"`{item.id}` · score of {whose} · topic {item.topic} · {state} · checked: {CHECKED[item.checked]}"
    yield ""
    yield f"**What it is for.** {item.purpose}"
    yield ""
    yield f"**Misuse.** {item.misuse}"
    yield ""
    if item.applies is not None:
        yield f"**Whose question.** {describe(item.applies)}"
        yield ""
    yield "## Items"
    yield ""
    for label, points in item.items:
        yield f"- **{label}**: {describe(points)}"
    yield ""
    yield "## Bands"
    yield ""
    meaning = dict(item.meaning)
    for word in item.category.categories:
        yield f"- **{word}**{f': {meaning[word]}' if word in meaning else ''}"
    yield ""
    yield f"The band is {_opened(item.category)}."
    yield ""
    reads = dict.fromkeys(node for root in (item.total, item.category) for node in settings_below(root))
    if reads:
        yield from _settings_table(tuple(reads))
    for heading, parts in (("How well it did where it was measured", item.accuracy), ("Sources", item.evidence)):
        if parts:
            yield f"## {heading}"
            yield ""
            for part in parts:
                source = whole.source_by_id[part.source]
                yield f"- {part.strength}. **{part.source}** {source.title} ({source.year}), {part.locator}. Checked: {part.checked}."
            yield ""


def _measure(whole: Pathway, item: Measure) -> Iterator[str]:
    yield f"# {item.title}"
    yield ""
    state = "draft" if item.draft else "active"
    yield f"`{item.id}` · measure of quality · {state} · checked: {CHECKED[item.checked]}"
    yield ""
    yield f"**Why.** {item.why}"
    yield ""
    yield f"**Misuse.** {item.misuse}"
    yield ""
    yield f"**One row.** {item.row[0].upper()}{item.row[1:]}."
    yield ""
    if item.episode is not None:
        yield f"A row no more than {describe(item.episode)} after one before belongs to the same episode and is none of its own."
        yield ""
    yield f"**Population.** {describe(item.population)}"
    yield ""
    for exclusion in item.exclusions:
        yield f"**Taken out.** {exclusion.label[0].upper()}{exclusion.label[1:]}: {describe(exclusion.when)}"
        yield ""
    due = f"{describe(item.after)} after" if item.after is not None else "on the day itself"
    yield f"**Numerator.** {item.numerator_says[0].upper()}{item.numerator_says[1:]}. Judged {due}: {describe(item.numerator)}"
    yield ""
    yield f"**Told apart by.** Calendar quarter, {', '.join(one.label for one in item.stratifiers)}"
    yield ""
    if item.recommendations:
        yield f"**Looks back on.** {', '.join(f'`{name}`' for name in item.recommendations)}"
        yield ""
    asked = (item.population, item.numerator, *(one.when for one in item.exclusions))
    facts = dict.fromkeys(fact for root in asked for fact in direct_facts(root))
    yield "## Facts"
    yield ""
    for fact in facts:
        yield f"- **{fact.label}** (`{fact.id}`): {describe(fact, inside=True)}. {_absence(fact)}"
    yield ""
    reads = tuple(dict.fromkeys([*item.parameters(), *(node for root in asked for node in settings_below(root))]))
    if reads:
        yield from _settings_table(reads)
    yield "## Sources"
    yield ""
    yield from _sources(whole, item.evidence)


def _opened(node: Node) -> str:
    return describe(node, inside=True) if isinstance(node, Fact) else describe(node)


def _absence(fact: Fact) -> str:
    lines = []
    for node in walk(fact):
        if isinstance(node, Fact) and node.absence is not None:
            means = {"unknown": "not known", "absent": "no"}[node.absence.means]
            limit = (
                f", older than {describe(node.absence.after)} counts as not known"
                if node.absence.after is not None
                else ""
            )
            lines.append(f"{node.label}: silence means {means} ({node.absence.reason}){limit}")
    return "; ".join(dict.fromkeys(lines)) + ("." if lines else "")


def _fact_page(whole: Pathway, fact: Fact) -> Iterator[str]:
    yield f"# {fact.label}"
    yield ""
    yield f"`{fact.id}` · fact · {fact.kind}{f' in {fact.unit}' if fact.unit else ''}"
    yield ""
    yield describe(fact, inside=True)
    yield ""
    yield _absence(fact)
    if fact.note:
        yield ""
        yield fact.note
    yield ""
    users = [
        item.id for item in whole.recommendations if any(node is fact for root in item.roots() for node in walk(root))
    ]
    yield f"Asked by: {', '.join(f'`{name}`' for name in users) or 'shown to the reader only'}"


def _parameter_page(whole: Pathway, item: Parameter) -> Iterator[str]:
    yield f"# {item.label}"
    yield ""
    yield f"`{item.id}` · parameter · {number(item.value)}{unit_words(item.unit)}"
    yield ""
    yield f"{whole.source_by_id[item.source].title}, {item.locator} ({item.date}). Checked: {CHECKED[item.checked]}."


def _policy_page(item: Policy) -> Iterator[str]:
    yield f"# {item.id}"
    yield ""
    yield f"policy · one of {', '.join(item.options)} · default {item.default}"
    yield ""
    yield item.question
    yield ""
    yield item.reason
