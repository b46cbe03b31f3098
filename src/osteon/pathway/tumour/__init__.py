"""What the tumour is: receptors, genes, and the systemic treatment that it has met so far."""
