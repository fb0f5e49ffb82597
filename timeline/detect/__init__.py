"""From a feature table to transitions: the detectors, in one registry."""
