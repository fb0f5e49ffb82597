"""QA's benchmark suites: annotated clips, predictions of every detector, scores, imports, synthetic edits."""
