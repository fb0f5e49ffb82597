"""junit.xml: a suite a detector, a case a clip; a clip with any error fails, and says which frames."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from timeline.suite.report import Report
from timeline.suite.report_text import error_lists, event, strictest, suite_name
from timeline.suite.results import ClipResult, DetectorResult, Results


def render(report: Report) -> str:
    """The results as JUnit XML; there is no time in it, so that it is the same on every run."""
    results = report.results
    root = ET.Element("testsuites", name=printable(suite_name(results)))
    for detector in results.detectors:
        root.append(_suite(results, detector))
    return document(root)


def document(root: ET.Element) -> str:
    """An element as a whole file."""
    ET.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _suite(results: Results, detector: DetectorResult) -> ET.Element:
    cases = [_case(results, detector, clip) for clip in detector.clips]
    failures = sum(case.find("failure") is not None for case in cases)
    name = printable(detector.detector)
    suite = ET.Element("testsuite", name=name, tests=str(len(cases)), failures=str(failures), errors="0", skipped="0")
    suite.extend(cases)
    return suite


def _case(results: Results, detector: DetectorResult, clip: ClipResult) -> ET.Element:
    classname = printable(f"{results.suite}.{detector.detector}")
    case = ET.Element("testcase", classname=classname, name=printable(clip.clip))
    lists = error_lists(strictest(clip))
    failing = [(word, events) for word, events in lists if word != "jumps missed"]
    lines = [f"{word}: {', '.join(map(event, events))}" for word, events in lists]
    if failing:
        message = "; ".join(f"{len(events)} {word}" for word, events in failing)
        ET.SubElement(case, "failure", type="detection", message=message).text = printable("\n".join(lines))
    elif lines:
        ET.SubElement(case, "system-out").text = printable("\n".join(lines))
    return case


def printable(text: str) -> str:
    """Text without the characters that XML 1.0 cannot hold."""
    return "".join(c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff") else "?" for c in text)
