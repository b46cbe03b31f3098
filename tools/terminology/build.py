"""Builds the data files of `osteon.terminology` from a value-set JSON.

    python tools/terminology/build.py VALUESETS.json

The value-set JSON maps concept ids to codes with system, display, source and tier. What is done with them is in `mapping.py`; what is
added is in `additions.json`, `curated.json` and `snomed_public.json` beside this file. Displays of the sources are read, never shipped.
`sites.json` and `units.json` are written by hand and not touched.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import mapping

HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src" / "osteon" / "terminology" / "data"
# A licensed value-set package, and files that name no guide: neither makes a SNOMED CT number free to print.
NOT_A_GUIDE = ("canvas", "public ", "two ")
BRAND = re.compile(r"\[([A-Za-z][A-Za-z0-9 -]+)\]")
SHORTENED = {"ine": 1, "one": 1, "ole": 1, "ane": 1, "ide": 1, "ate": 1}
UNIT_FAMILIES = ("ucum", "unit.")


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("valuesets", type=Path, help="the value-set JSON")
    choice = arguments.parse_args()
    value_sets = json.loads(choice.valuesets.read_text(encoding="utf-8"))["concepts"]
    additions, curated, public = (_load(name) for name in ("additions.json", "curated.json", "snomed_public.json"))
    for path in sorted((HERE / "topics").glob("*.json")):
        _join(additions, curated, json.loads(path.read_text(encoding="utf-8")), path.name)
    build = _Build(additions, curated, public)
    for name, content in value_sets.items():
        build.take(name, content)
    build.add()
    _write(OUT / "names.json", build.names(value_sets))
    _write(OUT / "codes.json", build.codes())
    _write(OUT / "concepts.json", build.concepts)
    for reason, count in sorted(build.left_out.items()):
        print(f"{count:5}  left out: {reason}", file=sys.stderr)
    print(f"{len(build.concepts)} concepts, {build.count()} code rows", file=sys.stderr)
    return 0


def _load(name: str) -> Any:
    return json.loads((HERE / name).read_text(encoding="utf-8"))


def _join(additions: dict, curated: dict, more: dict, name: str) -> None:
    """Lays what one topic of the pathway needs (`topics/<topic>.json`) over the rows and words that all share.

    Keys: `concepts` (id: label, unit), `sources`, `codes`, `answers_own` (words that an answer in our own code system may
    be), `ingredients`, `brands` (spelling: concept ids), `bounds` (of a score: lowest, highest, step), `steps` (codes that
    stand for the steps of scores). Two files that name the same concept or spelling are an error.
    """
    for key, target in (
        ("concepts", curated["product"]), ("ingredients", curated["ingredients"]), ("brands", curated["brands"]),
        ("sources", additions["sources"]),
    ):  # fmt: skip
        for word, meaning in more.get(key, {}).items():
            if target.get(word, meaning) != meaning:
                raise SystemExit(f"{name}: {word} is defined elsewhere as {target[word]}")
            target[word] = meaning
    curated.setdefault("bounds", {}).update(more.get("bounds", {}))
    for group in more.get("steps", []):
        curated.setdefault("steps", {}).update(dict.fromkeys(group["concepts"], group["codes"]))
    additions["codes"] += more.get("codes", [])
    additions["own_answers"] = sorted({*additions["own_answers"], *more.get("answers_own", [])})


class _Build:
    """Collects rows, and remembers what was left out and why."""

    def __init__(self, additions: dict, curated: dict, public: dict) -> None:
        self.additions, self.curated = additions, curated
        self.public = {code: source for source, codes in public["sources"].items() for code in codes}
        self.concepts: dict[str, dict[str, Any]] = {}
        self.match: dict[str, dict[str, list[list]]] = {}
        self.sites: dict[str, dict[str, list]] = {}
        self.answers: dict[str, dict[str, str]] = {}
        self.sources: list[dict[str, str]] = []
        self.left_out: Counter[str] = Counter()

    def source(self, name: str, tier: str) -> int:
        entry = {"name": name, "tier": tier}
        if entry not in self.sources:
            self.sources.append(entry)
        return self.sources.index(entry)

    def concept(self, name: str, label: str, unit: str | None = None, drug_class: str | None = None) -> None:
        known = self.concepts.setdefault(name, {"label": self.curated["labels"].get(name, label)})
        unit = self.curated["units"].get(name, unit)
        if unit:
            known["unit"] = unit
        if name in self.curated.get("bounds", ()):
            known["bounds"] = self.curated["bounds"][name]
        if name in self.curated.get("steps", ()):
            known["steps"] = self.curated["steps"][name]
        if drug_class:
            known.setdefault("class", drug_class)
        if name in self.curated["narrows"]:
            known["narrows"] = self.curated["narrows"][name]

    def take(self, name: str, content: dict[str, Any]) -> None:
        if name.startswith(UNIT_FAMILIES):
            return
        for row in content["codes"]:
            source = self._source_of(row)
            if source is None:
                self.left_out["SNOMED CT code that no public guide was seen to print"] += 1
            elif name.startswith(mapping.SITE_FAMILIES):
                self.sites.setdefault(row["system"], {}).setdefault(row["code"], [mapping.site_id(name), None])
            elif name.startswith(mapping.ANSWER_FAMILIES):
                self.answers.setdefault(row["system"], {})[row["code"]] = name.split(".", 1)[1]
            else:
                self._match(name, content, row, source)
        ours = mapping.RENAMED.get(name, name)
        skipped = (
            *mapping.SITE_FAMILIES,
            *mapping.ANSWER_FAMILIES,
            "fracture.pathological.neoplastic.",
            "condition.metastasis.bone.",
        )
        if ours and not name.startswith(skipped):
            self.concept(ours, content["label"], content.get("unit"), content.get("drug_class"))

    def _source_of(self, row: dict[str, Any]) -> int | None:
        if row["system"] == mapping.SNOMED and row["source"].startswith(NOT_A_GUIDE):
            public = self.public.get(row["code"])
            return None if public is None else self.source(public, "A")
        return self.source(re.sub(r"\s+", " ", row["source"]).strip(), row["tier"])

    def _match(self, name: str, content: dict[str, Any], row: dict[str, Any], source: int) -> None:
        concepts = mapping.concept_of(name, row)
        if not concepts:
            key = (row["system"], row["code"])
            reason = mapping.LEFT_OUT.get(key) or mapping.LEFT_OUT_OF_CONCEPT.get((name, row["code"]))
            self.left_out[reason or "matched elsewhere, or a product for another use"] += 1
            return
        site, side = mapping.place_of(name, row)
        for concept in concepts:
            self.concept(concept, content["label"], content.get("unit"), content.get("drug_class"))
            own_site = site if not (concept == "condition.metastasis" and site == "breast") else None
            self._row(row["system"], row["code"], [concept, source, own_site, side, mapping.answer_of(name, row)])

    def _row(self, system: str, code: str, row: list) -> None:
        rows = self.match.setdefault(system, {}).setdefault(code, [])
        if all(other[0] != row[0] for other in rows):
            rows.append(row)

    def add(self) -> None:
        for name, (label, *unit) in self.curated["product"].items():
            self.concept(name, label, unit[0] if unit else None)
        names = self.additions["sources"]
        for name, system, code, source, *rest in self.additions["codes"]:
            site, side, answer = (*rest, None, None, None)[:3]
            self.concept(name, name)
            entry = names[source]
            self._row(system, code, [name, self.source(entry["name"], entry["tier"]), site, side, answer])
        for system, codes in self.additions["answers"].items():
            self.answers.setdefault(system, {}).update(codes)
        for system, codes in self.additions["sites"].items():
            self.sites.setdefault(system, {}).update(codes)

    def codes(self) -> dict[str, Any]:
        return {
            "sources": self.sources, "match": self.match, "sites": self.sites, "answers": self.answers,
            "subdivided": self.additions["subdivided"], "own_answers": self.additions["own_answers"],
        }  # fmt: skip

    def count(self) -> int:
        return sum(len(rows) for codes in self.match.values() for rows in codes.values())

    def names(self, value_sets: dict[str, Any]) -> dict[str, Any]:
        """Names in words: those written by hand, the labels of the drugs, and the brands that drug rows print in brackets."""
        ingredients = dict(self.curated["ingredients"])
        brands = dict(self.curated["brands"])
        by_hand = {concept for concepts in ingredients.values() for concept in concepts}
        taken = {spelling.lower() for spelling in (*ingredients, *brands)}
        for name, content in value_sets.items():
            ours = mapping.RENAMED.get(name, name)
            if not name.startswith("drug.") or ours is None or not ours.startswith("drug."):
                continue
            if ours not in by_hand:
                for spelling in _variants(content["label"]):
                    ingredients.setdefault(spelling, [ours])
            for row in content["codes"]:
                for brand in BRAND.findall(row["display"]):
                    concepts = mapping.concept_of(name, row)
                    if concepts and brand.lower() not in taken:
                        brands[brand] = [concepts[0]]
                        taken.add(brand.lower())
        for group in (ingredients, brands, self.curated["leading"], self.curated["conditions"]):
            for concepts in group.values():
                for concept in concepts:
                    self.concepts[concept]["text"] = True
        return {
            "ingredients": ingredients, "brands": brands, "leading": self.curated["leading"],
            "conditions": self.curated["conditions"], "shields": {name: [] for name in self.curated["shields"]},
            "open_families": self.curated["open_families"], "organs": self.curated["organs"], "organs_of": self.curated["organs_of"],
        }  # fmt: skip


def _variants(name: str) -> list[str]:
    """The name, and how German writes it (letrozol, codein, morphin)."""
    cut = SHORTENED.get(name[-3:], 0)
    return [name, name[:-cut]] if cut else [name]


def _write(path: Path, content: dict[str, Any]) -> None:
    """One entry a line, so that a change shows as a line."""
    path.write_text(_lines(content, 0) + "\n", encoding="utf-8")


def _lines(content: Any, depth: int) -> str:
    if (
        isinstance(content, dict)
        and content
        and depth < 3
        and any(isinstance(value, (dict, list)) for value in content.values())
    ):
        inner = ",\n".join(
            f"{' ' * (depth + 1)}{json.dumps(key, ensure_ascii=False)}: {_lines(value, depth + 1)}"
            for key, value in content.items()
        )
        return "{\n" + inner + "\n" + " " * depth + "}"
    return json.dumps(content, ensure_ascii=False)


if __name__ == "__main__":
    sys.exit(main())
