"""Test the calibration."""
