"""Tiredness from the cancer and its treatment."""
