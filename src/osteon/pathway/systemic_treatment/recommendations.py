"""What has to be known or asked before a treatment is chosen. The treatments themselves are options, not advice."""

from __future__ import annotations

from osteon.engine.nodes import all_of, any_of, known
from osteon.engine.rules import Recommendation
from osteon.pathway.asking import evidence
from osteon.pathway.bone_agents.facts import AGENT_CURRENT
from osteon.pathway.bone_disease.facts import BONE_METASTASIS, VISCERAL_METASTASIS
from osteon.pathway.general_condition.facts import ALT, AST, BILIRUBIN, ECOG
from osteon.pathway.renal_function.facts import SEX
from osteon.pathway.systemic_treatment.facts import (
    CHEMOTHERAPY_PLANNED,
    CRISIS_JUDGED,
    CRISIS_SIGN,
    HER2_DISEASE,
    HER2_NEGATIVE_DISEASE,
    LIVER_CRISIS_EXAMPLE,
    LIVER_SIGN,
    LUMINAL,
    METASTATIC_BREAST,
    OESTRADIOL_CHECKED,
    VISCERAL_CRISIS,
)
from osteon.pathway.tumour import facts as t
from osteon.pathway.tumour.drugs import used

_TDXD = used("trastuzumab-deruxtecan")

RECEPTORS_UNKNOWN = Recommendation(
    id="st-receptors-unknown",
    title="Receptors not on record",
    applies=METASTATIC_BREAST,
    when=~t.RECEPTORS_KNOWN,
    advise="Enter oestrogen receptor, progesterone receptor and HER2 (score of the stain, and in situ hybridisation where it is "
    "2+) of the newest metastasis, else of the primary tumour: without them no systemic treatment can be judged.",
    urgency="soon",
    evidence=(
        evidence(
            "ESMO21",
            "biopsy of the first metastasis with receptors; through a national adaptation",
            "strong recommendation of the adaptation",
            "secondary",
        ),
    ),
    purpose="One question in place of a page of options that might fit.",
    misuse="It does not say that a new biopsy is needed: the results may lie in a report that was not sent.",
    shows=(t.ER, t.PR, t.HER2),
)

HER2_NOT_GRADED = Recommendation(
    id="st-her2-score",
    title="HER2 negative, low or ultralow not settled",
    applies=all_of(
        HER2_NEGATIVE_DISEASE, any_of(t.ENDOCRINE_PROGRESSED, t.CHEMOTHERAPY_METASTATIC), ~_TDXD
    ),  # fmt: skip
    when=any_of(~known(t.HER2_LOW), ~known(t.HER2_ULTRALOW)),
    advise="Ask the pathologist for the HER2 score of the stain (0 with or without membrane staining, 1+, 2+): a low or "
    "ultralow tumour can be treated with trastuzumab deruxtecan.",
    urgency="routine",
    evidence=(evidence("FDA-TDXD25", "definitions of low and ultralow", "approval", "primary"),),
    purpose="Most tumours that are called negative are low or ultralow.",
    misuse="It is no reason to change a treatment that works.",
    shows=(t.HER2,),
)

ESR1_TEST = Recommendation(
    id="st-esr1-test",
    title="Test ESR1 at this progression",
    applies=all_of(LUMINAL, t.ENDOCRINE_PROGRESSED, t.PROGRESSED_ON_LINE),
    when=~known(t.ESR1),
    advise="Test blood (ctDNA) for ESR1 mutations now, and PIK3CA if it was never tested: ESR1 mutations arise under endocrine "
    "therapy, and an ESR1 result from before the progression no longer counts.",
    urgency="soon",
    evidence=(
        evidence(
            "ASCO23-ESR1",
            "testing at recurrence or progression on endocrine therapy; blood preferred; again at later progressions",
            "strong recommendation",
            "secondary",
        ),  # fmt: skip
        evidence(
            "ASCO24-HR",
            "recommendation 1.1: routine testing for ESR1, PIK3CA, AKT1 and PTEN",
            "strong recommendation",
            "primary",
        ),  # fmt: skip
    ),
    purpose="The result opens or closes oral oestrogen receptor degraders.",
    misuse="It must not delay treatment of a crisis, and it is no screening test while the disease is stable.",
    shows=(t.PROGRESSION_DATE, t.ESR1_TEST_DATE),
)

GERMLINE_TEST = Recommendation(
    id="st-germline-test",
    title="Germline BRCA test not on record",
    applies=all_of(HER2_NEGATIVE_DISEASE, ~t.PARP_EVER),
    when=~known(t.GERMLINE_BRCA),
    advise="Offer a germline test of BRCA1, BRCA2 and PALB2: a variant opens PARP inhibitors, and matters to the family.",
    urgency="routine",
    evidence=(evidence("CARE", "test anybody with HER2-negative metastatic disease", "practice", "memory"),),
    purpose="A germline result holds for life and is often missing.",
    misuse="It needs counselling and consent.",
)

ENDOCRINE_RESISTANCE_CLASS = Recommendation(
    id="st-endocrine-resistance",
    title="Resistance to endocrine therapy",
    applies=all_of(LUMINAL, any_of(t.ENDOCRINE_METASTATIC, t.RELAPSE_ON_ADJUVANT)),
    when=t.ENDOCRINE_RESISTANCE.one_of("primary-resistance", "secondary-resistance"),
    advise="The course so far means resistance to endocrine therapy, primary or secondary: check the class against the history, "
    "for it decides what is given with endocrine therapy next.",
    urgency="info",
    evidence=(
        evidence(
            "ABC4",
            "table of definitions: primary and secondary endocrine resistance",
            "expert opinion, 67% agreed",
            "primary",
        ),
    ),
    purpose="Trials and labels ask for endocrine resistance in these words.",
    misuse="It is drawn from dates: a stop for side effects, or a progression that was not recorded, makes it wrong.",
    asks=False,
    shows=(t.ENDOCRINE_RESISTANCE,),
)

VISCERAL_CRISIS_ASK = Recommendation(
    id="st-visceral-crisis-ask",
    title="Is this visceral crisis?",
    applies=all_of(METASTATIC_BREAST, VISCERAL_METASTASIS, ~known(VISCERAL_CRISIS)),
    when=CRISIS_SIGN,
    advise="Look at the patient today and decide together whether this is visceral crisis: an organ that fails because the cancer "
    "advances fast, not the mere presence of visceral metastases. Rule out a blocked bile duct, Gilbert's disease, an effusion that can "
    "be drained, an embolism.",
    urgency="urgent",
    evidence=(
        evidence(
            "ABC4",
            "table of definitions: visceral crisis by signs, symptoms, laboratory and rapid progression",
            "expert opinion, 95% agreed",
            "primary",
        ),  # fmt: skip
        evidence("BENVENUTI23", "abstract: no objective criteria are agreed", "review", "primary"),
    ),
    purpose="In a crisis there may be time for one treatment only.",
    misuse="It never says that there is a crisis: it shows a sign and asks.",
    shows=(BILIRUBIN, ALT, AST, ECOG),
)

LIVER_CRISIS = Recommendation(
    id="st-liver-crisis-example",
    title="Bilirubin in the range of a liver crisis",
    applies=all_of(METASTATIC_BREAST, VISCERAL_METASTASIS, LIVER_SIGN),
    when=LIVER_CRISIS_EXAMPLE,
    advise="Bilirubin is above 1.5 times its limit: consensus gives this as an example of a liver crisis when neither Gilbert's "
    "disease nor a blocked bile duct explains it.",
    urgency="urgent",
    evidence=(evidence("ABC5", "example of a liver crisis", "expert opinion", "memory"),),
    purpose="The one number that consensus gives.",
    misuse="It is an example, not a criterion.",
    asks=False,
)

ENDOCRINE_LINES_FIRST = Recommendation(
    id="st-endocrine-lines-first",
    title="Endocrine lines before chemotherapy",
    applies=all_of(LUMINAL, any_of(CHEMOTHERAPY_PLANNED, t.CHEMOTHERAPY_CURRENT), ~CRISIS_JUDGED),
    when=~t.ENDOCRINE_METASTATIC,
    advise="Make sure that chemotherapy is meant before endocrine therapy: most people with hormone receptor-positive, HER2-negative "
    "disease are candidates for several lines of endocrine therapy first, unless an organ is failing.",
    urgency="soon",
    evidence=(evidence("ASCO24-HR", "qualifying statement to recommendations 1.1 and 1.2", "guideline", "primary"),),
    purpose="Endocrine therapy with a CDK4/6 inhibitor comes first for most.",
    misuse="It is no rule for visceral crisis or rapidly advancing disease.",
)

AFTER_FIRST_LINE_TDXD = Recommendation(
    id="st-her2-after-tdxd",
    title="No settled sequence after trastuzumab deruxtecan",
    applies=all_of(HER2_DISEASE, _TDXD),
    when=t.ANTI_HER2_PROGRESSED,
    advise="Decide the next line in the tumour board: what to give after trastuzumab deruxtecan is an open question, above all when "
    "it was the first line.",
    urgency="info",
    evidence=(
        evidence("FDA-TDXD-PERTUZUMAB25", "reports on the approval name no sequence", "trade reports", "secondary"),
    ),
    purpose="An honest gap: the trials of the later lines were made before.",
    misuse="It does not say that later lines do not work.",
)

EVEROLIMUS_BONE = Recommendation(
    id="st-everolimus-bone",
    title="Everolimus is no reason to omit a bone agent",
    applies=all_of(t.EVEROLIMUS_CURRENT, METASTATIC_BREAST, BONE_METASTASIS),
    when=~AGENT_CURRENT,
    advise="Everolimus lowered bone markers and slowed progression in bone; it does not replace a bone agent.",
    urgency="info",
    evidence=(
        evidence(
            "GNANT13",
            "abstract: BOLERO-2, exploratory; bone events 3.3% against 4.2%",
            "exploratory analysis",
            "primary",
        ),
    ),  # fmt: skip
    purpose="A favourable side effect is read now and then as protection.",
    misuse="It says nothing about whether a bone agent is due; that is advised elsewhere.",
)

MAN_WITHOUT_ANALOGUE = Recommendation(
    id="safety-man-gnrh",
    title="A man on an aromatase inhibitor alone",
    applies=all_of(t.AROMATASE_INHIBITOR_CURRENT, METASTATIC_BREAST, SEX.one_of("male")),
    when=~t.OVARIES_SUPPRESSED,
    advise="Consider a GnRH analogue with the aromatase inhibitor: in men the two together held the disease for longer.",
    urgency="soon",
    evidence=(
        evidence(
            "DILAURO15",
            "abstract: progression-free survival 11.6 against 6 months with a GnRH analogue, 60 men",
            "pooled observational analysis",
            "primary",
        ),  # fmt: skip
    ),
    purpose="In men the testes keep making what an aromatase inhibitor cannot fully block.",
    misuse="Small and uncontrolled numbers; other endocrine drugs are an alternative.",
)

OVARIAN_SUPPRESSION = Recommendation(
    id="safety-ovarian-suppression",
    title="Premenopausal without ovarian suppression",
    applies=all_of(
        any_of(t.AROMATASE_INHIBITOR_CURRENT, t.FULVESTRANT_CURRENT, t.CDK46_CURRENT),
        METASTATIC_BREAST,
        ~t.OVARIES_SUPPRESSED,
        ~SEX.one_of("male"),
    ),
    when=t.PREMENOPAUSAL,
    advise="Suppress the ovaries (GnRH analogue every 28 days) or discuss their removal: an aromatase inhibitor, fulvestrant or a "
    "CDK4/6 inhibitor with them needs the hormones of menopause.",
    urgency="soon",
    evidence=(
        evidence(
            "ABC4",
            "table of definitions: adequate ovarian suppression, analogue every four weeks",
            "I/A and II/B",
            "primary",
        ),
        evidence(
            "ASCO16-HR",
            "ovarian suppression or ablation with hormonal therapy in premenopausal women",
            "recommendation",
            "secondary",
        ),  # fmt: skip
    ),
    purpose="With working ovaries an aromatase inhibitor fails, and can stimulate them.",
    misuse="Bleeding may be absent on chemotherapy or tamoxifen although the ovaries work.",
    shows=(t.MENOPAUSE,),
)

OESTRADIOL = Recommendation(
    id="safety-oestradiol",
    title="Oestradiol on ovarian suppression",
    applies=all_of(
        t.AROMATASE_INHIBITOR_CURRENT, METASTATIC_BREAST, t.OVARIES_SUPPRESSED, t.PREMENOPAUSAL, t.PROGRESSED_ON_LINE
    ),
    when=~OESTRADIOL_CHECKED,
    advise="Measure oestradiol by mass spectrometry: the cancer has progressed, and suppression of the ovaries may have failed.",
    urgency="routine",
    evidence=(evidence("CARE", "check when bleeding, young or progressing", "practice", "memory"),),
    purpose="Progression may mean ovaries at work.",
    misuse="Immunoassays read too high on exemestane and fulvestrant.",
    asks=False,
)
