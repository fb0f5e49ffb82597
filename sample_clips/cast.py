"""Who is in the episode: colours, build and clothes."""

from __future__ import annotations

from dataclasses import dataclass

from sample_clips.paint import Colour


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What makes one person: colours, build and clothes."""

    name: str
    skin: Colour
    hair: Colour
    iris: Colour
    lips: Colour
    jaw: float
    brow: float
    lash: float
    long_hair: bool
    stubble: float
    coat: Colour
    collar: Colour
    cap: bool = False
    scar: bool = False


MARA = Look(
    name="Mara",
    skin=(0.90, 0.68, 0.56),
    hair=(0.13, 0.075, 0.06),
    iris=(0.30, 0.19, 0.10),
    lips=(0.72, 0.30, 0.29),
    jaw=0.66,
    brow=0.055,
    lash=0.055,
    long_hair=True,
    stubble=0.0,
    coat=(0.58, 0.36, 0.16),
    collar=(0.62, 0.10, 0.12),
)
DANIEL = Look(
    name="Daniel",
    skin=(0.82, 0.60, 0.48),
    hair=(0.075, 0.07, 0.08),
    iris=(0.22, 0.34, 0.40),
    lips=(0.62, 0.37, 0.33),
    jaw=0.82,
    brow=0.095,
    lash=0.03,
    long_hair=False,
    stubble=0.5,
    coat=(0.13, 0.16, 0.23),
    collar=(0.80, 0.82, 0.86),
)
DRIVER = Look(
    name="Driver",
    skin=(0.78, 0.58, 0.48),
    hair=(0.075, 0.07, 0.08),
    iris=(0.22, 0.34, 0.40),
    lips=(0.58, 0.34, 0.31),
    jaw=0.82,
    brow=0.10,
    lash=0.03,
    long_hair=False,
    stubble=0.75,
    coat=(0.10, 0.17, 0.16),
    collar=(0.30, 0.42, 0.42),
    cap=True,
    scar=True,
)
