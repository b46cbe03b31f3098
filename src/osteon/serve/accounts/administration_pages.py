"""The pages where an administrator adds accounts, gives roles, disables, and makes one-time links."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from osteon.language import N_, translated
from osteon.serve.access.asking import allowed
from osteon.serve.access.forms import form_of
from osteon.serve.access.roles import PEOPLE, Asker, Permission
from osteon.serve.accounts.accounts import (
    account_by_id,
    accounts,
    add_account,
    any_account,
    change_roles,
    disable,
    enable,
)
from osteon.serve.accounts.emergency import REASONS, emergencies
from osteon.serve.accounts.links import address_of, new_link
from osteon.serve.accounts.visits import field, must_confirm, show_minute
from osteon.serve.audit import chain
from osteon.serve.failures import Issue, RequestError, ServeError
from osteon.serve.pages.page import go_to, language_of, page
from osteon.serve.site import site_of
from osteon.serve.storage.database import reading, writing

__all__ = ["ROLES_IN_WORDS", "routes"]

routes = APIRouter()
Form = Annotated[dict[str, list[str]], Depends(form_of)]
Administrator = Annotated[Asker, allowed(Permission.ACCOUNTS)]
AccountId = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]
ROLES_IN_WORDS = {
    "viewer": N_("reads reviews, sees the list of patients"),
    "nurse": N_("as a viewer, and records assessments"),
    "clinician": N_("as a nurse, and decides on findings and brings in records"),
    "patient": N_("reads her own record only; the id of the record is needed"),
    "researcher": N_("sees the cohort; no single record but in an emergency"),
    "administrator": N_("accounts, audit trail, metrics; no record but in an emergency"),
}
assert ROLES_IN_WORDS.keys() == PEOPLE.keys()


@routes.get("/accounts", response_class=Response)
def show_accounts(request: Request, asker: Administrator) -> Response:
    """All accounts, and the last uses of emergency access."""
    must_confirm(request, "/accounts")
    return _shown(request)


def _shown(request: Request, wrong: str = "", status: int = 400) -> Response:
    site, language = site_of(request), language_of(request)
    with reading(site.database) as connection:
        listed, used = accounts(connection), emergencies(connection)
    return page(
        request,
        "accounts.html.j2",
        title=translated(language, "Accounts"),
        status=status if wrong else 200,
        wrong=translated(language, wrong) if wrong else "",
        accounts=[(one, show_minute(one.signed_in)) for one in listed],
        roles={role: translated(language, words) for role, words in ROLES_IN_WORDS.items()},
        emergencies=[(one, translated(language, REASONS.get(one.reason, "")), show_minute(one.begun)) for one in used],
        hours=site.settings.link_hours,
    )


@routes.post("/accounts", response_class=Response)
def add(request: Request, asker: Administrator, form: Form) -> Response:
    """Add an account; shows the one-time link with which its owner begins, once."""
    must_confirm(request, "/accounts")
    site, name, roles = site_of(request), field(form, "name"), form.get("role", [])
    patient = field(form, "patient").strip() or None

    def work(connection: Connection) -> tuple[str, str]:
        id = add_account(connection, name, roles, patient=patient)
        return str(account_by_id(connection, id).name), new_link(connection, id, site.settings.link_hours)

    return _with_link(request, asker, "add-account", patient, {"roles": sorted(roles)}, work)


@routes.post("/accounts/{account}/link", response_class=Response)
def make_link(request: Request, account: AccountId, asker: Administrator, form: Form) -> Response:
    """A new one-time link for an account, shown once: for who has lost password or authenticator."""
    must_confirm(request, "/accounts")
    site = site_of(request)

    def work(connection: Connection) -> tuple[str, str]:
        return str(account_by_id(connection, account).name), new_link(connection, account, site.settings.link_hours)

    return _with_link(request, asker, "make-link", None, {}, work)


def _with_link(
    request: Request,
    asker: Asker,
    action: str,
    patient: str | None,
    more: dict[str, Any],
    work: Callable[[Connection], tuple[str, str]],
) -> Response:
    site = site_of(request)
    try:
        with writing(site.database) as connection:
            first = not any_account(connection)
            name, token = work(connection)
            detail = {"account": name, "request": request.state.request, **more}
            chain.add(connection, [chain.Deed(asker.name, action, patient, "done", detail)])
    except ServeError as fault:
        return _shown(request, str(fault))
    return page(
        request,
        "new_link.html.j2",
        title=translated(language_of(request), "One-time link"),
        name=name,
        address=address_of(site.settings.base_address, token),
        hours=site.settings.link_hours,
        first=first,
    )


@routes.post("/accounts/{account}/roles", response_class=Response)
def give_roles(request: Request, account: AccountId, asker: Administrator, form: Form) -> Response:
    """Give an account other roles; its sessions end."""
    roles, patient = form.get("role", []), field(form, "patient").strip() or None

    def work(connection: Connection) -> None:
        if account_by_id(connection, account).issuer is not None:
            raise ServeError("The roles of this account come from the OpenID provider at each sign-in.")
        change_roles(connection, account, roles, patient)

    return _changed(request, asker, account, "change-roles", {"roles": sorted(roles)}, work)


@routes.post("/accounts/{account}/disable", response_class=Response)
def disable_account(request: Request, account: AccountId, asker: Administrator, form: Form) -> Response:
    """Nobody can sign in with it any more; its sessions end."""
    return _changed(request, asker, account, "disable-account", {}, lambda connection: disable(connection, account))


@routes.post("/accounts/{account}/enable", response_class=Response)
def enable_account(request: Request, account: AccountId, asker: Administrator, form: Form) -> Response:
    """Its owner can sign in again."""
    return _changed(request, asker, account, "enable-account", {}, lambda connection: enable(connection, account))


def _changed(
    request: Request, asker: Asker, account: str, action: str, more: dict[str, Any], work: Callable[[Connection], None]
) -> Response:
    must_confirm(request, "/accounts")
    if account == asker.account:
        raise RequestError(409, Issue("", "Your own account is changed by another administrator.", "conflict"))
    site = site_of(request)
    try:
        with writing(site.database) as connection:
            name = account_by_id(connection, account).name
            work(connection)
            detail = {"account": name, "request": request.state.request, **more}
            chain.add(connection, [chain.Deed(asker.name, action, None, "done", detail)])
    except ServeError as fault:
        return _shown(request, str(fault), 409)
    return go_to(request, "accounts", done=action)
