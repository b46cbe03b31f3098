"""Whether treatment works: response, flare, tumour markers, and when to look again."""
