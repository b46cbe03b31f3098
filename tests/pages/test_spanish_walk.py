"""A clinician's walk through the pages in Spanish: nothing that has a translation is left in English, and what has none is listed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any, NamedTuple

import pytest
from starlette.testclient import TestClient
from tools.translation import __main__ as catalogs
from tools.translation import inventory

from osteon.engine.words import describe
from osteon.language import language, speaking
from osteon.pathway import pathway
from osteon.review.translation import rule_words, rules, sentences_in
from osteon.review.wording import capital
from osteon.serve.application import application
from pages.conftest import DAY, new_site, token_in
from serve.conftest import EXAMPLES

HTML = {"Accept": "text/html"}
SPANISH = {"as_of": DAY, "language": "es"}
VOID = frozenset(("meta", "br", "link", "hr", "img", "input", "path", "circle", "rect", "line", "use", "polygon", "polyline", "ellipse"))
ASIDE = frozenset(("style", "code", "script", "pre"))
"""What is for machines, or is an entry of the record as it was received."""
NOT_TRANSLATED: frozenset[str] = frozenset()
"""Sentences of ours that have no translation and are shown in English, marked so. The list may only become shorter."""
ENGLISH_WORDS = re.compile(
    r"(?<![\w.-])(?:the|of|and|is|are|with|not|was|were|this|that|which|for|from|has|have|by|been|who|nothing)(?![\w.-])"
)
SETTINGS = re.compile(r"\((?:from|above)\)|política \w+: [\w-]+")
"""Choices of a policy, as a site writes them in its settings."""


class Shown(NamedTuple):
    """What a page shows, labels for those who only hear it among it: texts, and those that are marked as English."""

    texts: list[str]
    english: list[str]


class Reader(HTMLParser):
    """The texts of a page, one for each piece between tags."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.english: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        inside = self.open[-1] if self.open else ""
        if tag not in VOID:
            aside = "aside" if tag in ASIDE or given.get("class") in ("ref", "sources", "name") else ""
            self.open.append(aside or ("english" if given.get("lang") == "en" else inside))
        for name in ("aria-label", "alt", "placeholder", "title"):
            self._take(given.get(name) or "", inside)

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        self._take(data, self.open[-1] if self.open else "")

    def _take(self, text: str, where: str) -> None:
        said = " ".join(text.split())
        if said and where != "aside":
            (self.english if where == "english" else self.texts).append(said)


def shown(page: str) -> Shown:
    """The texts of a page."""
    found = Reader(page)
    return Shown(found.texts, found.english)


@pytest.fixture(scope="module")
def http(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A server with the examples."""
    site = new_site(tmp_path_factory.mktemp("spanish") / "data", patient_letters=True, phone="+34 600 000 000")
    with TestClient(application(site), base_url="http://localhost", follow_redirects=False) as found:
        for example in EXAMPLES:
            found.post("/fhir", content=example.read_bytes(), headers={"Content-Type": "application/fhir+json"})
        yield found
    site.database.close()


def see(http: TestClient, path: str, **query: str) -> str:
    """A page in Spanish, whatever its status."""
    answer = http.get(path, params={**SPANISH, **query}, headers=HTML)
    assert '<html lang="es"' in answer.text, path
    return str(answer.text)


def send(http: TestClient, path: str, fields: dict[str, str], **query: str) -> str:
    """The page that answers a form."""
    token = token_in(see(http, path, **query))
    headers = {**HTML, "Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = http.post(path, params={**SPANISH, **query}, data={"form-token": token, **fields}, headers=headers)
    return str(answer.text)


def pages_of_a_patient(http: TestClient, id: str) -> Iterator[tuple[str, str]]:
    """Her pages: overview, timeline, letters, each finding that says something, each lesion."""
    for part in ("", "/timeline", "/letter/clinic", "/letter/patient"):
        yield f"{id}{part}", see(http, f"/patient/{id}{part}")
    review = http.get(f"/fhir/Patient/{id}/$review?as_of={DAY}").json()
    findings = {(one["id"], one["lesion"] or "") for one in review["findings"] if one["verdict"] in ("met", "unknown")}
    for rule, lesion in sorted(findings):
        yield f"{id} {rule}", see(http, f"/patient/{id}/finding/{rule}", **({"lesion": lesion} if lesion else {}))
    for one in review["lesions"]:
        yield f"{id} {one['id']}", see(http, f"/patient/{id}/lesion/{one['id']}")


def other_pages(http: TestClient) -> Iterator[tuple[str, str]]:
    """The pages that are about no patient, the forms that are filled in wrongly, and the errors."""
    for path in ("/worklist", "/upload", "/cohort", "/pathway", "/patient/nobody", "/nowhere", "/patient/ana/finding/none"):
        yield path, see(http, path)
    yield "bad date", see(http, "/patient/ana", as_of="yesterday")
    yield "filtered", see(http, "/worklist", urgency="emergency", topic="calcium", undecided="true")
    yield "new lesion", see(http, "/patient/ana/lesion/new")
    for site, side in (("humerus.shaft", "left"), ("vertebra.T7", ""), ("skull.frontal", "")):
        yield f"new {site}", see(http, "/patient/ana/lesion/new", site=site, side=side)
    lesion = "/patient/ana/lesion/femur.shaft:right"
    yield "empty form", send(http, lesion, {"token": "a" * 32})
    yield "wrong form", send(http, lesion, {"token": "a" * 32, "lesion.cortex-share": "900", "lesion.type": "x", "day": "2030-01-01"})
    yield "new without kind", send(
        http, "/patient/ana/lesion/new", {"token": "b" * 32, "lesion.pain": "mild", "day": DAY}, site="humerus.shaft", side="left"
    )
    review = http.get(f"/fhir/Patient/ana/$review?as_of={DAY}").json()
    rule = next(one["id"] for one in review["findings"] if one["verdict"] == "met" and one["lesion"] is None)
    yield "no decision", send(http, f"/patient/ana/finding/{rule}", {"token": "c" * 32})
    yield "half a decision", send(http, f"/patient/ana/finding/{rule}", {"token": "c" * 32, "what": "snoozed", "until": "2001-01-01"})


@pytest.fixture(scope="module")
def walked(http: TestClient) -> dict[str, Shown]:
    """Every page of the walk."""
    found = {name: shown(page) for id in ("ana", "ruth") for name, page in pages_of_a_patient(http, id)}
    return found | {name: shown(page) for name, page in other_pages(http)}


@pytest.fixture(scope="module")
def own_words() -> re.Pattern[str]:
    """What the records say in their own words, which is shown as they say it."""
    said = {text for example in EXAMPLES for text in strings(json.loads(example.read_bytes())) if " " in text}
    return re.compile("|".join(re.escape(text) for text in sorted(said, key=len, reverse=True)), re.IGNORECASE)


def strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one)


def ours() -> dict[str, str]:
    """Every text of ours that says another thing in Spanish, by the English one, with a capital letter; without those with places."""
    interface = language("es").interface
    assert interface is not None
    written = [text for text in catalogs.extracted()._messages if isinstance(text, str) and "{" not in text]
    messages = {text: interface.gettext(text) for text in written}
    told = {text: found.text for text, found in sentences_in("es").known.items()}
    found = {capital(english): capital(spanish) for english, spanish in (messages | told).items()}
    spoken = {spanish.lower() for spanish in found.values()}
    return {english: spanish for english, spanish in found.items() if english.lower() not in spoken}


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text, to look for a sentence inside of it."""
    return tuple(re.findall(r"\w+", text.lower()))


def every_text(walked: dict[str, Shown]) -> dict[str, str]:
    """Each text once, with a page that shows it."""
    return {text: name for name, page in walked.items() for text in page.texts}


def test_the_walk_is_a_whole_one(walked: dict[str, Shown]):
    assert len(walked) > 60
    said = "\n".join(text for page in walked.values() for text in page.texts)
    asked = "¿Muestran la TC, la RM o las radiografías una metástasis aquí?"
    for needed in ("La regla", "se conoce (", asked, "Elija una de las respuestas."):
        assert needed in said, needed


def test_nothing_that_has_a_translation_is_in_english(walked: dict[str, Shown], own_words: re.Pattern[str]):
    known = ours()
    long = {words for text in known if len(words := words_of(text)) > 2}
    lengths = {len(words) for words in long}
    left = {}
    for text, name in every_text(walked).items():
        words = words_of(own_words.sub("", text))
        begun = ((at, at + length) for at in range(len(words)) for length in lengths if at + length <= len(words))
        if any(words[at:end] in long for at, end in begun) or (len(text) > 3 and capital(text) in known):
            left[text] = name
    assert left == {}


def test_no_english_is_left_without_a_mark(walked: dict[str, Shown], own_words: re.Pattern[str]):
    left = {
        text: name
        for text, name in every_text(walked).items()
        if ENGLISH_WORDS.search(SETTINGS.sub("", own_words.sub("", text)))
    }
    assert left == {}


def test_what_is_left_in_english_is_listed(walked: dict[str, Shown]):
    """Sources are quoted; of what we say ourselves the list holds what has no translation yet."""
    every = {capital(text) for texts in inventory.sentences().values() for text in texts}
    found = {text for page in walked.values() for text in page.english if capital(text) in every}
    assert found == NOT_TRANSLATED


def test_every_sentence_of_the_pathway_has_a_translation():
    interface, sentences, _signed, _every = catalogs.missing("es")
    assert interface == []
    left = {text for texts in sentences.values() for text in texts}
    assert left == NOT_TRANSLATED, "make translation, and fill in the empty `translation` of these in src/osteon/review/translation/es"


def test_every_rule_is_said_whole_in_spanish():
    """The conditions of all rules and what stands behind all facts: with no name left in English."""
    with speaking(language("es")) as speech:
        told = [rule_words(root) for item in pathway().recommendations for root in item.roots()]
        told += [rule_words(fact, inside=True) for fact in pathway().facts]
        assert not [one for one in told if speech.stays_english(one)]
    assert len(told) > 2500
    plain = [re.sub(r"[\w/-]+\.[\w.-]+", "", SETTINGS.sub("", one)) for one in told]
    assert not [one for one in plain if ENGLISH_WORDS.search(one)]
    assert not [one for one in plain if re.search(r"\d\.\d", one)]


def test_a_rule_with_a_name_that_has_no_translation_is_said_in_english_as_a_whole(monkeypatch: pytest.MonkeyPatch):
    item = pathway().by_id["za-avoid-crcl-lt30"]
    whole = sentences_in("es")
    known = {text: found for text, found in whole.known.items() if text != "creatinine clearance (Cockcroft-Gault)"}
    monkeypatch.setattr(rules, "sentences_in", lambda _code: whole._replace(known=known))
    with speaking(language("es")) as speech:
        told = rule_words(item.when)
        assert told == describe(item.when)
        assert speech.stays_english(told)
