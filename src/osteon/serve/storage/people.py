"""Who a patient is: what a list shows of her, and what tells her from somebody else under the same id."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["Person", "another_person", "base_of", "person_of"]

LONGEST: Final = 200


class Person(NamedTuple):
    """`identifiers` are (system, value); `base` is the address of the FHIR server that she comes from, where it is known."""

    name: str
    birth_date: str | None
    identifiers: frozenset[tuple[str, str]]
    base: str | None


def person_of(resource: dict[str, Any], base: str | None, url: str | None = None) -> Person:
    """The person of a Patient resource. What is not as FHIR says is taken as not there: the review tells about it."""
    birth, identifiers = resource.get("birthDate"), resource.get("identifier")
    return Person(
        _name(resource.get("name")),
        birth if isinstance(birth, str) and len(birth) <= 10 and birth.replace("-", "").isdecimal() else None,
        frozenset(
            (str(one.get("system", "")), one["value"])
            for one in (identifiers if isinstance(identifiers, list) else ())
            if isinstance(one, dict) and isinstance(one.get("value"), str)
        ),
        base or base_of(url, "Patient", str(resource.get("id", ""))),
    )


def another_person(known: Person, comes: Person) -> str | None:
    """Why `comes` cannot be the person who is known under the same id; None when nothing speaks against it.

    A birth date may be corrected, and then an identifier stays. Two hospitals may each have a Patient/1.
    """
    if known.base and comes.base and known.base != comes.base:
        return "This id is known from another FHIR server"
    shares = bool(known.identifiers & comes.identifiers)
    if known.birth_date and comes.birth_date and known.birth_date != comes.birth_date and not shares:
        return "Under this id a person with another birth date is known, and no identifier is the same"
    return None


def _name(names: Any) -> str:
    found = [one for one in (names if isinstance(names, list) else ()) if isinstance(one, dict)]
    if not found:
        return ""
    chosen = next((one for one in found if one.get("use") == "official"), found[0])
    given, family, whole = chosen.get("given"), chosen.get("family"), chosen.get("text")
    parts = [part for part in (given if isinstance(given, list) else ()) if isinstance(part, str)]
    parts += [family] if isinstance(family, str) else []
    text = " ".join(parts) or (whole if isinstance(whole, str) else "")
    return "".join(letter if letter.isprintable() else " " for letter in text)[:LONGEST].strip()


def base_of(url: str | None, kind: str, identity: str) -> str | None:
    """Address of the FHIR server in an absolute address of a resource: `https://a/fhir` of `https://a/fhir/Patient/1`."""
    if url is None or not url.startswith(("http://", "https://")):
        return None
    plain, tail = url.partition("/_history/")[0], f"/{kind}/{identity}"
    return plain[: -len(tail)] if plain.endswith(tail) else None
