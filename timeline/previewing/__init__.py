"""Edge: a rough cut of a video, small, with its source's frame numbers burnt in and its trims marked."""

from timeline.previewing.render import preview

__all__ = ["preview"]
