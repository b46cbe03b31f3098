"""What exists is documented, and what is documented exists."""

import ast
import importlib
import inspect
import re
import tomllib

import osteon
from house import tree


def glossary() -> set[str]:
    return {term.strip().lower() for heading in tree.headings("GLOSSARY.md") for term in heading.split(",")}


def test_every_folder_of_the_package_is_a_glossary_word():
    folders = {part for path in tree.files() if path.parts[:2] == ("src", "osteon") for part in path.parts[2:-1]}
    unknown = {folder for folder in folders if folder.replace("_", " ").replace("-", " ") not in glossary()}
    assert not unknown, "give each folder a heading in GLOSSARY.md, or another name"


def shown() -> set[tuple[str, str]]:
    """What a room shows: the names that its package exports, and those that another room takes from inside it."""
    names = set()
    for module, parsed in tree.modules().items():
        room = module.split(".")[:2]
        names |= {
            tuple(name.rsplit(".", 1)) for name in tree.imports(parsed) if "." in name and name.split(".")[:2] != room
        }
        if len(module.split(".")) <= 2:
            names |= {(module, name) for name in getattr(importlib.import_module(module), "__all__", ())}
    known = tree.modules()
    return {(module, name) for module, name in names if module in known and f"{module}.{name}" not in known}


def test_whatever_a_room_shows_says_what_it_is():
    silent = []
    for module, name in sorted(shown()):
        if f"{module}.{name}" in tree.modules():
            continue
        thing = getattr(importlib.import_module(module), name)
        if not (inspect.isclass(thing) or inspect.isfunction(thing)):
            continue
        # dataclass and NamedTuple write a docstring of their own, which says nothing: `Name(field, field)`
        doc = inspect.cleandoc(thing.__doc__ or "")
        if not doc or doc.startswith(f"{thing.__name__}("):
            silent.append(f"{module}.{name}")
    assert not silent


def test_every_module_says_what_it_is():
    assert not [name for name, parsed in tree.modules().items() if not ast.get_docstring(parsed)]


def test_every_error_has_an_entry_in_the_manual():
    nodes = [node for parsed in tree.modules().values() for node in ast.walk(parsed)]
    classes = [node for node in nodes if isinstance(node, ast.ClassDef)]
    ends = ("Error", "Exception")
    errors = {node.name for node in classes if any(ast.unparse(base).endswith(ends) for base in node.bases)}
    documented = {heading for heading in tree.headings("docs/errors.md") if heading.endswith("Error")}
    assert errors == documented


def commands() -> dict[str, str]:
    """Help text of the program and, by walking down, of every command below it."""
    found, waiting = {}, [()]
    while waiting:
        words = waiting.pop()
        result = tree.osteon(*words, "--help")
        assert result.returncode == 0, result.stderr
        found[" ".join(words)] = result.stdout
        # argparse indents the names of commands by four blanks, flags and arguments by two
        waiting += [(*words, name) for name in re.findall(r"^ {4}([a-z][a-z-]*)", result.stdout, flags=re.MULTILINE)]
    return found


def test_the_manual_lists_every_command_and_flag_and_no_other():
    helps = commands()
    page = tree.text("docs/cli.md")
    missing = [f"osteon {command}" for command in helps if f"osteon {command}".strip() not in page]
    assert not missing
    flag = re.compile(r"(?<![\w-])--[a-z][a-z-]*")
    offered = {name for help_text in helps.values() for name in flag.findall(help_text)}
    assert set(flag.findall(page)) == offered


def test_the_manual_lists_every_exit_code():
    rows = re.findall(r"^\| `(\d+)` \|", tree.text("docs/cli.md"), flags=re.MULTILINE)
    assert rows == ["0", "1", "2", "3", "4"]


def test_the_changelog_speaks_of_this_version():
    assert any(heading.split(" ")[0] == osteon.__version__ for heading in tree.headings("CHANGELOG.md"))


def test_the_citation_names_this_version():
    assert f"version: {osteon.__version__}\n" in tree.text("CITATION.cff")


def test_the_quick_start_is_two_commands_that_exist():
    section = tree.text("README.md").split("## Quick start\n")[1].split("\n## ")[0]
    blocks = re.findall(r"^```\w*\n(.*?)^```", section, flags=re.MULTILINE | re.DOTALL)
    assert [block.strip() for block in blocks] == ["make review", "make test"]
    targets = set(re.findall(r"^([a-z]+):", tree.text("Makefile"), flags=re.MULTILINE))
    assert {"review", "test", "check", "bench", "docs", "fix", "lock", "clean"} <= targets


def test_the_files_that_the_readme_links_to_exist():
    links = re.findall(r"\]\((?!https?:|#)([^)#\s]+)", tree.text("README.md"))
    assert links
    assert not [link for link in links if not (tree.ROOT / link).exists()]


def test_the_locks_hold_every_declared_dependency():
    project = tomllib.loads(tree.text("pyproject.toml"))
    extras = project["project"]["optional-dependencies"]
    run, dev = (
        {re.split(r"[=;\[ ]", line)[0] for line in tree.text(name).splitlines() if "==" in line}
        for name in ("requirements.lock", "requirements-dev.lock")
    )

    def names(wanted: list[str]) -> set[str]:
        return {re.split(r"[<>=\[; ]", item)[0].lower() for item in wanted}

    assert names(project["project"]["dependencies"]) | names(project["build-system"]["requires"]) <= run
    # An extra may name another one of ours; Spark is large, so it has a lock file of its own.
    asked = {name: names(extra) - {"osteon"} for name, extra in extras.items()}
    spark = asked.pop("spark", set())
    assert set().union(*asked.values()) | run <= dev
    assert spark <= {re.split(r"[=;\[ ]", line)[0] for line in tree.text("requirements-spark.lock").splitlines() if "==" in line}
