"""Insomnia."""
