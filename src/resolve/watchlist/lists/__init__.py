"""Readers of lists as their publishers write them, each into the form of `watchlist.lists.entries`."""
