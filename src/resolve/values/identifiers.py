"""Numbers that identify a person, under the contract of all values (see `values.contract`).

Any text with a digit or letter is read: a number of no known scheme is compared as it is written. A number that fails
its check digit is kept, and said to fail: one that is a digit away from a valid number is a typing error, while two
different valid numbers of one scheme are two people's.

>>> number = parse("0101990-71-0008")
>>> number.text, number.scheme, number.check.value, number.birth, number.sex, number.region
('0101990710008', 'jmbg', 'valid', '1990-01-01', 'm', 'central Serbia')
>>> parse("AB 123456 C").scheme, parse("K51201234X", hints=["AL"]).warning
('nino', 'the number cannot be checked: its check is not published')
>>> compare(number, parse("0101990710007")).name, compare(number, parse("0203985715007")).name
('TYPING_ERROR', 'TWO_NUMBERS')
"""

from __future__ import annotations

import enum
import importlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from resolve import rules
from resolve.errors import InputError
from resolve.text.similarity import within_one_edit
from resolve.text.unicode import compact_many
from resolve.values.checksums import births_of, digits_of, shaped_as, valid_in
from resolve.values.contract import Unread
from resolve.values.implied import region_of, sexes_of
from resolve.values.number_schemes import Scheme, scheme_called, schemes

_LONGEST = 64
_LONGEST_READ = 2000
_BREAK = "\n"
_NO_PART = bytes(code for code in range(128) if not chr(code).isalnum() and chr(code) != _BREAK)
_UNCHECKED = "the number cannot be checked: its check is not published"
_FAILS = "the check digit does not fit: one of its digits is wrong, or it is of another scheme"
_UNSURE = "its check is from one source only"
_TEN = "its check digit is 0 for a remainder of 1, which some issuers do not give out"


class Check(enum.Enum):
    """What is known of a number's correctness."""

    VALID = "valid"
    FAILED = "failed"
    """Of the scheme's shape, with a possible birth date, but with another check digit."""
    UNCHECKED = "unchecked"
    """Of the shape of a scheme that has no check digit, or none that is sure."""
    UNKNOWN = "unknown"
    """Of no known scheme."""


class Agreement(enum.IntEnum):
    """How two numbers agree, the strongest agreement first."""

    SAME = 1
    TYPING_ERROR = 2
    """One wrong, left out, added or exchanged character, and not both are valid."""
    OTHER_SCHEME = 3
    """Valid numbers of different schemes, as one person has in two countries: for and against nothing."""
    DIFFERENT = 4
    TWO_NUMBERS = 5
    """Two valid numbers of one scheme, of which a person has one."""


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number that identifies.

    Attributes:
        text: letters and digits, in capitals. scheme: its key in `rules/identifiers/schemes`, or the python-stdnum
            module that knows it ("ru.inn"); "" for none. check: what is known of its correctness.
        schemes: all schemes in which it is valid or unchecked. warning: what is odd about it, "" for nothing.
        birth: date of birth that it holds, "1990-01-01". sex: "m" or "f". region: where it was registered, which says
            nothing of where its holder is from. Each is "" where not told, and where the check digit fails.
        trusted: the scheme is more than a likeness: it was hinted at, or the number holds a birth date.
        raw: the text that was read; it does not count in comparing values.
    """

    text: str
    scheme: str = ""
    check: Check = Check.UNKNOWN
    schemes: tuple[str, ...] = ()
    birth: str = ""
    sex: str = ""
    region: str = ""
    warning: str = ""
    trusted: bool = False
    raw: str = field(default="", compare=False)


def parse(text: str, hints: Sequence[str] = ()) -> Identifier | Unread:
    """Read a number.

    Args:
        text: with or without spaces, dashes and slashes; look-alike letters of other scripts are made Latin.
        hints: what it may be, surest first: names or keys of schemes ("EMBG"), ISO codes of countries ("BG"). Without
            any, the first scheme in which it is valid counts, those that hold a birth date going first.

    Returns:
        The number, or why there is none: it holds no letter or digit, or is too long.
    """
    number = compact(text)
    if not number or not number.strip("0"):
        return Unread("it holds no number")
    if len(number) > _LONGEST:
        return Unread("it is too long for a number")
    valid, shaped = int(valid_in([number])[0]), int(shaped_as([number])[0])
    known = [scheme for bit, scheme in enumerate(schemes()) if valid >> bit & 1]
    like = [scheme for bit, scheme in enumerate(schemes()) if shaped >> bit & 1]
    hinted = _hinted(hints)
    missed = [scheme for scheme in hinted if scheme in like and not set(hinted) & set(known)]
    if missed and not any(scheme.birth is not None and scheme.sure for scheme in known):
        known = []
    if chosen := _best(known, hinted):
        keys = tuple(scheme.key for scheme in known)
        return _described(number, chosen, keys, text, trusted=chosen in hinted or chosen.birth is not None)
    if found := _other(number, hints):
        return found
    # Without a hint, only a birth date in it makes a number that fails its check more than a likeness of shape.
    failing = [scheme for scheme in like if scheme in hinted or (scheme.birth is not None and scheme.sure)]
    if chosen := _best(failing, hinted):
        check, warning = (Check.FAILED, _FAILS) if chosen.sure else (Check.UNCHECKED, f"{_FAILS}; {_UNSURE}")
        return Identifier(number, chosen.key, check, warning=warning, raw=text)
    return Identifier(number, raw=text)


def compact(text: str) -> str:
    """Keep letters and digits, in capitals.

    >>> compact(" PA-012 34 ")
    'PA01234'
    """
    return compact_all([text])[0]


def validate(text: str, hints: Sequence[str] = ()) -> str:
    """Give the compact number.

    Raises:
        InputError: it holds no number, or fails the check of the scheme that hints or its birth date say it is of.
    """
    found = parse(text, hints)
    if isinstance(found, Unread):
        raise InputError(f"expected a number that identifies; {found.reason}")
    if found.check is Check.FAILED:
        raise InputError(f"expected a number of the scheme '{found.scheme}'; {found.warning}")
    return found.text


def is_valid(text: str, hints: Sequence[str] = ()) -> bool:
    """Tell whether `validate` would not raise."""
    found = parse(text, hints)
    return isinstance(found, Identifier) and found.check is not Check.FAILED


def compare(left: Identifier, right: Identifier) -> Agreement:
    """Give how two numbers agree; exchanging them changes nothing."""
    if left.text == right.text:
        return Agreement.SAME
    both_valid = left.check is right.check is Check.VALID and left.trusted and right.trusted
    if both_valid and left.scheme == right.scheme and left.scheme not in _replaceable():
        return Agreement.TWO_NUMBERS
    sides = np.array([left.text], object), np.array([right.text], object)
    if within_one_edit(*sides)[0]:
        return Agreement.TYPING_ERROR
    return Agreement.OTHER_SCHEME if both_valid and left.scheme != right.scheme else Agreement.DIFFERENT


def parse_many(texts: Sequence[str], hints: Sequence[str] = ()) -> list[Identifier | Unread]:
    """Read the numbers of one column, each distinct text once."""
    found = {text: parse(text, hints) for text in dict.fromkeys(texts)}
    return [found[text] for text in texts]


def compact_all(texts: Sequence[str]) -> list[str]:
    """Give the compact numbers of many texts at once."""
    texts = list(texts)
    joined = _BREAK.join(texts)
    short = joined.count(_BREAK) == len(texts) - 1 and all(len(text) <= _LONGEST_READ for text in texts)
    if short and joined.isascii():
        return joined.upper().encode().translate(None, _NO_PART).decode().split(_BREAK)
    texts = [text if text.isascii() else text[:_LONGEST_READ].upper().translate(_look_alikes()) for text in texts]
    return compact_many(texts)


@lru_cache(maxsize=1)
def _look_alikes() -> dict[int, str]:
    written = rules.load("identifiers/schemes")["look_alikes"]
    return {ord(greek): latin for greek, latin in zip(written["greek"], written["latin"], strict=True)}


def _replaceable() -> frozenset[str]:
    """Give the schemes of numbers of which a person may have several, one after another."""
    return frozenset(scheme.key for scheme in schemes() if scheme.kind != "national")


def _described(number: str, scheme: Scheme, keys: tuple[str, ...], raw: str, *, trusted: bool) -> Identifier:
    digits = digits_of([number], len(scheme.shape))
    birth = ""
    if scheme.birth is not None:
        read = births_of(digits, scheme)
        year, month, day = int(read.year[0]), int(read.month[0]), int(read.day[0])
        birth = f"{year:04}-{month:02}-{day:02}" if year else ""
    checked = scheme.check != "none" and scheme.sure
    warning = "" if checked else _UNCHECKED if scheme.check == "none" else _UNSURE
    if scheme.key == "jmbg" and int(digits[0, :-1] @ np.array(scheme.weights)) % 11 == 1:
        warning = _TEN
    return Identifier(
        number,
        scheme.key,
        Check.VALID if checked else Check.UNCHECKED,
        keys,
        birth,
        sexes_of(digits, scheme)[0],
        region_of(digits, scheme),
        warning,
        trusted,
        raw,
    )


def _hinted(hints: Sequence[str]) -> list[Scheme]:
    """Give the schemes that hints name, in the order of the hints."""
    found: list[Scheme] = []
    for hint in hints:
        named = scheme_called(hint)
        country = [scheme for scheme in schemes() if hint.strip().upper() in scheme.countries]
        found += [named] if named else country
    return found


def _best(fitting: Sequence[Scheme], hinted: Sequence[Scheme]) -> Scheme | None:
    """Choose a scheme: one that is hinted at, else one that can be checked, one with a birth date first."""
    for scheme in hinted:
        if scheme in fitting:
            return scheme
    return min(fitting, key=lambda scheme: (not scheme.sure, scheme.birth is None), default=None)


def _other(number: str, hints: Sequence[str]) -> Identifier | None:
    """Try the schemes that python-stdnum knows for the countries that are hinted at."""
    modules = rules.load("identifiers/schemes")["others"]
    for hint in hints:
        for name in modules.get(hint.strip().upper(), ()):
            module = importlib.import_module(f"stdnum.{name}")
            if module.is_valid(number):
                birth, sex = _told(module, "get_birth_date", number), _told(module, "get_gender", number)
                return Identifier(number, name, Check.VALID, (name,), birth, sex.lower()[:1], trusted=True, raw=number)
    return None


def _told(module: object, function: str, number: str) -> str:
    """Ask a module of python-stdnum for what a number tells; "" where it does not know."""
    tell = getattr(module, function, None)
    try:
        return str(tell(number) or "") if tell else ""
    except ValueError:
        return ""
