"""Pairs of prepared records to agreement levels and match weights: what linking and screening both stand on."""
