"""Which kind of transition a name stands for: editing systems write their own."""

from __future__ import annotations

from timeline.model.edit import Kind

# Parts of names, in lower case; the first row that matches decides. "Dip to Color" comes before the fades, "Cross Zoom"
# before what merely crosses.
_WORDS = (
    (Kind.FADE_THROUGH, ("dip to", "dip_to", "fade to color", "fade to colour", "fade through", "through black")),
    (Kind.WHIP, ("whip",)),
    (Kind.ZOOM, ("zoom",)),
    (Kind.FLASH, ("flash",)),
    (Kind.WIPE, ("wipe", "iris", "barn door", "venetian", "checker", "band", "clock")),
    (Kind.SLIDE, ("push", "slide", "swap")),
    (Kind.DISSOLVE, ("dissolve", "fade", "cross", "blend", "luma", "film")),
)


def kind_of(name: str, otherwise: Kind = Kind.DISSOLVE) -> Kind:
    """Kind that a transition's name says; ``otherwise`` where it says none."""
    lower = name.lower()
    return next((kind for kind, words in _WORDS if any(word in lower for word in words)), otherwise)
