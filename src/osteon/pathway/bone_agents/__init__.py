"""Bone agents: whom to offer one, dose and interval, the kidneys, calcium, and stopping denosumab."""
