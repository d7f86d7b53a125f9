"""Other people's tools, each set up as its own documentation would have it."""
