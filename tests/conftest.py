"""What holds for every test: no deadlines, since a busy machine would fail what is right; no threads of BLAS.

The command line keeps BLAS to one thread as well: its threads would spin against the decoder's, and the other tests'.
"""

from __future__ import annotations

import os

# Before NumPy, which reads it once and which Hypothesis may load.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
