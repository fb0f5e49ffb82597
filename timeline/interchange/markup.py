"""XML that others wrote, parsed within limits: no entity, no outside file, no network, no endless tree."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from lxml import etree

from timeline.errors import SequenceError
from timeline.interchange.reading import one_line, read_bytes

MOST_TAGS = 500_000
MOST_ATTRIBUTES = 500_000
_DECLARED = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_.-]{1,40})[\"']")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_ROOT = re.compile(r"<([A-Za-z_][\w.-]*)")
# What the bytes may be. Others, such as UTF-7, could hide from the checks below what the parser then finds.
_ENCODINGS = {"utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "latin-1", "windows-1252", "utf-16"}


def parse(path: Path) -> Any:
    """Root element of a file.

    Raises:
        SequenceError: it cannot be read, is no XML, declares entities, or is larger than a timeline.
    """
    text = _DECLARATION.sub("", read_text(path), count=1)
    if "<!ENTITY" in text:
        raise SequenceError(f"'{path}' declares entities, which no timeline needs; it was not read")
    if text.count("<") > MOST_TAGS or text.count("=") > MOST_ATTRIBUTES:
        raise SequenceError(f"'{path}' has more elements than a timeline can have; it was not read")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(text, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SequenceError(f"'{path}' is no well-formed XML: {one_line(error)}") from error
    if root is None:
        raise SequenceError(f"'{path}' holds no XML element")
    return root


def read_text(path: Path) -> str:
    """The file as text, in the encoding that its first bytes or its declaration say.

    Raises:
        SequenceError: an encoding that is not read, or bytes that it does not have.
    """
    data = read_bytes(path)
    declared = _DECLARED.search(data[:300])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        name = "utf-16"
    elif data.startswith(b"\xef\xbb\xbf"):
        name = "utf-8"
    if name not in _ENCODINGS:
        raise SequenceError(f"'{path}' is declared as {name}, which is not read; save it as UTF-8")
    try:
        text = data.decode("utf-8-sig" if name in ("utf-8", "utf8") else name)
    except UnicodeDecodeError as error:
        raise SequenceError(f"'{path}' is no {name.upper()} text: byte {error.start:,} means nothing") from error
    return text.replace("\r\n", "\n").replace("\r", "\n")


def root_name(path: Path) -> str:
    """Name of the root element as far as the first bytes tell, else empty."""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    text = head.decode("utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "replace")
    found = _ROOT.search(re.sub(r"<!--.*?-->", "", text, flags=re.DOTALL))
    return found[1] if found else ""


def place(element: Any) -> str:
    """Where an element stands: its name and line."""
    return f"{element.tag}, line {element.sourceline}"
