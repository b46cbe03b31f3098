"""Cards in Spanish: the same cards with the same ids, in words that fit, and said to be unsigned."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cds_hooks.calls import DAY, call, cards_for, keeps_the_standard
from cds_hooks.records import bone_metastases, order
from language.pairs import numbers
from osteon.language import language, speaking
from osteon.pathway import pathway
from osteon.review.translation import sentence, sentences_in
from osteon.serve.application import application
from osteon.serve.cds_hooks import cards
from osteon.serve.cds_hooks.answer import Manner, answer
from osteon.serve.failures import ServeError
from osteon.serve.settings import serve_settings
from pages.conftest import new_site

SPANISH = Manner(language="es")
EXAMPLES = sorted((Path(__file__).parent.parent.parent / "examples").glob("*.json"))
ENGLISH_WORDS = re.compile(r"(?<![\w.-])(?:the|of|and|is|are|with|not|was|this|that|for|from|has|been|more)(?![\w.-])")


def resources_of(path: Path) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in json.loads(path.read_bytes())["entry"]]


def bodies() -> list[Any]:
    found = [pytest.param(call(resources_of(path)), id=path.stem) for path in EXAMPLES]
    low = bone_metastases(creatinine=1.9)
    return [*found, pytest.param(call(low, [order("zoledronic acid", 4)]), id="an order")]


@pytest.mark.parametrize("body", bodies())
def test_the_same_cards_in_spanish(body: dict[str, Any]):
    english, spanish = cards_for(body), cards_for(body, manner=SPANISH)
    assert english
    for one, other in zip(english, spanish, strict=True):
        assert (one["uuid"], one["indicator"]) == (other["uuid"], other["indicator"])
        assert one["source"].get("topic") == other["source"].get("topic")
        assert [part["uuid"] for part in one.get("suggestions", ())] == [part["uuid"] for part in other.get("suggestions", ())]
        for part, said in zip(one.get("suggestions", ()), other.get("suggestions", ()), strict=True):
            # What would go into the record is the same; what is pressed is said in Spanish.
            assert [act.get("resource") for act in part["actions"]] == [act.get("resource") for act in said["actions"]]
            assert part["label"] != said["label"]
        assert one["summary"] != other["summary"]
        assert len(other["summary"]) < 140
        own = "\n".join(line for line in other["detail"].splitlines() if not line.startswith("- ") or "**" in line)
        assert not ENGLISH_WORDS.search(f"{other['summary']}\n{own}")
        assert "Ningún revisor con nombre ha firmado la traducción." in other["detail"]
    assert "Ningún revisor" not in json.dumps(english)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_every_reason_on_a_card_is_in_spanish(path: Path):
    said = json.dumps(answer("osteon-patient-view", call(resources_of(path)), today=DAY, manner=SPANISH).response, ensure_ascii=False)
    assert "Lo que no tiene traducción" not in said


def test_every_summary_has_under_140_letters():
    """Of every rule, at the place with the longest name; a title that stands alone is never cut."""
    known = sentences_in("es").known
    place = max((found.text for text, found in known.items() if text.startswith("Left ")), key=len)
    with speaking(language("es")):
        for item in pathway().recommendations:
            title = sentence(item.title)
            finding = {"title": title, "why": title}
            assert len(cards._summary(finding, [place, place, place])) < 140
            assert cards._summary({**finding, "why": ""}, []) == title


def test_figures_are_the_same_in_both_languages():
    english = cards_for(call(bone_metastases(creatinine=1.9), [order("zoledronic acid", 4)]))
    spanish = cards_for(call(bone_metastases(creatinine=1.9), [order("zoledronic acid", 4)]), manner=SPANISH)
    first = [next(line for line in one["detail"].splitlines() if line.startswith("- **")) for one in (english[0], spanish[0])]
    assert numbers(first[0], ".") == numbers(first[1], ",")
    assert numbers(first[0], ".")


def test_an_answer_that_is_partial_says_so_in_spanish():
    body = call(bone_metastases())
    del body["prefetch"]["allergies"]
    last = cards_for(body, manner=SPANISH)[-1]
    assert last["summary"] == "No se miró todo: esta respuesta es parcial"
    assert "alergias (no enviado)" in last["detail"]


def test_the_review_behind_a_card_stays_english():
    """The language is put on at the end: what is counted and kept does not hang on it."""
    body = call(bone_metastases(creatinine=1.9), [order("zoledronic acid", 4)])
    service = "osteon-order-sign"
    english, spanish = (answer(service, body, today=DAY, manner=one) for one in (Manner(), SPANISH))
    assert english.shown == spanish.shown


@pytest.mark.parametrize(
    ("chosen", "accepted", "spoken"),
    [
        ("en", "es", "en"),
        ("es", "", "es"),
        ("es", "en-GB, es;q=0.5", "en"),
        ("es", "de", "es"),
    ],
)
def test_a_site_chooses_and_then_a_call_may(tmp_path: Path, chosen: str, accepted: str, spoken: str):
    """Nobody gets unsigned sentences because of a header that an EHR's library sends by itself."""
    site = new_site(tmp_path / "data", cards_language=chosen)
    with TestClient(application(site), base_url="http://localhost") as http:
        headers = {"Accept-Language": accepted} if accepted else {}
        given = http.post("/cds-services/osteon-patient-view", json=call(bone_metastases(creatinine=1.9)), headers=headers)
    site.database.close()
    assert given.status_code == 200
    assert given.headers["Content-Language"] == spoken
    keeps_the_standard(given.json())
    assert ("Ningún revisor" in given.text) == (spoken == "es")


def test_a_language_of_cards_that_is_not_spoken():
    with pytest.raises(ServeError, match="no language xx"):
        serve_settings({"cards_language": "xx"}, {}, {})
