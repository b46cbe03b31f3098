"""The pathway to be read in a browser: every rule has its page, with what this site has changed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from osteon.engine.settings import Settings
from osteon.pathway import pathway
from osteon.serve.reviewing import Reviewer
from pages.conftest import Visitor, new_site, visitor_of, words_of

WHOLE = pathway()


def test_every_topic_and_every_rule_is_reached(visitor: Visitor):
    first = visitor.see("/pathway")
    reached = set()
    for topic in WHOLE.topics:
        own = {one.id for one in (*WHOLE.recommendations, *WHOLE.scores) if one.topic == topic.id}
        assert (f'href="/pathway?topic={topic.id}"' in first) == bool(own)
        if own:
            text = visitor.see(f"/pathway?topic={topic.id}")
            assert all(f'href="/pathway/{id}"' in text for id in own)
            reached |= own
    assert len(reached) == len(WHOLE.recommendations) + len(WHOLE.scores)


@pytest.mark.parametrize("rule", [*WHOLE.recommendations[::40], *WHOLE.scores[::5]], ids=lambda rule: rule.id)
def test_a_rule_says_what_it_rests_on(visitor: Visitor, rule):
    said = words_of(visitor.see(f"/pathway/{rule.id}").replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&"))
    for part in (rule.title, rule.purpose, rule.misuse, *(part.locator for part in rule.evidence)):
        assert " ".join(part.replace("<", "&lt;").replace(">", "&gt;").split()) in said
    assert "Checked:" in said


@pytest.mark.parametrize(
    ("words", "first"),
    [("mirels", "mirels"), ("zoledronic kidney", "za-"), ("MIRELS high", "fx-mirels-high"), ("fx-mirels-high", "fx-mirels-high")],
)
def test_search_finds_titles_before_texts(visitor: Visitor, words: str, first: str):
    text = visitor.see("/pathway", params={"q": words})
    assert first in text.partition('<ul class="rules">')[2].partition("</li>")[0]


def test_search_for_what_is_not_there(visitor: Visitor):
    assert "No rule holds these words." in visitor.see("/pathway", params={"q": '"><dragon>'})


def test_what_the_site_has_changed_is_told(tmp_path: Path):
    site = new_site(tmp_path / "data")
    changed = Settings({"mirels-high": Decimal("10")}, {"mirels_policy": "original"}, {"mirels-high": "site", "mirels_policy": "site"})
    for visitor in visitor_of(replace(site, reviewer=Reviewer(changed))):
        said = words_of(visitor.see("/pathway/fx-mirels-high"))
        assert "10 changed by this site; the pathway has 9" in said
        assert "original changed by this site; the pathway has consensus" in said
        assert said.count("changed by this site") == 2
