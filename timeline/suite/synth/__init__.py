"""Edits with exact truth, made out of annotated shots."""
