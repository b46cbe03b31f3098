"""Calcium: corrected for albumin, graded, and what to do when it is high."""
