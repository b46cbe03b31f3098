"""The review of one patient: what it holds, and the ways to write it down."""

from __future__ import annotations

import gc
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import orjson

from osteon.engine.evaluate import NOT_APPLICABLE, Evaluator, Outcome, compile_pathway
from osteon.engine.rules import URGENCIES
from osteon.engine.settings import Settings, make_settings
from osteon.engine.silence import ANYTHING
from osteon.engine.situation import AsOf, Situation, as_of
from osteon.pathway import pathway
from osteon.record import read_record
from osteon.record.timeline import Timeline
from osteon.review import contents

__all__ = ["Review", "prepare", "review_record", "review_timeline"]


def review_record(
    source: Any,
    *,
    as_of: date | datetime | str | None = None,
    drafts: bool = False,
    policies: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Review:
    """Read one patient's record and review it.

    `source`: path, bytes, str of JSON, dict, or list of FHIR resources. `as_of`: date of the review; the newest entry's
    date when left out. `drafts`: let rules take part that rest on memory only. `policies`: choices by name; `settings`:
    a whole configuration (see `osteon.engine.settings`), over which `policies` are laid.

    Raises `osteon.record.RecordError` when the source cannot be read at all, `osteon.engine.settings.SettingsError` for a
    policy that does not exist, ValueError for a date that is none.
    """
    return review_timeline(read_record(source), as_of=as_of, drafts=drafts, policies=policies, settings=settings)


def review_timeline(
    timeline: Timeline,
    *,
    as_of: date | datetime | str | None = None,
    drafts: bool = False,
    policies: Mapping[str, str] | None = None,
    settings: Settings | None = None,
) -> Review:
    """Review a timeline that has been read already; arguments as in `review_record`."""
    at, reason = _date_of_review(as_of, timeline)
    evaluator = evaluator_for(_settings(policies, settings), drafts)
    situation = evaluator.situation(timeline, at)
    outcomes = evaluator.outcomes(situation)
    died = _has_died(timeline, at)
    if died:
        outcomes = [Outcome(item.recommendation, NOT_APPLICABLE, 0, 0, 0, item.lesion) for item in outcomes]
    return Review(timeline, at, reason, evaluator, situation, outcomes, died)


_ANY_ENTRY = {
    "resourceType": "Observation",
    "id": "any",
    "status": "final",
    "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0"}]},
}
"""An entry without a value: it makes the codes load and says nothing."""


def prepare(*, drafts: bool = False, settings: Settings | None = None) -> None:
    """Make ready what every review needs, for a host that will do many: the pathway, its rules, the codes.

    The first review is then as quick as the others. All that is in memory now is also taken out of the search for garbage
    (`gc.freeze`), and young objects are searched less often (`gc.set_threshold`): the pathway never becomes garbage, and
    looking through it is what the slowest reviews would wait for. Call it once, when the host has started.
    """
    nobody = {"resourceType": "Patient", "id": "nobody"}
    review = review_timeline(read_record([nobody, _ANY_ENTRY]), drafts=drafts, settings=settings)
    review.to_json_bytes()
    evaluator = review.evaluator
    # Once for a record that says nothing of a fact, once for one that may speak of anything.
    everything = evaluator.situation(review.timeline, review.at)
    everything.said = ANYTHING
    for situation in (review.situation, everything):
        for fact in evaluator.facts:
            if not fact.per_lesion:
                evaluator.value(situation, fact)
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, *gc.get_threshold()[1:])


YOUNG = 50_000
"""New objects before a search for garbage. A review makes some thousands and leaves no cycle behind: they go by themselves."""


def _settings(policies: Mapping[str, str] | None, settings: Settings | None) -> Settings:
    if not policies:
        return settings or Settings()
    chosen = make_settings(pathway(), [("policies", {"policies": policies})])
    if settings is None:
        return chosen
    return Settings(
        settings.parameters, {**settings.policies, **chosen.policies}, {**settings.provenance, **chosen.provenance}
    )


_EVALUATORS: dict[tuple, Evaluator] = {}
_MOST_EVALUATORS = 32


def evaluator_for(settings: Settings, drafts: bool) -> Evaluator:
    """The pathway made ready for these settings; kept, because making it ready costs more than running it."""
    key = (settings.key(), tuple(sorted(settings.provenance.items())), drafts)
    found = _EVALUATORS.get(key)
    if found is None:
        if len(_EVALUATORS) >= _MOST_EVALUATORS:
            _EVALUATORS.pop(next(iter(_EVALUATORS)))
        found = _EVALUATORS[key] = compile_pathway(pathway(), settings, drafts)
    return found


def _date_of_review(given: date | datetime | str | None, timeline: Timeline) -> tuple[AsOf, str]:
    if isinstance(given, str):
        given = date.fromisoformat(given) if len(given) == 10 else datetime.fromisoformat(given)
    if given is not None:
        return as_of(given), "given"
    if timeline.newest is not None:
        return as_of(timeline.newest), "newest entry"
    return as_of(date.today()), "today, because no entry has a date"


def _has_died(timeline: Timeline, at: AsOf) -> bool:
    person = timeline.patient
    return bool(person.deceased) if person.death_date is None else person.death_date <= at.day


@dataclass(frozen=True, eq=False, slots=False)
class Review:
    """Everything that the pathway says about one patient on one date."""

    timeline: Timeline
    at: AsOf
    at_reason: str
    evaluator: Evaluator
    situation: Situation
    outcomes: list[Outcome]
    died: bool = False
    """Whether the person had died by the date of the review: then nothing is advised."""

    @cached_property
    def _json(self) -> bytes:
        return contents.content(self)

    @cached_property
    def _content(self) -> dict[str, Any]:
        """What the JSON says, as Python objects: there is one way to write a review, and this reads it back."""
        return orjson.loads(self._json)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Every recommendation with its verdict, as in the JSON."""
        return self._content["findings"]

    @property
    def problems(self) -> list[dict[str, str]]:
        """What could not be used, where, and what was done."""
        return self._content["problems"]

    @property
    def partial(self) -> bool:
        """Whether some resource could not be read, so that the review rests on the rest."""
        return self.timeline.refused > 0

    def finding(self, id: str) -> dict[str, Any]:
        """One finding by the id of its recommendation (the strongest over lesions). Raises KeyError."""
        found = [item for item in self.findings if item["id"] == id]
        if not found:
            raise KeyError(id)
        return min(found, key=lambda item: ("met", "unknown", "not-met", "not-applicable").index(item["verdict"]))

    def fact(self, id: str) -> dict[str, Any]:
        """One fact by id. Raises KeyError."""
        return next(item for item in self._content["facts"] if item["id"] == id)

    def reaches(self, urgency: str) -> bool:
        """Whether a finding at or above this urgency is met."""
        bar = URGENCIES.index(urgency)
        return any(
            item.verdict == "met" and URGENCIES.index(item.recommendation.urgency) <= bar for item in self.outcomes
        )

    def to_dict(self) -> dict[str, Any]:
        """The review as data: the stable JSON shape."""
        return self._content

    def part(self, *verdicts: str) -> dict[str, Any]:
        """Of the JSON only `disease`, `lesions`, `questions`, and the findings of these verdicts: for whoever shows a few lines at once."""
        return orjson.loads(contents.part(self, verdicts))

    def to_json(self) -> str:
        """The review as JSON text."""
        return self._json.decode()

    def to_json_bytes(self) -> bytes:
        """The review as JSON in UTF-8: the quickest way to hand it on."""
        return self._json

    def to_text(self, *, width: int | None = None, color: bool = False, language: str = "en") -> str:
        """The review for a terminal, in a language (`es` for Spanish). Raises KeyError for one that is not spoken."""
        from osteon.review.text import render_text
        from osteon.review.translation import in_language

        return render_text(in_language(self._content, language), width=width, color=color)

    def to_html(self, *, language: str = "en") -> str:
        """The review as one self-contained page, in a language (`es` for Spanish). Raises KeyError for one that is not spoken."""
        from osteon.review.html import render_html
        from osteon.review.translation import in_language
        from osteon.review.trends import page

        return render_html(in_language(page(self), language))

    def to_clinic_letter(self, *, language: str = "en") -> str:
        """The letter for the team as one self-contained page, to print, in a language. Raises KeyError for one that is not spoken."""
        from osteon.review.letters.clinic import clinic_letter
        from osteon.review.letters.paper import html_letter
        from osteon.review.translation import in_language, speaking_as
        from osteon.review.trends import page

        said = in_language(page(self), language)
        with speaking_as(said):
            return html_letter("clinic", clinic_letter(said, language), language)

    def to_patient_letter(self, *, phone: str = "", language: str = "en") -> str:
        """The letter in plain words for the patient as one self-contained page, to print, in a language.

        Its sentences have not been read by a clinician or a patient yet; whoever hands it on decides to. Raises ValueError where
        there is to be none, KeyError for a language that is not spoken.
        """
        from osteon.review.letters.paper import html_letter
        from osteon.review.letters.patient import patient_letter
        from osteon.review.translation import in_language, speaking_as

        said = in_language(self._content, language)
        with speaking_as(said):
            return html_letter("patient", patient_letter(said, language, phone), language)

    def to_fhir(self) -> dict[str, Any]:
        """The review as a FHIR R4 Bundle of GuidanceResponses, with Provenance and an OperationOutcome for problems."""
        from osteon.review.fhir import bundle

        return bundle(self)

    def _repr_html_(self) -> str:
        return self.to_html()

    def write(self, path: str | Path) -> None:
        """Write the page to a file."""
        Path(path).write_text(self.to_html(), encoding="utf-8")
