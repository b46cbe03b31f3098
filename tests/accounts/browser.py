"""Browsers that ask a server with accounts."""

from __future__ import annotations

import re
from typing import Any

from starlette.testclient import TestClient

from accounts.people import PASSWORD, next_code, row_of
from osteon.serve.access import sessions
from osteon.serve.site import Site
from osteon.serve.storage.database import writing

HTML = {"Accept": "text/html,application/xhtml+xml"}
TOKEN = re.compile(r'name="form-token" value="([0-9a-f]{64})"')


class Browser:
    """One browser, with its cookies."""

    def __init__(self, site: Site, http: TestClient) -> None:
        self.site, self.http = site, http

    def get(self, path: str, **headers: str) -> Any:
        """Open a page, without following where it leads."""
        return self.http.get(path, headers={**HTML, **headers}, follow_redirects=False)

    def token(self, page: str) -> str:
        """The token of the forms of a page."""
        found = TOKEN.search(self.get(page).text)
        assert found, page
        return found[1]

    def post(self, path: str, page: str | None = None, headers: dict[str, str] | None = None, **fields: Any) -> Any:
        """Send a form that stands on `page` (or at the address itself)."""
        data = {"form-token": self.token(page or path), **fields}
        return self.http.post(path, data=data, headers={**HTML, **(headers or {})}, follow_redirects=False)

    def sign_in(self, name: str, password: str = PASSWORD, code: str | None = None, **fields: Any) -> Any:
        """Send the form of signing in, with a code that counts if none is given."""
        given = next_code(self.site.database, name) if code is None else code
        return self.post("/sign-in", name=name, password=password, code=given, **fields)

    def enter(self, name: str, way: str = "password") -> str:
        """A session without the form; its key."""
        with writing(self.site.database) as connection:
            token = sessions.begin(connection, row_of(self.site.database, name).id, way, self.site.settings)
        self.http.cookies.set("osteon-session", token, domain="localhost.local")
        return sessions.key_of(token)

    @property
    def session(self) -> str | None:
        """What the cookie of its session holds."""
        found: str | None = self.http.cookies.get("osteon-session")
        return found


def ask(browser: Browser, who: str, tokens: dict[str, str], method: str, path: str, **words: Any) -> Any:
    """One request of somebody: a person by her session, a program by its token, or nobody."""
    browser.http.cookies.clear()
    headers = {**HTML, **words.pop("headers", {})}
    if who in tokens:
        headers["Authorization"] = f"Bearer {tokens[who]}"
    elif who != "nobody":
        browser.enter(who)
    return browser.http.request(method, path, headers=headers, follow_redirects=False, **words)
