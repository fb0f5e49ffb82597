"""Pure arithmetic on timelines: assembling, measuring, holding against a profile."""

from timeline.analyse.assemble import assemble
from timeline.analyse.doubt import DOUBT, doubtful_of
from timeline.analyse.judge import judge
from timeline.analyse.measure import measure
from timeline.analyse.metrics import figure_names
from timeline.analyse.sections import place_sections
from timeline.analyse.spans import programme_of, propose_spans

__all__ = [
    "DOUBT",
    "assemble",
    "doubtful_of",
    "figure_names",
    "judge",
    "measure",
    "place_sections",
    "programme_of",
    "propose_spans",
]
