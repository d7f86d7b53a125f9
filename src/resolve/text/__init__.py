"""Strings without meaning: Unicode repair, transliteration, sound keys, similarity."""
