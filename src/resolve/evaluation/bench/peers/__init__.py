"""Other people's tools on the same tasks, each set up as its documentation would, with default thresholds."""
