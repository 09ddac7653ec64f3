"""Page, tables and charts of a calibration and its checks."""
