"""What can be said on a page: every clinical sentence of the pathway by topic, the words that answer facts, and the sentences
that something is filled into.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from osteon.engine.nodes import Band, Choose, Fact, Node, OneOf, Parameter, Points, Policy, walk
from osteon.engine.rules import Topic, named_in
from osteon.pathway import TOPICS, pathway
from osteon.pathway.orders import DUE_ORDERS, ORDERS
from osteon.review.lanes import drugs, happened, measured
from osteon.serve.assessments.questions import questions_at, sides
from osteon.terminology import concept, site, skeletal_sites, store

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "osteon"
SKELETON, PAGES, QUESTIONS, ENTRIES, TO_ORDER = "skeleton", "pages", "lesion-assessment", "entries", "orders"
"""Places and states of bones; labels that only the page has; the form for lesions; what entries are called; what can
be ordered."""
CODES = frozenset(".0123456789<>≥≤+-/")
ONLY_ON_PAGES = (
    "corrected calcium",
    "total calcium",
    "serum creatinine",
    "alkaline phosphatase",
    "pain, worst or as given (0-10)",
    "Fracture",
    "Surgery",
    "Radiation",
    "Hypercalcaemia",
)


def sentences() -> dict[str, list[str]]:
    """Every sentence of the pathway under the topic that says it first."""
    whole = pathway()
    whole.recommendations  # noqa: B018 - fills in the topics
    found: dict[str, str] = {}
    for name, topic in zip(TOPICS, whole.topics, strict=True):
        for text in _of_topic(name, topic):
            if text:
                found.setdefault(text, name)
    for node in whole.nodes:
        if isinstance(node, Fact | Parameter | Policy):
            for text in _of_node(node):
                found.setdefault(text, "elsewhere")
    for text in _places():
        found.setdefault(text, SKELETON)
    for text in ONLY_ON_PAGES:
        found.setdefault(text, PAGES)
    for text in _questions():
        found.setdefault(text, QUESTIONS)
    for text in _entries():
        found.setdefault(text, ENTRIES)
    for text in (one.words for these in (*ORDERS.values(), *DUE_ORDERS.values()) for one in these):
        found.setdefault(text, TO_ORDER)
    topics: dict[str, list[str]] = {}
    for text, topic in found.items():
        topics.setdefault(topic, []).append(text)
    return topics


def _of_topic(name: str, topic: Topic) -> Iterator[str]:
    yield from (topic.title, topic.purpose)
    for item in topic.recommendations:
        yield from (item.title, item.advise)
    for due in topic.due:
        yield due.what
    for score in topic.scores:
        yield score.title
        yield from (text for _, text in score.meaning)
        yield from (label for label, _ in score.items)
        yield from (one.strength for one in score.accuracy)
        yield score.misuse
    for option in topic.options:
        yield from (option.title, option.line, option.note)
        yield from (label for label, _ in option.requires)
        yield from (text for one in option.cautions for text in (one.label, one.advice))
    folder = import_module(f"osteon.pathway.{name}")
    modules = [import_module(one.name) for one in iter_modules(folder.__path__, f"{folder.__name__}.")]
    own = [node for module in modules for kind in (Fact, Parameter, Policy) for node in named_in(module, kind)]
    seen: set[int] = set()
    shown = [node for item in topic.recommendations for root in (*item.roots(), *item.shows) for node in walk(root, seen)]
    read = {id(node) for node in pathway().nodes}
    for node in (*own, *(one for one in shown if isinstance(one, Fact) and one.reads is None)):
        if id(node) in read:
            yield from _of_node(node)
    for item in (*topic.recommendations, *topic.scores):
        yield from (item.misuse, item.purpose)


def _of_node(node: Fact | Parameter | Policy) -> Iterator[str]:
    if isinstance(node, Policy):
        yield from (node.question, node.reason)
    else:
        yield node.label
    if isinstance(node, Fact) and node.ask:
        yield node.ask


def _places() -> Iterator[str]:
    """Every place, with each side that it can have, as a page begins it."""
    for name in skeletal_sites():
        place = site(name)
        for side in ("", "left ", "right ", "bilateral ") if place.side_allowed else ("",):
            text = f"{side}{place.label}"
            yield text[:1].upper() + text[1:]


def _questions() -> Iterator[str]:
    """The questions of the lesion assessment and their answers; places have their sentences among those of the skeleton."""
    for name in skeletal_sites():
        for group in questions_at(name):
            yield from (group.title,) if group.title else ()
            for question in group.questions:
                yield from (question.text, *(words for _, words in question.options))
    yield from (words for _, words in sides())


ABOUT_LESIONS = (
    *("lesion.", "finding.", "fracture.", "condition.metastasis"),
    *("condition.bone-lytic", "obs.pain", "proc.rt.course", "proc.sbrt"),
)


def _entries() -> Iterator[str]:
    """What entries about lesions are called, and those that the page of the timeline draws."""
    for name, told in store.concepts().items():
        if name.startswith(ABOUT_LESIONS):
            yield told["label"]
    drawn = (happened.PICTURES, happened.RESULTS, happened.OPERATIONS, happened.RADIOTHERAPY, drugs.SYSTEMIC, drugs.BONE_AGENTS)
    for name in (*(name for part in drawn for name in part), *drugs.RADIONUCLIDES, *measured.MARKERS):
        yield concept(name).label


def answers() -> list[str]:
    """Every word that answers a fact and is no figure."""
    found: dict[str, None] = {}
    for fact in pathway().facts:
        if fact.kind == "category":
            found.update(dict.fromkeys(str(word) for word in fact.categories))
    for score in pathway().scores:
        found.update(dict.fromkeys(str(word) for word in score.category.categories))
    for node in pathway().nodes:
        found.update(dict.fromkeys(_answers_in(node)))
    return [word for word in found if not set(word) <= CODES]


def _answers_in(node: Node) -> Iterable[str]:
    """The answers that a condition, a table of points or a choice names."""
    match node:
        case OneOf() if not isinstance(node.of, Policy):
            return node.words
        case Points():
            return [word for word, _ in node.table]
        case Band():
            return node.labels
        case Choose():
            return [value for value in (*(value for _, value in node.cases), node.otherwise) if isinstance(value, str)]
    return ()


TELLS = {"problem": 1, "refuse": 2, "Problem": 2, "Aside": 3, "append": 0}
"""Functions whose argument at that place becomes a sentence of the review."""
DOUBTS = ("the record does not say ", "it was only ")
"""How doubts about a skeletal event begin, which are handed on through tables before they are told."""
FOLDERS = ("record/fhir", "record/lesions.py", "record/read.py", "pathway/skeletal_events", "review/findings.py")


def templates() -> list[str]:
    """Sentences of the record's reader and of the review, with `{name}` where something is filled in."""
    found: dict[str, None] = {}
    for folder in FOLDERS:
        path = SOURCE / folder
        for file in [path] if path.suffix else sorted(path.rglob("*.py")):
            found.update(dict.fromkeys(_told_in(ast.parse(file.read_text(encoding="utf-8")))))
    return list(found)


def _told_in(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(DOUBTS):
            yield node.value
        elif isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = TELLS.get(name)
            if place is not None and place < len(node.args):
                yield from _sentences_of(node.args[place])
        elif isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                if isinstance(key, ast.Constant) and key.value == "message":
                    yield from _sentences_of(value)
        elif isinstance(node, ast.Return) and node.value is not None:
            values = node.value.elts if isinstance(node.value, ast.Tuple) else []
            for value in values:
                yield from _sentences_of(value)


def _sentences_of(node: ast.expr) -> Iterable[str]:
    if isinstance(node, ast.IfExp):
        return [*_sentences_of(node.body), *_sentences_of(node.orelse)]
    if isinstance(node, ast.BoolOp):
        return [text for part in node.values for text in _sentences_of(part)]
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value] if " " in node.value.strip() else []
    if isinstance(node, ast.JoinedStr):
        text, count = "", 0
        for part in node.values:
            if isinstance(part, ast.Constant):
                text += str(part.value)
            else:
                text, count = f"{text}{{{'abcdefgh'[count]}}}", count + 1
        return [text] if " " in text.strip() else []
    return []
