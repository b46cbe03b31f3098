"""Sources that no other topic cites before this one, with what of each was really read."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="INKER21",
        title="Inker and others: new creatinine- and cystatin C-based equations without race",
        year="2021",
        identifier="N Engl J Med 2021;385:1737-49",
        read="the equation as two kidney institutes print it",
    ),
    Source(
        id="COCKCROFT76",
        title="Cockcroft and Gault: prediction of creatinine clearance from serum creatinine",
        year="1976",
        identifier="Nephron 1976;16:31-41",
        read="the equation as labels and textbooks print it; paper not read",
    ),
)
