"""The bench: suites of data with truth, on which this engine and others are measured in one run."""
