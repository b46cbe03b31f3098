"""The column compiler: the same trees as the one-patient evaluator, over many patients at once. Needs NumPy.

`verdicts(evaluator, population, date)` is the way in. Every node means here what it means in `engine.meaning`, which is the
reference: the two agree in every verdict and in every set of missing facts. Where floats could tell two numbers apart
wrongly, or where an answer is rare and intricate, a row is asked from the one-patient evaluator.
"""

from osteon.engine.columns.columns import Columns
from osteon.engine.columns.population import Population
from osteon.engine.columns.verdicts import VERDICTS, Verdict, verdicts

__all__ = ["VERDICTS", "Columns", "Population", "Verdict", "verdicts"]
