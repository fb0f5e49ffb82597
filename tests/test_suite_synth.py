"""The drama generator: its truth is what its pictures show, the same seed gives the same bytes, refusals are words."""

from __future__ import annotations

import colorsys
from collections import Counter
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from cli import app
from timeline.errors import UsageError
from timeline.kernels.bars import WHOLE
from timeline.suite.clips import Clip, file_digest
from timeline.suite.scoring import Mark
from timeline.suite.suite import load_suite, save_suite
from timeline.suite.synth.drama import write
from timeline.suite.synth.drama.draw import draw_episode, draw_take
from timeline.suite.synth.drama.footage import Source, Survey, clean_shots
from timeline.suite.synth.drama.joins import LONGEST_DIP, STYLES, Join, draw_gradual
from timeline.suite.synth.drama.lettering import written
from timeline.suite.synth.drama.pictures import Framing, framed, panned
from timeline.suite.synth.drama.plan import Piece, Plan
from timeline.suite.synth.drama.pool import series_of
from timeline.suite.synth.drama.render import pictures
from timeline.suite.synth.drama.tricks import TRICKS, trick
from timeline.suite.synth.drama.write import Job, run
from timeline.suite.synth.material import groups_of
from timeline.suite.truth import Ignored, Truth, parse_truth, read_truth, truth_document

Picture = npt.NDArray[np.uint8]
SIZE = (36, 64)
SMALL = {"size": (54, 96), "seconds": (5.0, 6.0), "take": 3.0}


def noise(seed: int, size: tuple[int, int] = SIZE) -> Picture:
    return np.random.default_rng(seed).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8)


def shown(plan: Plan) -> list[Picture]:
    """The plan's pictures; every frame of a shot is the same noise, another one in each shot."""
    return list(pictures(plan, lambda shot, frame: noise(shot), SIZE))


def two_shots(join: Join, **changes: Any) -> Plan:
    pieces = tuple(Piece(clip=k, frames=tuple(range(40)), framing=Framing()) for k in range(2))
    return Plan(pieces=pieces, joins=(join,), **changes)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", range(4))
def test_a_transition_lies_exactly_where_its_truth_says(style: str, seed: int) -> None:
    join = STYLES[style].draw(np.random.default_rng(seed), 30)
    plan = two_shots(Join(style=style) if style == "jump" else join)
    old, new, frames = noise(0), noise(1), shown(plan)
    events = plan.events()
    start, stop = events[0].start, events[-1].stop
    pure = [(picture == old).all() for picture in frames], [(picture == new).all() for picture in frames]
    assert pure[0] == [frame < start for frame in range(len(frames))]
    assert pure[1] == [frame >= stop for frame in range(len(frames))]
    if len(events) == 2:
        out, back = events
        black = [not picture.any() for picture in frames]
        assert black == [out.stop <= frame < back.start for frame in range(len(frames))]
        assert (out.kind, back.kind, out.edit_point, back.edit_point) == ("fade_out", "fade_in", out.stop, back.start)
        assert back.start - out.stop > LONGEST_DIP
        return
    (event,) = events
    assert event.edit_point is not None
    if style in ("cut", "jump"):
        assert event.start == event.stop == event.edit_point
    elif style in ("dissolve", "wipe", "slide"):
        assert event.edit_point == start + (stop - start) // 2  # as an NLE centres it
    elif style == "dip":
        flat = [frame for frame, picture in enumerate(frames) if (picture == join.colour).all()]
        assert 1 <= len(flat) <= LONGEST_DIP
        assert event.edit_point == flat[0] + len(flat) // 2
    else:
        assert start < event.edit_point < stop
        assert event.edit_point == plan.starts()[1]  # where the source swaps


def test_repeats_of_24_in_30_move_every_event_with_its_frame() -> None:
    plain = two_shots(Join(style="dissolve", out=8, back=8, overlaps=True), fade_in=6, fade_out=9)
    repeated = two_shots(Join(style="dissolve", out=8, back=8, overlaps=True), fade_in=6, fade_out=9, repeats=True)
    order = repeated.order()
    assert len(order) == 90
    assert Counter(np.bincount(order).tolist()) == {1: 54, 2: 18}
    for before, after in zip(plain.events(), repeated.events(), strict=True):
        assert order[after.start] == before.start != order[after.start - 1] or before.start == 0
        assert after.stop == len(order) or order[after.stop] == before.stop != order[after.stop - 1]
    dissolve = repeated.events()[1]
    assert dissolve.edit_point == dissolve.start + (dissolve.stop - dissolve.start) // 2
    assert [event.edit_point for event in repeated.events() if event.kind != "dissolve"] == [None, None]
    same = [(a == b).all() for a, b in pairwise(shown(repeated))]
    assert all(same[i] for i in range(89) if order[i] == order[i + 1])


def test_a_fade_at_the_head_begins_black_and_one_at_the_tail_ends_so() -> None:
    frames = shown(two_shots(Join(style="cut"), fade_in=5, fade_out=7))
    assert not frames[0].any()
    assert not frames[-1].any()
    assert [(picture == noise(0)).all() for picture in frames[:7]] == [False] * 5 + [True] * 2
    assert [(picture == noise(1)).all() for picture in frames[-9:]] == [True] * 2 + [False] * 7


@pytest.mark.parametrize("name", TRICKS)
def test_a_trap_alters_its_shot_now_and_then_and_never_its_ends(name: str) -> None:
    picture, other, frames = noise(1), noise(2), 300
    laid = trick(name, np.random.default_rng(3), frames, often=True)
    again = trick(name, np.random.default_rng(3), frames, often=True)
    assert (laid.order == again.order).all()
    painted = [laid.paint(picture, i, other) for i in range(frames)]
    assert all((a == again.paint(picture, i, other)).all() for i, a in enumerate(painted))
    assert all(a.shape == picture.shape and a.dtype == np.uint8 for a in painted)
    if name == "freeze":
        held = np.diff(laid.order) == 0
        assert 0.05 < held.mean() < 0.95
        assert set(np.diff(laid.order).tolist()) == {0, 1}  # nothing is ever left out
        return
    altered = np.array([(a != picture).any() for a in painted])
    assert altered.mean() > 0.01
    assert altered.all() if name == "shake" else not altered[0]
    once = trick(name, np.random.default_rng(3), 60, often=False)
    if name not in ("shake", "caption", "whip pan"):
        assert [(once.paint(picture, i, other) == picture).all() for i in (0, 1, 58, 59)] == [True] * 4


def test_a_pan_goes_round_a_strip_without_a_seam() -> None:
    picture = noise(5)
    steps = [panned(picture, 1, share / SIZE[0]) for share in range(2 * SIZE[0] + 1)]
    assert (steps[0] == picture).all()
    assert (steps[-1] == picture).all()
    assert (steps[SIZE[0]] == picture[:, ::-1]).all()
    assert all((a[:, 1:] == b[:, :-1]).all() for a, b in pairwise(steps))


@pytest.mark.parametrize("inset", [1.0, 0.5])
def test_framing_fills_or_stands_between_bars(inset: float) -> None:
    wide = np.full((90, 160, 3), 200, np.uint8)
    laid = framed(wide, (54, 96), Framing(inset=inset))
    assert laid.shape == (96, 54, 3)
    assert (laid == 200).all(axis=(1, 2)).sum() == round(96 * inset)
    blurred = framed(wide, (54, 96), Framing(inset=inset, blurred=True))
    assert (blurred > 60).all()


def test_words_are_drawn_where_subtitles_stand() -> None:
    picture = np.full((512, 288, 3), 90, np.uint8)
    laid = written(np.random.default_rng(1), "you never told me why she left", large=False)(picture)
    rows = np.flatnonzero((laid != picture).any(axis=(1, 2)))
    assert 0.7 < rows.min() / 512 < rows.max() / 512 < 0.9
    assert (laid == 255).all(axis=2).any()
    assert (picture == 90).all()  # the source is not touched


def surveys(clips: int = 6, shots: int = 12, length: int = 90, scenes: bool = True) -> list[Survey]:
    rng, found = np.random.default_rng(7), []
    for clip in range(clips):
        marks = tuple(Mark(k * length, k * length, "cut" if scenes else "jump") for k in range(1, shots))
        thumbs = np.concatenate([_drift(rng, length) for _ in range(shots)])
        source = Source(path=Path(f"{clip}.mp4"), series=str(clip), truth=marks)
        found.append(Survey(source=source, box=WHOLE, thumbs=thumbs, shots=clean_shots(source, len(thumbs))))
    return found


def _drift(rng: np.random.Generator, length: int) -> Picture:
    """Small pictures of one shot that change a little all the time."""
    ends = rng.integers(0, 256, (2, 24, 16))
    shares = np.linspace(0, 0.4, length)[:, None, None]
    return np.asarray(ends[0] * (1 - shares) + ends[1] * shares, dtype=np.uint8)


def test_episodes_have_the_rhythm_and_the_mixture_of_micro_dramas() -> None:
    pool = surveys()
    plans = [draw_episode(np.random.default_rng(seed), pool, 1800) for seed in range(20)]
    kinds = Counter(event.kind for plan in plans for event in plan.events())
    total = sum(kinds.values())
    assert 0.25 < 1 - (kinds["cut"] + kinds["jump"]) / total < 0.55
    assert kinds["cut"] / total > 0.35
    assert kinds["jump"] > 20
    wanted = {"dissolve", "wipe", "slide", "zoom", "whip", "flash", "fade_through", "fade_out", "fade_in"}
    assert wanted <= kinds.keys()
    lengths = [b - a for plan in plans for a, b in pairwise(plan.starts())]
    assert 30 < np.median(lengths) < 75
    assert min(lengths) < 13
    assert {piece.trick[0] for plan in plans for piece in plan.pieces if piece.trick} == {*TRICKS} - {"caption"}
    assert {plan.repeats for plan in plans} == {True, False}
    assert {plan.pieces[0].framing.blurred for plan in plans} == {True, False}


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6), st.integers(15, 60))
def test_whatever_is_drawn_is_a_truth_without_overlaps(seed: int, length: int) -> None:
    plan = draw_episode(np.random.default_rng(seed), surveys(2, 4, length), 400)
    marks = tuple(Mark(e.start, e.stop, e.kind, edit_point=e.edit_point) for e in plan.events())
    truth = Truth(clip="a.mp4", transitions=marks, frames=len(plan.order()))
    parse_truth(truth_document(truth), "a.mp4")


def test_a_change_within_one_set_up_is_a_jump_and_never_a_dissolve() -> None:
    plan = draw_episode(np.random.default_rng(1), surveys(1, 5, scenes=False), 900)
    assert {event.kind for event in plan.events()} <= {"jump", "fade_in", "fade_out"}


@given(st.integers(0, 1000), st.integers(0, 40))
def test_no_transition_alters_more_than_there_is(seed: int, most: int) -> None:
    join = draw_gradual(np.random.default_rng(seed), most)
    assert join is None or max(join.out, join.back) <= most


def test_a_take_goes_to_and_fro_in_one_shot() -> None:
    plan = draw_take(np.random.default_rng(1), surveys(), "flash", 300)
    (piece,) = plan.pieces
    assert (len(piece.frames), plan.events()) == (300, [])
    assert set(np.abs(np.diff(piece.frames)).tolist()) == {1}
    assert piece.trick is not None
    assert piece.trick[0] == "flash"


def test_clean_shots_keep_clear_of_whatever_is_annotated() -> None:
    source = Source(
        path=Path("a.mp4"),
        series="a",
        truth=(Mark(30, 30), Mark(50, 60, "dissolve"), Mark(70, 70)),
        ignore=(Mark(100, 110),),
    )
    assert clean_shots(source, 200) == ((0, 29), (31, 48), (71, 98), (112, 200))


# Clips told apart by their hue, whatever light or white a trap lays over them.
HUES = (0.02, 0.27, 0.52, 0.77)


@pytest.fixture(scope="module")
def suite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("suite")
    (folder / "clips").mkdir()
    truths = []
    for number, hue in enumerate(HUES):
        path = folder / "clips" / f"{number}.mp4"
        _coloured(path, hue, seed=number)
        truths.append(
            Truth(
                clip=path.name,
                transitions=(Mark(60, 60, "cut"),) if number == 3 else (),
                frames=80,
                sha256=file_digest(path),
                series=f"series {number}",
                ignore=(Ignored(70, 75),),
            )
        )
    save_suite(folder, truths, name="colours", splits={"two": ["0", "1"]})
    return folder


def _coloured(path: Path, hue: float, seed: int) -> None:
    """80 frames of one hue whose brightness drifts down the picture."""
    rows = np.linspace(0.35, 1.0, 64)
    colour = np.array([colorsys.hsv_to_rgb(hue, 0.9, 1.0)]) * 255
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=25, options={"crf": "8", "preset": "ultrafast"})
        stream.width, stream.height, stream.pix_fmt = 112, 64, "yuv420p"
        for number in range(80):
            column = np.roll(rows, number + 16 * seed)[:, None, None] * colour[None]
            picture = np.ascontiguousarray(np.broadcast_to(column, (64, 112, 3)).astype(np.uint8))
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode())


def _hues(path: Path) -> list[float]:
    """Mean hue of each frame's saturated middle."""
    found = []
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            rgb = frame.to_ndarray(format="rgb24")[10:60, 5:49].reshape(-1, 3).mean(axis=0) / 255
            found.append(colorsys.rgb_to_hsv(*rgb)[0])
    return found


def _nearest(hue: float) -> int:
    return int(np.argmin([abs((hue - each + 0.5) % 1 - 0.5) for each in HUES]))


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def made(suite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("made")
    run(Job(suite=suite, out=out, seed=5, episodes=3, traps=20, **SMALL))
    return out


def test_every_hard_cut_of_the_encoded_file_stands_exactly_at_its_frame(made: Path) -> None:
    checked = 0
    for path in sorted((made / "truth").glob("episode-*.json")):
        truth = read_truth(path)
        hues = _hues(made / "clips" / truth.clip)
        assert len(hues) == truth.frames
        spans = [(m.start, m.stop) for m in truth.transitions if m.start < m.stop]
        for mark in truth.transitions:
            near = any(a - 1 <= mark.start <= b + 1 for a, b in spans)
            if mark.kind == "cut" and not near:
                assert _nearest(hues[mark.start - 1]) != _nearest(hues[mark.start])
                checked += 1
        changes = [i for i, (a, b) in enumerate(pairwise(map(_nearest, hues)), 1) if a != b]
        allowed = {mark.start for mark in truth.transitions if mark.kind == "cut"}
        assert all(i in allowed or any(a <= i <= b for a, b in spans) for i in changes), (path.name, changes)
    assert checked >= 5


def test_the_suite_says_what_is_in_it(made: Path) -> None:
    suite = load_suite(made)
    assert {split.name: len(split.clips) for split in suite.splits} == {"episodes": 3, "traps": 7}
    assert suite.absent == ()
    takes = [clip for clip in suite.clips if clip.genre.startswith("trap: ")]
    assert {clip.genre for clip in takes} == {f"trap: {name}" for name in TRICKS}
    assert all(clip.truth.transitions == () for clip in takes)
    episode = next(clip for clip in suite.clips if clip.name == "episode-01").truth
    facts = episode.more["synthetic"]
    assert (facts["seed"], facts["number"], facts["group"], facts["groups"]) == (5, 0, 0, 1)
    assert set(facts["source_series"]) <= {f"series {number}" for number in range(4)}
    assert episode.rate in (Fraction(25), Fraction(30))
    assert not (made / write.UNFINISHED).exists()


def test_the_same_seed_gives_the_same_bytes_and_a_stopped_run_goes_on(
    suite: Path, made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = Job(suite=suite, out=tmp_path / "again", seed=5, episodes=3, traps=20, **SMALL)
    encode, calls = write.encode, list[str]()

    def interrupted(path: Path, *rest: Any) -> int:
        calls.append(path.name)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return encode(path, *rest)

    monkeypatch.setattr(write, "encode", interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(job)
    left = contents(job.out)
    assert {name.rsplit(".", 1)[0] for name in left} == {
        "unfinished",
        *(f"{folder}/episode-{number:02}" for folder in ("clips", "truth") for number in (1, 2)),
    }
    with pytest.raises(UsageError, match="another run that was stopped"):
        run(Job(suite=suite, out=job.out, seed=6, episodes=3, traps=20, **SMALL))
    run(job)
    assert calls[2:5] == ["episode-03.mp4", "episode-03.mp4", "take-001-strobe.mp4"]
    assert contents(job.out) == contents(made)


def test_another_seed_gives_another_edit(suite: Path, made: Path, tmp_path: Path) -> None:
    run(Job(suite=suite, out=tmp_path, seed=6, episodes=1, **SMALL))
    assert contents(tmp_path)["truth/episode-01.json"] != contents(made)["truth/episode-01.json"]


def test_each_clip_draws_on_one_group_of_series(suite: Path, tmp_path: Path) -> None:
    run(Job(suite=suite, out=tmp_path, seed=1, episodes=2, traps=6, groups=2, **SMALL))
    group = groups_of([(f"series {number}", 80) for number in range(4)], 2)
    for clip in load_suite(tmp_path).clips:
        facts = clip.truth.more["synthetic"]
        assert facts["group"] == facts["number"] % 2
        assert {group[series] for series in facts["source_series"]} == {facts["group"]}
        assert clip.truth.series == f"synthetic, group {facts['group']}"


def synth(*arguments: str | Path) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["bench", "synth", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_refusals(suite: Path, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("")
    save_suite(tmp_path / "bare", [Truth(clip="gone.mp4", transitions=(), frames=9)], name="bare")
    (tmp_path / "busy" / "clips").mkdir(parents=True)
    (tmp_path / "busy" / "clips" / "0.mp4").write_bytes((suite / "clips" / "0.mp4").read_bytes())
    busy = Truth(clip="0.mp4", transitions=tuple(Mark(at, at) for at in range(10, 80, 10)), frames=80)
    save_suite(tmp_path / "busy", [busy], name="busy")
    cases: list[tuple[str, list[str | Path]]] = [
        ("nothing to make: give --episodes, --traps or both", ["--from", suite]),
        ("is not empty and nothing is overwritten", ["--from", suite, "--episodes", "1", "-o", tmp_path / "full"]),
        ("none of its videos is there", ["--from", tmp_path / "bare", "--episodes", "1"]),
        ("no clean shot to draw on in 0.mp4", ["--from", tmp_path / "busy", "--episodes", "1"]),
        ("there are 4 series, too few for 5 groups", ["--from", suite, "--episodes", "1", "--groups", "5"]),
        ("the suite has no split 'three'; there are two", ["--from", suite, "--episodes", "1", "--split", "three"]),
        ("is no folder", ["--from", tmp_path / "nothing", "--episodes", "1"]),
    ]
    for number, (words, arguments) in enumerate(cases):
        out = [] if "-o" in arguments else ["-o", tmp_path / f"out-{number}"]
        code, _, err = synth(*arguments, *out)
        assert (code, len(err.splitlines())) == (2, 1), err
        assert words in err
        assert not (tmp_path / f"out-{number}").exists() or not list((tmp_path / f"out-{number}" / "clips").iterdir())


def test_the_command_says_what_it_made(suite: Path, tmp_path: Path) -> None:
    code, out, err = synth("--from", suite, "--seed", "3", "--traps", "0.1", "--split", "two", "-o", tmp_path / "new")
    assert (code, err) == (0, "")
    told = "0 episodes and 1 takes, 0.2 min; 0 cuts, 0 jumps, 0 gradual transitions"
    assert out == f"{tmp_path / 'new' / 'suite.toml'}: {told}\n"
    take = read_truth(tmp_path / "new" / "truth" / "take-001-strobe.json")
    assert take.frames in (250, 300)
    assert set(take.more["synthetic"]["source_clips"]) <= {"0.mp4", "1.mp4"}


def test_a_clip_without_a_series_stands_for_itself() -> None:
    clip = Clip(truth=Truth(clip="a.mp4", transitions=()), source=Path("a.json"))
    assert series_of(clip) == "a"
