"""Finding bone metastases: which picture when, biopsy and receptors, blood and bone markers."""
