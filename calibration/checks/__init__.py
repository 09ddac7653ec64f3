"""Check a calibration against what happened: lengths of stay, whereabouts, stock, months held back."""
