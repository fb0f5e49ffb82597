"""XML as text: elements made in one call, nothing in them that XML 1.0 has no room for, and no comments."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from timeline.interchange.write.text import plain

Element = ET.Element


def node(parent: Element | None, tag: str, text: object = None, /, **attributes: object) -> Element:
    """An element with text and attributes, under ``parent`` where there is one."""
    shown = {name: plain(str(value)) for name, value in attributes.items()}
    made = ET.Element(tag, shown) if parent is None else ET.SubElement(parent, tag, shown)
    if text is not None:
        made.text = plain(str(text))
    return made


def document(root: Element, doctype: str) -> str:
    """The whole file, indented; ``doctype`` names the root, as Premiere, Resolve and Final Cut all expect."""
    ET.indent(root)
    body = ET.tostring(root, encoding="unicode", short_empty_elements=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE {doctype}>\n{body}\n'
