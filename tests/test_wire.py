"""The document: written, described by its schema, and read back to the equal value."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources
from typing import Any

import jsonschema
import pytest
from hypothesis import HealthCheck, Phase, given, settings

from tests.documents import small_inspection
from tests.strategies import inspections
from timeline.errors import DocumentError
from timeline.model import wire
from timeline.model.inspection import Inspection
from timeline.model.schema import inspection_schema

# Shrinking a whole document takes minutes and the failing field is named anyway.
SLOW = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
VALIDATOR = jsonschema.Draft202012Validator(inspection_schema())


@SLOW
@given(inspections())
def test_reading_back_gives_the_equal_value(inspection: Inspection) -> None:
    assert wire.loads(wire.dumps(inspection)) == inspection


def test_a_file_name_that_is_no_utf8_is_written_and_comes_back() -> None:
    inspection = small_inspection()
    inspection = dataclasses.replace(inspection, media=dataclasses.replace(inspection.media, path="ep\udcff.mp4"))
    text = wire.dumps(inspection)
    assert text.encode("utf-8")
    assert wire.loads(text) == inspection


@SLOW
@given(inspections())
def test_every_document_keeps_to_the_schema(inspection: Inspection) -> None:
    VALIDATOR.validate(json.loads(wire.dumps(inspection)))


@SLOW
@given(inspections())
def test_top_level_is_what_others_rely_on(inspection: Inspection) -> None:
    data = wire.to_data(inspection)
    assert list(data)[:4] == ["schema", "content_id", "made_by", "media"]
    assert set(data) >= {
        "clock",
        "transitions",
        "shots",
        "spans",
        "events",
        "rhythm",
        "profile",
        "findings",
        "warnings",
    }
    for shot in data["shots"]:
        assert shot["start_time_decimal"] == pytest.approx(
            float(inspection.timeline.clock.time(shot["start"])), abs=1e-8
        )


def test_the_shipped_schema_is_the_generated_one() -> None:
    shipped = resources.files("timeline.model").joinpath("inspection.schema.json").read_text()
    assert json.loads(shipped) == inspection_schema()


@pytest.fixture
def document() -> dict[str, Any]:
    return wire.to_data(small_inspection())


@pytest.mark.parametrize(
    ("path", "value", "says"),
    [
        (("schema",), "other", "not an inspection"),
        (("programme",), [0], r"programme: expected 2 items"),
        (("media", "frames"), "many", r"media\.frames: expected int"),
        (("media", "rate"), "1/0", r"media\.rate: '1/0' is no rational"),
        (("media", "rate"), "1e999999999", r"media\.rate: '1e999999999' is no rational"),
        (("media", "vfr"), "perhaps", r"media\.vfr: 'perhaps' is not one of"),
        (("media", "colour"), "red", r"media: 'colour' is unknown"),
        (("shots", 0, "stop"), 1.5, r"shots\[0\]\.stop: expected int"),
        (("shots", 0, "start"), -7, "partition"),
        (("transitions", 0, "kind"), "melt", r"transitions\[0\]\.kind"),
        (("warnings",), {}, "warnings: expected a list"),
        (("extra",), 1, "'extra' is unknown"),
    ],
)
def test_a_wrong_field_is_named_with_its_path(
    document: dict[str, Any], path: tuple[Any, ...], value: Any, says: str
) -> None:
    data = json.loads(json.dumps(document))
    place = data
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(DocumentError, match=says):
        wire.from_data(data)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "[" * 100_000])
def test_what_is_no_document_is_refused(text: str) -> None:
    with pytest.raises(DocumentError):
        wire.loads(text)


def test_a_missing_field_is_named(document: dict[str, Any]) -> None:
    data = json.loads(json.dumps(document))
    del data["media"]["codec"]
    with pytest.raises(DocumentError, match=r"media: 'codec' is missing"):
        wire.from_data(data)
