"""One run of ``timeline waive``: waivers given, taken back, listed, or brought over from an earlier version."""
