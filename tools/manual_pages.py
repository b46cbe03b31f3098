"""Pages of the manual that are made from the product itself when the manual is built: rules, topics, and how the engine thinks.

MkDocs calls `on_files` and `on_nav`; nothing that is made here is kept in the repository, so it cannot go stale.
"""

from __future__ import annotations

import ast
import sys
from dataclasses import fields, is_dataclass
from importlib import import_module
from pathlib import Path
from runpy import run_path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "tests" / "spec"
sys.path.insert(0, str(ROOT / "src"))

from osteon.engine.measures import Measure  # noqa: E402
from osteon.engine.rules import Pathway, Recommendation  # noqa: E402
from osteon.engine.words import describe  # noqa: E402
from osteon.pathway import pathway  # noqa: E402
from osteon.pathway.case_measures import ExpectedRow, expected_rows  # noqa: E402
from osteon.pathway.cases import Case, load_cases  # noqa: E402
from osteon.review.manual import measure_page, recommendation_page, score_page  # noqa: E402

Chapter = Any
"""A chapter of tests/spec/toc.py: `title`, and `sections` with `title` and `file`."""
URGENCIES = {
    "emergency": "emergency",
    "urgent": "urgent",
    "soon": "soon",
    "routine": "routine",
    "info": "for information",
}


TABLES = (
    (
        "claims",
        "Common claims, checked",
        "systemic_treatment.claims",
        "CLAIMS",
        "What people read about bone metastases, and what the sources say.",
    ),
    (
        "imaging-accuracy",
        "How well imaging finds bone metastases",
        "diagnostics.accuracy",
        "ACCURACY",
        "In per cent, as the sources print them.",
    ),
    (
        "response-criteria",
        "Criteria of response",
        "response.criteria",
        "CRITERIA",
        "RECIST, MDA, PERCIST, WHO and flare, in our words.",
    ),
    (
        "cohorts",
        "Survival and skeletal events in published groups",
        "prognosis.cohorts",
        "COHORTS",
        "Groups of people, not one person. Groups treated before 2016 understate survival today.",
    ),
    (
        "skeletal-events",
        "What counts as a skeletal-related event",
        "skeletal_events.definitions",
        "DEFINITIONS",
        "A registry without films on schedule measures symptomatic events.",
    ),
    (
        "radiotherapy-schedules",
        "Schedules of radiotherapy",
        "radiotherapy.schedules",
        "SCHEDULES",
        "As guidelines list them and trials used them.",
    ),
    (
        "opioid-factors",
        "Opioids as oral morphine",
        "pain.equivalents",
        "MORPHINE_EQUIVALENTS",
        "To measure, never to limit, and not for choosing the dose of another opioid.",
    ),
    (
        "exercise",
        "Exercise by place of the metastases",
        "activity.modules",
        "MODULES",
        "Several places: what all of them allow.",
    ),
    (
        "questionnaires",
        "Questionnaires and their licences",
        "patient_reports.licences",
        "LICENCES",
        "No licensed text is shipped; a site brings its own form.",
    ),
)
"""Data of the pathway that a reader looks up: (page, title, module, name, what it is)."""


DRAFTS = "A draft rests on memory: nobody read its main advice in a source. It takes part only with `--drafts`."


def on_config(config: Any) -> Any:
    """Put the generated chapters into the navigation, behind the reference."""
    config.nav.insert(3, {"Rules": ["rules/index.md", *[f"rules/topic-{topic.id}.md" for topic in pathway().topics]]})
    config.nav.insert(4, {"Tables": ["tables/options.md", *[f"tables/{name}.md" for name, *_ in TABLES]]})
    config.nav.insert(5, {"How the engine thinks": [_page_name(chapter) for chapter in _chapters()]})
    return config


def on_files(files: Files, config: Any) -> Files:
    """Add the generated pages."""
    whole = pathway()
    cases = load_cases(ROOT / "tests" / "cases")
    pages = {"rules/index.md": _index(whole)}
    for topic in whole.topics:
        pages[f"rules/topic-{topic.id}.md"] = _topic(whole, topic)
    for item in whole.recommendations:
        pages[f"rules/{item.id}.md"] = recommendation_page(whole, item) + _cases(item, cases)
    for score in whole.scores:
        pages[f"rules/score-{score.id}.md"] = score_page(whole, score)
    rows = expected_rows(ROOT / "tests" / "cases" / "measures")
    for measure in whole.measures:
        pages[f"rules/{measure.id}.md"] = measure_page(whole, measure) + _rows(measure, rows)
    pages["tables/options.md"] = _options(whole)
    for name, title, module, attribute, about in TABLES:
        rows = getattr(import_module(f"osteon.pathway.{module}"), attribute)
        pages[f"tables/{name}.md"] = _table(title, about, rows)
    for chapter in _chapters():
        pages[_page_name(chapter)] = _chapter(chapter)
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def _row(item: Recommendation) -> str:
    state = "draft" if item.draft else item.checked
    return f"| [`{item.id}`]({item.id}.md) | {item.title} | {URGENCIES[item.urgency]} | {state} |"


def _index(whole: Pathway) -> str:
    marks = [item.checked for item in whole.recommendations]
    lines = [
        "# Rules",
        "",
        f"Pathway {whole.version}: {len(marks)} recommendations in {len(whole.topics)} topics; "
        f"{marks.count('primary')} checked in the source itself, {marks.count('secondary')} in a text that reports it, "
        f"{marks.count('derived')} that need a number of our own, {marks.count('memory')} drafts.",
        "",
    ]
    for topic in whole.topics:
        lines += [f"- [{topic.title}](topic-{topic.id}.md): {topic.purpose}"]
    lines += ["", "## Drafts", "", DRAFTS, ""]
    lines += [f"- [`{item.id}`]({item.id}.md) {item.title}" for item in whole.recommendations if item.draft]
    lines += ["", "## Policies", "", "| policy | choices | default | question |", "|---|---|---|---|"]
    lines += [
        f"| `{item.id}` | {', '.join(item.options)} | {item.default} | {item.question} |" for item in whole.policies
    ]
    lines += ["", "## Sources", "", "| key | source | year | what was read |", "|---|---|---|---|"]
    lines += [f"| {item.id} | {item.title} {item.identifier} | {item.year} | {item.read} |" for item in whole.sources]
    return "\n".join(lines) + "\n"


def _topic(whole: Pathway, topic: Any) -> str:
    lines = [f"# {topic.title}", "", topic.purpose]
    if topic.recommendations:
        lines += ["", "| rule | says | urgency | checked |", "|---|---|---|---|"]
        lines += [_row(item) for item in topic.recommendations]
    if topic.scores:
        lines += ["", "| score | what it is for | checked |", "|---|---|---|"]
        lines += [
            f"| [{item.title}](score-{item.id}.md) | {item.purpose} | {'draft' if item.draft else item.checked} |"
            for item in topic.scores
        ]
    if topic.measures:
        lines += ["", "| measure | what it is for | checked |", "|---|---|---|"]
        lines += [
            f"| [{item.title}]({item.id}.md) | {item.why} | {'draft' if item.draft else item.checked} |"
            for item in topic.measures
        ]
    return "\n".join(lines) + "\n"


def _options(whole: Pathway) -> str:
    """All options of systemic treatment: whose question, what is required, status, sources."""
    lines = ["# Systemic options", "", "What a review sorts into lists. The order is no ranking.", ""]
    for item in whole.options:
        state = "draft" if item.draft else f"checked: {item.checked}"
        lines += [f"## {item.title}", "", f"`{item.id}` · {item.line} · {state}", ""]
        lines += [f"- whose question: {describe(item.applies)}"]
        lines += [f"- requires: {label}" for label, _ in item.requires]
        lines += [f"- caution: {caution.label}. {caution.advice}" for caution in item.cautions]
        lines += [
            f"- status: {part.status}, {part.region}{f', {part.date}' if part.date else ''} ({part.source})"
            for part in item.region_status
        ]
        lines += [f"- look again by {item.review_by}"] if item.review_by else []
        lines += [
            f"- source: {part.source}, {part.locator}. {part.strength}. Checked: {part.checked}"
            for part in item.evidence
        ]
        lines.append("")
    return "\n".join(lines) + "\n"


def _table(title: str, about: str, rows: Any) -> str:
    """One table of data: a column for each field of its rows that says something."""
    names = getattr(rows[0], "_fields", None) or tuple(item.name for item in fields(rows[0]))
    used = [name for name in names if name != "id" and any(getattr(row, name) not in (None, "", ()) for row in rows)]
    lines = [
        f"# {title}",
        "",
        about,
        "",
        f"| {' | '.join(name.replace('_', ' ') for name in used)} |",
        "|---" * len(used) + "|",
    ]
    lines += [f"| {' | '.join(_cell(getattr(row, name)) for name in used)} |" for row in rows]
    return "\n".join(lines) + "\n"


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (tuple, list, frozenset)):
        return ", ".join(_cell(one) for one in value)
    if is_dataclass(value) and hasattr(value, "id"):
        return str(value.id)
    return str(value).replace("|", "/").replace("\n", " ")


def _cases(item: Recommendation, cases: list[Case]) -> str:
    found = [(case, said) for case in cases for said in case.expect if said.recommendation == item.id]
    if not found:
        return ""
    lines = ["", "## Cases", "", "| patient | verdict | missing |", "|---|---|---|"]
    for case, said in found:
        missing = ", ".join(sorted(said.missing)) if said.missing else ""
        lines.append(f"| {case.name} ({case.as_of}) | {' or '.join(said.verdicts)} | {missing} |")
    return "\n".join(lines) + "\n"


def _rows(item: Measure, rows: list[ExpectedRow]) -> str:
    lines = ["", "## Cases", "", "| patient | day | outcome |", "|---|---|---|"]
    lines += [f"| {row.patient} | {row.day} | {row.outcome} |" for row in rows if row.measure == item.id]
    return "\n".join(lines) + "\n"


def _chapters() -> list[Chapter]:
    """Chapters of the specification, in the order of its table of contents."""
    return list(run_path(str(SPEC / "toc.py"))["CHAPTERS"])


def _page_name(chapter: Chapter) -> str:
    return "spec/" + chapter.sections[0].file.partition("/")[0] + ".md"


def _chapter(chapter: Chapter) -> str:
    """One chapter: module docstrings open the sections, test docstrings are the paragraphs."""
    lines = [f"# {chapter.title}", ""]
    for section in chapter.sections:
        tree = ast.parse((SPEC / section.file).read_text(encoding="utf-8"))
        lines += [f"## {section.title}", "", ast.get_docstring(tree) or "", ""]
        for node in tree.body:
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                said = ast.get_docstring(node) or node.name.removeprefix("test_").replace("_", " ").capitalize() + "."
                lines += [f"- {' '.join(said.split())}"]
        lines.append("")
    return "\n".join(lines)
