"""What every page is made with: templates that escape, styles by their hash, and nothing from anywhere else."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import os
from functools import cache
from importlib import resources
from pathlib import Path

import platformdirs
from jinja2 import ChoiceLoader, Environment, FileSystemBytecodeCache, PackageLoader, StrictUndefined, select_autoescape
from jinja2.bccache import Bucket
from markupsafe import Markup

from timeline.render import text


@cache
def environment(*packages: str) -> Environment:
    """Templates of these packages' ``templates`` folders; a name is looked for in each in turn.

    Every text is escaped and freed of control characters on its way into a page.
    """
    made = Environment(
        loader=ChoiceLoader([PackageLoader(package, "templates") for package in packages]),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,
        bytecode_cache=_compiled(),
    )
    made.globals.update(text=text)
    return made


def _compiled() -> FileSystemBytecodeCache | None:
    """Where compiled templates are kept: compiling them takes longer than filling them in. ``None`` where nowhere is.

    Always the user's own folder, never one that is shared, since what lies there is run.
    """
    folder = Path(platformdirs.user_cache_dir("timeline-inspector", appauthor=False)) / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError:
        return None
    return _Compiled(str(folder)) if os.access(folder, os.W_OK) else None


class _Compiled(FileSystemBytecodeCache):
    """Does without where the disk is full: the page does not hang on it."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        with contextlib.suppress(OSError):
            super().dump_bytecode(bucket)


def _finalize(value: object) -> object:
    """Free text of control characters on its way into the page; what is markup already passes."""
    return text.clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def asset(name: str, package: str = "timeline.render") -> Markup:
    """A style or script out of a package's ``templates`` folder."""
    return Markup(resources.files(package).joinpath("templates", name).read_text("utf-8"))


def policy(style: str, script: str = "", *, live: bool = False) -> str:
    """Content security policy of a page: its own style and script by their hashes, inlined pictures, nothing else.

    ``live``: its script may load another, from beside it.
    """
    scripts = _hash(script) + (" 'strict-dynamic'" if live else "") if script else "'none'"
    return (
        f"default-src 'none'; img-src data:; style-src {_hash(style)}; script-src {scripts}; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(source: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()}'"
