"""The table of renderers: what every row must be and do, and one golden file each."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests import golden_files, inspections
from timeline.model import wire
from timeline.render import RENDERERS, Renderer, renderer

EVERY = pytest.mark.parametrize("row", RENDERERS, ids=lambda row: row.name)
CASES = ("judged", "facts", "drop_frame", "variable", "wide", "one_shot", "hostile")


def settled(text: str) -> str:
    """A page without its style, script and their hashes, so that only what it says is held to the golden file."""
    return re.sub(r"(<style>|<script>).*?(</style>|</script>)|'sha256-[^']*'", r"\1\2", text, flags=re.DOTALL)


@EVERY
def test_each_row_is_found_by_its_name_and_names_its_files_apart(row: Renderer) -> None:
    assert renderer(row.name) is row
    assert sum(other.suffix == row.suffix for other in RENDERERS) == 1
    assert row.suffix.startswith(".")
    assert "/" in row.media_type


@EVERY
@pytest.mark.parametrize("case", CASES)
def test_each_row_renders_every_kind_of_inspection_as_utf8(row: Renderer, case: str) -> None:
    inspection = getattr(inspections, case)()
    text = "".join(row.render(inspection, inspections.Stub()))
    assert text.endswith("\n")
    assert text.encode("utf-8")
    assert text == "".join(row.render(inspection, inspections.Stub()))


@EVERY
def test_each_row_keeps_to_its_golden_file(row: Renderer) -> None:
    golden_files.check(f"judged{row.suffix}", settled("".join(row.render(inspections.judged(), inspections.Stub()))))


def test_the_document_of_the_table_reads_back() -> None:
    (text,) = renderer("json").render(inspections.judged(), inspections.NoPictures())
    assert wire.loads(text) == inspections.judged()


def test_an_unknown_renderer_is_refused() -> None:
    with pytest.raises(KeyError):
        renderer("flipbook")


def test_the_table_imports_nothing_that_costs() -> None:
    probe = "import sys, timeline.render; print(sorted({'jinja2', 'rich', 'numpy', 'PIL'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True).stdout == "[]\n"
