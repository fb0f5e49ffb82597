"""What can go wrong, as one small tree.

TimelineError                   any refusal in words; its exit code goes to the shell
├── UsageError          (2)     the command line contradicts itself or names what does not exist
├── ProfileError        (2)     a profile is wrong: file, line, key, what is allowed
├── WaiverError         (2)     a file of waivers is wrong, in the same words
├── OutputError         (2)     a file or folder cannot be written
├── DocumentError       (2)     an inspection document cannot be read: where in it, and why
├── TimecodeError       (2)     a timecode or rate that means nothing
├── LibraryError        (2)     a folder that is no library, a file in one that is damaged, a query that cannot run
└── InputError          (3)     an input cannot be inspected
    ├── MediaError      (3)     not a video we can open, or one that opens but cannot be inspected
    ├── DecodeError     (3)     a video of which no frame decodes
    ├── SequenceError   (3)     a timeline file that cannot be read: the line or place, and why
    └── SubtitleError   (3)     a subtitle file that cannot be read or does not belong to the video: the line, and why
"""

from __future__ import annotations


class TimelineError(Exception):
    """A refusal in words: what was wrong, where, and what to do."""

    exit_code = 2


class UsageError(TimelineError):
    """The command contradicts itself or names what does not exist."""


class ProfileError(TimelineError):
    """A profile is wrong; the message names file, line, key and what is allowed."""


class WaiverError(TimelineError):
    """A file of waivers is wrong; the message names file, line, key and what is allowed."""


class OutputError(TimelineError):
    """A file or folder cannot be written."""


class DocumentError(TimelineError):
    """An inspection document cannot be read."""


class TimecodeError(TimelineError):
    """A timecode or rate that means nothing."""


class LibraryError(TimelineError):
    """A folder is no library, a file in one is damaged, or a query of it cannot run."""


class InputError(TimelineError):
    """An input cannot be inspected."""

    exit_code = 3


class MediaError(InputError):
    """Not a video that can be opened, or one that cannot be inspected."""


class DecodeError(InputError):
    """A video of which no frame decodes."""


class SequenceError(InputError):
    """A timeline file that cannot be read; the message names the line or the place in it."""


class SubtitleError(InputError):
    """A subtitle file that cannot be read or does not belong to the video; the message names the line."""
