"""Makes a suite out of other people's annotations: ``timeline bench import``."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from timeline.errors import InputError, MediaError, OutputError, UsageError
from timeline.outputs import check_folder, write_text
from timeline.render.text import clean
from timeline.suite.clips import VIDEO_SUFFIXES, file_digest
from timeline.suite.imports.annotation import Annotation, Note, Notes, Verdict, shortened
from timeline.suite.imports.formats import FORMATS
from timeline.suite.imports.frames import count_frames, frames_stated
from timeline.suite.suite import FILE, save_suite
from timeline.suite.truth import Truth, TruthError, parse_truth, truth_document
from timeline.timebase import parse_rate

_NAME = re.compile(r"[^\x00-\x1f\x7f/\\]{1,180}")
NOTES_FILE = "import-notes.txt"
SHOWN = 12
"""Notes that the terminal shows; all of them are in the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """One import; ``clips``: the folder of the videos, where there is one; ``report``: another place for the notes.

    ``rate``: frames a second, for timelines that state none.
    """

    format: str
    source: Path
    out: Path
    clips: Path | None = None
    report: Path | None = None
    rate: str | None = None


def run(job: Job) -> str:
    """Write the suite with its notes; what was read, in words.

    Raises:
        UsageError: there is no such format, or the folder is not empty.
        InputError: the annotations cannot be read at all.
        OutputError: the suite cannot be written.
    """
    if job.format not in FORMATS:
        raise UsageError(f"there is no format '{job.format}'; there are {', '.join(FORMATS)}")
    if not job.source.exists():
        raise InputError(f"'{job.source}' does not exist")
    if job.clips is not None and not job.clips.is_dir():
        raise UsageError(f"{job.clips} is no folder; give the folder that holds the videos")
    row = FORMATS[job.format]
    if job.out.is_dir() and any(job.out.iterdir()):
        raise UsageError(f"{job.out} is not empty and nothing is overwritten; choose another folder")
    if job.rate is not None and not row.rated:
        raise UsageError(f"--rate is for timelines; '{job.format}' counts in frames")
    rate = None if job.rate is None else parse_rate(job.rate)
    annotations, notes = row.read(job.source, rate) if row.rated else row.read(job.source)
    _check_kind(job, annotations, notes)
    fitting, more = _fitting(annotations, job)
    notes = [*sorted(notes, key=lambda note: (note.file, note.line)), *more]
    if not fitting:
        raise InputError(f"{job.source}: no video of it could be taken over: {notes[0] if notes else 'it holds none'}")
    truths = [_linked(truth, video, job.out) for truth, video in fitting]
    absent = sum(truth.sha256 is None for truth in truths)
    save_suite(
        job.out,
        truths,
        name=job.source.stem,
        source=row.source,
        notes=_what_to_know(len(truths), absent, notes),
    )
    text = "".join(f"{clean(str(note))}\n" for note in notes)
    for path in (job.out / NOTES_FILE, *([job.report] if job.report else [])):
        write_text(path, text)
    return _told(job, truths, notes, absent)


def _check_kind(job: Job, annotations: Sequence[Annotation], notes: Sequence[Note]) -> None:
    taken = sum(len(each.marks) for each in annotations)
    refused = [note for note in notes if note.verdict is Verdict.REFUSED]
    if len(refused) > taken:
        raise InputError(
            f"{job.source}: {len(refused)} lines refused and {taken} taken as {job.format}: is it of another format? "
            f"The first: {refused[0]}"
        )


def _fitting(annotations: Sequence[Annotation], job: Job) -> tuple[list[tuple[Truth, Path | None]], list[Note]]:
    """Truths with their videos, those that fit them or are not at hand, and notes on the others."""
    notes, fitting, seen = Notes(job.source.name), list[tuple[Truth, Path | None]](), dict[str, str]()
    videos = _videos(job.clips)
    for each in annotations:
        video = videos.get(each.clip.casefold())
        clip = video.name if video else each.clip if Path(each.clip).suffix else f"{each.clip}.mp4"
        if not _NAME.fullmatch(clip):
            notes.refuse(shortened(each.clip), "", "no file name: up to 180 characters without a folder are needed")
            continue
        stem = Path(clip).stem.casefold()
        if stem in seen:
            notes.refuse(each.clip, "", f"of one name with {seen[stem]}: a suite tells clips apart by their names")
            continue
        truth = _truth(each, clip, video, notes)
        if truth is not None:
            seen[stem] = clip
            fitting.append((truth, video))
    annotated = {truth.clip for truth, _ in fitting}
    others = sorted({video.name for video in videos.values()} - annotated)
    if others:
        notes.say(f"{len(others)} videos", "", f"no annotation for them was taken over: {', '.join(others)}")
    return fitting, notes.all


def _videos(folder: Path | None) -> dict[str, Path]:
    """Videos by file name and by stem, small letters or not."""
    if folder is None:
        return {}
    found = sorted(path for path in folder.iterdir() if path.suffix.lower() in VIDEO_SUFFIXES and path.is_file())
    by_stem = {path.stem.casefold(): path for path in reversed(found)}
    return by_stem | {path.name.casefold(): path for path in found}


def _truth(each: Annotation, clip: str, video: Path | None, notes: Notes) -> Truth | None:
    truth = Truth(clip=clip, transitions=each.marks, ignore=each.ignore, frames=each.frames)
    try:
        parse_truth(truth_document(truth), clip)
        return truth if video is None else _of_video(truth, video)
    except (TruthError, MediaError) as error:
        notes.refuse(each.clip, "", str(error))
        return None


def _of_video(truth: Truth, video: Path) -> Truth:
    """The truth with the video's frames and digest.

    Raises:
        TruthError: it cannot be of this video. What the header says of frames is believed only where it agrees.
    """
    if truth.frames is None or truth.frames != frames_stated(video):
        frames = count_frames(video)
        last = max((mark.stop for mark in truth.transitions), default=0)
        if truth.frames not in (None, frames) or last > frames:
            made_for = f"runs to frame {last}" if truth.frames is None else f"made for {truth.frames} frames"
            raise TruthError(f"{made_for}, but {video.name} has {frames}: another video, or one that is damaged")
        truth = replace(truth, frames=frames)
    return replace(truth, sha256=file_digest(video))


def _linked(truth: Truth, video: Path | None, out: Path) -> Truth:
    if video is None:
        return truth
    check_folder(out / "clips")
    link = out / "clips" / truth.clip
    try:
        with contextlib.suppress(FileExistsError):
            os.symlink(video.resolve(), link)
    except OSError:  # a file system without links
        try:
            shutil.copyfile(video, link)
        except OSError as error:
            raise OutputError(f"cannot put '{video}' into {out / 'clips'}: {error.strerror or error}") from error
    return truth


def _what_to_know(clips: int, absent: int, notes: Sequence[Note]) -> str:
    said = []
    if absent:
        said.append("no video is at hand" if absent == clips else f"{absent} of {clips} videos are not at hand")
    if notes:
        said.append(f"{_counts(notes)}: see {NOTES_FILE}")
    return "; ".join(said)


def _counts(notes: Sequence[Note]) -> str:
    count = Counter(note.verdict for note in notes)
    return ", ".join(f"{count[verdict]} {verdict}" for verdict in Verdict if count[verdict])


def _told(job: Job, truths: Sequence[Truth], notes: Sequence[Note], absent: int) -> str:
    for note in notes[:SHOWN]:
        print(clean(str(note)), file=sys.stderr)
    if len(notes) > SHOWN:
        print(f"... and {len(notes) - SHOWN} more: {job.report or job.out / NOTES_FILE}", file=sys.stderr)
    marks = [mark for truth in truths for mark in truth.transitions]
    cuts = sum(mark.start == mark.stop for mark in marks)
    unknown = sum(truth.frames is None for truth in truths)
    lines = [
        f"{job.out / FILE}: {len(truths)} videos, {cuts} cuts, {len(marks) - cuts} gradual transitions",
        f"lines: {_counts(notes) or 'all as the format has them'}",
    ]
    lines += [f"{unknown} videos without a number of frames"] if unknown else []
    lines += [f"{absent} videos not at hand: give their folder with --clips to run detectors on them"] if absent else []
    return "\n".join(lines)
