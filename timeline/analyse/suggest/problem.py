"""A programme, its limits and its bounds as one integer programme: built anew for every question asked of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from timeline.analyse.suggest.aims import Aim, Board
from timeline.analyse.suggest.figures import FIGURES, band_rows
from timeline.analyse.suggest.laid import Open, lay_open
from timeline.analyse.suggest.limits import corridor_rows, kind_rows, length_rows, shot_rows
from timeline.analyse.suggest.linear import Exact, Model, Sum, total
from timeline.analyse.suggest.place import Cut, cost, place
from timeline.analyse.suggest.places import least_length, places_of
from timeline.analyse.suggest.room import ALL, Bounds, Guard, Room, rooms_of
from timeline.analyse.suggest.solve import Solved
from timeline.model.edit import Timeline
from timeline.model.finding import Finding, Severity
from timeline.model.profile import HOUSE_DEFAULT, Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is to be mended: a programme, the limits that are targets (``targets_of``), and what a trim must keep to.

    ``activity``: movement, one value a frame of the clock; ``None`` where there is no picture to look at. ``meant``:
    findings that are waived, and so no targets.
    """

    timeline: Timeline
    targets: Profile
    bounds: Bounds
    activity: Sequence[float] | None = None
    meant: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The integer programme of one question."""

    problem: Problem
    rooms: tuple[Room, ...]
    open: Open
    aims: tuple[Aim, ...]

    @property
    def model(self) -> Model:
        """Its variables and rows."""
        return self.open.model

    @property
    def frames(self) -> Sum:
        """Frames taken in all."""
        return total(self.open.taken)

    @property
    def touched(self) -> Sum:
        """Shots touched."""
        return total(self.open.touched)

    def distance(self, severity: Severity | None = None) -> Sum:
        """How far all aims, or those of one severity, are missed, in frames."""
        return total(aim.slack * aim.worth for aim in self.aims if severity in (None, aim.severity))

    def cuts(self, solved: Solved) -> tuple[Cut, ...]:
        """What each shot loses in a solution, and where."""
        return tuple(self._cut(number, solved) for number in range(len(self.rooms)))

    def _cut(self, number: int, solved: Solved) -> Cut:
        for way in self.open.ways[number]:
            if solved.whole(way.flag):
                return way.cut
        frames = solved.whole(self.open.taken[number])
        shot = self.problem.timeline.shots[number]
        return place(shot, self.rooms[number], frames, self.problem.activity) if frames else Cut()

    def movement(self) -> Sum:
        """Movement in what is taken, by each shot's average at its better edge; else the less, the longer shots are."""
        parts, activity = [], self.problem.activity
        for shot, room, taken in zip(self.problem.timeline.shots, self.rooms, self.open.taken, strict=True):
            if not room.most:
                continue
            best = place(shot, room, room.most, activity)
            each = 1 / shot.frames if activity is None else cost(shot, best, activity) / room.most
            parts.append(taken * max(1, round(10_000 * each)))
        return total(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question: under which guards, and which aims may be missed by how much (``None``: by any).

    Without ``trims``: how far every aim is missed as the programme stands.
    """

    guards: frozenset[Guard] = ALL
    allowed: Mapping[str, Exact | None] = field(default_factory=dict)
    trims: bool = True


def build(problem: Problem, asked: Asked) -> Built:
    """Write the integer programme of a question."""
    timeline, targets = problem.timeline, problem.targets
    rooms = rooms_of(timeline, problem.bounds, asked.guards)
    if not asked.trims:
        rooms = tuple(Room() for _ in rooms)
    laid = lay_open(timeline, rooms, problem.activity)
    board, places = Board(open=laid, allowed=asked.allowed, measured=not asked.trims), places_of(laid, targets)
    if "sections" in asked.guards:
        laid.model.at_least(laid.end, least_length(places))
    for number, rule in enumerate(targets.delivery):
        length_rows(board, rule, number)
    for number, band in enumerate(targets.bands):
        band_rows(board, places, band, number)
    for number, limit in enumerate(targets.shots):
        shot_rows(board, places, limit, number)
    for number, kinds in enumerate(targets.transitions):
        kind_rows(board, places, kinds, number)
    if targets.corridor:
        corridor_rows(board, targets.corridor)
    return Built(problem=problem, rooms=rooms, open=laid, aims=tuple(board.aims))


def targets_of(profile: Profile, *, reference: bool) -> Profile:
    """The limits of a profile that are aimed at: never a house default, never a detail that is not plain arithmetic.

    ``reference``: the profile is one that is built in, whose advisory figures are there to be compared with.
    """

    def own(severity: str, source: str) -> bool:
        return source != HOUSE_DEFAULT and not (reference and severity == "info")

    corridor = profile.corridor
    return replace(
        profile,
        bands=tuple(b for b in profile.bands if own(b.severity, b.source) and b.figure in FIGURES),
        corridor=corridor if corridor and own(corridor.severity, corridor.source) else None,
        shots=tuple(s for s in profile.shots if own(s.severity, s.source)),
        delivery=tuple(d for d in profile.delivery if own(d.severity, d.source) and d.fact == "duration"),
        transitions=tuple(t for t in profile.transitions if own(t.severity, t.source)),
        events=tuple(e for e in profile.events if own(e.severity, e.source)),
    )
