"""One patient from her number: what is drawn first, then her entries, topic by topic."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.population.agents import write_agents
from benchmarks.population.asked import write_asked
from benchmarks.population.comfort import write_comfort
from benchmarks.population.disease import write_disease
from benchmarks.population.events import write_events
from benchmarks.population.labs import write_labs
from benchmarks.population.lesions import write_lesions
from benchmarks.population.lines import write_lines
from benchmarks.population.oddities import write_oddities
from benchmarks.population.person import draw_person
from benchmarks.population.record import write_patient, write_rest
from benchmarks.population.scenes import write_scenes
from benchmarks.population.sheet import Sheet

__all__ = ["bundle", "lines", "resources"]


def lines(seed: int, number: int) -> dict[str, list[str]]:
    """Resource type -> JSON texts, one for each resource of the patient with this number."""
    sheet = Sheet(seed, number)
    person = draw_person(sheet)
    write_patient(sheet, person)
    write_disease(sheet, person)
    lesions = write_lesions(sheet, person)
    write_events(sheet, person, lesions)
    write_lines(sheet, person)
    write_agents(sheet, person, lesions)
    write_labs(sheet, person)
    write_comfort(sheet, person)
    write_asked(sheet, person)
    write_scenes(sheet, person, lesions)
    write_rest(sheet, person)
    write_oddities(sheet, person)
    return dict(sheet.lines)


def resources(number: int, seed: int = 1) -> list[dict[str, Any]]:
    """The patient's resources as objects, for tests."""
    return [json.loads(line) for texts in lines(seed, number).values() for line in texts]


def bundle(number: int, seed: int = 1) -> bytes:
    """The patient's resources as a FHIR bundle of type `collection`."""
    entries = ",".join(f'{{"resource":{line}}}' for texts in lines(seed, number).values() for line in texts)
    return f'{{"resourceType":"Bundle","type":"collection","entry":[{entries}]}}'.encode()
