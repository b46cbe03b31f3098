"""Radiotherapy of bone metastases: whom to refer, which schedule, what came of it, when again, and what stands against it."""
