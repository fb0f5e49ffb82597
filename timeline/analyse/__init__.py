"""Pure arithmetic on timelines: assembling, measuring, comparing with a profile."""
