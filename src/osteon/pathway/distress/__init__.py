"""Distress, anxiety, depression, and thoughts of self-harm."""
