"""Nutrition and loss of weight."""
