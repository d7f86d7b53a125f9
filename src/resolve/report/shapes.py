"""The shapes of values: what they look like with every letter and digit replaced, so that no value is told.

>>> shape("14.03.1986."), shape("PA0123456"), shape("Šarić"), shape("ЂОРЂЕ")
('99.99.9999.', 'AA9999999', 'Aaaaa', 'AAAAA')
>>> common_shapes(["1.2.1985", "11.12.1990", "1990"], [1, 1, 8])[:2]
(Shape(text='9999', share=0.8), Shape(text='9.9.9999', share=0.1))
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

_LONGEST = 60
_SHOWN = 3
# Where the most common shape, or of numbers the most common ones, cover less than this, a run counts as one character.
_TELLING = 0.5
_RUN = re.compile(r"(A|a|9)\1+")


@dataclass(frozen=True)
class Shape:
    """A shape and the share of values that have it, 0 to 1. "A+" stands for a run of capitals of any length."""

    text: str
    share: float


def shape(text: str) -> str:
    """Give the shape of one value: A for a capital, a for a small letter, 9 for a digit, the rest as it is."""
    return text[:_LONGEST].translate(_kinds) + ("…" if len(text) > _LONGEST else "")


def common_shapes(values: Sequence[str], counts: Sequence[int]) -> tuple[Shape, ...]:
    """Give the most common shapes of values, three at most; where they tell little, with runs drawn together.

    Args:
        values: distinct values; counts: how often each occurs. None give ().
    """
    exact = _ranked([shape(value) for value in values], counts)
    numbers = any("9" in one.text for one in exact)
    if exact and (exact[0].share >= _TELLING or (numbers and sum(one.share for one in exact) >= _TELLING)):
        return exact
    return _ranked([_RUN.sub(r"\1+", shape(value)) for value in values], counts)


def _ranked(shapes: Sequence[str], counts: Sequence[int]) -> tuple[Shape, ...]:
    total = sum(counts) or 1
    found: Counter[str] = Counter()
    for text, count in zip(shapes, counts, strict=True):
        found[text] += count
    return tuple(Shape(text, round(count / total, 4)) for text, count in found.most_common(_SHOWN))


class _Kinds(dict[int, str]):
    """What each letter shows as, found out the first time that it is asked for."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        if letter.isdigit():
            kind = "9"
        elif letter.isalpha():
            kind = "A" if letter.isupper() or letter.istitle() else "a"
        else:
            kind = "↵" if letter in "\r\n" else letter if letter.isprintable() else "·"
        self[code] = kind
        return kind


_kinds = _Kinds()
