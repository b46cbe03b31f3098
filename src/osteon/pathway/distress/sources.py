"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ANDERSEN14",
        title="Andersen and others: screening, assessment and care of anxiety and depressive symptoms, ASCO adaptation",
        year="2014",
        identifier="J Clin Oncol 2014;32:1605-19, doi:10.1200/JCO.2013.52.4611",
        read="abstract; the beginning of the recommendations on a guideline collection (screening, and the first two questions "
        "of the PHQ-9); the bands of its pathway through texts that report it; risk of harm and delirium were not read",
    ),
    Source(
        id="ANDERSEN23",
        title="Andersen and others: management of anxiety and depression in adult survivors of cancer, ASCO update",
        year="2023",
        identifier="doi:10.1200/JCO.23.00293",
        read="abstract",
    ),
    Source(
        id="CARLSON23",
        title="Carlson and others: integrative care for anxiety and depression in cancer, Society for Integrative Oncology and ASCO",
        year="2023",
        identifier="doi:10.1200/JCO.23.00857",
        read="abstract with recommendations 1.1 to 1.7; strength of the items on depression not read",
    ),
    Source(
        id="CUTILLO17",
        title="Cutillo and others: cut-off of the distress thermometer",
        year="2017",
        identifier="Oncol Nurs Forum 2017;44:329-36",
        read="abstract",
    ),
    Source(
        id="PHQ9-PAGES",
        title="Scoring of the PHQ-9 as printed on several calculator and scoring pages",
        year="2001",
        identifier="after Kroenke, Spitzer and Williams, J Gen Intern Med 2001;16:606-16",
        read="bands and the algorithm (five or more, two to four items from more than half the days) on scoring pages; the paper was "
        "not read",
    ),
    Source(
        id="PHQ9-MII",
        title="Medical Informatics Initiative Germany: implementation guide for patient-reported outcomes, page on the PHQ-9",
        year="2026",
        identifier="kerndatensatzmodul-proms 2026.2.0",
        read="the page: bands, and that any positive answer to item 9 calls for immediate evaluation whatever the total",
    ),
    Source(
        id="PHQ9-NHS",
        title="NHS Data Dictionary: Patient Health Questionnaire-9",
        year="",
        identifier="",
        read="the page: bands, and the rule for one or two missing answers",
    ),
    Source(
        id="GAD7-PAGES",
        title="Scoring of the GAD-7 as printed on several calculator and scoring pages",
        year="2006",
        identifier="",
        read="cut-points 5, 10 and 15 on scoring pages; the paper was not read",
    ),
    Source(
        id="SPCG-DELIRIUM",
        title="Scottish Palliative Care Guidelines: delirium",
        year="",
        identifier="rightdecisions.scot.nhs.uk",
        read="the page: assessment, causes and investigations",
    ),
    Source(
        id="LOTHIAN-DELIRIUM",
        title="NHS Lothian: delirium, whom to refer",
        year="",
        identifier="apps.nhslothian.scot/refhelp",
        read="the page in part",
    ),
    Source(
        id="ESMO18-DELIRIUM",
        title="Bush and others: delirium in adult cancer patients, ESMO guideline",
        year="2018",
        identifier="Ann Oncol 2018;29(Suppl 4):iv143-65, doi:10.1093/annonc/mdy147",
        read="the society's page that sums it up; the guideline itself was not read",
    ),
    Source(
        id="HQO-DEPRESSION",
        title="Health Quality Ontario: quality standard major depression, statement 2 on suicide risk",
        year="",
        identifier="",
        read="the page of the statement: immediate help, documented risk assessment, urgent preventive intervention",
    ),
    Source(
        id="RNAO-DEPRESSION",
        title="Registered Nurses' Association of Ontario: delirium, dementia and depression in older adults, guideline",
        year="",
        identifier="",
        read="the page on active suicidal thoughts: crisis team, emergency number or emergency department; not left alone; means",
    ),
)
