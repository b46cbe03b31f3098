"""Charts and the skeleton as SVG: functions of numbers and words. No medicine in it, no patient, and no library."""
