"""Nothing about a patient leaves by a side door, and nothing about a machine comes in."""

import ast
import json
import re

import pytest

from house import tree

CANARIES = {
    "given": "Quillibeth",
    "family": "Zanderwick",
    "identifier": "MRN-77310042",
    "telephone": "555-0199-8873",
    "street": "Larkspurgasse",
    "patient id": "pt-9c41canary",
    "note": "weepingwillow",
    "value": "31415.92653",
    "birth date": "1951-02-29",
}


def record() -> dict:
    """A record with a mark in every place where a person can be told from it, and something broken beside each."""
    subject = {"reference": f"Patient/{CANARIES['patient id']}", "display": CANARIES["family"]}
    resources = [
        {
            "resourceType": "Patient",
            "id": CANARIES["patient id"],
            "name": [{"given": [CANARIES["given"]], "family": CANARIES["family"]}],
            "identifier": [{"value": CANARIES["identifier"]}],
            "telecom": [{"system": "phone", "value": CANARIES["telephone"]}],
            "address": [{"line": [CANARIES["street"]]}],
            "gender": "female",
            "birthDate": CANARIES["birth date"],  # a day that does not exist
        },
        {
            "resourceType": "Observation",
            "id": "broken-quantity",
            "status": "final",
            "subject": subject,
            "code": {"coding": [{"system": "http://loinc.org", "code": "2160-0", "display": CANARIES["note"]}]},
            "valueQuantity": {"value": CANARIES["value"], "unit": CANARIES["note"]},
            "effectiveDateTime": CANARIES["note"],
            "note": [{"text": CANARIES["note"]}],
        },
        {"resourceType": "Condition", "id": "no-code", "subject": CANARIES["patient id"], "code": CANARIES["note"]},
        {"resourceType": CANARIES["note"], "id": CANARIES["identifier"]},
        CANARIES["note"],
    ]
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": entry} for entry in resources]}


WHOLE = json.dumps(record())
BROKEN = {
    "broken entries": WHOLE,
    "cut off": WHOLE[: len(WHOLE) // 2],
    "not a bundle": json.dumps([CANARIES["note"], record()]),
    "a bare name": json.dumps(f"{CANARIES['given']} {CANARIES['family']}"),
    "not json": f"{CANARIES['family']}|{CANARIES['identifier']}|{CANARIES['note']}",
    "two patients": json.dumps(record()).replace('"Condition"', '"Patient"'),
    "nested without end": '{"resourceType":"Bundle","entry":' * 3000 + f'"{CANARIES["note"]}"' + "}" * 3000,
}


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("style", ["json", "text"])
def test_no_patient_value_reaches_standard_error(name: str, style: str):
    result = tree.osteon("review", "-", "--format", style, stdin=BROKEN[name])
    leaked = [what for what, canary in CANARIES.items() if canary in result.stderr]
    assert not leaked
    assert "Traceback" not in result.stderr, "a broken record is an answer (exit 3 or 4), not a crash"
    assert result.returncode in (3, 4)


def test_the_canaries_are_read_at_all():
    """Without this, a reader that looked at nothing would pass the test above."""
    review = json.loads(tree.osteon("review", "-", "--format", "json", stdin=BROKEN["broken entries"]).stdout)
    assert review["patient"]["id"] == CANARIES["patient id"]
    assert any("broken-quantity" in problem["source"] for problem in review["problems"])


def test_only_the_command_line_prints():
    printing = {
        f"{module}:{node.lineno}"
        for module, parsed in tree.modules().items()
        if module.split(".")[1:2] not in (["cli"], ["__main__"])
        for node in ast.walk(parsed)
        if (isinstance(node, ast.Name) and node.id in ("print", "breakpoint"))
        or (isinstance(node, ast.Attribute) and ast.unparse(node).startswith(("sys.stdout", "sys.stderr")))
    }
    assert not printing


# Letters in brackets keep this file from finding itself.
MACHINE = re.compile(
    r"(?<![\w.])/([w]ork|[f]arm|[r]oot)/|/[t]mp/[a-z]|/([h]ome|[U]sers)/[a-z]\w*/"
    r"|[p]ypi\.org|[p]ythonhosted\.org|registry\.[n]pmjs|deb\.[d]ebian"
)


def test_no_file_names_a_machine_path_or_a_registry():
    found = []
    for path in tree.files():
        if path.suffix in (".png", ".jpg", ".gz", ".parquet", ".woff2", ".mo"):
            continue
        for number, line in enumerate(tree.text(str(path)).splitlines(), 1):
            if MACHINE.search(line):
                found.append(f"{path}:{number}")
    assert not found
