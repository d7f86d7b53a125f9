"""Watchlists: lists of any publisher in one form, an index over them, screening, and what changes between versions."""
