"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ESMO18-PAIN",
        title="Fallon and others: management of cancer pain in adult patients, ESMO guideline",
        year="2018",
        identifier="Ann Oncol 2018;29(Suppl 4):iv166-91, doi:10.1093/annonc/mdy152",
        read="title page; single recommendations in articles of medical newspapers (Medical Independent 2019, another of 2021); "
        "the 2009 edition as its first page. Levels of evidence were not read",
    ),
    Source(
        id="NCCN-PAIN",
        title="NCCN guideline adult cancer pain",
        year="2019",
        identifier="",
        read="breakthrough pain and rotation only, as summarised by a medical newspaper (2019) and a nursing society (2011 edition)",
    ),
    Source(
        id="CG140",
        title="NICE guideline: palliative care for adults, strong opioids for pain relief",
        year="2012",
        identifier="CG140",
        read="recommendations 1.1.1 to 1.1.7 on the page of NICE and in a table of a journal; constipation and nausea in a "
        "one-page summary",
    ),
    Source(
        id="WHO18",
        title="WHO guidelines for the pharmacological and radiotherapeutic management of cancer pain",
        year="2018",
        identifier="ISBN 978-92-4-155039-0",
        read="scope; the recommendations as summarised by an encyclopaedia of palliative care",
    ),
    Source(
        id="CDC22",
        title="Dowell and others: CDC clinical practice guideline for prescribing opioids for pain",
        year="2022",
        identifier="MMWR Recomm Rep 2022;71(3):1-95",
        read="table of conversion factors with its cautions, as reproduced on two pages; whom to offer naloxone, as listed by a "
        "maker of naloxone; the scope as summarised (pain of cancer and palliative care are left out)",
    ),
    Source(
        id="SERLIN95",
        title="Serlin and others: when is cancer pain mild, moderate or severe?",
        year="1995",
        identifier="Pain 1995;61:277-84",
        read="abstract; bibliographic details from memory",
    ),
    Source(
        id="ZHU12",
        title="Zhu and Weingart: pain intensity in cancer (editorial)",
        year="2012",
        identifier="doi:10.3978/j.issn.2224-5820.2012.07.02",
        read="first paragraphs",
    ),
    Source(
        id="MCDONALD16",
        title="McDonald and others: classes of pain in patients with bone metastases",
        year="2016",
        identifier="Support Care Cancer 2016",
        read="abstract",
    ),
    Source(
        id="CHOW-CLASSES",
        title="Chow and others: classes of pain before repeat radiotherapy of bone metastases, n = 822",
        year="2014",
        identifier="",
        read="abstract; year from memory",
    ),
    Source(
        id="MATHIAS11",
        title="Mathias and others: minimal important difference of worst pain in breast cancer with bone metastases",
        year="2011",
        identifier="J Support Oncol 2011",
        read="abstract",
    ),
    Source(
        id="SPS-OPIOIDS",
        title="NHS Specialist Pharmacy Service: which opioids can be used in renal impairment?",
        year="",
        identifier="",
        read="summary page; the table of doses was not seen",
    ),
    Source(
        id="LBL-OPIOID",
        title="Opioids, US product information (methadone, morphine, tramadol)",
        year="",
        identifier="",
        read="boxed warnings of methadone as published by the FDA (label change of 2023) and in a copy; headings of the morphine "
        "label; serotonin syndrome in a copy of the tramadol label",
    ),
    Source(
        id="BALDO18",
        title="Baldo: opioid analgesic drugs and serotonin toxicity",
        year="2018",
        identifier="Arch Toxicol 2018, doi:10.1007/s00204-018-2244-6",
        read="abstract",
    ),
    Source(
        id="LBL-NSAID",
        title="Anti-inflammatory painkillers, US product information (ketorolac, ibuprofen)",
        year="",
        identifier="",
        read="boxed warning and risk of bleeding of ketorolac and interactions of ibuprofen in copies of the label text; no "
        "platelet count was seen",
    ),
    Source(
        id="LBL-PARACETAMOL",
        title="Paracetamol 500 mg tablets, British summary of product characteristics (Zentiva)",
        year="2023",
        identifier="medicines.org.uk/emc/product/9128",
        read="the page, sections 4.1 to 4.4, and the doses of two other British texts that agree",
    ),
    Source(
        id="CANADA-PARACETAMOL",
        title="Health Canada: acetaminophen, know your dose",
        year="",
        identifier="canada.ca",
        read="the page",
    ),
    Source(
        id="LBL-PARACETAMOL-IV",
        title="Perfalgan (paracetamol 10 mg/ml for infusion), European product information in Czech",
        year="",
        identifier="",
        read="table of doses by weight in a copy of the register's text",
    ),
    Source(
        id="LEICESTER-PARACETAMOL",
        title="University Hospitals of Leicester: guideline for oral and intravenous dosing of paracetamol in adults",
        year="2020",
        identifier="B13/2012",
        read="first sections in a copy: oral and intravenous dosing, list of risks to the liver in part; the reduced doses were not seen",
    ),
    Source(
        id="LOW-PLATELETS",
        title="Bleeding during cancer treatment: pages of Huntsman Cancer Institute and of a medical encyclopaedia (A.D.A.M.)",
        year="2024",
        identifier="",
        read="both pages",
    ),
    Source(
        id="RISSER09",
        title="Risser and others: NSAID prescribing precautions",
        year="2009",
        identifier="Am Fam Physician 2009;80:1371-8",
        read="abstract, and the introduction with the effect on platelets",
    ),
    Source(
        id="CMPAIN18",
        title="Cheshire and Merseyside palliative network: guidelines for cancer-related neuropathic pain",
        year="2018",
        identifier="",
        read="summary of main recommendations",
    ),
    Source(
        id="MHRA-TAMOXIFEN",
        title="MHRA: tamoxifen, reduced effectiveness when used with CYP2D6 inhibitors",
        year="2011",
        identifier="",
        read="summary page of the public assessment report",
    ),
    Source(
        id="LBL-TAMOXIFEN",
        title="Tamoxifen, product information",
        year="",
        identifier="",
        read="interactions in a copy of an Asian edition, and the entry of a Swiss interaction list",
    ),
    Source(
        id="KELLY10",
        title="Kelly and others: SSRIs and breast cancer mortality in women receiving tamoxifen",
        year="2010",
        identifier="BMJ 2010;340:c693",
        read="abstract in part, and a reader's summary; a later cohort without a difference as a news summary",
    ),
    Source(
        id="LBL-RIBOCICLIB",
        title="Ribociclib (Kisqali), product information",
        year="",
        identifier="",
        read="QT and electrolytes in copies of the US and an Asian text; other drugs that lengthen QT in an interaction list; the "
        "label's own list of drugs was not read",
    ),
    Source(
        id="MHRA-CITALOPRAM",
        title="MHRA: citalopram and escitalopram, QT interval prolongation",
        year="2011",
        identifier="",
        read="title and description of the page; the US notice on citalopram as reported",
    ),
)
