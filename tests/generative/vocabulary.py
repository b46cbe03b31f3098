"""The words and numbers that random trees and random records have in common, so that one asks for what the other says."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

CONCEPTS = ("a", "b", "c")
UNITS = ("1", "x")
ANSWERS = ("present", "absent", "negative", "other", "none", "purple")
ROUTES = ("oral", "intravenous")
SITES = ("here", "there", "wide")
PARTS = (("here", ("here",)), ("there", ("there",)), ("wide", ("here", "there")))
SIDES = (("left", ("left",)), ("right", ("right",)), (None, ("left", "right")))
KINDS = ("order", "statement", "dose", "observation")
STATUSES = ("final", "active", "planned", "suspected", "not-done", "stopped", "resolved")
INDICATIONS = ("pain", "bone")
FIGURES = ("value", "value", "value", "low", "high", "dose", "duration_minutes", "interval_days", "rate", "per_day", "fractions")
WORDS = ("answer", "answer", "site", "laterality", "route", "status", "indication", "kind", "concept")

DECIMALS = tuple(
    Decimal(text)
    for text in (
        "0", "1", "2", "3", "0.1", "0.2", "0.3", "0.7", "1.1", "2.2", "3.3", "10", "0.05", "49", "88.42", "1.005", "100",
        "-1", "-0.5", "0.333333333", "0.3333333333333333333333333333", "0.9999999999999999999999999999",
        "1.000000000000000000001", "1.0000000001", "97.2620000000000000000001", "1E-9", "123456789.123456", "1E+30", "1E-400", "1E+400",
    )
)  # fmt: skip
"""Numbers that floats get wrong, limits that are met exactly, and some that no float can hold."""
decimals = st.sampled_from(DECIMALS[:17]) | st.sampled_from(DECIMALS[:4]) | st.sampled_from(DECIMALS) | st.decimals(-20, 20, places=2)
small = st.sampled_from([Decimal(text) for text in ("-2", "-1", "0", "0.5", "1", "2", "3")])
whole_days = st.sampled_from([Decimal(number) for number in (-3, 0, 1, 2, 29, 30, 31, 365)])
days = whole_days | st.sampled_from([Decimal("0.5"), Decimal("30.00000000001"), Decimal("29.9999999999999999999999")])

CONCEPT_LISTS = st.sampled_from((("a",), ("a",), ("b",), ("a", "b"), ("b", "a", "c"), ("c", "c")))
FACTORS = st.none() | st.sampled_from([Decimal("1"), Decimal("3"), Decimal("0.1"), Decimal("88.42"), Decimal("1") / 3])
WORD_FILTERS = {
    "kinds": KINDS, "statuses": STATUSES, "answers": ANSWERS, "not_answers": ANSWERS, "routes": ROUTES, "sites": SITES,
    "indications": INDICATIONS,
}  # fmt: skip
FILTERS = (*WORD_FILTERS, "within", "within", "since", "since", "before", "dose_above", "dose_below", "as_needed", "with_value")
