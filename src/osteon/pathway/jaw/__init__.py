"""The jaw under bone agents: dental care, osteonecrosis."""
