"""Pages of the manual that are made from the product itself when the manual is built: rules, topics, and how the engine thinks.

MkDocs calls `on_files` and `on_nav`; nothing that is made here is kept in the repository, so it cannot go stale.
"""

from __future__ import annotations

import ast
import sys
from pathlib import Path
from runpy import run_path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
SPEC = ROOT / "tests" / "spec"
sys.path.insert(0, str(ROOT / "src"))

from osteon.engine.rules import Pathway, Recommendation  # noqa: E402
from osteon.pathway import pathway  # noqa: E402
from osteon.pathway.cases import Case, load_cases  # noqa: E402
from osteon.review.manual import recommendation_page  # noqa: E402

Chapter = Any
"""A chapter of tests/spec/toc.py: `title`, and `sections` with `title` and `file`."""
URGENCIES = {
    "emergency": "emergency",
    "urgent": "urgent",
    "soon": "soon",
    "routine": "routine",
    "info": "for information",
}


def on_config(config: Any) -> Any:
    """Put the generated chapters into the navigation, behind the reference."""
    config.nav.insert(3, {"Rules": ["rules/index.md", *[f"rules/topic-{topic.id}.md" for topic in pathway().topics]]})
    config.nav.insert(4, {"How the engine thinks": [_page_name(chapter) for chapter in _chapters()]})
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
    lines += ["", "## Policies", "", "| policy | choices | default | question |", "|---|---|---|---|"]
    lines += [
        f"| `{item.id}` | {', '.join(item.options)} | {item.default} | {item.question} |" for item in whole.policies
    ]
    lines += ["", "## Sources", "", "| key | source | year | what was read |", "|---|---|---|---|"]
    lines += [f"| {item.id} | {item.title} {item.identifier} | {item.year} | {item.read} |" for item in whole.sources]
    return "\n".join(lines) + "\n"


def _topic(whole: Pathway, topic: Any) -> str:
    lines = [f"# {topic.title}", "", topic.purpose, "", "| rule | says | urgency | checked |", "|---|---|---|---|"]
    lines += [_row(item) for item in topic.recommendations]
    return "\n".join(lines) + "\n"


def _cases(item: Recommendation, cases: list[Case]) -> str:
    found = [(case, said) for case in cases for said in case.expect if said.recommendation == item.id]
    if not found:
        return ""
    lines = ["", "## Cases", "", "| patient | verdict | missing |", "|---|---|---|"]
    for case, said in found:
        missing = ", ".join(sorted(said.missing)) if said.missing else ""
        lines.append(f"| {case.name} ({case.as_of}) | {' or '.join(said.verdicts)} | {missing} |")
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
