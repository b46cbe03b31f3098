"""Skeletal events as trials define them, and how they are counted."""
