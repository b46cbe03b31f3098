"""Which drugs are meant by a group of painkillers, or of drugs that do not go with them."""


def _drugs(names: str) -> tuple[str, ...]:
    return tuple(f"drug.{name}" for name in names.split())


STRONG_OPIOIDS = _drugs(
    "morphine oxycodone oxymorphone hydromorphone hydrocodone fentanyl methadone buprenorphine tapentadol pethidine"
)
WEAK_OPIOIDS = _drugs("codeine dihydrocodeine tramadol tilidine")
OPIOIDS = STRONG_OPIOIDS + WEAK_OPIOIDS
RESCUE_OPIOIDS = tuple(name for name in OPIOIDS if name != "drug.fentanyl")
"""Opioids whose rescue dose is a share of the daily dose; fentanyl through the mucosa is titrated by itself."""
RENAL_OPIOIDS = _drugs("morphine codeine dihydrocodeine pethidine tramadol oxycodone")
"""Opioids or their products that build up when the kidneys fail."""
SEROTONERGIC_OPIOIDS = _drugs("tramadol tapentadol fentanyl pethidine methadone")
SEROTONERGIC = _drugs(
    "citalopram escitalopram sertraline paroxetine fluoxetine fluvoxamine venlafaxine desvenlafaxine duloxetine amitriptyline "
    "nortriptyline"
)
NSAIDS = _drugs("ibuprofen naproxen diclofenac ketorolac celecoxib nsaid-other")
SIMPLE_ANALGESICS = (*_drugs("paracetamol metamizole"), *NSAIDS)
ANALGESICS = OPIOIDS + SIMPLE_ANALGESICS
LAXATIVES = _drugs("senna macrogol docusate lactulose bisacodyl methylnaltrexone naloxegol naldemedine laxative-other")
ANTIEMETICS = _drugs("metoclopramide haloperidol ondansetron antiemetic-other")
STEROIDS = _drugs("dexamethasone prednisone prednisolone methylprednisolone")
ACID_BLOCKERS = _drugs("omeprazole proton-pump-inhibitor")
RAAS_BLOCKERS = _drugs("ace-inhibitor angiotensin-blocker")
DIURETICS = _drugs("furosemide hydrochlorothiazide diuretic-other")
NERVE_DRUGS = _drugs("gabapentin pregabalin duloxetine amitriptyline nortriptyline")
GABAPENTINOIDS = _drugs("gabapentin pregabalin")
CYP2D6_STRONG = _drugs("paroxetine fluoxetine bupropion")
QT_DRUGS = _drugs("methadone citalopram escitalopram ondansetron")
