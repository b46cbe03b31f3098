"""Units as people and machines write them, and exact conversion."""

from __future__ import annotations

from decimal import Decimal

import pytest

from osteon.terminology import UnitError, convert, unit_code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mg/dL", "mg/dL"), ("mg/dl", "mg/dL"), ("MG/DL", "mg/dL"), ("mg / dL", "mg/dL"), ("G/DL", "g/dL"), ("g/dl", "g/dL"),
        ("µmol/l", "umol/L"), ("μmol/L", "umol/L"), ("umol/L", "umol/L"), ("mcmol/L", "umol/L"), ("mmol/l", "mmol/L"),
        ("kg", "kg"), ("KG", "kg"), ("lbs", "[lb_av]"), ("lb", "[lb_av]"), ("[lb_av]", "[lb_av]"), ("oz", "[oz_av]"),
        ("in", "[in_i]"), ("inches", "[in_i]"), ("m", "m"), ("cm", "cm"), ("centimeters", "cm"), ("MM", "mm"), ("g", "g"),
        ("mL/min/1.73m2", "mL/min/{1.73_m2}"), ("ml/min/1.73 m²", "mL/min/{1.73_m2}"), ("ml/min", "mL/min"),
        ("IU/L", "[IU]/L"), ("U/l", "U/L"), ("10^9/L", "10*9/L"), ("x10E3/uL", "10*3/uL"), ("10*3/uL", "10*3/uL"), ("K/µL", "10*3/uL"),
        ("m^2", "m2"), ("square meter", "m2"), ("mcg", "ug"), ("ng/ml", "ng/mL"), ("{score}", "{score}"), ("%", "%"),
        ("nM BCE/mM creat", "nmol{BCE}/mmol{creat}"), ("weeks", "wk"), ("mmHg", "mm[Hg]"), ("mmol/L\u200b", "mmol/L"),
    ],
)  # fmt: skip
def test_spellings(text, code):
    assert unit_code(text) == code


@pytest.mark.parametrize("text", ["", " ", "foo", "tablet", "mg/", "M", "X", "Recurrence score"])
def test_units_that_are_not_known(text):
    assert unit_code(text) is None


@pytest.mark.parametrize(
    ("value", "unit", "to", "concept", "result"),
    [
        ("1.5", "mg/dL", "umol/L", "lab.creatinine", "132.6"),
        ("132.6", "µmol/L", "mg/dL", "lab.creatinine", "1.5"),
        ("44.2", "umol/L", "mg/dL", "lab.creatinine", "0.5"),
        ("10", "mg/dL", "mmol/L", "lab.calcium", "2.495"),
        ("2.495", "mmol/L", "mg/dL", "lab.calcium", "10"),
        ("2.495", "mmol/L", "mg/dL", "lab.calcium-corrected", "10"),
        ("4.8", "mg/dL", "mmol/L", "lab.calcium-ionised", "1.19760"),
        ("4.99", "meq/L", "mg/dL", "lab.calcium", "10"),
        ("1", "mg/dL", "mmol/L", "lab.phosphate", "0.3229"),
        ("1", "mg/dL", "mmol/L", "lab.magnesium", "0.4114"),
        ("20", "ng/mL", "nmol/L", "lab.vitamin-d", "49.92"),
        ("49.92", "nmol/L", "ng/mL", "lab.vitamin-d", "20"),
        ("38", "g/L", "g/dL", "lab.albumin", "3.8"),
        ("155", "[lb_av]", "kg", "body.weight", "70.30681735"),
        ("65", "[in_i]", "cm", "body.height", "165.1"),
        ("1.65", "m", "cm", "body.height", "165"),
        ("3500", "g", "kg", "body.weight", "3.5"),
        ("88.5", "10*9/L", "10*3/uL", "lab.leukocytes", "88.5"),
        ("0.004", "g", "mg", None, "4"),
        ("4000", "ug", "mg", None, "4"),
        ("3000", "cGy", "Gy", None, "30"),
        ("1", "ukat/L", "U/L", "lab.alp", "60"),
        ("500", "ng/L", "pg/mL", "lab.pth", "500"),
        ("35", "U/mL", "k[IU]/L", "lab.ca15-3", "35"),
        ("12", "wk", "d", None, "84"),
        ("98.6", "[degF]", "Cel", None, "37"),
        ("4", "mg/dL", "mg/dL", None, "4"),
    ],
)
def test_conversions(value, unit, to, concept, result):
    assert convert(Decimal(value), unit, to, concept) == Decimal(result)


def test_a_value_in_its_own_unit_is_not_touched():
    assert str(convert(Decimal("1.40"), "mg/dl", "mg/dL", "lab.creatinine")) == "1.40"


@pytest.mark.parametrize("value", ["0.1", "1.4", "2.675", "13.9", "999.999"])
def test_there_and_back(value):
    there = convert(Decimal(value), "mg/dL", "umol/L", "lab.creatinine")
    assert convert(there, "umol/L", "mg/dL", "lab.creatinine") == Decimal(value)


@pytest.mark.parametrize(
    ("unit", "to", "concept", "words"),
    [
        ("foo", "mg/dL", "lab.calcium", ("Calcium 5", "'foo'", "not known")),
        ("", "mg/dL", "lab.calcium", ("Calcium 5", "no unit", "mg/dL")),
        ("mmol/L", "mg/dL", None, ("5 mmol/L", "mg/dL")),
        ("mmol/L", "mg/dL", "lab.albumin", ("Albumin 5 mmol/L", "g/dL")),
        ("mg", "mg/dL", "lab.calcium", ("a mass", "a mass in a volume")),
        ("mL/min", "mL/min/{1.73_m2}", "lab.egfr", ("eGFR 5 mL/min", "body surface")),
        ("U/L", "ug/L", "lab.bone-alp-mass", ("Bone alkaline phosphatase, mass 5 U/L",)),
        ("%", "{score}", "obs.pain", ("Pain (0 to 10) 5 %",)),
        ("mm", "{score}", "obs.pain", ("Pain (0 to 10) 5 mm",)),
        ("mo", "d", None, ("months or years",)),
    ],
)
def test_the_message_names_value_unit_and_concept(unit, to, concept, words):
    with pytest.raises(UnitError) as caught:
        convert(Decimal(5), unit, to, concept)
    for part in words:
        assert part.replace("g/dL", to) in str(caught.value) or part in str(caught.value)


def test_a_unit_error_is_a_value_error():
    assert issubclass(UnitError, ValueError)


ORACLE = (
    "mg/dL g/dL g/L ug/L ng/mL pg/mL ng/L mmol/L umol/L nmol/L pmol/L mL/min mL/s kg g mg ug m cm mm [lb_av] [oz_av] [in_i] [ft_i] "
    "d wk h min Gy cGy MBq mCi"
).split()


def test_factors_agree_with_a_ucum_library():
    """A second opinion on the table of factors, where the library is installed."""
    ucumvert = pytest.importorskip("ucumvert")
    registry = ucumvert.PintUcumRegistry()
    for unit in ORACLE:
        for other in ORACLE:
            try:
                ours = convert(Decimal(1), unit, other, None)
            except UnitError:
                continue
            theirs = (1 * registry.from_ucum(unit)).to(registry.from_ucum(other)).magnitude
            assert float(ours) == pytest.approx(theirs, rel=1e-9), (unit, other)
