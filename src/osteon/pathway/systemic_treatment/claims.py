"""Claims of two public articles for patients on metastases in bone, checked: what holds, what does not, what to say.

One article came from a health magazine on the web, the other from a hospital. The claims are given in our words. A claim that
could be checked only from memory says so in its basis.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["CLAIMS", "VERDICTS", "Basis", "Claim"]

VERDICTS = ("supported", "refined", "contradicted", "not-supported", "not-verifiable")
"""Refined: true with a condition that the article left out."""
MAGAZINE, HOSPITAL, BOTH = ("magazine",), ("hospital",), ("magazine", "hospital")


class Basis(NamedTuple):
    """What a verdict rests on, and how far it was checked (`primary`, `secondary`, `memory`)."""

    text: str
    checked: str


class Claim(NamedTuple):
    """One claim, numbered as it was checked."""

    number: int
    told_by: tuple[str, ...]
    claim: str
    verdict: str
    say: str
    """What to tell a patient, in plain words."""
    basis: tuple[Basis, ...]


_MEMORY = (Basis("general knowledge, no source read", "memory"),)

CLAIMS = (
    Claim(
        1,
        MAGAZINE,
        "Bone is where breast cancer spreads most often.",
        "supported",
        "Bone is the most common place: of people whose cancer has spread, about half to two thirds have it in bone.",
        (Basis("65.1% at diagnosis (Gong 2018); 51% (Liu 2021)", "primary"),),
    ),
    Claim(
        2,
        MAGAZINE,
        "Breast cancer is the second most common cancer of women in the United States.",
        "refined",
        "It is the second if skin cancers are counted, and the first if they are not.",
        _MEMORY,
    ),
    Claim(
        3,
        MAGAZINE,
        "Nearly three in ten people with early breast cancer later have metastases.",
        "not-supported",
        "Nobody could find a study behind this number. Registries show about 10 to 15 in a hundred within "
        "6 to 10 years, more later; "
        "it depends on stage and time.",
        (
            Basis(
                "a report of 2015 that looked for the origin; registries of Stockholm and the Netherlands", "secondary"
            ),
        ),
    ),
    Claim(
        4,
        BOTH,
        "Of people with stage IV disease, 60 to 75 in a hundred have it in bone.",
        "supported",
        "About 65 in a hundred have it in bone when stage IV is found, and up to 75 at some time.",
        (Basis("65% at diagnosis (Gong 2018); up to 75% in advanced disease (Stopeck, abstract)", "primary"),),
    ),
    Claim(
        5,
        HOSPITAL,
        "A table of three unnamed studies gives 65, 70 and 68%.",
        "not-verifiable",
        "The studies are not named, so the table is not repeated here.",
        (Basis("no citation to look up", "secondary"),),
    ),
    Claim(
        6,
        MAGAZINE,
        "Bone is the first place of spread for more than half.",
        "refined",
        "For about half; more often when the tumour has hormone receptors.",
        (Basis("skeleton alone first in 32.5%, several places in 28.3% (Stockholm cohort)", "primary"),),
    ),
    Claim(
        7,
        BOTH,
        "Long bones, ribs, spine and pelvis are the usual places.",
        "supported",
        "Spine most of all, then pelvis, then ribs and the long bones of thigh and upper arm.",
        _MEMORY,
    ),
    Claim(
        8,
        HOSPITAL,
        "The spine is affected because of its blood supply.",
        "refined",
        "Its red marrow and its veins matter, and signals in bone that cancer cells follow.",
        _MEMORY,
    ),
    Claim(
        9,
        MAGAZINE,
        "New bone pain is the most common symptom and is worse at rest or lying down.",
        "refined",
        "New bone pain is the most common symptom. It may be worse at rest or at night, or worse with "
        "movement: tell your team "
        "which, because pain with movement can mean that a bone is weak.",
        (Basis("both kinds are described; they count differently in the score of spinal stability", "secondary"),),
    ),
    Claim(
        10,
        MAGAZINE,
        "The most common symptoms are pain, fractures and high calcium.",
        "refined",
        "Pain comes first. Fractures and high calcium are complications; high calcium has become uncommon.",
        _MEMORY,
    ),
    Claim(
        11,
        MAGAZINE,
        "Cancer speeds up or slows down the cells that build and break bone.",
        "refined",
        "Some cells build bone and others break it down. Cancer can make either kind work too much: bone "
        "becomes thin, dense, or both.",
        (Basis("wording of the article is loose; both lytic and blastic metastases occur", "secondary"),),
    ),
    Claim(
        12,
        MAGAZINE,
        "A list of signs of pressure on the spinal cord.",
        "refined",
        "These are warning signs. Do not wait for trouble with bladder or bowel: weak legs, unsteady "
        "walking, numbness, or a pain "
        "like a band around chest or belly come earlier and need help the same day.",
        (Basis("warning signs of the guideline on cord compression", "secondary"),),
    ),
    Claim(
        13,
        BOTH,
        "Signs of high calcium; one article adds kidney stones and irregular heartbeat.",
        "refined",
        "Thirst, passing much urine, sickness, constipation, tiredness and confusion. Kidney stones "
        "belong to calcium that is "
        "high for years, not to cancer.",
        (Basis("lists of guidelines; the remark on stones from memory", "memory"),),
    ),
    Claim(
        14,
        MAGAZINE,
        "Zoledronic acid and denosumab build healthy bone.",
        "contradicted",
        "They slow down the cells that break bone down. They do not build new bone.",
        (Basis("labels of both drugs; the other article's own table", "secondary"),),
    ),
    Claim(
        15,
        MAGAZINE,
        "Steroids with radiotherapy for pressure on the cord; surgery and radiotherapy if the cord is damaged.",
        "refined",
        "Surgery before radiotherapy is chosen when the spine is unstable, one place is affected, the "
        "trouble is recent and the "
        "outlook is more than a few months; not only when damage is done.",
        (Basis("randomised trial of 2005; details from memory", "memory"),),
    ),
    Claim(
        16,
        MAGAZINE,
        "Rods for a bone about to break, cement for the spine.",
        "refined",
        "Yes, after the risk has been scored. Cement is usually not used when the cord is pressed.",
        (Basis("scores of Mirels and of spinal stability; the remark on cement from memory", "memory"),),
    ),
    Claim(
        17,
        MAGAZINE,
        "High calcium is treated with fluid and a bisphosphonate.",
        "refined",
        "Yes; denosumab is used when that fails or the kidneys are weak, and drugs that raise calcium are stopped.",
        (Basis("guideline of the Endocrine Society; parts from memory", "memory"),),
    ),
    Claim(
        18,
        MAGAZINE,
        "A review of 2011 found worry the most severe and changed sexual function the most common complaint.",
        "not-verifiable",
        "The review exists; this statement could not be found in its abstract, which names tiredness, low "
        "mood, poor sleep and pain.",
        (Basis("Irvin 2011, abstract", "primary"),),
    ),
    Claim(
        19,
        MAGAZINE,
        "Reiki and similar methods help against tiredness.",
        "not-supported",
        "The evidence is weak. Exercise and cognitive behavioural therapy are best supported.",
        _MEMORY,
    ),
    Claim(
        20,
        MAGAZINE,
        "In a study of 18,322 people, spread to bone had the best survival.",
        "refined",
        "That was spread to bone only, found at first diagnosis: about half were alive after three years. "
        "Bone with other organs is not meant.",
        (Basis("Wang 2019, abstract: 3-year survival 50.5%", "primary"),),
    ),
    Claim(
        21,
        MAGAZINE,
        "Five-year survival of regional metastatic disease is 31%.",
        "contradicted",
        "The number belongs to distant disease (31 to 32%). Regional disease, with lymph nodes nearby, is "
        "not metastatic, and its figure is 87%.",
        (Basis("figures of the American Cancer Society as quoted by others", "secondary"),),
    ),
    Claim(
        22,
        MAGAZINE,
        "Many people live long lives with it.",
        "refined",
        "About one in three is alive after five years; more with HER2-positive or hormone "
        "receptor-positive disease. Newer drugs are "
        "not in these numbers yet.",
        (Basis("registry figures, see prognosis", "secondary"),),
    ),
    Claim(
        23,
        HOSPITAL,
        "New treatments help people live longer.",
        "supported",
        "Yes: more people live for a year and longer than thirty years ago.",
        (Basis("alive after one year: 62% in 1988, 72% in 2015 (Taskindoust 2021, abstract)", "primary"),),
    ),
    Claim(
        24,
        HOSPITAL,
        "A study showed that chemotherapy with targeted therapy is better than either.",
        "refined",
        "The study is not named. It holds for HER2-positive disease; with hormone receptors, endocrine "
        "therapy comes first for most.",
        (Basis("guideline of 2024 on hormone receptor-positive disease", "primary"),),
    ),
    Claim(
        25,
        HOSPITAL,
        "Radiotherapy has few side effects; stereotactic radiotherapy works where disease is local.",
        "refined",
        "Pain can flare for some days, and after stereotactic treatment a vertebra can break.",
        (Basis("flare in up to 40%, fracture in 10 to 15%", "memory"),),
    ),
    Claim(
        26,
        HOSPITAL,
        "Denosumab delays bone problems better than bisphosphonates.",
        "supported",
        "Better than zoledronic acid: bone problems in 31 against 36 of a hundred. People did not live longer.",
        (Basis("Martin 2012, abstract: HR 0.82", "primary"),),
    ),
    Claim(
        27,
        HOSPITAL,
        "Bone drugs might slow cancer in bone.",
        "not-supported",
        "In metastatic disease nobody lived longer for them. In early disease after the menopause they "
        "prevent some relapses.",
        (Basis("Ross 2003; meta-analysis on early disease through a review", "secondary"),),
    ),
    Claim(
        28,
        HOSPITAL,
        "Bisphosphonates lessen bone pain.",
        "refined",
        "A little, and after weeks. They are no substitute for pain killers or radiotherapy.",
        (Basis("systematic review (Denmark)", "secondary"),),
    ),
    Claim(
        29,
        HOSPITAL,
        "Risk factors are advanced stage, genes and hormone receptors.",
        "refined",
        "Stage, lymph nodes and tumour size count. With hormone receptors bone is the likelier place, and "
        "relapse can come late.",
        (Basis("Pulido 2017; Stockholm cohort", "secondary"),),
    ),
    Claim(
        30,
        HOSPITAL,
        "Blood markers and liquid biopsy find bone metastases early.",
        "not-supported",
        "Looking for metastases in people without symptoms did not help them live longer. Liquid biopsy "
        "helps to choose a drug (ESR1, PIK3CA).",
        (Basis("use of ESR1 and PIK3CA: guideline; surveillance: from memory", "memory"),),
    ),
    Claim(
        31,
        HOSPITAL,
        "A study showed that pain care with physiotherapy and psychology improves life.",
        "not-verifiable",
        "The study is not named. That early supportive care helps is plausible and was shown in other studies.",
        (Basis("no citation to look up", "secondary"),),
    ),
    Claim(
        32,
        HOSPITAL,
        "A biopsy of bone confirms it.",
        "refined",
        "Yes. Bone has to be softened with acid for the microscope, which can spoil the receptor tests: "
        "soft tissue is better where there is some.",
        (Basis("the remark on decalcification from memory", "memory"),),
    ),
    Claim(
        33,
        BOTH,
        "Metastatic breast cancer cannot be cured but can be treated.",
        "supported",
        "Yes. Treatment lengthens life and eases symptoms, often for years.",
        (Basis("ABC5 consensus", "primary"),),
    ),
)
