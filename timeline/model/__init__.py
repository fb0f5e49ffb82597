"""Frozen values and their invariants: the vocabulary that every other part speaks."""
