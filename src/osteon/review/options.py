"""The options of one review: what fits now, what would fit if a fact were known, what does not fit and why, what is watched.

Nothing is ranked: the order inside a list is that of the pathway.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from orjson import dumps

from osteon.engine.choosing import FITS, LISTS, Choice
from osteon.engine.options import Caution, Option
from osteon.engine.rules import Source
from osteon.pathway.tumour.facts import PROGRESSED_ON_LINE, SYSTEMIC_CURRENT
from osteon.review.stencil import HOLE, Stencil, joined, truth
from osteon.terminology import concept

if TYPE_CHECKING:
    from osteon.review.reasons import Reasons
    from osteon.review.review import Review

__all__ = ["options", "options_due"]


class FixedOption:
    """The part of an option that is the same for every patient, written as JSON with holes."""

    def __init__(self, item: Option, sources: Mapping[str, Source]) -> None:
        self.stencil = _stencil(item, sources)
        self.requires = tuple(
            Stencil({"requirement": label, "holds": HOLE, "facts": HOLE}) for label, _ in item.requires
        )
        self.cautions = {caution: _caution_stencil(caution) for caution in item.cautions}


class _FixedOptions(dict[Option, FixedOption]):
    """What is the same for every patient, by option; each made when a review first needs it."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def __missing__(self, item: Option) -> FixedOption:
        found = self[item] = FixedOption(item, self._sources)
        return found


def options(review: Review, reasons: Reasons) -> list[bytes]:
    """Every option whose question may be this patient's, as JSON: those that fit first, then by list.

    Empty for anybody else.
    """
    evaluator = review.evaluator
    chosen = [] if review.died else evaluator.choices(review.situation)
    if not chosen:
        return []
    same: _FixedOptions | None = evaluator.beside.get(__name__)
    if same is None:
        same = evaluator.beside[__name__] = _FixedOptions(evaluator.pathway.source_by_id)
    found: dict[str, list[bytes]] = {name: [] for name in LISTS}
    for choice in chosen:
        found[choice.list].append(_told(choice, same[choice.option], reasons))
    return [entry for listed in found.values() for entry in listed]


def options_due(review: Review) -> bool:
    """Whether a choice of systemic treatment is at hand: none runs, or the cancer progressed under the one that runs."""
    runs = review.evaluator.value(review.situation, SYSTEMIC_CURRENT)[0]
    progressed = review.evaluator.value(review.situation, PROGRESSED_ON_LINE)[0]
    return runs is not True or progressed is True


def _stencil(item: Option, sources: Mapping[str, Source]) -> Stencil:
    shown = {
        "id": item.id,
        "topic": item.topic,
        "title": item.title,
        "list": HOLE,
        "drugs": [{"concept": name, "label": concept(name).label} for name in item.drugs],
        "line": item.line,
        "missing": HOLE,
        "because": HOLE,
        "cautions": HOLE,
        "evidence": [
            {
                "source": part.source,
                "title": sources[part.source].title,
                "locator": part.locator,
                "strength": part.strength,
                "checked": part.checked,
            }
            for part in item.evidence
        ],
        "status": [
            {"region": part.region, "status": part.status, "date": part.date, "source": part.source}
            for part in item.region_status
        ],
        "review_by": item.review_by.isoformat() if item.review_by else None,
        "checked": item.checked,
        "draft": item.draft,
        "preferred_over": list(item.preferred_over),
        "note": item.note,
    }
    return Stencil(shown)


def _caution_stencil(caution: Caution) -> Stencil:
    return Stencil({"label": caution.label, "advice": caution.advice, "holds": HOLE, "missing": HOLE, "facts": HOLE})


def _told(choice: Choice, same: FixedOption, reasons: Reasons) -> bytes:
    """What the record adds: of an option that fits all requirements, else those that fail or are open."""
    because = [
        requirement.filled([truth(one.holds), reasons.because(one.support)])
        for one, requirement in zip(choice.requires, same.requires, strict=True)
        if choice.list == FITS or (one.holds is False if choice.failing else not one.holds)
    ]
    cautions = [
        same.cautions[caution].filled(
            [truth(holds), reasons.lacking(missing), reasons.because(support) if holds else b"[]"]
        )
        for caution, holds, missing, support in choice.cautions
    ]
    return same.stencil.filled([_LISTS[choice.list], reasons.lacking(choice.missing), joined(because), joined(cautions)])


_LISTS: Final = {name: dumps(name) for name in LISTS}
