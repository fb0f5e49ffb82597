"""Readers of published annotations, one module a format."""
