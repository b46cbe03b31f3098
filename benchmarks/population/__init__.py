"""A made-up cohort of people with breast cancer, as a FHIR bulk export: the same patient for the same seed and number, always.

    python -m benchmarks.population --patients 20000 --seed 1 --out DIR [--files-by-type] [--gz] [--first-patient N]

Nobody in it exists. Shares, rates and figures stand in `scenario.toml`. They are settings of a scenario, chosen so that a reader and
a set of rules meet what real records hold, rare things too; they are not medical claims and nothing may be concluded from them.
Codes come from the product's own terminology, and, for what the pathway does not read, from public FHIR guides.
"""

from benchmarks.population.people import bundle, lines, resources

__all__ = ["bundle", "lines", "resources"]
