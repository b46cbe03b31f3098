"""Opioids as oral morphine: the table of CDC 2022, and one ratio for morphine into a vein or under the skin.

The table measures; it is no help for choosing the dose of another opioid, and no limit. Every factor is a parameter with its
edition, so that a site that keeps an older table (hydromorphone 4, another methadone factor) sets it and sees it in every
finding. Drugs that are not here (buprenorphine, dihydrocodeine, tilidine, pethidine; fentanyl by any way but the patch) have no
factor: an order of one of them leaves the sum unknown.
"""

from osteon.engine.events import Factor
from osteon.engine.nodes import Parameter
from osteon.pathway.asking import parameter

EDITION = "2022"
BY_MOUTH = ("oral",)
TABLE = "table of conversion factors, as reproduced on two pages"


def _factor(name: str, value: str, unit: str = "1", locator: str = TABLE, source: str = "CDC22") -> Parameter:
    label = f"{name.replace('-', ' ')} as oral morphine"
    return parameter(f"omed-factor-{name}", value, unit, source, locator, EDITION, "secondary", label)


def _oral(drug: str, value: str) -> Factor:
    return Factor(concepts=(f"drug.{drug}",), routes=BY_MOUTH, value=_factor(drug, value))


MORPHINE_EQUIVALENTS = (
    _oral("codeine", "0.15"),
    _oral("hydrocodone", "1"),
    _oral("hydromorphone", "5"),
    _oral("methadone", "4.7"),
    _oral("morphine", "1"),
    _oral("oxycodone", "1.5"),
    _oral("oxymorphone", "3"),
    _oral("tapentadol", "0.4"),
    _oral("tramadol", "0.2"),
    Factor(
        concepts=("drug.fentanyl",),
        routes=("transdermal",),
        value=_factor("fentanyl-patch", "2.4", "mg/d/(ug/h)"),
        of="rate",
    ),
    Factor(
        concepts=("drug.morphine",),
        routes=("intravenous", "subcutaneous"),
        value=_factor(
            "morphine-parenteral",
            "3",
            locator="three times the oral effect; others say two to three",
            source="ESMO18-PAIN",
        ),
    ),
)
