"""A synthetic world of people and of what agencies write about them.

`generate` writes one; `rules/world` holds the names, places, agencies and mistakes that it is made of.
"""
