"""The pages of one's own account: password, sessions, recovery codes, and showing anew who one is."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends
from sqlalchemy import select, update
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, translated
from osteon.serve.access import sessions
from osteon.serve.access.asking import allowed
from osteon.serve.access.cookies import SESSION, set_cookie
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import Asker, Permission
from osteon.serve.accounts import passwords
from osteon.serve.accounts.links import set_secrets
from osteon.serve.accounts.signing_in import prove
from osteon.serve.accounts.visits import field, go_on, must_confirm, own_words, place_of, session_of, show_minute
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError
from osteon.serve.pages.page import go_to, language_of, page
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading, writing
from osteon.serve.storage.tables import account

__all__ = ["routes"]

routes = APIRouter()
Form = Annotated[dict[str, list[str]], Depends(form_of)]
Own = Annotated[Asker, allowed(Permission.OWN)]


@routes.get("/account", response_class=Response)
def show_account(request: Request, asker: Own) -> Response:
    """The account of whoever is signed in."""
    return _shown(request, asker)


def _shown(request: Request, asker: Asker, wrong: str = "") -> Response:
    site, found, language = site_of(request), session_of(request), language_of(request)
    open_sessions, left = [], 0
    if asker.account is not None:
        with reading(site.database) as connection:
            open_sessions = sessions.sessions_of(connection, asker.account, site.settings)
            left = str(connection.execute(select(account.c.recovery).where(account.c.id == asker.account)).scalar()).count('"') // 2
    return page(
        request,
        "account.html.j2",
        title=translated(language, "Your account"),
        status=400 if wrong else 200,
        wrong=translated(language, wrong) if wrong else "",
        sessions=[(one, show_minute(one.made), show_minute(one.seen)) for one in open_sessions],
        present=found.session if found else None,
        ends=show_minute(found.session.ends) if found else "",
        recovery_left=left,
        minutes=site.settings.session_idle_minutes,
        shortest=passwords.SHORTEST,
    )


def _with_account(asker: Asker) -> str:
    if asker.account is None:
        raise RequestError(409, Issue("", "Nobody is signed in here: this server has no accounts yet.", "conflict"))
    return asker.account


def _with_password(request: Request, asker: Asker) -> str:
    found = session_of(request)
    if found is None or found.session.way == "provider":
        raise RequestError(409, Issue("", "Your password is kept by your organisation. Change it there.", "conflict"))
    return _with_account(asker)


@routes.post("/account/password", response_class=Response)
def change_password(request: Request, asker: Own, form: Form) -> Response:
    """Set a new password; all other sessions end, and this one gets a new secret."""
    site, id = site_of(request), _with_password(request, asker)
    new = field(form, "new")
    wrong = passwords.objection(new, own_words(request, asker.name))
    if wrong is None and new != field(form, "again"):
        wrong = N_("The two passwords are not the same.")
    if wrong is None and prove(request, asker.name, field(form, "password"), field(form, "code"), "confirm") is None:
        wrong = N_("The password that you have now, or the code, is not right.")
    if wrong is not None:
        return _shown(request, asker, wrong)
    kept = passwords.hashed(new)
    with writing(site.database) as connection:
        connection.execute(update(account).where(account.c.id == id).values(password=kept))
        ended = sessions.end_all(connection, id, but=asker.session)
        token = sessions.confirm(connection, str(asker.session))
        detail = {"request": request.state.request, "sessions": ended}
        chain.add(connection, [chain.Deed(asker.name, "change-password", None, "done", detail)])
    response = go_to(request, "account", done="password")
    set_cookie(response, site.settings, SESSION, token)
    return response


@routes.post("/account/recovery", response_class=Response)
def renew_recovery(request: Request, asker: Own, form: Form) -> Response:
    """New recovery codes, shown once; the old ones count no more."""
    site, id = site_of(request), _with_password(request, asker)
    must_confirm(request, "/account")
    with writing(site.database) as connection:
        recovery = set_secrets(connection, id)
        chain.add(connection, [chain.Deed(asker.name, "new-recovery-codes", None, "done", {"request": request.state.request})])
    title = translated(language_of(request), "Your recovery codes")
    return page(request, "recovery.html.j2", title=title, recovery=recovery, next="/account")


@routes.post("/account/sessions", response_class=Response)
def end_session(request: Request, asker: Own, form: Form) -> Response:
    """End one of one's sessions, or all but this one."""
    site, id, key = site_of(request), _with_account(asker), field(form, "session")
    with writing(site.database) as connection:
        ended = int(sessions.end(connection, id, key)) if key else sessions.end_all(connection, id, but=asker.session)
        detail = {"request": request.state.request, "sessions": ended}
        chain.add(connection, [chain.Deed(asker.name, "end-sessions", None, "done", detail)])
    return go_to(request, "account", done="sessions")


@routes.get("/account/confirm", response_class=Response)
def show_confirm(request: Request, asker: Own, next: str = "") -> Response:
    """The form to show anew who one is."""
    return _confirming(request, asker, place_of(next))


def _confirming(request: Request, asker: Asker, next: str, *, wrong: bool = False) -> Response:
    found = session_of(request)
    return page(
        request,
        "confirm.html.j2",
        title=translated(language_of(request), "Show that it is you"),
        status=403 if wrong else 200,
        next=next,
        wrong=wrong,
        name=asker.name,
        provider=found is not None and found.session.way == "provider",
    )


@routes.post("/account/confirm", response_class=Response)
def confirm(request: Request, asker: Own, form: Form) -> Response:
    """Show anew who one is; the session gets a new secret."""
    site, next = site_of(request), place_of(field(form, "next"))
    _with_password(request, asker)
    if prove(request, asker.name, field(form, "password"), field(form, "code"), "confirm") is None:
        return _confirming(request, asker, next, wrong=True)
    with writing(site.database) as connection:
        token = sessions.confirm(connection, str(asker.session))
    response = go_on(next)
    set_cookie(response, site.settings, SESSION, token)
    return response
