"""The data files by themselves: every row points to something, every number has its right check digit."""

from __future__ import annotations

from decimal import Decimal

import pytest

from osteon.terminology import concept, convert, members, site, unit_code
from osteon.terminology.store import codes, concepts, names, sites, units
from osteon.terminology.systems import LOINC, SNOMED

DIHEDRAL = [
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 2, 3, 4, 0, 6, 7, 8, 9, 5], [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
    [3, 4, 0, 1, 2, 8, 9, 5, 6, 7], [4, 0, 1, 2, 3, 9, 5, 6, 7, 8], [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
    [6, 5, 9, 8, 7, 1, 0, 4, 3, 2], [7, 6, 5, 9, 8, 2, 1, 0, 4, 3], [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
    [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
]  # fmt: skip
PERMUTATION = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4]


def _snomed_check(number: str) -> int:
    rows = [list(range(10))]
    for _ in range(7):
        rows.append([PERMUTATION[digit] for digit in rows[-1]])
    check = 0
    for position, digit in enumerate(reversed(number)):
        check = DIHEDRAL[check][rows[position % 8][int(digit)]]
    return check


def _loinc_check(number: str) -> int:
    body = number.split("-")[0]
    doubled = int("".join(reversed(body))[::2][::-1]) * 2
    total = sum(map(int, str(doubled))) + sum(int(digit) for digit in "".join(reversed(body))[1::2])
    return -total % 10


def test_every_row_names_a_concept_a_source_and_a_site_that_exist():
    known, places, sources = concepts(), sites()["sites"], codes()["sources"]
    for found in codes()["match"].values():
        for rows in found.values():
            for name, source, where, side, _ in rows:
                assert name in known
                assert 0 <= source < len(sources)
                assert where is None or where in places
                assert side in (None, "left", "right", "bilateral", "midline")
    for found in codes()["sites"].values():
        assert all(where in places for where, _ in found.values())
    assert all(source["tier"] in ("A", "B") for source in sources)


def test_snomed_numbers_have_their_check_digit():
    data = codes()
    numbers = [*data["match"][SNOMED], *data["sites"][SNOMED], *data["answers"][SNOMED]]
    assert len(numbers) > 300
    assert [number for number in numbers if _snomed_check(number) != 0] == []


def test_loinc_numbers_have_their_check_digit():
    numbers = codes()["match"][LOINC]
    assert len(numbers) > 130
    assert [number for number in numbers if _loinc_check(number) != int(number.split("-")[1])] == []


def test_snomed_rows_come_from_public_guides_only():
    sources = codes()["sources"]
    public = ("HL7/", "pydicom", "TotalSegmentator")
    for rows in codes()["match"][SNOMED].values():
        for row in rows:
            assert sources[row[1]]["name"].startswith(public)


def test_no_licensed_procedure_codes():
    assert not any("cpt" in system.lower() or "cdt" in system.lower() for system in codes()["match"])


def test_every_concept_has_a_label_and_a_known_unit():
    for name in members(""):
        known = concept(name)
        assert known.label and known.label != name
        assert known.unit is None or unit_code(known.unit) == known.unit, name
        if known.narrows:
            assert known.narrows in concepts()


def test_every_name_in_words_leads_to_a_concept():
    data = names()
    for group in ("ingredients", "brands", "leading", "conditions"):
        for spelling, found in data[group].items():
            assert found, spelling
            assert all(concept(name).text for name in found), spelling
    assert all(name in concepts() for name in data["organs_of"])
    assert all(organ in data["organs"] for organs in data["organs_of"].values() for organ in organs)


def test_every_name_of_a_site_and_every_parent_exists():
    tree = sites()["sites"]
    assert all(name in tree for name in sites()["names"].values())
    assert all(entry.get("parent", "skeleton") in tree for entry in tree.values())
    assert all(entry.get("sins") in (None, "junctional", "mobile", "semirigid", "rigid") for entry in tree.values())


def test_units_read_back_as_themselves_and_as_they_are_spelt():
    for dimension, entries in units()["dimensions"].items():
        assert dimension in units()["called"]
        for code, entry in entries.items():
            assert unit_code(code) == code
            for spelling in entry.get("spelt", ()):
                found = unit_code(spelling)
                assert found is not None, spelling
                assert convert(Decimal(1), found, code, None) == 1, spelling


@pytest.mark.parametrize("name", ["lab.lead", "", "Drug.denosumab"])
def test_an_unknown_concept_is_a_key_error(name):
    with pytest.raises(KeyError):
        concept(name)


def test_an_unknown_site_is_a_key_error():
    with pytest.raises(KeyError):
        site("femur.middle")
