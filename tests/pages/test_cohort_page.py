"""The report about the cohort, as a document of its own behind the layout."""

from __future__ import annotations

import os
from pathlib import Path

from cohort_report.invented import every, report
from osteon.cohort.report.page import render_report
from osteon.serve.access.tokens import add_client
from osteon.serve.storage.database import writing
from pages.conftest import Visitor, new_site, visitor_of, words_of


def test_without_a_report_it_says_how_to_make_one(visitor: Visitor, tmp_path: Path):
    said = words_of(visitor.see("/cohort"))
    assert "No report about the cohort is set up on this server." in said and "osteon cohort report store" in said
    for named in (tmp_path / "none.html", tmp_path):
        for other in visitor_of(new_site(tmp_path / f"data{named.is_dir()}", cohort_report=named)):
            assert "there is none that could be read" in words_of(other.see("/cohort"))
            other.see("/cohort/report", 404)


def test_the_report_is_served_as_it_was_made_and_may_run_nothing(tmp_path: Path):
    path = tmp_path / "report.html"
    path.write_text(render_report(report(*every())), encoding="utf-8")
    os.utime(path, (1748779200, 1748779200))
    for visitor in visitor_of(new_site(tmp_path / "data", cohort_report=path)):
        said = words_of(visitor.see("/cohort"))
        assert "Open the report" in said and "made on 1 June 2025" in said
        sent = visitor.http.get("/cohort/report", headers={"Accept": "text/html"})
        assert sent.content == path.read_bytes()
        policy = sent.headers["content-security-policy"]
        # The hash that the page itself asks for is the one that the header lets in.
        asked = sent.text.partition("style-src '")[2].partition("'")[0]
        assert asked.startswith("sha256-") and f"'{asked}'" in policy
        assert "script-src" not in policy and "default-src 'none'" in policy and "unsafe" not in policy
        site = visitor.http.app.state.site
        with writing(site.database) as connection:
            token = add_client(connection, "ward", ["reader"])
        headers = {"Authorization": f"Bearer {token}", "Accept": "text/html"}
        assert visitor.http.get("/cohort", headers=headers).status_code == 403
        assert visitor.http.get("/cohort/report", headers=headers).status_code == 403
