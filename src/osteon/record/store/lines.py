"""How a line of NDJSON is taken apart: one type for each kind of resource, with the fields that `fields` names.

What no reader looks at is checked and skipped, what belongs to the shape stays bytes, and only slots become text. A line that
is of another form than FHIR has it (a number in the place of a date, a list in the place of a subject) does not fit its type.
"""

from __future__ import annotations

from functools import lru_cache
from operator import attrgetter
from typing import Any, Final, NamedTuple

import msgspec

from osteon.record.store.fields import KINDS, NAMED, WHOLE, fields_of, shape_of

__all__ = ["DOES_NOT_FIT", "Kind", "decoder", "encoder", "kinds"]

DOES_NOT_FIT: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What the decoder raises for a line that has to be looked at by itself."""
NULL: Final = b"null"
NOTHING: Final = b""
"""In the place of bytes that a resource does not have. It is not written into the key of a shape."""
SOMETHING: Final = msgspec.Raw(b'"."')
USUAL: Final = (b'{"reference":"', b'[{"reference":"')
"""How references begin whose target does not belong to the shape."""
UNUSUAL: Final = tuple(begin + end for begin in USUAL for end in (b'"', b"#"))


class _Reference(msgspec.Struct, gc=False):
    reference: str | None = None


class _Meta(msgspec.Struct, gc=False):
    lastUpdated: str | None = None
    versionId: str | None = None


class _Period(msgspec.Struct, gc=False, omit_defaults=True):
    start: str | None = None
    end: str | None = None


class _Quantity(msgspec.Struct, gc=False, omit_defaults=True):
    value: msgspec.Raw = NOTHING  # type: ignore[assignment]
    unit: msgspec.Raw = NOTHING  # type: ignore[assignment]
    code: msgspec.Raw = NOTHING  # type: ignore[assignment]
    comparator: msgspec.Raw = NOTHING  # type: ignore[assignment]


class Kind(NamedTuple):
    """One kind of resource: its type, and where its slots stand."""

    name: str
    type: type[Any]
    dates: dict[str, str]
    """The field of each slot that is a date by itself."""
    period: str
    references: tuple[str, ...]
    quantity: bool
    named: bool
    def take_slots(self, found: list[Any]) -> None:
        """Take the slots out of resources: what is left of each is its shape."""
        for one in found:
            one.id = one.subject = one.patient = one.meta = None
        for name in self.dates.values():
            for one in found:
                setattr(one, name, None)
        if self.quantity:
            for one in found:
                if one.valueQuantity is not None:
                    one.valueQuantity.value = NOTHING
        if self.period:
            for one in found:
                if (told := getattr(one, self.period)) is not None:
                    told.start = told.end = None
        if self.named:
            for one in found:
                one.identifier = NOTHING
        for name in self.references:
            for one in found:
                setattr(one, name, _of_reference(getattr(one, name)))

    def columns(self, found: list[Any]) -> dict[str, list[Any]]:
        """The slots of resources, by the names of the columns of a part; those that this kind does not have are not there."""
        columns: dict[str, list[Any]] = {}
        for slot, name in self.dates.items():
            value = attrgetter(name)
            columns[slot] = [value(one) for one in found]
        metas = [one.meta for one in found]
        columns["changed"] = [None if meta is None else meta.lastUpdated for meta in metas]
        columns["version"] = [None if meta is None else meta.versionId for meta in metas]
        if self.period:
            period = attrgetter(self.period)
            columns["first"] = [None if (told := period(one)) is None else told.start for one in found]
            columns["last"] = [None if (told := period(one)) is None else told.end for one in found]
        if self.quantity:
            columns["figure"] = [None if (told := one.valueQuantity) is None else _text_of(told.value) for one in found]
        for name in self.references:
            reference = attrgetter(name)
            columns[name] = [_text_of(reference(one)) for one in found]
        if self.named:
            texts = [bytes(one.identifier) for one in found]
            columns["names"] = [_number(text) if text else None for text in texts]
            columns["identifier"] = [text.decode() if text.count(b"{") > 1 else None for text in texts]
        return columns


def _of_reference(value: Any) -> Any:
    """What a reference adds to the shape: that there is one, or all of it when it is not a usual one."""
    text = bytes(value)
    if not text or text == NULL:
        return NOTHING
    return SOMETHING if text.startswith(USUAL) and not text.startswith(UNUSUAL) else value


def _number(text: bytes) -> int:
    """A number that stands for a text, the same in every process."""
    return hash(int.from_bytes(text, "little"))


def _text_of(value: Any) -> str | None:
    """The JSON text of a value; None without one."""
    text = str(value, "utf-8")
    return None if text in ("", "null") else text


def _kind(name: str) -> Kind:
    told = fields_of(name)
    optional: dict[str, Any] = {"id": str | None, "subject": _Reference | None, "patient": _Reference | None, "meta": _Meta | None}
    dates = {slot: getattr(told, slot) for slot in ("main", "told", "other") if getattr(told, slot)}
    optional |= dict.fromkeys(dates.values(), str | None)
    if told.period:
        optional[told.period] = _Period | None
    if told.quantity:
        optional["valueQuantity"] = _Quantity | None
    if name in NAMED:
        optional["identifier"] = msgspec.Raw
    references = tuple(told.references.split())
    shape = tuple(field for field in dict.fromkeys(shape_of(name)) if field not in optional)
    fields: list[tuple[str, Any, Any]] = [(field, form, NOTHING if form is msgspec.Raw else None) for field, form in optional.items()]
    fields += [(field, msgspec.Raw, NOTHING) for field in (*references, *shape)]
    if name in WHOLE:
        fields = []
    form = msgspec.defstruct(name, fields, tag_field="resourceType", tag=name, gc=False, omit_defaults=True)
    return Kind(name, form, dates, told.period, references, told.quantity, name in NAMED)


@lru_cache(maxsize=1)
def kinds() -> dict[type[Any], Kind]:
    """Every kind of resource that has a number, by its type."""
    return {kind.type: kind for kind in map(_kind, KINDS) if kind.name}


@lru_cache(maxsize=1)
def decoder() -> msgspec.json.Decoder[Any]:
    """Takes a line apart, whatever kind of resource it is. Raises one of DOES_NOT_FIT.

    It does not look whether skipped bytes are UTF-8.
    """
    form: Any = None
    for kind in kinds():
        form = kind if form is None else form | kind
    return msgspec.json.Decoder(form)


@lru_cache(maxsize=1)
def encoder() -> msgspec.json.Encoder:
    """Writes a shape: the fields that a resource has, in the order of its type."""
    return msgspec.json.Encoder()
