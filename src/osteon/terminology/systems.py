"""Code systems go by many names. Each has one here, and its codes one spelling."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

__all__ = ["ATC", "ICD10", "ICD10CM", "LOINC", "OSTEON", "RXNORM", "SNOMED", "canonical", "plain_code"]

OSTEON: Final = "https://osteon.dev/fhir/CodeSystem/osteon"
SNOMED: Final = "http://snomed.info/sct"
LOINC: Final = "http://loinc.org"
RXNORM: Final = "http://www.nlm.nih.gov/research/umls/rxnorm"
ATC: Final = "http://www.whocc.no/atc"
ICD10CM: Final = "http://hl7.org/fhir/sid/icd-10-cm"
ICD10: Final = "http://hl7.org/fhir/sid/icd-10"
ICD10PCS: Final = "http://www.cms.gov/Medicare/Coding/ICD10"
HCPCS: Final = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets"
OMOP: Final = "https://athena.ohdsi.org"
HGNC: Final = "http://www.genenames.org"

# Keys in lower case, without a closing slash. OMOP vocabulary names stand beside the addresses.
ALIASES: Final = {
    "urn:oid:2.16.840.1.113883.6.96": SNOMED,
    "snomed": SNOMED,
    "snomedct": SNOMED,
    "snomed ct": SNOMED,
    "urn:oid:2.16.840.1.113883.6.1": LOINC,
    "loinc": LOINC,
    "https://loinc.org": LOINC,
    "urn:oid:2.16.840.1.113883.6.88": RXNORM,
    "rxnorm": RXNORM,
    "rxnorm extension": RXNORM,
    "urn:oid:2.16.840.1.113883.6.73": ATC,
    "atc": ATC,
    "https://www.whocc.no/atc": ATC,
    "http://fhir.de/codesystem/bfarm/atc": ATC,
    "http://fhir.de/codesystem/dimdi/atc": ATC,
    "urn:oid:2.16.840.1.113883.6.90": ICD10CM,
    "icd10cm": ICD10CM,
    "icd-10-cm": ICD10CM,
    "urn:oid:2.16.840.1.113883.6.3": ICD10,
    "icd10": ICD10,
    "icd-10": ICD10,
    "icd10gm": ICD10,
    "icd-10-gm": ICD10,
    "http://fhir.de/codesystem/bfarm/icd-10-gm": ICD10,
    "http://fhir.de/codesystem/dimdi/icd-10-gm": ICD10,
    "urn:oid:1.2.276.0.76.5.311": ICD10,
    "urn:oid:2.16.840.1.113883.6.4": ICD10PCS,
    "http://hl7.org/fhir/sid/icd-10-pcs": ICD10PCS,
    "icd10pcs": ICD10PCS,
    "urn:oid:2.16.840.1.113883.6.285": HCPCS,
    "http://terminology.hl7.org/codesystem/hcpcs": HCPCS,
    "http://terminology.hl7.org/codesystem/hcpcs-all-codes": HCPCS,
    "hcpcs": HCPCS,
    "omop": OMOP,
    "http://www.genenames.org/geneid": HGNC,
    "https://www.genenames.org": HGNC,
    "urn:oid:2.16.840.1.113883.6.281": HGNC,
}
# National editions of ICD-10 keep the meaning of the WHO's codes; the clinical modification of the United States does not.
WHO_EDITIONS: Final = (
    "http://hl7.org/fhir/sid/icd-10-",
    "http://fhir.de/codesystem/bfarm/icd-10-gm",
    "http://fhir.de/codesystem/dimdi/icd-10-gm",
)


@lru_cache(maxsize=1024)
def canonical(system: str) -> str:
    """The one name of a code system; a name that is not known comes back as it is."""
    name = system.strip().split("|", 1)[0].rstrip("/")
    if name in (SNOMED, LOINC, RXNORM, ATC, ICD10CM, ICD10, ICD10PCS, HCPCS, OSTEON, OMOP, HGNC):
        return name
    low = name.lower()
    if low.startswith(("http://snomed.info/sct", "https://snomed.info/sct")):
        return SNOMED
    if low in ALIASES:
        return ALIASES[low]
    for known in (SNOMED, LOINC, RXNORM, ATC, ICD10CM, ICD10, ICD10PCS, HCPCS, OSTEON, OMOP, HGNC):
        if low == known.lower() or low == known.lower().replace("http://", "https://"):
            return known
    if low.startswith(WHO_EDITIONS) and "pcs" not in low:
        return ICD10
    return name


def plain_code(system: str, code: str) -> str:
    """The code as the data file spells it: ICD in capitals with its dot and without dagger, asterisk or exclamation mark."""
    code = code.strip()
    if system in (ICD10CM, ICD10):
        code = code.upper().rstrip("+*!†#-")
        if len(code) > 3 and code[3] != "." and "." not in code:
            code = f"{code[:3]}.{code[3:]}"
        return code.rstrip("-.")
    if system == HGNC and code.isdigit():
        return f"HGNC:{code}"
    if system in (ATC, HCPCS, ICD10PCS):
        return code.upper()
    return code
