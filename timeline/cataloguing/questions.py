"""``timeline library query``: one SELECT, its answer in the terminal or as a file, and an end to it in any case."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, TypeAlias

from timeline.catalogue.query import Answer, Limits, ask, guard
from timeline.catalogue.reader import open_library
from timeline.errors import OutputError
from timeline.outputs import check_folder
from timeline.render.answers import show, write_csv, write_json
from timeline.render.text import clean
from timeline.session import console

Form: TypeAlias = Literal["table", "csv", "json"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What ``timeline library query`` was asked; ``parquet``: the file to write in place of showing."""

    library: Path
    sql: str
    form: Form = "table"
    parquet: Path | None = None
    limits: Limits = field(default_factory=Limits)


def answer(question: Question) -> None:
    """Ask and show.

    Raises:
        LibraryError: the folder is no library, or the query cannot run.
        OutputError: the file cannot be written.
    """
    if question.parquet is None:
        _ask(question, None, lambda: None)
        return
    check_folder(question.parquet.parent)
    with tempfile.TemporaryDirectory(prefix=f".{question.parquet.name}.", dir=question.parquet.parent) as folder:
        aside = Path(folder) / "answer.parquet"

        def clean_up() -> None:
            aside.unlink(missing_ok=True)
            aside.parent.rmdir()

        _ask(question, aside, clean_up)
        try:
            aside.replace(question.parquet)
        except OSError as error:
            raise OutputError(f"cannot write '{question.parquet}': {error.strerror or error}") from error
    console().print(f"wrote {clean(str(question.parquet))}", markup=False, highlight=False, soft_wrap=True)


def _ask(question: Question, aside: Path | None, clean_up: Callable[[], None]) -> None:
    with (
        open_library(question.library) as library,
        guard(library, question.limits, clean_up),
        ask(library, question.sql, question.limits) as found,
    ):
        if aside is not None:
            _write_parquet(found, aside)
        elif question.form == "csv":
            write_csv(found.columns, found.rows(), sys.stdout)
        elif question.form == "json":
            write_json(found.columns, found.rows(), sys.stdout)
        else:
            show(found.columns, found.rows(), console())


def _write_parquet(found: Answer, aside: Path) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(aside, found.schema, compression="zstd") as writer:
        for batch in found.batches:
            writer.write_batch(batch)
