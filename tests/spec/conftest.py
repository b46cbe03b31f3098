"""Everything that the manual says holds for both evaluators.

Whatever a test asks of the one-patient evaluator is asked of the columns as well: with this patient alone, and with her among
others, so that no answer lands in another patient's row.
"""

from __future__ import annotations

from typing import Any

import pytest

from agreement import compare
from osteon.engine.evaluate import Evaluator
from osteon.engine.nodes import Node
from osteon.engine.situation import Situation
from osteon.record.timeline import Timeline
from spec.small import NOBODY


@pytest.fixture(autouse=True)
def both_evaluators(monkeypatch: pytest.MonkeyPatch) -> None:
    outcomes, value = Evaluator.outcomes, Evaluator.value
    comparing = False

    def agree(evaluator: Evaluator, situation: Situation, nodes: list[Node]) -> None:
        nonlocal comparing
        one, at = situation.timeline, situation.at
        # The columns ask the one-patient evaluator back, and so does the comparison.
        if comparing or not isinstance(one, Timeline):
            return
        comparing = True
        try:
            assert compare(evaluator, [one], at, nodes) == []
            several = [NOBODY, one, NOBODY, one]
            assert compare(evaluator, several, at, nodes) == []
            if at.first != at.last:
                assert compare(evaluator, several, [at.ordinal] * len(several), nodes) == []
        finally:
            comparing = False

    def outcomes_of_both(self: Evaluator, situation: Situation) -> Any:
        found = outcomes(self, situation)
        agree(self, situation, [])
        return found

    def value_of_both(self: Evaluator, situation: Situation, node: Node, lesion: str | None = None) -> Any:
        found = value(self, situation, node, lesion)
        agree(self, situation, [node])
        return found

    monkeypatch.setattr(Evaluator, "outcomes", outcomes_of_both)
    monkeypatch.setattr(Evaluator, "value", value_of_both)
