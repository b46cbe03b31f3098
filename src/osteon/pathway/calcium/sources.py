"""Sources that no other topic cites before this one, with what of each was really read."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="ES23",
        title="El-Hajj Fuleihan and others: treatment of hypercalcaemia of malignancy in adults, Endocrine Society",
        year="2023",
        identifier="doi:10.1210/clinem/dgac621, PMID 36545746",
        read="society page with the recommendations and their grades",
    ),
    Source(
        id="SEISA22",
        title="Seisa and others: systematic review beside the Endocrine Society guideline",
        year="2022",
        identifier="doi:10.1210/clinem/dgac631",
        read="abstract",
    ),
    Source(
        id="WALSH16",
        title="Walsh, Gittoes and Selby: emergency management of acute hypercalcaemia, Society for Endocrinology",
        year="2016",
        identifier="Endocr Connect 2016;5:G9-G11",
        read="severity bands and clinical features on the journal's page",
    ),
    Source(
        id="CROWLEY13",
        title="Crowley and Gittoes: how to approach hypercalcaemia",
        year="2013",
        identifier="Clin Med 2013;13:287-90",
        read="key points and introduction of the open article; pages from memory",
    ),
    Source(
        id="STERNLICHT15",
        title="Sternlicht and Glezerman: hypercalcaemia of malignancy and new treatment options",
        year="2015",
        identifier="Ther Clin Risk Manag 2015;11:1779-88; treatment table doi:10.2217/fon.15.232",
        read="review text in part",
    ),
    Source(
        id="CTCAE5",
        title="National Cancer Institute: Common Terminology Criteria for Adverse Events",
        year="2017",
        identifier="",
        read="grades through a handbook (version 4.03) and criteria pages whose version was not confirmed",
    ),
    Source(
        id="SMITH18",
        title="Smith, Wilson and Schneider: misclassification of calcium status by albumin adjustment",
        year="2018",
        identifier="doi:10.1373/clinchem.2018.291377",
        read="abstract",
    ),
    Source(
        id="ALBERTA25",
        title="Cohort of 22,658 adults: adjusted, total and ionised calcium compared",
        year="2025",
        identifier="",
        read="summary by a third party",
    ),
    Source(
        id="PAYNE73",
        title="Payne and others: interpretation of serum calcium in patients with abnormal serum proteins",
        year="1973",
        identifier="BMJ 1973;4:643-6",
        read="citation; the formula as labels and textbooks print it",
    ),
    Source(
        id="LIAN18",
        title="Lian and Asberg: should total calcium be adjusted for albumin?",
        year="2018",
        identifier="BMJ Open 2018;8:e017703",
        read="abstract",
    ),
    Source(
        id="BMJ-BP",
        title="BMJ Best Practice and a textbook article: severity bands of hypercalcaemia",
        year="2023",
        identifier="",
        read="criteria pages",
    ),
)
