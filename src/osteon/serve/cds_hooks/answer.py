"""The answer to a call: the record is put together, reviewed, and what concerns the moment is put on cards."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

import orjson

from osteon.engine.rules import URGENCIES
from osteon.engine.settings import Settings
from osteon.language import ENGLISH, _, language, speaking, spoken
from osteon.record import RecordError, read_record
from osteon.record.timeline import Timeline
from osteon.review import Review, review_timeline
from osteon.review.translation import in_language
from osteon.serve.cds_hooks import cards, concern
from osteon.serve.cds_hooks.concern import Concern, Finding
from osteon.serve.cds_hooks.gather import Fetch, Gathered, gather
from osteon.serve.cds_hooks.request import CallError, Request, read_request
from osteon.serve.cds_hooks.suggest import Drafts

__all__ = ["Answer", "Manner", "Shown", "Written", "answer", "written_answer"]

VERDICTS = {"patient-view": ("met",), "order-sign": ("met", "unknown")}
"""The findings that can come on a card, by hook."""
OWN_CARD = frozenset(URGENCIES[:3])
"""What gets a card of its own; the rest is folded into one."""


@dataclass(frozen=True)
class Manner:
    """How a service answers. `seconds`: time for one call, fetching included; `most`: cards in one answer, at least 4; `language`: of the
    cards, by its code."""

    rule_address: str = "https://osteon.dev/fhir/PlanDefinition/{rule}"
    seconds: float = 2.0
    most: int = 8
    settings: Settings = field(default_factory=Settings)
    drafts: bool = False
    language: str = ENGLISH.code

    def __post_init__(self) -> None:
        if self.most < 4 or not self.seconds > 0:
            raise ValueError("a call needs some time, and room for at least 4 cards")


class Shown(NamedTuple):
    """A card that was given out: what feedback about it will be counted for."""

    card: str
    service: str
    rules: tuple[str, ...]
    suggestions: tuple[str, ...]


class Written(NamedTuple):
    """An answer as JSON, the cards to remember for feedback, and what the call was about."""

    response: bytes
    shown: list[Shown]
    service: str
    patient: str


class Answer(NamedTuple):
    """The response, the cards to remember for feedback, and what the call was about."""

    response: dict[str, Any]
    shown: list[Shown]
    service: str
    patient: str


def answer(
    service: str,
    body: Any,
    *,
    today: date,
    manner: Manner | None = None,
    fetch: Fetch | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> Answer:
    """The cards for one call of a service (`body`: the JSON as parsed).

    Raises KeyError for an unknown service, CallError (400) for a call that does not hold to the standard, and
    MissingDataError (412) where data are lacking without which a review cannot be trusted.
    """
    manner = manner or Manner()
    request = read_request(service, body)
    end = clock() + manner.seconds

    def left() -> float:
        return end - clock()

    with speaking(language(manner.language)):
        found = gather(request, fetch, left)
        if found.late:
            card = cards.partial_card(found.lacking, [], None, request)
            return _answer([(card, ())], request)
        return _Work(request, found, today, manner, left).answer()


def written_answer(service: str, body: bytes, today: date, manner: Manner, fetch: Fetch | None = None) -> Written:
    """`answer` from bytes to bytes: without `fetch` any process can do it. Raises as `answer` does, and CallError for what is no JSON."""
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        raise CallError(f"The body is no JSON: line {fault.lineno}, column {fault.colno}.") from None
    given = answer(service, parsed, today=today, manner=manner, fetch=fetch)
    return Written(orjson.dumps(given.response), given.shown, given.service, given.patient)


class _Work:
    """One call with its record at hand."""

    def __init__(
        self, request: Request, found: Gathered, today: date, manner: Manner, left: Callable[[], float]
    ) -> None:
        self.request, self.today, self.manner, self.left = request, today, manner, left
        self.lacking, self.unseen = list(found.lacking), list(found.unseen)
        self.names: list[str] = []
        resources = found.resources
        if request.orders:
            resources, self.names = concern.joined(resources, request.orders, today.isoformat())
        self.timeline = _timeline(resources, request)
        self.drafts = Drafts(
            dict(zip(self.names, request.orders, strict=True)), concern.ordered(self.timeline, self.names)
        )

    def answer(self) -> Answer:
        if self.request.service.hook == "order-sign" and not self.request.orders:
            return _answer([], self.request)
        review = self._review(self.timeline)
        told = review.part(*VERDICTS[self.request.service.hook])
        found, asked = self._of_chart(told) if not self.request.orders else self._of_orders(review, told)
        if self.timeline.refused:
            self.unseen.append(_("entries of the record that could not be read: {count}", count=self.timeline.refused))
        if not found and not told["disease"]["breast_cancer"]:
            # An EHR calls for everybody: who has no breast cancer on record is not bothered with what was not sent.
            self.unseen = []
        told, found, asked = _said(review, told, found, asked)
        frame = cards.Frame(
            self.request,
            told["lesions"],
            self.drafts,
            self.today.isoformat(),
            self._newest(),
            self.manner.rule_address,
            _of_translation(told),
        )
        return self._answer(found, asked, frame)

    def _newest(self) -> str:
        """The day of the newest entry; the orders that are being written are none."""
        days = [
            event.start
            for events in self.timeline.events.values()
            for event in events
            if event.start is not None and event.start <= self.today and event.source not in self.names
        ]
        return max(days).isoformat() if days else _("an unknown day, as no entry has a date")

    def _review(self, timeline: Timeline) -> Review:
        return review_timeline(
            timeline, as_of=self.today, settings=self.manner.settings, drafts=self.manner.drafts
        )

    def _of_chart(self, told: dict[str, Any]) -> tuple[list[Concern], list[dict[str, Any]]]:
        # Somebody without breast cancer on record is not asked about her bones.
        asked = told["questions"] if told["disease"]["breast_cancer"] else []
        return concern.of_chart(told["findings"]), [item for item in asked if item["urgency"] in OWN_CARD]

    def _of_orders(self, review: Review, told: dict[str, Any]) -> tuple[list[Concern], list[dict[str, Any]]]:
        for name in self.names:
            if any(problem.source == name for problem in self.timeline.problems):
                self.lacking.append(_("{name}: the order could not be read in full", name=name))
        if not self.drafts.ordered:
            return [], []
        if self.left() <= 0:
            self.lacking.append(_("what the orders change: time was over; shown is what has an order among its entries"))
            return concern.resting_on(told["findings"], self.names), []
        before = self._review(concern.without(self.timeline, self.names, self.drafts.ordered))
        found, undecided = concern.of_orders(told["findings"], before)
        return found, _questions(told["questions"], undecided)

    def _answer(self, found: list[Concern], asked: list[dict[str, Any]], frame: cards.Frame) -> Answer:
        """Cards within the cap: findings by urgency, then what is folded, what is asked, what was not looked at."""
        partial = bool(self.lacking or self.unseen)
        extra = bool(asked) + partial
        own = [item for item in found if item.findings[0]["urgency"] in OWN_CARD]
        if len(own) + extra + (len(own) < len(found)) > self.manner.most:
            own = own[: self.manner.most - extra - 1]
        rest = found[len(own) :]
        given: list[tuple[dict[str, Any], tuple[str, ...]]] = [
            (cards.card_of(item, frame), (item.rule,)) for item in own
        ]
        if rest:
            given.append((cards.folded_card(rest, frame), tuple(item.rule for item in rest)))
        if asked:
            given.append((cards.questions_card(asked, frame), ()))
        if partial:
            given.append((cards.partial_card(self.lacking, self.unseen, frame, self.request), ()))
        return _answer(given, self.request)


def _said(
    review: Review, told: dict[str, Any], found: list[Concern], asked: list[dict[str, Any]]
) -> tuple[dict[str, Any], list[Concern], list[dict[str, Any]]]:
    """The lesions, findings and questions of an answer in the language in use."""
    if spoken().language is ENGLISH:
        return told, found, asked
    # A line of reasons names facts by their values: those of the whole review are what it is put together again of.
    facts = review.to_dict()["facts"]
    shown = {**told, "facts": facts, "findings": [finding for item in found for finding in item.findings], "questions": asked}
    said = in_language(shown, spoken().language.code)
    findings = iter(said["findings"])
    return said, [Concern(item.rule, [next(findings) for _one in item.findings]) for item in found], said["questions"]


def _of_translation(told: dict[str, Any]) -> str:
    """What a reader has to know of the sentences on a card; nothing in English."""
    state = told.get("translation")
    if state is None:
        return ""
    said = [_("Translated from English; where the two differ, the English pathway holds.")]
    if state["unreviewed"]:
        said.append(_("No named reviewer has signed the translation."))
    if state["english"]:
        said.append(_("What has no translation is in English."))
    return " ".join(said)


def _timeline(resources: list[dict[str, Any]], request: Request) -> Timeline:
    try:
        timeline = read_record(resources)
    except RecordError as error:
        raise CallError(f"The record of the call cannot be read. {error}") from None
    if timeline.patient.id != request.patient:
        raise CallError("`prefetch.patient` and the entries speak of another person than `context.patientId`.")
    return timeline


def _questions(questions: list[dict[str, Any]], undecided: list[Finding]) -> list[dict[str, Any]]:
    """The questions that open findings wait for, with only these findings behind them."""
    waiting = {item["id"] for item in undecided if item["urgency"] in OWN_CARD}
    found = []
    for item in questions:
        decides = [rule for rule in item["decides"] if rule in waiting]
        if decides:
            found.append({**item, "decides": decides})
    return found


def _answer(given: list[tuple[dict[str, Any], tuple[str, ...]]], request: Request) -> Answer:
    """From cards, each with the rules that it tells."""
    service = request.service.id
    shown = [
        Shown(card["uuid"], service, rules, tuple(part["uuid"] for part in card.get("suggestions", ()))) for card, rules in given
    ]
    return Answer({"cards": [card for card, _ in given]}, shown, service, request.patient)
