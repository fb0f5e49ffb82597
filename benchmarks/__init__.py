"""Measures accuracy, exactness and speed; ``python -m benchmarks COMMAND``."""
