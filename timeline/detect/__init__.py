"""Feature table in, transitions out: detectors by name, picture events, and which frames are worth keeping."""

from timeline.detect.activity import frame_activity, visual_activity
from timeline.detect.candidates import candidate_frames
from timeline.detect.detection import Detection, divide
from timeline.detect.events import find_events
from timeline.detect.registry import DEFAULT, DETECTORS, FeatureRow, FrameRow, detect

__all__ = [
    "DEFAULT",
    "DETECTORS",
    "Detection",
    "FeatureRow",
    "FrameRow",
    "candidate_frames",
    "detect",
    "divide",
    "find_events",
    "frame_activity",
    "visual_activity",
]
