"""One place in the skeleton: where it is, what it looks like, whether it hurts, what was done to it."""
