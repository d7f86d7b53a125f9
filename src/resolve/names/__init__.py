"""People's names: reading them and preparing them for comparison."""
