"""Raw rows to prepared columns: reading files and frames, guessing what columns mean."""
