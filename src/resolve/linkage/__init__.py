"""Records to people: blocking, training, clustering, merging."""
