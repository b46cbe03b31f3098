"""Sources that only this topic brings."""

from osteon.engine.rules import Source

SOURCES = (
    Source(
        id="GRASSI23",
        title="Grassi and others: insomnia in adult patients with cancer, ESMO guideline",
        year="2023",
        identifier="ESMO Open 2023, doi:10.1016/j.esmoop.2023.102047",
        read="first page; that cognitive behavioural therapy for insomnia comes first through others; levels not read",
    ),
    Source(
        id="CBTI25",
        title="Cognitive behavioural therapy for insomnia in people with cancer, Cochrane review",
        year="2025",
        identifier="CD015176",
        read="through others",
    ),
    Source(
        id="ISI-FORM",
        title="Insomnia Severity Index: bands as printed for those who score it",
        year="",
        identifier="",
        read="the scoring lines on a public page of the US Department of Veterans Affairs; the items are not shipped",
    ),
    Source(
        id="LBL-BENZODIAZEPINE",
        title="Benzodiazepines, US labels: boxed warning on use together with opioids",
        year="2021",
        identifier="",
        read="the boxed warning of one label (copy on a public site)",
    ),
)
