"""Edge: media files in, exact frames and facts out."""

from timeline.decode.beside import Sink
from timeline.decode.bgr import read_bgr
from timeline.decode.decoding import Decoded, decode
from timeline.decode.facts import VideoHeader
from timeline.decode.filtered import read_filtered
from timeline.decode.sound import Sound, SoundFormat, open_sound
from timeline.decode.stills import read_stills

__all__ = [
    "Decoded",
    "Sink",
    "Sound",
    "SoundFormat",
    "VideoHeader",
    "decode",
    "open_sound",
    "read_bgr",
    "read_filtered",
    "read_stills",
]
