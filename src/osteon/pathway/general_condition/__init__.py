"""Performance status, blood counts and the other figures of general condition that many topics ask for."""
