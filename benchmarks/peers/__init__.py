"""A task of three measures, done by Osteon and by its peers on the same NDJSON files, equal cell by cell. See TASK.md.

    python -m benchmarks.peers --folder DIR --day 2024-06-30 [--patients 2000] [--odd 2000]
"""
