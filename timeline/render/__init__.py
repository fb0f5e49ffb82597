"""Edge: renderers that format an Inspection; they compute no number."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from timeline.model.inspection import Inspection
    from timeline.render.album import Pictures


@dataclass(frozen=True, slots=True, kw_only=True)
class Renderer:
    """One row of the table: what it is called, what its files end in, and where its function lies.

    ``function`` is ``module:name`` and loaded when first used, so that what one renderer needs costs no other
    anything; it takes an Inspection, and the pictures too where ``pictured``, and returns the text of the file, whole
    or in pieces.
    """

    name: str
    suffix: str
    media_type: str
    function: str
    pictured: bool = False

    def render(self, inspection: Inspection, pictures: Pictures) -> Iterable[str]:
        """Text of the file in pieces: that of a long programme is larger than all that it is made from."""
        module, name = self.function.split(":")
        call = getattr(import_module(module), name)
        made: str | Iterable[str] = call(inspection, pictures) if self.pictured else call(inspection)
        return (made,) if isinstance(made, str) else made


RENDERERS = (
    Renderer(
        name="json",
        suffix=".inspection.json",
        media_type="application/json",
        function="timeline.model.wire:dumps",
    ),
    Renderer(
        name="html",
        suffix=".report.html",
        media_type="text/html",
        function="timeline.render.html:report",
        pictured=True,
    ),
)


def renderer(name: str) -> Renderer:
    """Row ``name`` of the table.

    Raises:
        KeyError: there is none of that name.
    """
    return {row.name: row for row in RENDERERS}[name]
