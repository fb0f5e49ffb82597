"""Helpers of the workshop: what tests need from the system, screenshots for the README."""
