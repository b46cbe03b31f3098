"""How the engine thinks: the chapters and sections of the manual, in the order in which to read them."""

from __future__ import annotations

from typing import NamedTuple


class Section(NamedTuple):
    """A file: its docstring opens the section, and each test in it is a paragraph."""

    title: str
    file: str


class Chapter(NamedTuple):
    """A folder."""

    title: str
    sections: tuple[Section, ...]


CHAPTERS = (
    Chapter(
        "Yes, no, and not known",
        (
            Section("And, or, not", "logic/test_and_or_not.py"),
            Section("Asking whether something is known", "logic/test_known.py"),
        ),
    ),
    Chapter(
        "Numbers",
        (
            Section("Comparing", "numbers/test_comparison.py"),
            Section("Arithmetic", "numbers/test_arithmetic.py"),
            Section("Bounds", "numbers/test_bounds.py"),
            Section("Bands", "numbers/test_bands.py"),
            Section("Scores", "numbers/test_scores.py"),
            Section("Doses added up", "numbers/test_doses.py"),
        ),
    ),
    Chapter(
        "Choosing",
        (
            Section("By condition", "choosing/test_choose.py"),
            Section("By what is known", "choosing/test_first_known.py"),
        ),
    ),
    Chapter(
        "Facts",
        (
            Section("What silence means", "facts/test_absence.py"),
            Section("Why a fact is missing", "facts/test_causes.py"),
            Section("The newest value", "facts/test_latest.py"),
            Section("Units", "facts/test_units.py"),
            Section("Whether, which way, how often", "facts/test_counting.py"),
            Section("The person", "facts/test_person.py"),
            Section("Computed facts", "facts/test_computed.py"),
        ),
    ),
    Chapter(
        "Which entries count",
        (
            Section("Time", "selections/test_time.py"),
            Section("What they are", "selections/test_filters.py"),
            Section("Plans, suspicions, and the future", "selections/test_plans.py"),
        ),
    ),
    Chapter(
        "Dates",
        (
            Section("The day of the review", "dates/test_day_of_review.py"),
            Section("Days since", "dates/test_days_since.py"),
            Section("Dates known to the month or the year", "dates/test_partial_dates.py"),
            Section("Hours since", "dates/test_hours_since.py"),
        ),
    ),
    Chapter(
        "Lesions",
        (
            Section("Facts about a lesion", "lesions/test_facts_about_lesions.py"),
            Section("From lesions to the patient", "lesions/test_any_and_count.py"),
            Section("Advice about a lesion", "lesions/test_advice_per_lesion.py"),
        ),
    ),
    Chapter(
        "Advice",
        (
            Section("The four verdicts", "advice/test_verdicts.py"),
            Section("Exceptions", "advice/test_exceptions.py"),
            Section("Drafts", "advice/test_drafts.py"),
            Section("Options of treatment", "advice/test_options.py"),
        ),
    ),
    Chapter("Measures of quality", (Section("Rows and what they come to", "measures/test_rows.py"),)),
    Chapter(
        "What a site can set",
        (
            Section("Parameters and policies", "settings/test_settings.py"),
            Section("Mistakes in settings", "settings/test_mistakes.py"),
        ),
    ),
    Chapter(
        "Mistakes that cannot be written",
        (
            Section("In conditions", "mistakes/test_conditions.py"),
            Section("In numbers and words", "mistakes/test_numbers.py"),
        ),
    ),
    Chapter(
        "Checks of a whole pathway",
        (
            Section("Faults that show without a patient", "checks/test_structure.py"),
            Section("Cases that are missing", "checks/test_cases.py"),
            Section("The version", "checks/test_version.py"),
        ),
    ),
)
