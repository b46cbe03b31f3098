"""Atypical femoral fracture under bone agents."""
