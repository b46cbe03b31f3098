"""The faces for other systems: interfaces, pages and hooks. No clinical decision is taken here."""
