"""Sources of this topic that no other topic cites before it."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="MDA13",
        title="Hayashi and others: MD Anderson bone response criteria",
        year="2013",
        identifier="Clin Breast Cancer 2013;13:24-30, PMID 23098575; also doi:10.7150/jca.1.80",
        read="table of criteria",
    ),
    Source(
        id="RECIST11",
        title="Eisenhauer and others: response criteria in solid tumours, version 1.1",
        year="2009",
        identifier="Eur J Cancer 2009;45:228-47",
        read="through later reviews",
    ),
    Source(
        id="PERCIST",
        title="Wahl and others: response criteria for PET",
        year="2009",
        identifier="J Nucl Med 2009;50 Suppl 1:122S-50S",
        read="article text in part",
    ),
    Source(
        id="FLARE99",
        title="Markers of the bone scan flare",
        year="1999",
        identifier="Clin Nucl Med 1999;24:15-20, PMID 9890487",
        read="abstract",
    ),
    Source(
        id="JANICEK94",
        title="Janicek, Hayes and Kaplan: healing flare in skeletal metastases from breast cancer",
        year="1994",
        identifier="Radiology 1994;192:201",
        read="abstract",
    ),
    Source(
        id="YASASEVER97",
        title="Yasasever and others: CA 15-3 and CEA in breast cancer with bone metastases, spiking phenomena",
        year="1997",
        identifier="Clin Biochem 1997;30:53-6, doi:10.1016/s0009-9120(96)00133-6",
        read="abstract",
    ),
    Source(
        id="SURGE09",
        title="Serum CA 15-3 surge and kinetics under chemotherapy of metastatic breast cancer",
        year="2009",
        identifier="Breast Cancer Res Treat, doi:10.1007/s10549-009-0377-2; authors not seen",
        read="abstract",
    ),
    Source(
        id="ASCO-MARKERS",
        title="Guidance of ASCO on tumour markers, as a table in the Journal of Oncology Practice",
        year="not seen",
        identifier="PMC2793647, table 1",
        read="the part of the table on colorectal cancer; the part on breast cancer was not seen",
    ),
    Source(
        id="FLARE-PATIENT",
        title="Flare of pain and calcium at the start of endocrine treatment",
        year="not seen",
        identifier="",
        read="text for patients",
    ),
)
