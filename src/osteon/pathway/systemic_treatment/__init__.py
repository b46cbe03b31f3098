"""Systemic treatment of metastatic breast cancer: the options that fit, what is missing to know, and the checks that touch bone."""
