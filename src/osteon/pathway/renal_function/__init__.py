"""Kidney function as dosing needs it."""
