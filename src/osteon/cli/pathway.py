"""`osteon pathway`: look at the rules."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from osteon.cli.ending import DONE, FOUND, UsageError

__all__ = ["declare"]


def declare(commands: Any) -> None:
    """Add the command to the parser's `commands`."""
    pathway = commands.add_parser("pathway", help="look at the rules")
    actions = pathway.add_subparsers(required=True, metavar="ACTION")
    listing = actions.add_parser("list", help="all recommendations and measures, with topic, urgency and how far they were checked")
    listing.set_defaults(run=_pathway_list)
    show = actions.add_parser("show", help="one recommendation, measure, fact, parameter or policy in words")
    show.add_argument("id", metavar="ID")
    show.set_defaults(run=_pathway_show)
    check = actions.add_parser("check", help="look for faults in the pathway")
    check.add_argument(
        "--cases", metavar="FOLDER", type=Path, help="folder of case files (default: tests/cases, if there)"
    )
    check.set_defaults(run=_pathway_check)


def _pathway_list(choice: argparse.Namespace) -> int:
    from osteon.pathway import pathway

    whole = pathway()
    wide = max(len(name) for name in [item.id for item in whole.recommendations] + [item.id for item in whole.measures])
    for item in whole.recommendations:
        state = "draft" if item.draft else item.checked
        sys.stdout.write(f"{item.id:<{wide}}  {item.topic:<26}  {item.urgency:<9}  {state:<9}  {item.title}\n")
    marks = [item.checked for item in whole.recommendations]
    counts = ", ".join(
        f"{marks.count(mark)} {'draft' if mark == 'memory' else mark}"
        for mark in ("primary", "secondary", "derived", "memory")
    )
    for measure in whole.measures:
        state = "draft" if measure.draft else measure.checked
        sys.stdout.write(f"{measure.id:<{wide}}  {measure.topic:<26}  {'measure':<9}  {state:<9}  {measure.title}\n")
    said = f"{len(marks)} recommendations of pathway {whole.version}: {counts}; {len(whole.measures)} measures of quality"
    print(said, file=sys.stderr)
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
    from osteon.engine.measure_checks import check_measure_cases
    from osteon.engine.settings import SettingsError
    from osteon.pathway import declared_facts, pathway
    from osteon.terminology import members

    found = check_structure(pathway(), declared_facts(), frozenset(members("")))
    folder = choice.cases or (Path("tests/cases") if Path("tests/cases").is_dir() else None)
    if folder is not None:
        from osteon.pathway.case_measures import expected_rows
        from osteon.pathway.cases import CaseError, expected_verdicts, failures, load_cases, run_example

        try:
            cases = load_cases(folder)
            examples = [run_example(case) for case in cases if not case.policies and not case.parameters]
            found += failures(cases) + check_cases(pathway(), expected_verdicts(cases), examples, drafts=False)
            rows = expected_rows(folder / "measures")
            found += check_measure_cases(pathway(), [(row.measure, row.outcome) for row in rows])
        except (CaseError, SettingsError, OSError) as fault:
            raise UsageError(str(fault)) from fault
    for message in found:
        sys.stdout.write(message + "\n")
    said = f"{len(found)} faults" if len(found) != 1 else "1 fault"
    cases_said = f"{len(cases)} cases of {folder}" if folder is not None else "no cases looked at (give --cases FOLDER)"
    print(f"pathway {pathway().version}: {said}; {cases_said}", file=sys.stderr)
    return FOUND if found else DONE
