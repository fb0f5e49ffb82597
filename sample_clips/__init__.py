"""Sample clips drawn in code, each with the exact truth of its edit beside it."""
