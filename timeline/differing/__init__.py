"""Comparing two versions of a cut: pictures and figures joined, one run of the command."""
