"""What comes in: bundles, transactions and NDJSON, taken apart into resources, each with the patient whose it is."""
