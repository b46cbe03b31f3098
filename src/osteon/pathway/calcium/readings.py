"""What the laboratory reported about calcium: figures, units, limits of the range, and the albumin that belongs to them.

Figures are read in both units, because a threshold in mmol/L must meet a report in mmol/L exactly. While a figure is not
known, everything built on it names `calcium` (or `albumin`) as missing, and nothing else.
"""

from osteon.engine.events import Events, exists, latest
from osteon.engine.nodes import (
    Fact,
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

_FRESH = stale(CALCIUM_MAX_AGE, "calcium changes within weeks")
_DAY = constant(1, "date")


def _unit(id: str, label: str, concept: str) -> Fact:
    return Fact(id=id, label=label, reads=latest(Events(concepts=(concept,), with_value=True), "reported_unit",
                                                 categories=("mg/dL", MMOL)),
                absence=unknown("without a result there is no unit"))


def _date(id: str, label: str, concept: str) -> Fact:
    return number(id, label, Events(concepts=(concept,), with_value=True), "start", "date",
                  absence=unknown("without a result there is no date"))


def _limit(id: str, label: str, concept: str, field: str, unit: str | None = None) -> Fact:
    return lab(id, label, concept, field=field, unit=unit, absence=unknown("not every report prints its range"))


# --- total calcium and the corrected calcium that some laboratories report --------------------------------------------

CALCIUM = lab("calcium", "total calcium", TOTAL, absence=_FRESH,
              ask="What is the serum calcium, with albumin from the same sample?")
CALCIUM_MMOL = lab("calcium-mmol", "total calcium in mmol/L", TOTAL, unit=MMOL, absence=_FRESH)
CALCIUM_DATE = _date("calcium-date", "date of the total calcium", TOTAL)
_TOTAL_UNIT = _unit("calcium-total-unit", "unit of the total calcium", TOTAL)

CORRECTED_REPORTED = lab("calcium-corrected-reported", "corrected calcium from the laboratory", CORRECTED, absence=_FRESH,
                         note="Laboratories correct by their own equations; it is never corrected again.")
CORRECTED_REPORTED_MMOL = lab("calcium-corrected-reported-mmol", "corrected calcium from the laboratory in mmol/L", CORRECTED,
                              unit=MMOL, absence=_FRESH)
_REPORTED_DATE = _date("calcium-corrected-date", "date of the corrected calcium", CORRECTED)
_REPORTED_UNIT = _unit("calcium-corrected-unit", "unit of the corrected calcium", CORRECTED)

USE_REPORTED = all_of(known(CORRECTED_REPORTED), any_of(~known(CALCIUM), _REPORTED_DATE >= CALCIUM_DATE))
"""The laboratory's own corrected value counts unless a total calcium is newer."""

VALUE_DATE = choose((USE_REPORTED, _REPORTED_DATE), otherwise=CALCIUM_DATE)
"""Day of the calcium that counts."""

TOTAL_IN_MMOL = all_of(known(_TOTAL_UNIT), _TOTAL_UNIT.one_of(MMOL))
IN_MMOL = choose((USE_REPORTED, all_of(known(_REPORTED_UNIT), _REPORTED_UNIT.one_of(MMOL))), otherwise=TOTAL_IN_MMOL)
"""Whether the calcium that counts was reported in mmol/L."""

CALCIUM_UNIT = Fact(id="calcium-unit", label="unit of the calcium report", computes=choose((IN_MMOL, MMOL), otherwise="mg/dL"))
CALCIUM_RECORDED = Fact(
    id="calcium-recorded", label="calcium measured lately",
    reads=exists(Events(concepts=(TOTAL, CORRECTED, IONISED), with_value=True, within=CALCIUM_MAX_AGE)),
    absence=absent("a result would be recorded"),
)

# --- the albumin of the same sample -----------------------------------------------------------------------------------

ALBUMIN = lab(
    "albumin", "albumin with the calcium", "lab.albumin", absence=unknown("calcium is corrected with albumin of its own sample"),
    since=VALUE_DATE + PAIRING.times(constant(-1), "date"), before=VALUE_DATE + PAIRING.times(constant(1), "date") + _DAY,
    ask="What was the albumin of the same sample?", note="Drawn within a day of the calcium; an albumin of another day is not used.",
)
_ALBUMIN_SAME_DAY = lab("albumin-same-day", "albumin of the same day", "lab.albumin", absence=unknown("a day apart is used, too"),
                        since=VALUE_DATE, before=VALUE_DATE + _DAY)
ALBUMIN_USED = first_known(_ALBUMIN_SAME_DAY, ALBUMIN)
"""Of the same day where there is one, else of the day before or after."""

# --- ionised calcium --------------------------------------------------------------------------------------------------

CALCIUM_IONISED = lab("calcium-ionised", "ionised calcium", IONISED, absence=_FRESH, ask="What is the ionised calcium?")
_IONISED_DATE = _date("calcium-ionised-date", "date of the ionised calcium", IONISED)
USE_IONISED = all_of(known(CALCIUM_IONISED), any_of(~known(VALUE_DATE), _IONISED_DATE >= VALUE_DATE))
"""Whether ionised calcium was measured with or after the total calcium."""

DECIDING_DATE = choose((USE_IONISED, _IONISED_DATE), otherwise=VALUE_DATE)
"""Day of the calcium that decides between low, normal and high."""

# --- limits of the range: of the report, else a default ---------------------------------------------------------------


def _limit_of_value(which: str, unit: str | None, default: Parameter):
    """The limit that the report of the calcium that counts prints, else the default."""
    end, suffix = ("upper", "-mmol") if which == "high" else ("lower", "-mmol")
    suffix = suffix if unit else ""
    place = f" in {unit}" if unit else ""
    total = _limit(f"calcium-{end}-reported{suffix}", f"{end} limit on the calcium report{place}", TOTAL, which, unit)
    own = _limit(f"calcium-corrected-{end}-reported{suffix}", f"{end} limit on the corrected calcium report{place}", CORRECTED,
                 which, unit)
    return choose((USE_REPORTED, first_known(own, default)), otherwise=first_known(total, default))


UPPER = _limit_of_value("high", None, CALCIUM_UPPER)
UPPER_MMOL = _limit_of_value("high", MMOL, CALCIUM_UPPER_MMOL)
LOWER = _limit_of_value("low", None, CALCIUM_LOWER)
LOWER_MMOL = _limit_of_value("low", MMOL, CALCIUM_LOWER_MMOL)
UPPER_IONISED = first_known(_limit("calcium-ionised-upper-reported", "upper limit on the ionised calcium report", IONISED, "high"),
                            IONISED_UPPER)
LOWER_IONISED = first_known(_limit("calcium-ionised-lower-reported", "lower limit on the ionised calcium report", IONISED, "low"),
                            IONISED_LOWER)

# --- what goes with calcium -------------------------------------------------------------------------------------------

_MINERALS = stale(MINERALS_MAX_AGE, "phosphate and magnesium change within weeks")
_HORMONES = stale(HORMONES_MAX_AGE, "an old result explains an old calcium")

PHOSPHATE = lab("phosphate", "phosphate", "lab.phosphate", absence=_MINERALS)
MAGNESIUM = lab("magnesium", "magnesium", "lab.magnesium", absence=_MINERALS)
VITAMIN_D = lab("vitamin-d", "25-OH vitamin D", "lab.vitamin-d", digits=0,
                absence=stale(VITAMIN_D_MAX_AGE, "stores change with season and supplements"))
PTH = lab("pth", "parathyroid hormone (PTH)", "lab.pth", absence=_HORMONES, digits=1)
PTHRP = lab("pthrp", "PTH-related protein (PTHrP)", "lab.pthrp", absence=_HORMONES, digits=1)
CALCITRIOL = lab("calcitriol", "calcitriol (1,25-OH vitamin D)", "lab.calcitriol", absence=_HORMONES, digits=1)
_PTH_UPPER = _limit("pth-upper-reported", "upper limit on the PTH report", "lab.pth", "high")
CALCITRIOL_UPPER = _limit("calcitriol-upper-reported", "upper limit on the calcitriol report", "lab.calcitriol", "high")

PTH_RAISED = all_of(known(PTH), known(_PTH_UPPER), PTH > _PTH_UPPER)
"""PTH above the limit of its report speaks for the parathyroids, not for the cancer."""
