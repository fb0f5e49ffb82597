"""results.json: the whole value as it is, and back. Nothing in it hangs on when or where it was made."""

from __future__ import annotations

import json
from pathlib import Path

from timeline.errors import DocumentError
from timeline.model.codec import decode, encode
from timeline.suite.report import Report
from timeline.suite.results import SCHEMA, Results
from timeline.suite.tables import to_dense_json


def render(report: Report) -> str:
    """The results as JSON."""
    return to_dense_json(encode(report.results))


def read_results(path: Path) -> Results:
    """Results as ``render`` wrote them.

    Raises:
        DocumentError: the file cannot be read, or is no results of this version: where in it, and why.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise DocumentError(f"{path}: not readable as JSON: {error}") from error
    schema = data.get("schema") if isinstance(data, dict) else None
    if schema != SCHEMA:
        found = f"its schema is {schema!r}" if schema else "it names no schema"
        raise DocumentError(f"{path}: no results of timeline bench run ({found}; this version reads {SCHEMA})")
    results = decode(Results, data, str(path))
    if not results.detectors or not results.clips:
        raise DocumentError(f"{path}: it holds no scored clip")
    return results
