"""What an English sentence and its Spanish one must share: places, numbers, units, comparisons, negations."""

from __future__ import annotations

import re
from collections import Counter

NUMBER = re.compile(r"(?<![A-Za-z\d.,-])\d+(?:[.,]\d+)?(?![A-Za-z\d])|(?<=[<>≤≥])\d+")
PLACE = re.compile(r"\{\w+\}")
UNITS = ("mg/dL", "g/dL", "mmol/L", "µmol/L", "mL/min", "mg", "Gy", "cm", "mm", "%", "mL", "m²", "m/s", "kcal", "nmol")
DRUGS = {
    "zoledronic acid": "ácido zoledrónico",
    "denosumab": "denosumab",
    "pamidronate": "pamidronato",
    "ibandronate": "ibandronato",
    "dexamethasone": "dexametasona",
    "calcitonin": "calcitonina",
    "ribociclib": "ribociclib",
    "abemaciclib": "abemaciclib",
    "deruxtecan": "deruxtecán",
    "methadone": "metadona",
    "fentanyl": "fentanilo",
    "tramadol": "tramadol",
    "naloxone": "naloxona",
    "tamoxifen": "tamoxifeno",
    "paracetamol": "paracetamol",
    "dialysis": "diálisis",
    "clearance": "aclaramiento",
    "creatinine": "creatinina",
    "albumin": "albúmina",
    "magnesium": "magnesio",
    "phosphate": "fosfato",
    "hours": "hora",
    "weeks": "semana",
    "months": "mes",
    "minutes": "minuto",
}
"""Words of which a sentence must not lose one: as often in Spanish, by the beginning of the word."""
COMPARISONS = {
    "below": ("por debajo de", "menos de", "inferior", "bajo"),
    "above": ("por encima de", "más de", "igual o superior"),
    "at least": ("al menos", "como mínimo"),
    "at most": ("como máximo", "a lo sumo", "como mucho"),
    "at or above": ("igual o superior",),
    "or more": ("o más", "y más", "más"),
    "or less": ("o menos",),
    "up to": ("hasta",),
}
NEGATION_EN = re.compile(
    r"\b(?:not|no|never|nor|none|nothing|without|neither|cannot|nobody|unlikely|non-\w+|un(?:fit|complicated|treatable|removable|planned|changed|answered|treated))\b",
    re.IGNORECASE,
)
NEGATION_ES = re.compile(r"\b(?:no|nunca|jamás|ni|ning[uú]n\w*|nada|nadie|sin|tampoco|improbable)\b", re.IGNORECASE)


def numbers(text: str, decimal: str) -> Counter[str]:
    """Figures, in one spelling."""
    found = NUMBER.findall(text.replace(".ª", ""))
    return Counter(one.replace(decimal, ".") if decimal == "," else one for one in found)


def differences(english: str, spanish: str) -> list[str]:
    """In what the two differ, though they must not."""
    found = []
    if sorted(PLACE.findall(english)) != sorted(PLACE.findall(spanish)):
        found.append("places")
    if numbers(english, ".") != numbers(spanish, ","):
        found.append("numbers")
    for unit in UNITS:
        pattern = rf"(?<![\wµ/]){re.escape(unit)}(?![\w/])" if unit != "%" else "%"
        if len(re.findall(pattern, english)) != len(re.findall(pattern, spanish)):
            found.append(unit)
    lower_en, lower_es = english.lower(), spanish.lower()
    for word, other in DRUGS.items():
        if word in lower_en and other not in lower_es:
            found.append(word)
    for phrase, others in COMPARISONS.items():
        if re.search(rf"\b{phrase}\b(?! all)", lower_en) and not any(one in lower_es for one in others):
            found.append(phrase)
    if bool(NEGATION_EN.search(english)) != bool(NEGATION_ES.search(spanish)):
        found.append("negation")
    return found
