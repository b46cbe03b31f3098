"""Sources that no other topic cites before this one, with what of each was really read."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="NG234",
        title="NICE NG234: spinal metastases and metastatic spinal cord compression",
        year="2023",
        identifier="",
        read="single recommendations as quoted by others, and the BMJ summary (BMJ 2023;383:p1973)",
    ),
    Source(
        id="NICE-QS56",
        title="NICE QS56: metastatic spinal cord compression, quality standard",
        year="2014",
        identifier="",
        read="statements 3 and 6",
    ),
    Source(
        id="WMPC-MSCC",
        title=(
            "West Midlands Palliative Care Physicians: metastatic spinal cord compression, in the guide to "
            "symptom control"
        ),
        year="",
        identifier="westmidspallcare.co.uk",
        read=(
            "the page, which repeats NICE CG75: 16 mg a day, lowered step by step after surgery or the start of "
            "radiotherapy; the end of the page was not seen"
        ),
    ),
    Source(
        id="LETTER14",
        title=(
            "Letter on corticosteroids in brain metastases and cord compression, with an audit of a hospice in "
            "Plymouth"
        ),
        year="2014",
        identifier="Clin Med 2014, PMC4954510",
        read=(
            "the letter: tail off over 4 to 6 weeks after radiotherapy or surgery; 40 % of the people on "
            "steroids had side effects"
        ),
    ),
    Source(
        id="WOS13",
        title="West of Scotland guidelines for malignant spinal cord compression (2007, updated 2013)",
        year="2013",
        identifier="",
        read="tables of contents only: which parts of care have a chapter",
    ),
    Source(
        id="BMJBP-MSCC",
        title="BMJ Best Practice: malignant spinal cord compression",
        year="2023",
        identifier="topic 3000286",
        read="page on complications, and the beginning of the page on treatment",
    ),
    Source(
        id="CHRISTIE-MSCC",
        title="The Christie (cancer centre, Manchester): management of metastatic spinal cord compression",
        year="",
        identifier="christie.nhs.uk",
        read="page for professionals on management, and the list of its guidelines",
    ),
    Source(
        id="PATCHELL05",
        title="Patchell and others: surgery with radiotherapy against radiotherapy for cord compression",
        year="2005",
        identifier="Lancet 2005;366:643-8, doi:10.1016/S0140-6736(05)66954-1",
        read="abstract",
    ),
    Source(
        id="SCORAD19",
        title="Hoskin and others: single-fraction against multi-fraction radiotherapy for cord compression",
        year="2019",
        identifier="JAMA 2019;322:2084-94, doi:10.1001/jama.2019.17913",
        read="abstract",
    ),
    Source(
        id="RADES18",
        title="Rades and others: radiotherapy for cord compression",
        year="2018",
        identifier="doi:10.1186/s13014-018-0968-3",
        read="abstract",
    ),
)
