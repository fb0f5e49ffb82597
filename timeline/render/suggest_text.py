"""How a suggestion is put into words, the same in the terminal and on the page."""

from __future__ import annotations

from timeline.model.difference import FindingChange
from timeline.model.suggestion import Answer, Suggestion, SuggestionOutcome, Trim
from timeline.render import text
from timeline.render.text import Labels

HEADLINE: dict[SuggestionOutcome, str] = {
    "nothing to mend": "Nothing to mend",
    "no targets": "No targets",
    "mended": "It can be mended",
    "nearest": "Not all of it together",
    "out of reach": "Out of reach of trimming",
}
TONE: dict[SuggestionOutcome, str] = {
    "nothing to mend": "good",
    "no targets": "none",
    "mended": "good",
    "nearest": "warning",
    "out of reach": "warning",
}


def answer_title(answer: Answer) -> str:
    """``fewest shots``, ``fewest shots and fewest frames``."""
    return " and ".join(f"fewest {what}" for what in answer.fewest)


def answer_size(answer: Answer) -> str:
    """``4 shots, 77 frames (3.08 s) out``."""
    shots, frames = text.plural(answer.shots, "shot"), text.plural(answer.frames, "frame")
    return f"{shots}, {frames} ({text.decimal(answer.seconds)} s) out"


def length_change(suggestion: Suggestion, answer: Answer) -> str:
    """``58.08 s → 55.00 s``."""
    return f"{text.decimal(suggestion.duration)} s → {text.decimal(answer.duration)} s"


def proof(answer: Answer) -> str:
    """Whether the answer is the least there is, and if not, how far it may be from it."""
    first = answer.fewest[0]
    have = answer.shots if first == "shots" else answer.frames
    if answer.proven:
        return f"no answer has fewer {first}"
    return f"the time was up: no answer has fewer than {text.plural(answer.bound, first[:-1])}, this one has {have}"


def gone(trim: Trim, labels: Labels) -> str:
    """The frames taken, last one inclusive: ``00:00:26:00 – 00:00:27:04``."""
    start, stop = trim.gone
    if stop - start == 1:
        return labels.at(start)
    return f"{labels.at(start)} – {labels.at(stop - 1)}"


def standing(findings: tuple[FindingChange, ...]) -> str:
    """``4 of 7 findings mended, 1 new``."""
    mended = sum(each.state == "mended" for each in findings)
    new = sum(each.state == "new" for each in findings)
    before = sum(each.state != "new" for each in findings)
    if not before:
        return f"{text.plural(new, 'new finding')}" if new else "no findings"
    return f"{mended} of {text.plural(before, 'finding')} mended" + (f", {new} new" if new else "")


def moved(answer: Answer) -> list[tuple[str, str, str]]:
    """Figures that read otherwise afterwards: title, before, after."""
    rows = []
    for figure in answer.figures:
        before, after = (
            "–" if value is None else text.quantity(value, figure.unit) for value in (figure.before, figure.after)
        )
        if before != after:
            rows.append((figure.title, before, after))
    return rows
