"""Options that take several words in a row: ``--detector temporal adaptive``."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from typer.core import TyperCommand, TyperOption


class SpreadCommand(TyperCommand):
    """A command whose options of many values may be given once with every value behind them.

    They take words up to the next option, so the command's argument stands before them, or after ``--``.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Repeat each option of many values for each of its words, which is all that the parser knows."""
        many = {name for each in self.params if isinstance(each, TyperOption) and each.multiple for name in each.opts}
        return super().parse_args(ctx, spread(args, many))


def spread(args: Sequence[str], many: Collection[str]) -> list[str]:
    """``["--n", "a", "b"]`` as ``["--n", "a", "--n", "b"]`` for each ``--n`` among ``many``.

    One without a word is moved to the end, where the parser finds nothing behind it and says so.
    """
    out: list[str] = []
    bare: list[str] = []
    option = None
    for number, word in enumerate(args):
        if word == "--":
            return [*out, *(bare or args[number:])]
        if word.startswith("-") and word != "-" and not word[1:].isdigit():
            following = args[number + 1] if number + 1 < len(args) else "--"
            option = word if word in many else None
            if option is None:
                out.append(word)
            elif following.startswith("-") and not following[1:].isdigit():
                bare = [option]
        else:
            out += [word] if option is None else [option, word]
    return [*out, *bare]
