"""How a line of NDJSON is looked at before it is read: whose it is, and no more.

A line that is of another form than FHIR has it (a number in the place of an id, a list in the place of a subject) does not fit
and has to be looked at by itself.
"""

from __future__ import annotations

from typing import Final

import msgspec

__all__ = ["ABSENT", "DOES_NOT_FIT", "CodedLine", "Line", "coded_line", "line"]

DOES_NOT_FIT: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What is raised for a line that has to be looked at by itself."""


ABSENT: Final = msgspec.Raw()
"""In the place of what a line does not say."""


class _Reference(msgspec.Struct, gc=False):
    reference: str | None = None


class Line(msgspec.Struct, gc=False):
    """Who and whose a resource is."""

    resourceType: str | None = None
    id: str | None = None
    subject: _Reference | None = None
    patient: _Reference | None = None


class CodedLine(Line, gc=False):
    """And what it is about, as far as a store of some concepts has to know; as it was written."""

    status: str | None = None
    code: msgspec.Raw = ABSENT
    component: msgspec.Raw = ABSENT
    contained: msgspec.Raw = ABSENT
    priorPrescription: msgspec.Raw = ABSENT
    medicationCodeableConcept: msgspec.Raw = ABSENT
    medicationReference: msgspec.Raw = ABSENT


line: Final = msgspec.json.Decoder(Line).decode
coded_line: Final = msgspec.json.Decoder(CodedLine).decode
