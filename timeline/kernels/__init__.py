"""Numpy arrays in, numpy arrays out: sampling, distances and features of pictures; nothing here knows of shots."""
