"""Which resource a FHIR reference means: relative, absolute, versioned, urn:uuid or contained."""

from __future__ import annotations

from typing import Any

__all__ = ["Index", "tail_of"]

Resource = dict[str, Any]


def tail_of(reference: str) -> str:
    """`Type/id` of a relative or absolute reference, without a version; a urn stays as it is."""
    if "/_history/" in reference:
        reference = reference.partition("/_history/")[0]
    if reference.count("/") <= 1:
        return reference
    head, last = reference.rstrip("/").rsplit("/", 1)
    return f"{head.rsplit('/', 1)[-1]}/{last}"


class Index:
    """The resources of a record by every name under which another entry can point to them."""

    __slots__ = ("_by_identity", "by_tail", "by_url", "structures")

    def __init__(self) -> None:
        self.by_tail: dict[str, Resource] = {}
        self.by_url: dict[str, Resource] = {}
        self._by_identity: dict[str, Resource] | None = None
        self.structures: dict[str, Resource] = {}
        """Body structures by the `Type/id` of the condition that they say they belong to."""

    def resolve(self, reference: Any, container: Resource) -> Resource | None:
        """The resource that `reference` (the text) means, seen from `container`; None when it is not in the record."""
        if not isinstance(reference, str) or not reference:
            return None
        if reference[0] == "#":
            contained = container.get("contained")
            for candidate in contained if isinstance(contained, list) else ():
                if isinstance(candidate, dict) and candidate.get("id") in (reference[1:], reference):
                    return candidate
            return None
        found = self.by_tail.get(reference) or self.by_url.get(reference)
        if found is not None:
            return found
        plain = reference.partition("/_history/")[0]
        found = self.by_url.get(plain)
        if found is not None:
            return found
        if plain.startswith("urn:"):
            # Records that keep the id but drop fullUrl still point with urn:uuid:<id>.
            if self._by_identity is None:
                self._by_identity = {tail.rpartition("/")[2]: resource for tail, resource in self.by_tail.items()}
            return self._by_identity.get(plain.rpartition(":")[2])
        return self.by_tail.get(tail_of(plain))
