"""Edge: media files in, exact frames and facts out."""
