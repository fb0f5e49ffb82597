"""Vertical episodes and cutless takes with exact truth, edited at full size out of the clean shots of a suite."""
