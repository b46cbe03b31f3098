"""Lesion assessment: what a person records of one lesion on a page, as entries of the record like any other."""
