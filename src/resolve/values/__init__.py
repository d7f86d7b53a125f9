"""Values with meaning: dates of birth, identifiers, places."""
