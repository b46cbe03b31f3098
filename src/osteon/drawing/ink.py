"""The letters and tones that all drawings share."""

from __future__ import annotations

__all__ = ["BAND", "FONT", "GRID", "INK", "LINE", "QUIET"]

FONT = "system-ui, -apple-system, Segoe UI, Roboto, DejaVu Sans, Arial, sans-serif"
INK, QUIET, GRID, BAND, LINE = "#1c232b", "#3d4651", "#d5dae0", "#dde8f3", "#1b5a94"
