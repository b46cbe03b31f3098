"""Thresholds and windows of radiotherapy. A window without a source is a product default that a site can set."""

from osteon.pathway.asking import parameter

# --- windows of our own -----------------------------------------------------------------------------------------------

PAIN_WINDOW = parameter(
    "radiotherapy-pain-window", "90", "d", "OSTEON", "product default; no source", "2026", "derived",
    "age up to which pain at a lesion is taken as its pain now",
)  # fmt: skip
PLAN_WINDOW = parameter(
    "radiotherapy-plan-window", "90", "d", "OSTEON", "product default; no source", "2026", "derived",
    "age up to which a request or plan for radiotherapy is still one",
)  # fmt: skip
COURSE_WINDOW = parameter(
    "radiotherapy-course-window", "60", "d", "OSTEON", "product default; no source", "2026", "derived",
    "age up to which a course that is not said to be over still goes on",
)  # fmt: skip
BASELINE_WINDOW = parameter(
    "radiotherapy-baseline-window", "28", "d", "OSTEON", "product default; no source", "2026", "derived",
    "time before a course in which pain and opioids count as they were before it",
)  # fmt: skip

# --- referral and schedule --------------------------------------------------------------------------------------------

PAIN_REFERRAL = parameter(
    "radiotherapy-referral-pain", "4", "{score}", "OSTEON", "moderate pain from 4; the guideline names no score", "2026",
    "derived", "pain at a lesion from which radiotherapy is asked for",
)  # fmt: skip
LIFE_EXPECTANCY_FLOOR = parameter(
    "radiotherapy-life-expectancy", "4", "wk", "ASTRO24", "statement on quality of life: 4 weeks or more", "2024",
    "primary", "life expectancy from which radiotherapy may improve quality of life",
)  # fmt: skip
MOST_FRACTIONS = parameter(
    "radiotherapy-most-fractions", "10", "{fraction}", "CHOOSING-WISELY", "list of 2013, item on bone metastases", "2013",
    "primary", "number of fractions beyond which a palliative course is not routine",
)  # fmt: skip

# --- again ------------------------------------------------------------------------------------------------------------

RETREAT_AFTER = parameter(
    "reirradiation-interval", "28", "d", "ASTRO17", "more than 1 month after; read as 4 weeks", "2017", "secondary",
    "time after a course from which pain may be irradiated again",
)  # fmt: skip
RETREAT_PAIN = parameter(
    "reirradiation-pain", "2", "{score}", "CHOW14", "entry criterion of the trial of repeat radiotherapy", "2014", "primary",
    "pain at an irradiated lesion from which radiotherapy again is considered",
)  # fmt: skip

# --- stereotactic -----------------------------------------------------------------------------------------------------

SBRT_ECOG = parameter(
    "stereotactic-ecog", "2", "{score}", "ASTRO24", "good performance status; 0 to 2 as in the trials", "2024", "secondary",
    "worst performance status for stereotactic radiotherapy",
)  # fmt: skip
SBRT_LIFE_EXPECTANCY = parameter(
    "stereotactic-life-expectancy", "13", "wk", "SC24", "life expectancy over 3 months, as reported by reviews", "2021",
    "secondary", "life expectancy that stereotactic radiotherapy should exceed",
)  # fmt: skip
SBRT_LEVELS = parameter(
    "stereotactic-levels", "3", "{count}", "RTOG0631", "1 to 3 vertebral metastases", "2023", "primary",
    "most vertebral metastases for stereotactic radiotherapy",
)  # fmt: skip
SBRT_FRACTION_DOSE = parameter(
    "stereotactic-fraction-dose", "20", "Gy", "SAHGAL13", "abstract: caution from 20 Gy per fraction", "2013", "primary",
    "dose per fraction from which fractures of the vertebra are more frequent",
)  # fmt: skip

# --- pain flare -------------------------------------------------------------------------------------------------------

FLARE_WINDOW = parameter(
    "pain-flare-window", "10", "d", "CHOW15", "days 0 to 10, as reported in a news summary", "2015", "secondary",
    "time after radiotherapy in which more pain counts as a flare",
)  # fmt: skip
FLARE_PAIN = parameter(
    "pain-flare-rise", "2", "{score}", "CHOW15", "definition, as reported in a news summary", "2015", "secondary",
    "rise of pain that makes a flare",
)  # fmt: skip
FLARE_OPIOIDS = parameter(
    "pain-flare-opioid-rise", "25", "%", "CHOW15", "definition, as reported in a news summary", "2015", "secondary",
    "rise of the opioid dose that makes a flare",
)  # fmt: skip

# --- response ---------------------------------------------------------------------------------------------------------

RESPONSE_FROM = parameter(
    "response-from", "28", "d", "CHOW12", "assessed at 1, 2 and 3 months, as reported by later papers", "2012", "secondary",
    "time after a course from which its effect on pain is judged",
)  # fmt: skip
RESPONSE_UNTIL = parameter(
    "response-until", "84", "d", "CHOW12", "assessed at 1, 2 and 3 months, as reported by later papers", "2012", "secondary",
    "time after a course up to which its effect on pain is judged",
)  # fmt: skip
RESPONSE_PAIN = parameter(
    "response-pain", "2", "{score}", "CHOW12", "partial response, as tabulated in PMC6817531", "2012", "secondary",
    "fall of pain that makes a partial response",
)  # fmt: skip
RESPONSE_OPIOIDS = parameter(
    "response-opioids", "25", "%", "CHOW12", "partial response, as tabulated in PMC6817531", "2012", "secondary",
    "fall of the opioid dose that makes a partial response",
)  # fmt: skip
PROGRESSION_PAIN = parameter(
    "pain-progression-pain", "2", "{score}", "CHOW12", "not read", "2012", "memory", "rise of pain that makes a progression",
)  # fmt: skip
PROGRESSION_OPIOIDS = parameter(
    "pain-progression-opioids", "25", "%", "CHOW12", "not read", "2012", "memory",
    "rise of the opioid dose that makes a progression",
)  # fmt: skip
PROGRESSION_LEEWAY = parameter(
    "pain-progression-leeway", "1", "{score}", "CHOW12", "not read", "2012", "memory",
    "most by which pain may have risen where the opioid dose makes a progression",
)  # fmt: skip
STABLE_OPIOIDS = parameter(
    "stable-opioids", "25", "%", "OSTEON", "product default; the consensus paper was not read", "2026", "derived",
    "change of the opioid dose below which it counts as stable",
)  # fmt: skip

# --- before it hurts --------------------------------------------------------------------------------------------------

MANY_SITES = parameter(
    "prophylactic-sites", "5", "{count}", "GILLESPIE24", "more than five metastatic sites", "2024", "primary",
    "number of metastatic sites beyond which prophylactic radiotherapy was tried",
)  # fmt: skip
ASYMPTOMATIC_PAIN = parameter(
    "prophylactic-pain", "5", "{score}", "GILLESPIE24", "worst pain below 5", "2024", "primary",
    "pain below which a lesion counted as without symptoms in the trial",
)  # fmt: skip
BULKY = parameter(
    "prophylactic-size", "20", "mm", "GILLESPIE24", "bulky site of 2 cm or more", "2024", "primary",
    "size from which a lesion counted as bulky in the trial",
)  # fmt: skip

# --- the whole skeleton -----------------------------------------------------------------------------------------------

DIFFUSE = parameter(
    "diffuse-painful-lesions", "5", "{count}", "OSTEON", "product default; no source", "2026", "derived",
    "number of painful lesions from which pain counts as diffuse",
)  # fmt: skip
MULTIFOCAL = parameter(
    "multifocal-painful-lesions", "2", "{count}", "OSTEON", "product default: more than one", "2026", "derived",
    "number of painful lesions from which pain counts as multifocal",
)  # fmt: skip
PLATELET_FLOOR = parameter(
    "radionuclide-platelets", "100", "10*3/uL", "RADIONUCLIDE-PRACTICE", "platelets should exceed 100", "", "secondary",
    "platelets below which no bone-seeking radionuclide is given",
)  # fmt: skip
LEUKOCYTE_FLOOR = parameter(
    "radionuclide-leukocytes", "3.5", "10*3/uL", "RADIONUCLIDE-PRACTICE", "leukocytes should exceed 2.5 to 3.5", "",
    "secondary", "white cells below which no bone-seeking radionuclide is given",
)  # fmt: skip
HAEMOGLOBIN_FLOOR = parameter(
    "radionuclide-haemoglobin", "9", "g/dL", "EANM18", "limits not read", "2018", "memory",
    "haemoglobin below which no bone-seeking radionuclide is given",
)  # fmt: skip
FILTRATION_FLOOR = parameter(
    "radionuclide-egfr", "30", "mL/min/{1.73_m2}", "EANM18", "limits not read", "2018", "memory",
    "filtration rate below which no bone-seeking radionuclide is given",
)  # fmt: skip
