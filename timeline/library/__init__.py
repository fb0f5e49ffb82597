"""Edge: the stored record of what a decode leaves, kept by content."""
