"""What the laboratory reported about calcium: figures, units, limits of the range, and the albumin that belongs to them.

Figures are read in both units, because a threshold in mmol/L must meet a report in mmol/L exactly. While a figure is not
known, everything built on it names `calcium` (or `albumin`) as missing, and nothing else.
"""

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import (
    Fact,
    Node,
    Parameter,
    absent,
    all_of,
    any_of,
    choose,
    constant,
    first_known,
    known,
    stale,
    unknown,
)
from osteon.pathway.asking import lab, number
from osteon.pathway.calcium.parameters import (
    CALCIUM_LOWER,
    CALCIUM_LOWER_MMOL,
    CALCIUM_MAX_AGE,
    CALCIUM_UPPER,
    CALCIUM_UPPER_MMOL,
    HORMONES_MAX_AGE,
    IONISED_LOWER,
    IONISED_UPPER,
    MINERALS_MAX_AGE,
    PAIRING,
    VITAMIN_D_MAX_AGE,
)

TOTAL, CORRECTED, IONISED = "lab.calcium", "lab.calcium-corrected", "lab.calcium-ionised"
MMOL = "mmol/L"


def _named(id: str, label: str, computes: Node, note: str = "") -> Fact:
    return Fact(id=id, label=label, computes=computes, note=note)


_FRESH = stale(CALCIUM_MAX_AGE, "calcium changes within weeks")
_DAY = constant(1, "date")


def _unit(id: str, label: str, concept: str) -> Fact:
    return Fact(
        id=id,
        label=label,
        reads=latest(Events(concepts=(concept,), with_value=True), "reported_unit", categories=("mg/dL", MMOL)),
        absence=unknown("without a result there is no unit"),
    )


def _date(id: str, label: str, concept: str) -> Fact:
    return number(
        id,
        label,
        Events(concepts=(concept,), with_value=True),
        "start",
        "date",
        absence=unknown("without a result there is no date"),
    )


def _limit(id: str, label: str, concept: str, field: str, unit: str | None = None) -> Fact:
    return lab(id, label, concept, field=field, unit=unit, absence=unknown("not every report prints its range"))


# --- total calcium and the corrected calcium that some laboratories report --------------------------------------------

CALCIUM = lab(
    "calcium",
    "total calcium",
    TOTAL,
    absence=_FRESH,
    ask="What is the serum calcium, with albumin from the same sample?",
)
CALCIUM_MMOL = lab("calcium-mmol", "total calcium in mmol/L", TOTAL, unit=MMOL, absence=_FRESH)
CALCIUM_DATE = _date("calcium-date", "date of the total calcium", TOTAL)
_TOTAL_UNIT = _unit("calcium-total-unit", "unit of the total calcium", TOTAL)

CORRECTED_REPORTED = lab(
    "calcium-corrected-reported",
    "corrected calcium from the laboratory",
    CORRECTED,
    absence=_FRESH,
    note="Laboratories correct by their own equations; it is never corrected again.",
)
CORRECTED_REPORTED_MMOL = lab(
    "calcium-corrected-reported-mmol",
    "corrected calcium from the laboratory in mmol/L",
    CORRECTED,
    unit=MMOL,
    absence=_FRESH,
)
_REPORTED_DATE = _date("calcium-corrected-date", "date of the corrected calcium", CORRECTED)
_REPORTED_UNIT = _unit("calcium-corrected-unit", "unit of the corrected calcium", CORRECTED)

USE_REPORTED = _named(
    "calcium-corrected-counts",
    "the laboratory's own corrected calcium counts",
    all_of(known(CORRECTED_REPORTED), any_of(~known(CALCIUM), _REPORTED_DATE >= CALCIUM_DATE)),
    "Unless a total calcium is newer.",
)
VALUE_DATE = _named(
    "calcium-counts-date",
    "day of the calcium that counts",
    choose((USE_REPORTED, _REPORTED_DATE), otherwise=CALCIUM_DATE),
)
TOTAL_IN_MMOL = _named(
    "calcium-total-in-mmol", "total calcium reported in mmol/L", all_of(known(_TOTAL_UNIT), _TOTAL_UNIT.one_of(MMOL))
)
IN_MMOL = _named(
    "calcium-in-mmol",
    "the calcium that counts is reported in mmol/L",
    choose((USE_REPORTED, all_of(known(_REPORTED_UNIT), _REPORTED_UNIT.one_of(MMOL))), otherwise=TOTAL_IN_MMOL),
)

CALCIUM_UNIT = Fact(
    id="calcium-unit", label="unit of the calcium report", computes=choose((IN_MMOL, MMOL), otherwise="mg/dL")
)
CALCIUM_RECORDED = Fact(
    id="calcium-recorded",
    label="calcium measured lately",
    reads=exists(Events(concepts=(TOTAL, CORRECTED, IONISED), with_value=True, within=CALCIUM_MAX_AGE)),
    absence=absent("a result would be recorded"),
)

# --- the albumin of the same sample -----------------------------------------------------------------------------------

ALBUMIN = lab(
    "albumin",
    "albumin with the calcium",
    "lab.albumin",
    absence=unknown("calcium is corrected with albumin of its own sample"),
    since=VALUE_DATE + PAIRING.times(constant(-1), "date"),
    before=VALUE_DATE + PAIRING.times(constant(1), "date") + _DAY,
    ask="What was the albumin of the same sample?",
    note="Drawn within a day of the calcium; an albumin of another day is not used.",
)
_ALBUMIN_SAME_DAY = lab(
    "albumin-same-day",
    "albumin of the same day",
    "lab.albumin",
    absence=unknown("a day apart is used, too"),
    since=VALUE_DATE,
    before=VALUE_DATE + _DAY,
)
ALBUMIN_USED = _named(
    "albumin-used",
    "albumin that corrects the calcium",
    first_known(_ALBUMIN_SAME_DAY, ALBUMIN),
    "Of the same day where there is one, else of the day before or after.",
)

# --- ionised calcium --------------------------------------------------------------------------------------------------

CALCIUM_IONISED = lab("calcium-ionised", "ionised calcium", IONISED, absence=_FRESH, ask="What is the ionised calcium?")
_IONISED_DATE = _date("calcium-ionised-date", "date of the ionised calcium", IONISED)
USE_IONISED = _named(
    "calcium-ionised-counts",
    "ionised calcium measured with or after the total calcium",
    all_of(known(CALCIUM_IONISED), any_of(~known(VALUE_DATE), _IONISED_DATE >= VALUE_DATE)),
)
DECIDING_DATE = _named(
    "calcium-deciding-date",
    "day of the calcium that decides between low, normal and high",
    choose((USE_IONISED, _IONISED_DATE), otherwise=VALUE_DATE),
)

# --- limits of the range: of the report, else a default ---------------------------------------------------------------


def _limit_that_counts(end: str, field: str, unit: str | None, default: Parameter) -> Fact:
    """The limit that the report of the calcium that counts prints, else the default."""
    suffix, place = ("-mmol", f" in {unit}") if unit else ("", "")
    total = _limit(f"calcium-{end}-reported{suffix}", f"{end} limit on the calcium report{place}", TOTAL, field, unit)
    own = _limit(
        f"calcium-corrected-{end}-reported{suffix}",
        f"{end} limit on the corrected calcium report{place}",
        CORRECTED,
        field,
        unit,
    )
    return _named(
        f"calcium-{end}{suffix}",
        f"{end} limit of calcium{place}",
        choose((USE_REPORTED, first_known(own, default)), otherwise=first_known(total, default)),
    )


def _limit_of_ionised(end: str, field: str, default: Parameter) -> Fact:
    printed = _limit(f"calcium-ionised-{end}-reported", f"{end} limit on the ionised calcium report", IONISED, field)
    return _named(f"calcium-ionised-{end}", f"{end} limit of ionised calcium", first_known(printed, default))


UPPER = _limit_that_counts("upper", "high", None, CALCIUM_UPPER)
UPPER_MMOL = _limit_that_counts("upper", "high", MMOL, CALCIUM_UPPER_MMOL)
LOWER = _limit_that_counts("lower", "low", None, CALCIUM_LOWER)
LOWER_MMOL = _limit_that_counts("lower", "low", MMOL, CALCIUM_LOWER_MMOL)
UPPER_IONISED = _limit_of_ionised("upper", "high", IONISED_UPPER)
LOWER_IONISED = _limit_of_ionised("lower", "low", IONISED_LOWER)

# --- what goes with calcium -------------------------------------------------------------------------------------------

_MINERALS = stale(MINERALS_MAX_AGE, "phosphate and magnesium change within weeks")
_HORMONES = stale(HORMONES_MAX_AGE, "an old result explains an old calcium")

PHOSPHATE = lab("phosphate", "phosphate", "lab.phosphate", absence=_MINERALS)
MAGNESIUM = lab("magnesium", "magnesium", "lab.magnesium", absence=_MINERALS)
VITAMIN_D = lab(
    "vitamin-d",
    "25-OH vitamin D",
    "lab.vitamin-d",
    digits=0,
    absence=stale(VITAMIN_D_MAX_AGE, "stores change with season and supplements"),
)
PTH = lab("pth", "parathyroid hormone (PTH)", "lab.pth", absence=_HORMONES, digits=1)
PTHRP = lab("pthrp", "PTH-related protein (PTHrP)", "lab.pthrp", absence=_HORMONES, digits=1)
CALCITRIOL = lab("calcitriol", "calcitriol (1,25-OH vitamin D)", "lab.calcitriol", absence=_HORMONES, digits=1)
_PTH_UPPER = _limit("pth-upper-reported", "upper limit on the PTH report", "lab.pth", "high")
CALCITRIOL_UPPER = _limit("calcitriol-upper-reported", "upper limit on the calcitriol report", "lab.calcitriol", "high")

PTH_RAISED = _named(
    "pth-raised",
    "PTH above the limit of its report",
    all_of(known(PTH), known(_PTH_UPPER), PTH > _PTH_UPPER),
    "It speaks for the parathyroids, not for the cancer.",
)
