"""Edge: renderers that format an Inspection; they compute no number."""
