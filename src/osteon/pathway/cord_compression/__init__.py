"""Metastatic compression of the spinal cord or the cauda equina."""
