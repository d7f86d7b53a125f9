"""Which script a word is written in, by the Unicode ranges of its letters.

>>> script_of("Тачи"), script_of("Thaçi"), script_of("محمد"), script_of("1968")
('Cyrl', 'Latn', 'Arab', 'Zyyy')
"""

from __future__ import annotations

import re
from collections import Counter

# Longer than any honest value; a longer one is cut so that no field can cost more than linear time and memory.
LONGEST = 2_000

# The letters of each script that a table or a rule knows about; the codes are those of ISO 15924, with the Japanese
# syllabaries under the code of Japanese writing. These are facts of Unicode, not knowledge about names.
RANGES = {
    "Latn": "A-Za-zªºÀ-ÖØ-öø-\u02af\u1d00-\u1d25\u1d2c-\u1d5c\u1d62-\u1d65\u1d6b-\u1d77\u1d79-\u1dbe\u1e00-\u1eff"
    "\u2c60-\u2c7f\ua722-\ua787\ua78b-\ua7ff\uab30-\uab64\ufb00-\ufb06\uff21-\uff3a\uff41-\uff5a",
    "Cyrl": "\u0400-\u0481\u048a-\u052f\u1c80-\u1c8f\u1d2b\u1d78\ua640-\ua66e\ua680-\ua69d",
    "Grek": "\u0370-\u0373\u0376-\u037d\u037f\u0386\u0388-\u03e1\u03f0-\u03ff\u1d26-\u1d2a\u1f00-\u1fff",
    "Armn": "\u0531-\u0556\u0559\u0560-\u0588\ufb13-\ufb17",
    "Geor": "\u10a0-\u10ff\u1c90-\u1cbf\u2d00-\u2d2d",
    "Hebr": "\u05d0-\u05ea\u05ef-\u05f2\ufb1d-\ufb4f",
    "Arab": "\u0620-\u064a\u066e-\u06d3\u06d5\u06e5\u06e6\u06ee\u06ef\u06fa-\u06ff\u0750-\u077f\u0870-\u088e"
    "\u08a0-\u08c9\ufb50-\ufdfb\ufe70-\ufefc",
    "Hani": "\u2e80-\u2fd5\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af",
    "Jpan": "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f",
    "Hang": "\u1100-\u11ff\u3131-\u318e\ua960-\ua97c\uac00-\ud7fb\uffa0-\uffdc",
}
_LETTERS = re.compile(
    "|".join(f"(?P<{script}>[{ranges}]+)" for script, ranges in RANGES.items()) + r"|(?P<Zzzz>[^\W\d_])"
)


def script_of(token: str) -> str:
    """Name the script (ISO 15924) of most of a token's letters; of equally many, the one that comes first.

    "Zzzz" is a script that no range here covers, "Zyyy" a token without letters. The first 2,000 characters count.
    """
    if token.isascii():
        return "Latn" if any(map(str.isalpha, token[:LONGEST])) else "Zyyy"
    whole = _LETTERS.fullmatch(token[:LONGEST])
    if whole and whole.lastgroup != "Zzzz":
        return str(whole.lastgroup)
    letters = letters_by_script(token)
    return max(letters, key=letters.__getitem__) if letters else "Zyyy"


def letters_by_script(text: str) -> dict[str, int]:
    """Count the letters of each script in a text, in the order in which the scripts appear.

    >>> letters_by_script("Мarko 7")
    {'Cyrl': 1, 'Latn': 4}
    """
    letters: Counter[str] = Counter()
    for found in _LETTERS.finditer(text[:LONGEST]):
        if found.lastgroup != "Zzzz" or found.group().isalpha():  # fractions and the like count as word characters
            letters[found.lastgroup or "Zzzz"] += found.end() - found.start()
    return dict(letters)


def scripts_in(text: str) -> tuple[str, ...]:
    """Name the script of each token of a text, tokens being parted by white space.

    >>> scripts_in("Хашим Thaçi 24")
    ('Cyrl', 'Latn', 'Zyyy')
    """
    return tuple(script_of(token) for token in text[:LONGEST].split())
