"""Sections while trims are open: which edges would lie in them, where their ends follow the programme's."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, field
from fractions import Fraction

from timeline.analyse.case import PROGRAMME
from timeline.analyse.sections import place_sections, section_times
from timeline.analyse.suggest.aims import Shots
from timeline.analyse.suggest.laid import Open
from timeline.analyse.suggest.linear import Exact, Sum, total
from timeline.model.profile import Profile, SectionRule


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment that depends on the programme's length T: ``offset + share * T``, in units."""

    offset: Exact
    share: Exact


@dataclass(slots=True, kw_only=True)
class Places:
    """The sections of a profile that stand in a programme, on an open programme."""

    open: Open
    standing: dict[str, tuple[Moment, Moment]]
    _before: dict[tuple[int, Moment], Sum] = field(default_factory=dict)
    _frames: dict[Moment, Sum] = field(default_factory=dict)

    def has(self, section: str) -> bool:
        """Whether a section stands; the programme does."""
        return section == PROGRAMME or section in self.standing

    def inside(self, edge: int, section: str) -> Sum:
        """1 where an edge lies in a section, 0 where it does not."""
        if section == PROGRAMME:
            return Sum(1)
        start, stop = self.standing[section]
        return self.before(edge, stop) - self.before(edge, start)

    def before(self, edge: int, moment: Moment) -> Sum:
        """1 where an edge comes before a moment, 0 where it comes at it or later."""
        key = edge, moment
        if key not in self._before:
            model, scale = self.open.model, moment.share.denominator
            part = int(moment.share * scale)  # the edge less the share of the end: what lies before it, and behind
            place = self.open.edges[edge] * (scale - part) - self.open.rests[edge] * part
            offset = moment.offset * scale - place.constant
            self._before[key] = model.is_at_most(Sum(0, place.terms), math.ceil(offset) - 1)
        return self._before[key]

    def cuts(self, section: str) -> Sum:
        """Edit points in a section."""
        return total(self.inside(edge, section) for edge in range(1, len(self.open.timeline.shots)))

    def shots(self, section: str) -> Shots:
        """Picture shots that may begin in a section."""
        shots = enumerate(self.open.timeline.shots)
        flags = ((n, self.inside(n, section)) for n, shot in shots if shot.kind == "picture")
        return tuple((n, flag) for n, flag in flags if flag.terms or flag.constant)

    def length(self, section: str) -> Sum:
        """Length of a section as it is measured: from its first frame to the first one past it. Constant rates only."""
        if section == PROGRAMME:
            return self.open.end
        start, stop = self.standing[section]
        return self._first_frame(stop) - self._first_frame(start)

    def _first_frame(self, moment: Moment) -> Sum:
        """Position of the first frame that begins at a moment or later."""
        if moment not in self._frames:
            model, end = self.open.model, self.open.end
            if moment.share == 0:
                found = Sum(math.ceil(moment.offset))
            elif moment.share == 1:
                found = Sum(0, end.terms) + math.ceil(moment.offset + end.constant)
            else:
                scale = moment.share.denominator
                found = model.variable(0, math.ceil(model.most(end) or 0))
                gap = (found - end * moment.share) * scale
                model.at_least(gap, math.ceil(moment.offset * scale - gap.constant) + gap.constant)
                model.at_most(gap, math.ceil((moment.offset + 1) * scale - gap.constant) - 1 + gap.constant)
            self._frames[moment] = found
        return self._frames[moment]


def places_of(laid: Open, profile: Profile) -> Places:
    """Lay a profile's sections on an open programme: those that stand in it now."""
    found, _ = place_sections(laid.timeline, profile.sections)
    names = {section.name for section in found}
    rules = [rule for rule in profile.sections if rule.name in names]
    return Places(open=laid, standing={rule.name: _moments(laid, rule, profile) for rule in rules})


def _moments(laid: Open, rule: SectionRule, profile: Profile) -> tuple[Moment, Moment]:
    """Start and stop of a section, from its times in programmes of no length and of one second."""
    none, one = (section_times(Fraction(length), rule, profile.sections) for length in (0, 1))
    start, stop = (Moment(_plain(a * laid.second), _plain(b - a)) for a, b in zip(none, one, strict=True))
    return start, stop


def _plain(value: Fraction) -> Exact:
    """A whole number as one: sums of these are quicker."""
    return int(value) if value.denominator == 1 else value


def least_length(places: Places) -> Fraction:
    """Shortest that the programme may become, in units, before a section that stands would no longer."""
    laid = places.open
    now = laid.timeline.duration * laid.second
    moments = sorted(places.standing.values(), key=lambda pair: pair[0].offset + pair[0].share * now)
    begin, end = Moment(0, 0), Moment(0, 1)
    pairs = [(begin, pair[0]) for pair in moments] + [(pair[1], end) for pair in moments]
    pairs += [(one[1], other[0]) for one, other in itertools.pairwise(moments)]
    least = Fraction(0)
    for early, late in pairs:
        share, offset = late.share - early.share, late.offset - early.offset
        if share > 0 and offset + share * now >= 0:
            least = max(least, Fraction(-offset) / share)
    for start, stop in moments:  # a frame of it stays
        share = stop.share - start.share
        if share > 0:
            least = max(least, Fraction(1 - (stop.offset - start.offset)) / share)
    return least
