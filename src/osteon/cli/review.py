"""`osteon review`: one patient's record."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osteon.cli.ending import DONE, FOUND, PARTIAL, UNREADABLE, UsageError, say
from osteon.cli.settings import CONFIGURATION, configuration_of, moment, settings_of

if TYPE_CHECKING:
    from osteon.review import Review

__all__ = ["declare", "run"]

LANGUAGES = ("en", "es")
FORMATS = ("text", "json", "html", "fhir", "clinic-letter", "patient-letter")
URGENCIES = ("emergency", "urgent", "soon", "routine", "info")


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    review = commands.add_parser("review", help="review one patient's FHIR record")
    review.add_argument("file", metavar="FILE", help="FHIR R4 JSON or NDJSON, plain or .gz; `-` reads standard input")
    review.add_argument(
        "--as-of", metavar="DATE", type=moment, help="date of the review (default: the newest entry's date)"
    )
    review.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    review.add_argument(
        "--language",
        choices=LANGUAGES,
        default="en",
        help="of the text, of the page and of letters; JSON and FHIR stay English (default: en)",
    )
    review.add_argument("--output", metavar="PATH", type=Path, help="write there instead of to standard output")
    review.add_argument(
        "--drafts", action="store_true", help="let rules take part that rest on memory only; they are labelled"
    )
    review.add_argument(
        "--policy", metavar="NAME=VALUE", action="append", default=[], help="choose a policy; may be repeated"
    )
    review.add_argument(
        "--config", metavar="PATH", type=Path, help=f"settings of the site (default: {CONFIGURATION} here, if there)"
    )
    review.add_argument("--fail-on", choices=URGENCIES, help="exit 1 when a finding at or above this urgency is met")
    review.set_defaults(run=run)


def run(choice: argparse.Namespace) -> int:
    """Review one record and write what was found."""
    from osteon.record import RecordError
    from osteon.review import review_record

    if choice.language != "en" and choice.format in ("json", "fhir"):
        raise UsageError(
            f"--format {choice.format} is for programs and in English only. Leave --language out, or ask for text, html or a letter."
        )
    settings = settings_of(choice)
    try:
        source: Any = sys.stdin.buffer.read() if choice.file == "-" else Path(choice.file)
        review = review_record(source, as_of=choice.as_of, drafts=choice.drafts, settings=settings)
    except RecordError as fault:
        return say(str(fault), UNREADABLE)
    _write(_rendered(review, choice), choice.output)
    if review.partial:
        count = review.timeline.refused
        return say(
            f"{count} {'entry' if count == 1 else 'entries'} could not be read; the rest was reviewed. "
            "The review lists them under problems.",
            PARTIAL,
        )
    return FOUND if choice.fail_on and review.reaches(choice.fail_on) else DONE


def _rendered(review: Review, choice: argparse.Namespace) -> str | bytes:
    """Text to be written as the terminal wants it, or JSON, which is always UTF-8."""
    match choice.format:
        case "json":
            return review.to_json_bytes() + b"\n"
        case "html":
            return review.to_html(language=choice.language)
        case "fhir":
            import orjson

            return orjson.dumps(review.to_fhir()) + b"\n"
        case "clinic-letter":
            return review.to_clinic_letter(language=choice.language)
        case "patient-letter":
            return _patient_letter(review, choice)
    terminal = choice.output is None and sys.stdout.isatty()
    color = terminal and "NO_COLOR" not in os.environ
    return review.to_text(width=None if terminal else 100, color=color, language=choice.language)


def _patient_letter(review: Review, choice: argparse.Namespace) -> str:
    """The letter to the patient, if the site has switched it on and the review allows one. Raises UsageError."""
    from osteon.review.letters.patient import WHY_OFF

    serve = configuration_of(choice).get("serve", {})
    if serve.get("patient_letters") is not True:
        raise UsageError(WHY_OFF)
    try:
        return review.to_patient_letter(phone=str(serve.get("phone", "")), language=choice.language)
    except ValueError as reason:
        raise UsageError(str(reason)) from reason


def _write(content: str | bytes, output: Path | None) -> None:
    if output is None:
        if isinstance(content, bytes):
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(content)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    except OSError as fault:
        raise UsageError(f"{output} cannot be written: {fault.strerror}.") from fault
