"""Joins episodes: a profile learnt from those that worked, episodes side by side, a season on one page."""
