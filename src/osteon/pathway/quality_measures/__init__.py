"""Measures of quality: what a clinic did in time, for whom. Asked of the same facts as the advice for one patient."""
