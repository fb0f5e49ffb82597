"""Training of the shot detector: annotated clips in, a file of weights out. Needs torch; the product does not."""
