"""How weak the kidneys are, as painkillers ask for it."""

from osteon.engine.nodes import Fact, Parameter, all_of, any_of, choose, known
from osteon.pathway.asking import shown
from osteon.pathway.pain.parameters import (
    NSAID_CLEARANCE,
    NSAID_CLEARANCE_SEVERE,
    NSAID_KIDNEY,
    NSAID_KIDNEY_SEVERE,
)
from osteon.pathway.renal_function.facts import CREATININE_CLEARANCE, EGFR, EGFR_REPORTED

KIDNEYS = Fact(
    id="egfr-computed-or-reported",
    label="eGFR, computed or as the laboratory reports it",
    digits=0,
    computes=choose((known(EGFR), EGFR), (known(EGFR_REPORTED), EGFR_REPORTED), otherwise=EGFR),
)


def _below(id: str, label: str, clearance: Parameter, egfr: Parameter) -> Fact:
    by_clearance = CREATININE_CLEARANCE < clearance
    return Fact(
        id=id,
        label=label,
        computes=any_of(shown(by_clearance), all_of(~known(by_clearance), KIDNEYS < egfr)),
        note="By the Cockcroft-Gault clearance where it is known, by the eGFR where it is not.",
    )


KIDNEYS_WEAK = _below("kidneys-weak", "kidneys weak for a painkiller", NSAID_CLEARANCE, NSAID_KIDNEY)
KIDNEYS_VERY_WEAK = _below(
    "kidneys-very-weak", "kidneys very weak for a painkiller", NSAID_CLEARANCE_SEVERE, NSAID_KIDNEY_SEVERE
)
