"""Published figures on groups of people, to read a score or a hope against. Data only; nothing here is about one person.

Show a figure always with whom it was seen in and when, and several beside each other rather than one. A cohort whose
members fell ill before 2016 knew no CDK4/6 inhibitor and no trastuzumab deruxtecan, so it understates survival today.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["COHORTS", "MODERN_SINCE", "UNDERSTATES", "Cohort"]

MODERN_SINCE = 2016
UNDERSTATES = "before CDK4/6 inhibitors and trastuzumab deruxtecan: survival today is longer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """One figure of one group. `period`: first and last year of diagnosis or treatment, as far as they are told."""

    about: str
    """`survival`, `skeletal-events` or `occurrence` (of bone metastases)."""
    population: str
    figure: str
    source: str
    locator: str
    checked: str
    period: tuple[int, int] | None = None
    published: int | None = None

    @property
    def understates(self) -> bool:
        """Whether its people fell ill, wholly or in part, before the drugs of today. A period not told is judged by print."""
        first = self.period[0] if self.period is not None else self.published
        return self.about == "survival" and (first is None or first < MODERN_SINCE)


def _survival(
    population: str,
    figure: str,
    source: str,
    period: tuple[int, int] | None,
    published: int | None,
    checked: str = "primary",
    locator: str = "abstract",
) -> Cohort:
    return Cohort(
        about="survival",
        population=population,
        figure=figure,
        source=source,
        locator=locator,
        checked=checked,
        period=period,
        published=published,
    )


_DE_NOVO = "18,322 people with stage IV breast cancer at diagnosis, SEER registries"
_BY_SITE = tuple(
    _survival(
        f"{_DE_NOVO}: {place} ({share} of them)", f"{alive} alive at 3 years", "WANG19", (2010, 2015), 2019,
        "secondary", "abstract and a summary by a third party; disease-specific survival left out, as it needs the paper",
    )
    for place, share, alive in (
        ("bone only", "39.80%", "50.5%"),
        ("several sites", "33.07%", "27.4%"),
        ("lung only", "10.94%", "37.5%"),
        ("liver only", "7.34%", "38.2%"),
        ("another site only", "7.34%", "41.9%"),
        ("brain only", "1.51%", "19.9%"),
    )
)  # fmt: skip

_SURVIVAL = (
    *_BY_SITE,
    _survival(
        "8,295 people with bone metastases at diagnosis of breast cancer, SEER registries",
        "median survival 30.0 months; best in HR+/HER2+, worst in triple-negative cancer",
        "GONG18", (2010, 2014), 2018,
    ),
    _survival(
        "people with bone metastases at diagnosis of breast cancer, one centre in Shanghai", "median survival 68.2 months",
        "GONG18", None, 2018,
    ),
    _survival(
        "3,384 people with stage IV breast cancer and bone metastases, SEER registries",
        "median survival 38 months; 33.9% alive at 5 years",
        "SEER20", (2012, 2016), 2020,
    ),
    _survival(
        "47,034 people with metastatic breast cancer at diagnosis, SEER registries",
        "median survival 25 months; alive at 5 years 31% with one site, 9% with four or more",
        "TASKINDOUST21", (1988, 2016), 2021,
    ),
    _survival(
        "people with advanced breast cancer, as an international consensus sums it up",
        "median survival about 3 years; about 25% alive at 5 years",
        "CARDOSO20", None, 2020,
    ),
    _survival(
        "United States, breast cancer by stage at diagnosis",
        "five-year relative survival 87% regional, 32% distant",
        "ACS-SURVIVAL", None, None, "secondary", "as an insurer's page quotes it",
    ),
    _survival(
        "146 people with bone-only metastatic breast cancer, one centre in Korea (15% of 968)",
        "survival 65 months in HR+, 40 in HER2+, 40 in triple-negative cancer",
        "LEE11", None, 2011,
    ),
    _survival(
        "110 people with bone-only metastatic breast cancer, Gangnam",
        "alive at 5 years 60.2% when metastatic at diagnosis, 44.1% after recurrence; 34.9% at 10 years",
        "GANGNAM13", None, 2013,
    ),
    _survival(
        "180 people with bone-only metastatic breast cancer, Tianjin", "median survival 45.6 months", "TIANJIN19", None, 2019
    ),
    _survival(
        "26 people with bone-only metastatic breast cancer, Gifu",
        "survival 35.1 months, against 37.4 with visceral metastases: no difference",
        "GIFU", None, None,
    ),
    _survival(
        "1520 people of all cancers treated for symptomatic metastases of long bones",
        "median survival 21.9, 10.5, 4.6 and 2.2 months in four groups by kind of cancer, Karnofsky status and visceral or "
        "brain metastases",
        "WILLEUMIER18", (2000, 2013), 2018, "secondary", "abstract, and a report on it",
    ),
    _survival(
        "143 women first irradiated for bone metastases of breast cancer, one Japanese centre",
        "median survival 18 months from the radiotherapy",
        "MAKITA23", (2007, 2018), 2023,
    ),
)  # fmt: skip


def _events(
    population: str, figure: str, source: str, published: int, checked: str = "primary", locator: str = "abstract"
) -> Cohort:
    return Cohort(
        about="skeletal-events",
        population=population,
        figure=figure,
        source=source,
        locator=locator,
        checked=checked,
        published=published,
    )


_NOT_READ = "not read"

_SKELETAL_EVENTS = (
    _events(
        "breast cancer with bone metastases, placebo groups of trials, about 2 years",
        "64 to 68% with a skeletal event, about 3.7 to 4.0 events a year, the first after about 7 months",
        "LIPTON00", 2000, "memory", _NOT_READ,
    ),
    _events(
        "breast cancer with bone metastases, pamidronate 90 mg",
        "51 to 53% with a skeletal event, the first after 12.7 months",
        "LIPTON00", 2000, "memory", _NOT_READ,
    ),
    _events(
        "breast cancer with bone metastases, Japan, 1 year",
        "29.8% with a skeletal event on zoledronic acid, 49.6% on placebo; rate ratio 0.61",
        "KOHNO05", 2005, "memory", _NOT_READ,
    ),
    _events(
        "bone metastases of all cancers, bisphosphonates against control, meta-analysis",
        "odds ratios: vertebral fracture 0.69, other fracture 0.65, radiotherapy 0.67, hypercalcaemia 0.54; surgery 0.70 and "
        "cord compression 0.71 not significant; no gain in survival",
        "ROSS03", 2003,
    ),
    _events(
        "breast cancer with bone metastases, 1026 on denosumab and 1020 on zoledronic acid",
        "skeletal event on study 31% against 36%; first radiotherapy 12% against 16%, hazard ratio 0.74; skeletal event or "
        "hypercalcaemia, hazard ratio 0.82",
        "MARTIN12", 2012,
    ),
    _events(
        "breast cancer with bone metastases, oral ibandronate against placebo",
        "periods with a new bone event 0.95 against 1.18; with radiotherapy 0.73 against 0.98",
        "BODY04", 2004,
    ),
    _events(
        "bone metastases on zoledronic acid, Japan",
        "symptomatic skeletal event: odds ratio 3.88 for disease of bone only",
        "YANAE17", 2017,
    ),
)  # fmt: skip


def _occurrence(
    population: str, figure: str, source: str, period: tuple[int, int] | None, published: int, locator: str = "abstract"
) -> Cohort:
    return Cohort(
        about="occurrence",
        population=population,
        figure=figure,
        source=source,
        locator=locator,
        checked="primary",
        period=period,
        published=published,
    )


_OCCURRENCE = (
    _occurrence(
        "breast cancer, SEER registries",
        "bone metastases at diagnosis in 3.6% of all, in 65.1% of those with any distant disease",
        "GONG18", (2010, 2014), 2018,
    ),
    _occurrence(
        "breast cancer of stage I to III",
        "bone metastases within 5 years in about 12% (a meta-analysis of 2017, as quoted)",
        "LIU21", None, 2021, "as quoted in the paper",
    ),
    _occurrence(
        "9,514 women with breast cancer, Stockholm",
        "distant metastasis in 10.4% after a mean of 5.7 years: first in the skeleton in 32.5%, at several sites in 28.3%; "
        "the risk goes on beyond 5 years with oestrogen receptors, and falls without",
        "STOCKHOLM14", (1990, 2006), 2014,
    ),
    _occurrence(
        "9,342 women with breast cancer, Netherlands", "distant first recurrence in 14.4% within 10 years",
        "NETHERLANDS17", None, 2017,
    ),
)  # fmt: skip

COHORTS: tuple[Cohort, ...] = (*_SURVIVAL, *_SKELETAL_EVENTS, *_OCCURRENCE)
