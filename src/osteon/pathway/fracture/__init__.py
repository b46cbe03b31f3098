"""Fractures of long bones through a metastasis: how near they are, and what to do before and after."""
