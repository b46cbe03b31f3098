"""Pain: how strong it is, what is taken against it and how much, and what does not go together."""
