"""A conformity as JUnit XML for CI: one case for each edit point, and one for whatever else differs."""

from __future__ import annotations

from xml.etree import ElementTree

from timeline.model.conformity import Conformity, Difference, Place
from timeline.render.text import clean


def junit(conformity: Conformity) -> str:
    """Text of the file: a failure for each counted difference, skipped for what cannot be seen."""
    own: dict[tuple[str, tuple[int, int]], Difference] = {(d.kind, d.timeline): d for d in conformity.differences}
    cases = [_place(place, conformity, own) for place in conformity.places]
    told = {id(found) for _, found in cases if found is not None}
    rest = [_case(f"{d.kind} at frame {d.timeline[0]}", d) for d in conformity.differences if id(d) not in told]
    elements = [case for case, _ in cases] + (rest or [_case("length, shots and pictures", None)])
    suite = ElementTree.Element(
        "testsuite",
        name=clean(f"conform {conformity.render.path}"),
        tests=str(len(elements)),
        failures=str(sum(case.find("failure") is not None for case in elements)),
        errors="0",
        skipped=str(sum(case.find("skipped") is not None for case in elements)),
        time="0",
    )
    suite.extend(elements)
    root = ElementTree.Element("testsuites")
    root.append(suite)
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _place(
    place: Place, conformity: Conformity, differences: dict[tuple[str, tuple[int, int]], Difference]
) -> tuple[ElementTree.Element, Difference | None]:
    span = (place.wanted.start, place.wanted.stop)
    kinds = ("off", "missing", "transition kind", "transition length")
    found = next((differences[kind, span] for kind in kinds if (kind, span) in differences), None)
    if place.verdict in ("in place", "removed", "cannot be seen"):
        found = None
    name = f"edit point {place.number} at frame {place.wanted.edit_point}"
    case = _case(name, found)
    if place.verdict in ("cannot be seen", "removed"):
        ElementTree.SubElement(case, "skipped", message=place.sentence)
    return case, found


def _case(name: str, difference: Difference | None) -> ElementTree.Element:
    case = ElementTree.Element("testcase", classname="conform", name=clean(name), time="0")
    if difference is not None and difference.counted:
        failure = ElementTree.SubElement(case, "failure", type=difference.kind, message=clean(difference.title))
        frames = ", ".join(map(str, difference.frames_shown))
        failure.text = clean(f"{difference.sentence} Frames of the render: {frames}.")
    elif difference is not None:
        ElementTree.SubElement(case, "system-out").text = clean(difference.sentence)
    return case
