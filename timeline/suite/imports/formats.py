"""The formats that annotations are imported from: one row each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from timeline.suite.imports.annotation import Annotation, Note
from timeline.suite.imports.autoshot import import_autoshot
from timeline.suite.imports.clipshots import import_clipshots
from timeline.suite.imports.edited import import_timelines
from timeline.suite.imports.pyscenedetect import import_pyscenedetect
from timeline.suite.imports.scenes import importer
from timeline.suite.imports.table import import_table
from timeline.suite.imports.trecvid import import_trecvid


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One row: how it is read (a file, or a folder where the data set has one file a video), and where it is from.

    ``rated``: whether reading takes a frame rate too, for files that state none.
    """

    read: Callable[..., tuple[list[Annotation], list[Note]]]
    source: str
    rated: bool = False


FORMATS: dict[str, Format] = {
    "clipshots": Format(read=import_clipshots, source="ClipShots (Tang et al. 2018), github.com/Tangshitao/ClipShots"),
    "transnetv2": Format(read=importer("transnetv2"), source="scenes as github.com/soCzech/TransNetV2 writes them"),
    "bbc": Format(read=importer("bbc"), source="BBC Planet Earth (Baraldi et al. 2015), imagelab.ing.unimore.it"),
    "rai": Format(read=importer("rai"), source="RAI (Baraldi et al. 2015), imagelab.ing.unimore.it"),
    "autoshot": Format(read=import_autoshot, source="SHOT (Zhu et al. 2023), github.com/wentaozhu/AutoShot"),
    "trecvid": Format(read=import_trecvid, source="TRECVID shot boundary task, www-nlpir.nist.gov/projects/trecvid"),
    "pyscenedetect": Format(read=import_pyscenedetect, source="scene list of github.com/Breakthrough/PySceneDetect"),
    "timeline": Format(read=import_timelines, source="the timelines that the videos were cut from", rated=True),
    "csv": Format(read=import_table, source="a table of clip, start, stop, kind"),
}
