"""Measuring a result against the truth."""
