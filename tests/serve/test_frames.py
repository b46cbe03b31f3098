"""Pages in a frame of another site: of the sites that are named, and of no other; what works there, and what does not."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from osteon.serve.application import application
from osteon.serve.failures import ServeError
from osteon.serve.settings import serve_settings
from pages.conftest import Served, new_site, window

EHR = "https://ehr.example.org"


def headers_of(folder: Path, path: str, **settings: Any) -> Any:
    site = new_site(folder, **settings)
    with TestClient(application(site), base_url="http://localhost") as http:
        found = http.get(path, headers={"Accept": "text/html"})
    site.database.close()
    return found.headers


@pytest.mark.parametrize("path", ["/pathway", "/cohort/report", "/healthz", "/nothing"])
def test_the_sites_that_are_named_may_frame_every_answer(tmp_path: Path, path: str):
    (tmp_path / "report.html").write_text("<title>Report</title>")
    settings = {"cohort_report": tmp_path / "report.html"}
    alone = headers_of(tmp_path / "a", path, **settings)
    assert "frame-ancestors 'none'" in alone["Content-Security-Policy"] and alone["X-Frame-Options"] == "DENY"
    framed = headers_of(tmp_path / "b", path, **settings, framed_by=f"{EHR},https://other.example.org:8443")
    listed = f"frame-ancestors {EHR} https://other.example.org:8443"
    assert framed["Content-Security-Policy"] == alone["Content-Security-Policy"].replace("frame-ancestors 'none'", listed)
    assert set(alone) - set(framed) == {"x-frame-options"}


@pytest.mark.parametrize("good", [EHR, "https://ehr.example.org:8443", "https://10.0.0.5", "http://localhost:8000", "http://127.0.0.1:1"])
def test_origins_that_may_be_named(good: str):
    assert serve_settings({"framed_by": [good, EHR]}, {}, {}).frame_ancestors == [good, EHR]
    assert serve_settings({}, {"OSTEON_FRAMED_BY": f"{good}, {EHR}"}, {}).frame_ancestors == [good, EHR]


@pytest.mark.parametrize(
    "bad",
    [
        "*", "https:", "https://*.example.org", "http://ehr.example.org", "ehr.example.org", "https://ehr.example.org/", "https://EHR.example.org",
        "https://ehr.example.org/path", "https://a@ehr.example.org", "https://ehr.example.org?x", "'self'", "data:", "https://ehr.example.org:0",
        "https://ehr.example.org:70000", "https://ehr.example.org; script-src *", "https://ehr.example.org https://b.example", "http://localhost.evil.org",
        "https://ehr\n.example.org", "https://-a", "null",
    ],
)  # fmt: skip
def test_what_is_no_origin_is_refused(bad: str):
    with pytest.raises(ServeError, match="framed_by"):
        serve_settings({"framed_by": [bad]}, {}, {})


@contextmanager
def other_site(address: str) -> Iterator[int]:
    """A site of its own, whose one page shows that address in a frame; its port."""

    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = f'<!doctype html><title>EHR</title><iframe name="osteon" width="900" height="700" src="{address}"></iframe>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(body)

        log_message = partial(lambda *_: None)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.mark.browser
def test_in_a_browser_forms_work_in_a_frame_of_the_same_site_and_not_in_one_of_another(chromium: Any, tmp_path: Path):
    site = new_site(tmp_path / "data")
    served = Served(site)
    with other_site(f"{served.address}/worklist") as port:
        origins = f"http://127.0.0.1:{port},http://localhost:{port}"
        object.__setattr__(site, "settings", serve_settings({"framed_by": origins}, {}, {}))
        with served, window(chromium) as tab:
            answers = {}
            for host in ("127.0.0.1", "localhost"):
                tab.goto(f"http://{host}:{port}/")
                frame = tab.frame("osteon")
                frame.get_by_label("Name or record number").fill("nobody")
                with tab.expect_response(lambda one: one.request.method == "POST") as found:
                    frame.get_by_role("button", name="Find").click()
                answers[host] = found.value.status
            # Another name is another site: the browser keeps the cookies of this server back, and a form without them is not taken.
            assert answers == {"127.0.0.1": 200, "localhost": 403}


@pytest.mark.browser
def test_in_a_browser_no_other_site_frames_a_page(chromium: Any, tmp_path: Path):
    site = new_site(tmp_path / "data", framed_by=EHR)
    with Served(site) as served, other_site(f"{served.address}/worklist") as port:
        context = chromium.new_context()
        tab = context.new_page()
        tab.goto(f"http://127.0.0.1:{port}/")
        assert "Patients" not in tab.frame("osteon").content()
        context.close()
