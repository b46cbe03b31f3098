"""Delay analysis: how long recommendations wait for an answer, over a store. See docs/registry.md."""

from __future__ import annotations

from osteon.cohort.delay.lengths import OUTCOMES, Delays, curve_of, delays
from osteon.cohort.delay.replay import DelayReview, delay_review, write

__all__ = ["OUTCOMES", "DelayReview", "Delays", "curve_of", "delay_review", "delays", "write"]
