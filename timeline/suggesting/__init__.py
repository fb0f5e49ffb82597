"""Suggesting trims: an input, what is known of its picture and its sound, and one run of the command."""
