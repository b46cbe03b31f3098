"""Sources of this topic that no other topic cites before it."""

from osteon.engine.rules import Source

SOURCES = (
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
