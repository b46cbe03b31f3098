"""What results are told apart by: the groups of the other figures about many patients, on the day of the row."""

from osteon.engine.measures import Stratifier
from osteon.pathway.renal_function.facts import SEX
from osteon.pathway.skeletal_events.strata import AGE_BAND, SUBTYPE

STRATIFIERS = (
    Stratifier("sex", "sex", SEX),
    Stratifier("age", "age on the day", AGE_BAND),
    Stratifier("subtype", "subtype of the tumour, as known on the day", SUBTYPE),
)
"""The same for all measures; calendar quarters come from the day itself. The timeline does not keep which organisation treated."""
