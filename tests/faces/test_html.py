"""The page: self-contained, in the agreed order, readable by everyone, and safe with a hostile record."""

import base64
import copy
import hashlib
import re
import subprocess
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest

from faces.samples import EMPTY, PROBLEMS, RICH
from osteon.review.html import render_html

SAMPLES = {"rich": RICH, "empty": EMPTY, "problems": PROBLEMS, "nothing": {}}
VOID = {"meta", "br", "link", "hr", "img", "input"}


class Page(HTMLParser):
    """Tags, ids, links and headings of a page, and whether its tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict]] = []
        self.open: list[str] = []
        self.unbalanced: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.unbalanced.append(tag)

    def values(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.tags if attributes.get(name)]


def visible(text: str) -> str:
    """The words of the page without tags, style and spaces."""
    return " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", text, flags=re.DOTALL).split())


@pytest.fixture(scope="module", params=SAMPLES)
def text(request: pytest.FixtureRequest) -> str:
    return render_html(SAMPLES[request.param])


def test_nothing_is_fetched_and_nothing_runs(text: str):
    page = Page(text)
    assert not {"script", "iframe", "link", "img", "object", "form"} & {tag for tag, _ in page.tags}
    assert all(link.startswith("#") for link in page.values("href") + page.values("src"))
    assert not any(name.startswith("on") or name == "style" for _, attributes in page.tags for name in attributes)
    assert "@import" not in text and "url(http" not in text


def test_the_security_policy_lets_in_exactly_the_style_of_the_page(text: str):
    style = re.search(r"<style>(.*?)</style>", text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = next(
        found["content"] for tag, found in Page(text).tags if found.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy.startswith("default-src 'none'")
    assert f"style-src 'sha256-{digest}'" in policy


def test_tags_are_closed_ids_are_unique_and_links_lead_somewhere(text: str):
    page = Page(text)
    assert page.unbalanced == [] and page.open == []
    ids = Counter(page.values("id"))
    assert [name for name, count in ids.items() if count > 1] == []
    assert [link for link in page.values("href") if link[1:] not in ids] == []
    named = [name for value in page.values("aria-labelledby") for name in value.split()]
    assert [name for name in named if name not in ids] == []
    used = re.findall(r"url\(#([^)]+)\)", text)
    assert [name for name in used if name not in ids] == []


def test_landmarks_and_headings_make_an_outline(text: str):
    page = Page(text)
    tags = Counter(tag for tag, _ in page.tags)
    assert (tags["main"], tags["header"], tags["footer"], tags["h1"]) == (1, 1, 1, 1)
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h\d", tag)]
    assert all(after - before <= 1 for before, after in zip(levels, levels[1:], strict=False))
    assert '<html lang="en">' in text
    assert all(attributes.get("scope") for tag, attributes in page.tags if tag == "th")


def test_order_of_the_page():
    titles = re.findall(r"<h2[^>]*>([^<]+)", render_html(RICH))
    assert titles[0].startswith("Arrange same-day hospital assessment")
    assert titles[1:] == [
        "Skeleton", "Findings that disagree", "Findings", "Due", "Not decided: what would decide it", "Scores", "Trends",
        "What could not be used", "What this rests on",
    ]  # fmt: skip


def test_one_banner_and_the_other_emergencies_below_it():
    review = copy.deepcopy(RICH)
    review["findings"][2]["urgency"] = "emergency"
    review["findings"][0]["draft"] = True
    text = render_html(review)
    assert text.count('class="alarm"') == 1
    banner = text[text.index('class="alarm"') : text.index("</section>")]
    assert "Do not give zoledronic acid" in banner, "what was checked is an alarm before a draft is"
    assert '<li class="finding emergency">' in text


def test_no_banner_without_an_emergency_that_is_met():
    assert any(one["verdict"] == "unknown" and one["urgency"] == "emergency" for one in RICH["findings"])
    review = {**RICH, "findings": [one for one in RICH["findings"] if one["id"] != "hcm-emergency"]}
    assert 'class="alarm"' not in render_html(review)


def test_a_folded_finding_is_said_once_inside_the_stronger_one():
    text = render_html(RICH)
    assert "Hospital treatment is indicated." not in text
    assert text.count("Hypercalcaemia grade 3") == 1
    alone = {**RICH, "findings": [one for one in RICH["findings"] if one["id"] != "hcm-emergency"]}
    assert "Hospital treatment is indicated." in render_html(alone), "folded into something that is not shown"


def test_a_finding_shows_advice_reasons_limits_evidence_and_who_checked_it():
    words = visible(render_html(RICH))
    start = words.index("Urgent: left neck of femur")
    card = words[start : words.index("Soon", start)]
    parts = (
        "Refer to orthopaedic surgery", "The Mirels score of this lesion is 9 of 12.", "Mirels score 9 20 May 2025",
        "DiagnosticReport/ct-1", "changed by this site",
        "Mirels H. Clin Orthop", "Checked: read in a text that quotes the source", "fx-mirels-high",
    )  # fmt: skip
    places = [card.find(part) for part in parts]
    assert -1 not in places
    assert places[:2] == sorted(places[:2])


def test_what_is_not_met_is_only_counted_until_it_is_opened():
    words = visible(render_html(RICH))
    assert "1 not met, 1 not applicable" in words
    assert "Do not leave a gap." not in words


def test_lesions_with_the_same_recommendation_each_have_their_card():
    review = copy.deepcopy(RICH)
    twin = copy.deepcopy(next(one for one in review["findings"] if one["id"] == "fx-mirels-high"))
    twin["lesion"] = "ilium:right"
    review["findings"].append(twin)
    text = render_html(review)
    assert "Urgent: Right ilium" in text
    ids = Page(text).values("id")
    assert len(ids) == len(set(ids))


def test_values_that_are_not_exact_say_so():
    review = copy.deepcopy(RICH)
    review["findings"][0]["because"] = [
        {
            "fact": "a",
            "label": "corrected calcium",
            "value": None,
            "low": 2.4,
            "high": 2.9,
            "unit": "mmol/L",
            "at": None,
        },
        {"fact": "b", "label": "agent", "value": None, "possible": ["denosumab", "zoledronic acid"], "unit": None},
        {"fact": "c", "label": "last dose", "value": "2025-05-02", "unit": "date"},
    ]
    words = visible(render_html(review))
    for said in ("between 2.4 and 2.9 mmol/L", "denosumab or zoledronic acid", "Last dose 2 May 2025"):
        assert said in words


def test_bone_disease_at_a_place_unknown_is_said_beside_the_drawing():
    review = {"disease": {"bone": True, "bone_sites_known": False}, "skeleton": []}
    text = render_html(review)
    assert "Bone metastases are recorded, but not where." in text
    assert text.count('class="body-map"') == 2
    assert 'class="body-map"' not in render_html(EMPTY)


def test_a_site_that_the_drawing_lacks_is_said_in_words():
    review = {"skeleton": [{"site": "skeleton", "label": "bone, place not stated", "state": "metastasis"}]}
    assert "Not in the drawing: Bone, place not stated" in visible(render_html(review))


@pytest.mark.parametrize("key", sorted(RICH))
def test_a_key_that_is_absent_or_null_does_not_break_the_page(key: str):
    assert "</html>" in render_html({name: value for name, value in RICH.items() if name != key})
    assert "</html>" in render_html({**RICH, key: None})


def hollow(value: object) -> object:
    """The same review with every object inside a list emptied."""
    if isinstance(value, dict):
        return {name: hollow(one) for name, one in value.items()}
    return [{} if isinstance(one, dict) else one for one in value] if isinstance(value, list) else value


def test_objects_without_any_of_their_keys_do_not_break_the_page():
    assert "</html>" in render_html(hollow(RICH))


HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>\u202e\x1b[31m&amp;"


def poisoned(value: object) -> object:
    if isinstance(value, dict):
        kept = {"verdict", "state", "site", "urgency", "folded_into", "status", "laterality"}
        return {
            name if name.isidentifier() else HOSTILE: one if name in kept else poisoned(one)
            for name, one in value.items()
        }
    if isinstance(value, list):
        return [poisoned(one) for one in value]
    return HOSTILE if isinstance(value, str) else value


def test_a_hostile_record_stays_text():
    text = render_html(poisoned(RICH))
    page = Page(text)
    assert not {"script", "img"} & {tag for tag, _ in page.tags}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.unbalanced == [] and page.open == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "\u202e" not in text and "\x1b" not in text


QUIET = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--no-pdf-header-footer")  # fmt: skip


@pytest.mark.browser
def test_the_rich_page_prints_on_two_sheets_of_a4(tmp_path: Path, chromium_path: str):
    (tmp_path / "page.html").write_text(render_html(RICH), encoding="utf-8")
    target = tmp_path / "page.pdf"
    command = [
        chromium_path,
        *QUIET,
        f"--user-data-dir={tmp_path / 'profile'}",
        f"--print-to-pdf={target}",
        f"file://{tmp_path / 'page.html'}",
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    assert len(re.findall(rb"/Type /Page\b(?!s)", target.read_bytes())) == 2
