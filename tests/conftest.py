"""What holds for every test: Hypothesis sets no deadline, since a busy machine would fail what is right."""

from __future__ import annotations

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
