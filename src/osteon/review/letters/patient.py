"""The letter to the patient: what was found in her bones, what the team looks at, when to call, what she can do and ask."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from osteon.language import N_, translated
from osteon.review import wording
from osteon.review.letters.places import plain_place
from osteon.review.letters.sentence import Sentence, Sign
from osteon.review.letters.sentences import SENTENCES, SPOKEN_ONLY
from osteon.review.letters.signs import ELSE, SIGNS
from osteon.review.wording import Json, items, object_of, text_of

__all__ = ["WHY_OFF", "patient_letter", "why_no_letter"]

WHY_OFF: Final = N_(
    "Letters to patients are switched off at this site. Advice to patients is outside of what decision support for professionals "
    "covers: a site decides for itself, and switches it on with patient_letters = true in [serve] of osteon.toml."
)
MOST: Final = {"now": 3, "team": 6, "do": 4, "ask": 3}
"""Sentences of each part: the letter is one page. What is left out is counted in it."""
MOST_PLACES: Final = 8
FOUND: Final = {
    "metastasis": N_("There is cancer in these bones: {places}."),
    "fracture": N_("A bone is broken here: {places}."),
    "atypical-fracture": N_("A bone is broken here: {places}."),
    "suspected": N_("Something was seen here that needs a closer look: {places}."),
    "treated": N_("These places have been treated: {places}."),
}
"""What is said about the places of each state of the skeleton. What was ruled out is not told."""
BONE: Final = {
    True: N_("There is cancer in your bones. Your record does not say where."),
    False: N_("Your record does not speak of cancer in your bones."),
    None: N_("Your record does not say clearly if there is cancer in your bones. Ask your team."),
}
AGENTS: Final = ("bone-agent-current", "bone-agent-lately")
DENOSUMAB: Final = ("denosumab-120-current",)
FEVER: Final = ("chemotherapy-current", "cdk46-inhibitor-current")
"""Treatments under which a fever is an emergency by the rule on it."""

Said = Callable[..., str]


def why_no_letter(review: Json) -> str:
    """Why there is no letter for this review, for the team; empty when there is one. English, to be said with `translated`."""
    if text_of(object_of(review, "patient"), "died"):
        return N_("The patient has died. There is no letter.")
    if object_of(review, "disease").get("breast_cancer") is not True:
        return N_("The letter is written for people with breast cancer, and the record does not show that.")
    met = _met(review)
    if met & set(SPOKEN_ONLY):
        return N_("Something in this review has to be said by a person before anything is handed over on paper. Look at the review.")
    worded = {rule for one in SENTENCES if one.part == "now" for rule in one.rules}
    alarms = {text_of(one, "id") for one in wording.said_apart(review) if one.get("urgency") == "emergency"}
    if alarms - worded:
        return N_("The review holds an emergency for which there is no plain sentence. Speak with the patient. Look at the review.")
    return ""


def patient_letter(review: Json, language: str = "en", phone: str = "") -> dict[str, Any]:
    """What the letter says, part by part, as text; ask `why_no_letter` first.

    `phone`: the number of the team; empty leaves a line to write it on. Raises ValueError where there is to be no letter.
    """
    if reason := why_no_letter(review):
        raise ValueError(reason)
    said = partial(translated, language)
    holds = _standing(review)
    met = {text_of(one, "id") for one in wording.said_apart(review) if not one.get("draft")}
    chosen = {part: _chosen(part, met, holds) for part in MOST}
    signs = [one for one in SIGNS if holds[one.when]]
    shown: list[Sentence | Sign] = [*signs, ELSE, *(one for part, found in chosen.items() for one in found[: MOST[part]])]
    person = object_of(review, "patient")
    return {
        "name": text_of(person, "name"),
        "id": text_of(person, "id"),
        "born": wording.day(person.get("birth_date")),
        "as_of": wording.as_of_words(review)[0],
        "found": _found(review, said),
        **{part: [said(one.text) for one in found[: MOST[part]]] for part, found in chosen.items()},
        "more": any(len(found) > MOST[part] for part, found in chosen.items() if part != "ask") or bool(_unworded(met)),
        "signs": {pace: [said(one.text) for one in signs if one.pace == pace] for pace in ("now", "today", "days")},
        "phone": phone.strip(),
        "otherwise": said(ELSE.text),
        "unread": [one.id for one in shown if not (one.clinician and one.reader)],
        "sources": sorted({source for one in shown for source in one.sources}),
        "version": text_of(review, "osteon"),
        "pathway": text_of(review, "pathway"),
    }


def _met(review: Json) -> set[str]:
    return {text_of(one, "id") for one in items(review, "findings") if one.get("verdict") == "met"}


def _unworded(met: set[str]) -> set[str]:
    """Findings that the letter has no sentence for."""
    return met - {rule for one in SENTENCES for rule in one.rules}


def _standing(review: Json) -> dict[str, bool]:
    """What holds for her, beside the findings: bone metastases on record, a bone agent in use, treatment under which fever is grave."""
    true = {text_of(one, "id") for one in items(review, "facts") if one.get("value") is True}
    return {
        "": False,
        "always": True,
        "bone": object_of(review, "disease").get("bone") is True,
        "agent": bool(true & set(AGENTS)),
        "denosumab": bool(true & set(DENOSUMAB)),
        "fever": bool(true & set(FEVER)),
    }


def _chosen(part: str, met: set[str], holds: dict[str, bool]) -> list[Sentence]:
    """The sentences of a part: those of findings that are met first, then those that always hold for somebody like her."""
    listed = [one for one in SENTENCES if one.part == part]
    first = [one for one in listed if met & set(one.rules)]
    return [*first, *(one for one in listed if one not in first and holds[one.when])]


def _found(review: Json, said: Said) -> list[str]:
    places: dict[str, list[str]] = {}
    for entry in items(review, "skeleton"):
        sentence = FOUND.get(text_of(entry, "state"))
        if sentence:
            place = plain_place(text_of(entry, "site"), text_of(entry, "laterality").lower(), said)
            known = places.setdefault(sentence, [])
            if place not in known:
                known.append(place)
    sentences = [said(sentence, places=_listed(found, said)) for sentence, found in places.items()]
    bone = object_of(review, "disease").get("bone")
    told = bone if isinstance(bone, bool) else None
    if not any(sentence in places for sentence in (FOUND["metastasis"],)):
        sentences.insert(0, said(BONE[told]))
    return sentences


def _listed(places: Sequence[str], said: Said) -> str:
    """Places beside each other, not too many; those that hold a comma are told apart by a semicolon."""
    between = "; " if any("," in place for place in places) else ", "
    if len(places) <= MOST_PLACES:
        return between.join(places)
    return said("{places} and other places", places=between.join(places[:MOST_PLACES]))
