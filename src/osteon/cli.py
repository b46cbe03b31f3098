"""The command line: `osteon review`, `osteon pathway`. Data on stdout, everything else on stderr."""

from __future__ import annotations

import argparse
import atexit
import gc
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import osteon

if TYPE_CHECKING:
    from osteon.review import Review

__all__ = ["main"]

DONE, FOUND, USAGE, UNREADABLE, PARTIAL = 0, 1, 2, 3, 4
URGENCIES = ("emergency", "urgent", "soon", "routine", "info")
CONFIGURATION = "osteon.toml"


class UsageError(Exception):
    """The words of the command, or of the configuration, are off: exit 2."""


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns its exit status (0 done, 1 finding at `--fail-on`, 2 usage, 3 unreadable, 4 partial)."""
    # One command reads one record and ends: looking for cycles of garbage would only cost time, at the end most of all.
    gc.disable()
    atexit.register(gc.freeze)
    choice = _parser().parse_args(arguments)
    try:
        run: Callable[[argparse.Namespace], int] = choice.run
        return run(choice)
    except UsageError as fault:
        return _say(str(fault), USAGE)
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): nothing to say, and nothing to say it to.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        return _say("stopped", 130)


def _say(message: str, status: int) -> int:
    print(f"osteon: {message}", file=sys.stderr)
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="osteon",
        description="What the record of a person with breast cancer means for her bones. "
        "Decision support, research and education; not a medical device.",
    )
    parser.add_argument("--version", action="version", version=f"osteon {osteon.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    review = commands.add_parser("review", help="review one patient's FHIR record")
    review.add_argument("file", metavar="FILE", help="FHIR R4 JSON or NDJSON, plain or .gz; `-` reads standard input")
    review.add_argument(
        "--as-of", metavar="DATE", type=_moment, help="date of the review (default: the newest entry's date)"
    )
    review.add_argument("--format", choices=("text", "json", "html", "fhir"), default="text", help="default: text")
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
    review.set_defaults(run=_review)

    pathway = commands.add_parser("pathway", help="look at the rules")
    actions = pathway.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all recommendations, with topic, urgency and how far they were checked")
    listing.set_defaults(run=_pathway_list)
    show = actions.add_parser("show", help="one recommendation, fact, parameter or policy in words")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_pathway_show)
    check = actions.add_parser("check", help="look for faults in the pathway")
    check.add_argument(
        "--cases", metavar="FOLDER", type=Path, help="folder of case files (default: tests/cases, if there)"
    )
    check.set_defaults(run=_pathway_check)
    return parser


def _moment(text: str) -> date | datetime:
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no date; write 2025-06-01 or 2025-06-01T14:30") from None


# --- review -----------------------------------------------------------------------------------------------------------


def _review(choice: argparse.Namespace) -> int:
    from osteon.record import RecordError
    from osteon.review import review_record

    settings = _settings(choice)
    try:
        source: Any = sys.stdin.buffer.read() if choice.file == "-" else Path(choice.file)
        review = review_record(source, as_of=choice.as_of, drafts=choice.drafts, settings=settings)
    except RecordError as fault:
        return _say(str(fault), UNREADABLE)
    _write(_rendered(review, choice), choice.output)
    if review.partial:
        count = review.timeline.refused
        return _say(
            f"{count} {'entry' if count == 1 else 'entries'} could not be read; the rest was reviewed. "
            "The review lists them under problems.",
            PARTIAL,
        )
    return FOUND if choice.fail_on and review.reaches(choice.fail_on) else DONE


def _rendered(review: Review, choice: argparse.Namespace) -> str:
    match choice.format:
        case "json":
            return review.to_json() + "\n"
        case "html":
            return review.to_html()
        case "fhir":
            import orjson

            return orjson.dumps(review.to_fhir()).decode() + "\n"
    terminal = choice.output is None and sys.stdout.isatty()
    return review.to_text(width=None if terminal else 100, color=terminal and "NO_COLOR" not in os.environ)


def _write(text: str, output: Path | None) -> None:
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{output} cannot be written: {fault.strerror}.") from fault


def _settings(choice: argparse.Namespace) -> Any:
    """Defaults, then the file, then the command line."""
    from osteon.engine.settings import SettingsError, make_settings
    from osteon.pathway import pathway
    from osteon.terminology import load_site_codes

    layers: list[tuple[str, dict[str, Any]]] = []
    path = choice.config or (Path(CONFIGURATION) if Path(CONFIGURATION).is_file() else None)
    if path is not None:
        content = _configuration(path)
        layers.append((path.name, content))
        codes = content.get("terminology", {}).get("codes")
        if codes:
            try:
                load_site_codes(path.parent / codes)
            except (OSError, ValueError) as fault:
                raise UsageError(f"{path.name}: the code file {codes} cannot be used: {fault}") from fault
    given = {}
    for item in choice.policy:
        name, sign, value = item.partition("=")
        if not sign:
            raise UsageError(f"--policy {item}: write NAME=VALUE.")
        given[name.strip()] = value.strip()
    layers.append(("--policy", {"policies": given}))
    try:
        return make_settings(pathway(), layers)
    except SettingsError as fault:
        raise UsageError(str(fault)) from fault


def _configuration(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise UsageError(f"{path} cannot be read: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise UsageError(f"{path.name} is not TOML: {fault}.") from fault
    strangers = set(content) - {"parameters", "policies", "terminology"}
    if strangers:
        raise UsageError(
            f"{path.name}: unknown section [{sorted(strangers)[0]}]; known: [parameters], [policies], [terminology]."
        )
    return content


# --- pathway ----------------------------------------------------------------------------------------------------------


def _pathway_list(choice: argparse.Namespace) -> int:
    from osteon.pathway import pathway

    whole = pathway()
    wide = max(len(item.id) for item in whole.recommendations)
    for item in whole.recommendations:
        state = "draft" if item.draft else item.checked
        sys.stdout.write(f"{item.id:<{wide}}  {item.topic:<26}  {item.urgency:<9}  {state:<9}  {item.title}\n")
    marks = [item.checked for item in whole.recommendations]
    counts = ", ".join(
        f"{marks.count(mark)} {'draft' if mark == 'memory' else mark}"
        for mark in ("primary", "secondary", "derived", "memory")
    )
    print(f"{len(marks)} recommendations of pathway {whole.version}: {counts}", file=sys.stderr)
    return DONE


def _pathway_show(choice: argparse.Namespace) -> int:
    from osteon.pathway import pathway
    from osteon.review.manual import page_of

    text = page_of(pathway(), choice.id)
    if text is None:
        raise UsageError(
            f"nothing in the pathway is called `{choice.id}`; `osteon pathway list` shows the recommendations."
        )
    sys.stdout.write(text)
    return DONE


def _pathway_check(choice: argparse.Namespace) -> int:
    from osteon.engine.checks import check_cases, check_structure
    from osteon.engine.settings import SettingsError
    from osteon.pathway import declared_facts, pathway
    from osteon.terminology import members

    found = check_structure(pathway(), declared_facts(), frozenset(members("")))
    folder = choice.cases or (Path("tests/cases") if Path("tests/cases").is_dir() else None)
    if folder is not None:
        from osteon.pathway.cases import CaseError, expected_verdicts, failures, load_cases, run_example

        try:
            cases = load_cases(folder)
            examples = [run_example(case) for case in cases if not case.policies and not case.parameters]
            found += failures(cases) + check_cases(pathway(), expected_verdicts(cases), examples, drafts=False)
        except (CaseError, SettingsError, OSError) as fault:
            raise UsageError(str(fault)) from fault
    for message in found:
        sys.stdout.write(message + "\n")
    said = f"{len(found)} faults" if len(found) != 1 else "1 fault"
    cases_said = f"{len(cases)} cases of {folder}" if folder is not None else "no cases looked at (give --cases FOLDER)"
    print(f"pathway {pathway().version}: {said}; {cases_said}", file=sys.stderr)
    return FOUND if found else DONE
