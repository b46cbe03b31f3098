"""Is the spine stable, is the canal invaded, and who should look at it before treatment begins."""
