"""Who asked for what, and what became of it: a chain in which every entry holds the hash of the one before."""
