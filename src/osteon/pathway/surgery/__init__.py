"""Cement and fixation that are planned: what to settle first."""
