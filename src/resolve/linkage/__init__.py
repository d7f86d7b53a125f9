"""Records to people: blocking, comparison, weights, training, clustering, merging."""
